"""Nothing typed is lost and nothing is sent twice, whatever happens to the server meanwhile."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import PASSWORD
from tests.browser.counter import (
    Quarrel,
    begin_intake,
    cases_of,
    fill_intake,
    name_parties,
    new_quarrel,
    number_in_front,
    register,
    send_intake,
    tell,
)
from tests.browser.desk import Desk

GONE = "网络不通或者服务正在重启，已填写的内容保留在本页"


@pytest.fixture
def desk(sign_in, complaints):
    """The browser's own log of failed requests is expected here."""
    yield Desk(sign_in("xuanma_officer"))
    complaints.clear()


@pytest.fixture
def mortal(service):
    if service is None:
        pytest.skip("the service is somebody else's")
    return service


def test_a_server_killed_during_intake_loses_no_word_and_takes_the_case_once(desk, mortal):
    quarrel = new_quarrel()
    begin_intake(desk)
    with mortal.web_killed():
        tell(desk, quarrel)
        name_parties(desk, quarrel)
        send_intake(desk)
        desk.read(GONE)
    desk.reload()

    desk.read("已恢复上次未提交的内容")
    assert desk.value("简要情况") == quarrel.summary
    assert desk.row("当事人", 0).value("姓名或名称") == quarrel.applicant
    assert desk.row("当事人", 0).value("证件号码") == ""  # sealed: never in the browser's storage
    name_parties(desk, quarrel)
    send_intake(desk)
    number_in_front(desk)
    assert cases_of(desk, quarrel.applicant_id) == 1


def test_a_server_killed_during_a_step_loses_no_word_and_takes_the_step_once(desk, mortal):
    register(desk, new_quarrel())
    summary = "楼上改装水管后漏水，楼下墙面、衣柜和两床被褥泡坏，双方为赔偿争吵"
    form = desk.take("更正登记信息")
    with mortal.web_killed():
        form.fill("简要情况", summary)
        form.fill("更正事由", "到现场看过")
        form.submit()
        form.shows(GONE)
    desk.reload()

    form = desk.take("更正登记信息")
    form.shows("已恢复上次未提交的内容")
    assert form.value("简要情况") == summary
    form.submit()
    desk.done("更正登记信息")
    desk.read(summary)
    desk.tab("流转记录")
    expect(desk.page.locator(".el-timeline-item", has_text="更正登记信息")).to_have_count(1)


def test_a_page_opened_while_the_server_is_away_says_so_and_opens_afterwards(desk, mortal):
    with mortal.web_killed():
        desk.menu("登记纠纷")
        desk.read("网络不通或者服务正在重启")
    desk.menu("登记纠纷")
    desk.read("先判断办理途径")


def test_a_session_that_expires_while_somebody_types_asks_for_the_password_and_keeps_the_text(desk):
    quarrel = new_quarrel()
    fill_intake(desk, quarrel)
    desk.page.context.clear_cookies(name="sessionid")
    send_intake(desk)

    again = desk.dialog("请重新登录")
    again.shows("已填写的内容不会丢失")
    again.fill("密码", PASSWORD)
    again.submit("登录")
    expect(again.scope).to_be_hidden()
    assert desk.row("当事人", 0).value("证件号码") == quarrel.applicant_id
    send_intake(desk)
    number_in_front(desk)
    assert cases_of(desk, quarrel.applicant_id) == 1


def test_two_clicks_on_the_button_register_one_case(desk):
    quarrel = new_quarrel()
    fill_intake(desk, quarrel)
    desk.page.get_by_role("button", name="登记", exact=True).last.dblclick()
    number_in_front(desk)
    assert cases_of(desk, quarrel.applicant_id) == 1


def _lose_the_answer(route: Route) -> None:
    """The service gets the request and takes the case; the officer never hears of it."""
    assert route.fetch().status == 201
    route.abort()


@pytest.fixture
def lost(desk) -> Quarrel:
    """A case that is registered, and a form that says the network is gone."""
    quarrel = new_quarrel()
    fill_intake(desk, quarrel)
    desk.page.route("**/api/v1/disputes/", _lose_the_answer, times=1)
    send_intake(desk)
    desk.read(GONE)
    return quarrel


def test_a_case_whose_answer_got_lost_is_not_registered_twice_even_after_a_reload(desk, lost):
    desk.reload()

    name_parties(desk, lost)
    send_intake(desk)
    number_in_front(desk)
    assert cases_of(desk, lost.applicant_id) == 1


def test_a_case_whose_answer_got_lost_is_not_registered_again_with_other_words(desk, lost):
    desk.fill("诉求", "修好水管")
    send_intake(desk)
    desk.read("上一次提交已经办理成功")
    assert cases_of(desk, lost.applicant_id) == 1


def test_two_tabs_that_change_one_case_show_what_differs_before_the_second_is_taken(desk):
    register(desk, new_quarrel())
    other = Desk(desk.page.context.new_page())
    other.page.goto(desk.page.url)
    other.page.locator(".head h1").wait_for()

    mine, theirs = desk.take("更正登记信息"), other.take("更正登记信息")
    theirs.fill("发生地点", "柳树沟安置小区五号楼")
    theirs.fill("更正事由", "门牌核实有误")
    theirs.submit()
    other.done("更正登记信息")
    mine.fill("诉求", "修好水管，赔偿三千元")
    mine.fill("更正事由", "当事人补充")
    mine.submit()

    conflict = desk.dialog("他人刚刚改动了本纠纷")
    row = conflict.scope.locator("tbody tr", has_text="发生地点")
    expect(row.locator("td")).to_have_text(
        ["发生地点", "玄马镇柳树沟安置小区三号楼", "柳树沟安置小区五号楼", "未改动，用现在的"]
    )
    conflict.submit("保留填写，载入最新内容")
    assert mine.value("诉求") == "修好水管，赔偿三千元"
    mine.submit()
    desk.done("更正登记信息")
    desk.read("修好水管，赔偿三千元")
