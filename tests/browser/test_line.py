"""A slow line, the back button, names that are very long: what a station meets every day."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.counter import cases_of, fill_intake, new_quarrel, number_in_front, send_intake
from tests.browser.desk import Desk

# What browsers call slow 3G: 400 kbit/s each way, 400 ms to the server.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def desk(sign_in) -> Desk:
    return Desk(sign_in("xuanma_officer"))


def test_on_a_slow_line_the_button_says_that_it_works_and_takes_one_click_of_three(desk):
    quarrel = new_quarrel()
    fill_intake(desk, quarrel)
    line = desk.page.context.new_cdp_session(desk.page)
    line.send("Network.emulateNetworkConditions", SLOW)
    button = desk.page.get_by_role("button", name="登记", exact=True).last
    button.click(click_count=3, delay=5)
    expect(button).to_have_class("el-button el-button--primary is-loading")
    number_in_front(desk)
    line.send("Network.emulateNetworkConditions", SLOW | {"latency": 0, "downloadThroughput": -1})
    assert cases_of(desk, quarrel.applicant_id) == 1


def test_the_way_back_from_a_registered_case_leads_to_no_filled_form(desk):
    quarrel = new_quarrel()
    fill_intake(desk, quarrel)
    send_intake(desk)
    number_in_front(desk)
    desk.page.go_back()
    desk.menu("登记纠纷")
    assert desk.value("简要情况") == ""
    assert desk.row("当事人", 0).value("姓名或名称") == ""
    expect(desk.page.get_by_text("已恢复上次未提交的内容")).to_have_count(0)


def test_a_very_long_name_pushes_nothing_out_of_the_window(desk):
    quarrel = new_quarrel(applicant="买买提·阿不都热合曼" * 5)
    fill_intake(desk, quarrel)
    send_intake(desk)
    number_in_front(desk)
    for place in ("当事人", "基本信息"):
        desk.tab(place)
        _fits(desk)
    desk.menu("纠纷台账")
    desk.page.locator("tbody tr").first.wait_for()
    _fits(desk)


def _fits(desk: Desk) -> None:
    wide, window = desk.page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= window
