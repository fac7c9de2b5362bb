"""Intake at the counter: the quarrel of two neighbours, typed in as it is told."""

from __future__ import annotations

import itertools
import random
import re
import time
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import expect

from disputes.demo.people import citizen_id
from tests.browser.desk import Desk, Form

_numbers = itertools.count(int(time.time()))


@dataclass(frozen=True, slots=True)
class Quarrel:
    """Invented people with numbers that nobody else has, in this run or another."""

    applicant_id: str
    respondent_id: str
    applicant: str = "郑水生"
    respondent: str = "梁秀兰"
    place: str = "玄马镇柳树沟安置小区三号楼"
    summary: str = "楼上改装水管后漏水，楼下墙面和衣柜泡坏，双方为赔偿争吵"
    claims: str = "修好水管，赔偿墙面和衣柜损失"


def new_quarrel(**told: str) -> Quarrel:
    rng = random.Random(next(_numbers))
    return Quarrel(
        applicant_id=citizen_id(rng, date(1968, 5, 12), female=False),
        respondent_id=citizen_id(rng, date(1975, 9, 3), female=True),
        **told,
    )


def say_what_it_is(desk: Desk) -> None:
    """The three questions of the counter; a quarrel without an offence is a civil one."""
    for question, answer in (("是不是道路交通事故", "否"), ("有没有打架", "否")):
        row = desk.page.locator(".question", has_text=question)
        row.locator("label", has_text=answer).click()
    desk.read("建议：民间纠纷")


def tell(form: Form, quarrel: Quarrel) -> None:
    form.choose_kind("纠纷类型", "邻里", "漏水排水")
    form.choose("来源", "群众上门")
    form.fill("发生地点", quarrel.place)
    form.fill("简要情况", quarrel.summary)
    form.fill("诉求", quarrel.claims)


def name_parties(form: Form, quarrel: Quarrel) -> None:
    people = (quarrel.applicant, quarrel.applicant_id), (quarrel.respondent, quarrel.respondent_id)
    for at, (name, number) in enumerate(people):
        person = form.row("当事人", at)
        person.fill("姓名或名称", name)
        person.fill("证件号码", number)


def begin_intake(desk: Desk) -> None:
    desk.menu("登记纠纷")
    say_what_it_is(desk)


def fill_intake(desk: Desk, quarrel: Quarrel) -> None:
    begin_intake(desk)
    tell(desk, quarrel)
    name_parties(desk, quarrel)


def send_intake(desk: Desk) -> None:
    desk.press("登记")


def number_in_front(desk: Desk) -> str:
    """The number of the case in front, once the page stands."""
    head = desk.page.locator(".head h1 .figure")
    expect(head).to_have_text(re.compile(r"^\d{24}$"))
    return head.inner_text()


def register(desk: Desk, quarrel: Quarrel) -> str:
    fill_intake(desk, quarrel)
    send_intake(desk)
    return number_in_front(desk)


def cases_of(desk: Desk, id_number: str) -> int:
    """How many cases the search in the header knows of somebody."""
    box = desk.page.get_by_label("查找纠纷：编号、证件号码或电话")
    box.fill(id_number)
    box.press("Enter")
    dialog = desk.dialog("按证件号码或者电话查找").scope
    expect(dialog.locator(".el-loading-mask:visible")).to_have_count(0)
    found = dialog.locator("tbody tr").count()
    dialog.get_by_role("button", name="关闭").or_(
        dialog.locator(".el-dialog__headerbtn")
    ).first.click()
    expect(dialog).to_be_hidden()
    return found
