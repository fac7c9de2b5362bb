"""A station's day in the real console: a hearing, its agreement, a referral, a follow-up."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.counter import new_quarrel, register
from tests.browser.day import agreement, hearing, referral
from tests.browser.desk import Desk, keep_picture


@pytest.fixture
def officer(sign_in) -> Desk:
    return Desk(sign_in("xuanma_officer"))


@pytest.fixture
def chief(sign_in) -> Desk:
    return Desk(sign_in("xuanma_chief"))


@pytest.fixture
def today() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"


def name_of(desk: Desk) -> str:
    """As it stands in the header: 玄马派出所 苏鹏明（民警）."""
    return desk.page.locator(".who").inner_text().split(" ")[-1].split("（")[0]


def printed(paper: Path) -> str:
    """What stands in a Word file."""
    return "".join(text.text for text in Document(str(paper)).element.body.iter() if text.text)


def test_a_quarrel_of_neighbours_is_heard_agreed_performed_reviewed_and_closed(
    officer, chief, today, tmp_path
):
    quarrel = new_quarrel()
    number = register(officer, quarrel)
    officer.take("受理").submit()
    officer.done("受理")
    hearing.propose(officer)

    chief.find_case(number)
    hearing.approve(chief, by=name_of(chief))
    officer.reload()
    hearing.consents(officer, today)
    hearing.form_panel(officer, host=name_of(chief), recorder=name_of(officer))
    hearing.arrange_and_drop(officer)
    hearing.announce(officer, today)
    hearing.open_and_hear(officer, quarrel)
    hearing.deliberate(officer)
    keep_picture(officer.page, "day-hearing")
    hearing.persuade(officer)
    agreement.draft(officer, quarrel, due=today)
    hearing.conclude(officer)
    paper = agreement.issue_and_print(officer, tmp_path)
    assert quarrel.applicant in printed(paper)
    keep_picture(officer.page, "day-papers")
    agreement.perform(officer)
    hearing.visit(officer, quarrel)
    agreement.submit_for_review(officer)
    agreement.review(chief, number)
    officer.reload()
    officer.take("结案").submit()
    officer.done("结案")
    officer.state_is("已结案")


def test_another_quarrel_is_referred_and_waits_for_an_answer_among_the_letters(officer):
    number = register(
        officer, new_quarrel(summary="安置小区地下管网堵塞，污水倒灌，住户与建设单位争执")
    )
    officer.take("受理").submit()
    officer.done("受理")
    referral.tell_of_other_ways(officer)
    referral.refer(officer)
    letter = referral.number_of_letter(officer)

    officer.menu("移交")
    waiting = officer.page.locator("tbody tr", has_text=letter)
    expect(waiting).to_contain_text(number)
    expect(waiting).to_contain_text(referral.RECEIVER)
