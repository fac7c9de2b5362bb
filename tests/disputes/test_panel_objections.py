"""Objections to somebody on the panel (申请听证人员回避): when they are made, wait and are decided."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.choices import Role
from disputes.errors import WrongState
from disputes.models import Hearing, Officer, PanelObjection, Party
from disputes.models.hearing import Stage
from disputes.services import panel
from tests.disputes.hall import PANEL, Hall
from tests.disputes.refusing import refused
from tests.factories import DAY, days, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_15 = "《中华人民共和国人民调解法》第十五条"
NEWCOMER = PANEL[3] | {"name": "郑老师", "capacity": "elder"}


def object_to(hall: Hall, name: str, on: int = 0) -> PanelObjection:
    return hall.file(lambda case: panel.object_to(
        case, case.rows(Hearing)[-1].pk, actor=hall.chief, seat=hall.seat(name).pk,
        applicant=case.rows(Party)[0], reason="曾为对方代理诉讼", requested_on=days(on)))  # fmt: skip


def decide(hall: Hall, asked: PanelObjection, by: Officer, on: int = 0, **fields: Any) -> None:
    told = {"granted": False, "reason": "没有应当回避的情形"} | fields
    hall.file(lambda case: panel.decide(
        case, hall.hearing.pk, actor=by, objection=asked.pk, decided_on=days(on), **told))  # fmt: skip


def replace(hall: Hall, name: str) -> None:
    hall.file(lambda case: panel.change_panel(
        case, hall.hearing.pk, actor=hall.chief, changed_on=DAY, joining=[NEWCOMER],
        leaving=[{"seat": hall.seat(name).pk, "reason": "住院"}]))  # fmt: skip


@pytest.fixture
def lawyer() -> Officer:
    """Somebody else than the host, who may decide."""
    return make_officer(role=Role.LEGAL)


def test_a_panel_is_not_changed_before_it_is_formed():
    hall = Hall().until(Stage.PANEL)
    with refused(hall.dispute, "WRONG_STATE", said="听证小组组成以后", by=WrongState):
        hall.file(lambda case: panel.change_panel(
            case, hall.hearing.pk, actor=hall.chief, changed_on=DAY, leaving=[],
            joining=[NEWCOMER]))  # fmt: skip


def test_nobody_is_objected_to_any_more_once_the_panel_has_deliberated():
    hall = Hall().until(Stage.OPINION)
    with refused(hall.dispute, "WRONG_STATE", said="评议以前", by=WrongState):
        object_to(hall, "李律师")


def test_who_left_the_panel_is_not_objected_to_and_does_not_leave_twice():
    hall = Hall().until(Stage.NOTICE)
    replace(hall, "李律师")
    with refused(hall.dispute, "SEAT_NOT_TAKEN", said="不在本次听证小组中"):
        object_to(hall, "李律师")
    with refused(hall.dispute, "SEAT_NOT_TAKEN", said="不在本次听证小组中"):
        replace(hall, "李律师")


def test_the_day_of_the_hearing_is_announced_while_an_objection_is_open_but_it_does_not_begin(
    lawyer,
):
    hall = Hall().until(Stage.NOTICE)
    asked = [object_to(hall, name) for name in ("李律师", "孙代表")]
    hall.hold(Stage.NOTICE)
    with refused(hall.dispute, "OBJECTION_PENDING", ART_15, said="对李律师、孙代表的回避申请"):
        hall.hold(Stage.OPENING)
    for one in asked:
        decide(hall, one, lawyer)
    hall.hold(Stage.OPENING)


def test_an_objection_to_who_leaves_anyway_holds_up_nobody():
    hall = Hall().until(Stage.NOTICE)
    object_to(hall, "李律师")
    replace(hall, "李律师")
    hall.until(Stage.STATEMENTS)


def test_an_objection_is_decided_on_its_day_or_later(lawyer):
    hall = Hall().until(Stage.OPENING)
    asked = object_to(hall, "李律师", on=2)
    with refused(hall.dispute, "OUT_OF_ORDER", said="决定日期不得早于申请日期2026-03-04"):
        decide(hall, asked, lawyer, on=1)
    decide(hall, asked, lawyer, on=2)


def test_a_hearing_chaired_by_a_mediator_lets_an_officer_of_the_same_name_decide(lawyer):
    hall = Hall().until(Stage.PANEL)
    mediator = {"name": lawyer.name, "capacity": "mediator"}
    hall.hold(Stage.PANEL, seats=[PANEL[0] | mediator, *PANEL[1:]])
    hall.hold(Stage.NOTICE)
    decide(hall, object_to(hall, "李律师"), lawyer)
    hall.hold(Stage.OPENING)


def test_neither_the_host_nor_who_is_objected_to_decides(lawyer):
    hall, recorder = Hall().until(Stage.PANEL), make_officer(role=Role.LEGAL)
    chair = PANEL[0] | {"name": lawyer.name}  # filled by hand: an officer goes by the name
    seats = [chair, *PANEL[1:4], PANEL[4] | {"officer": recorder}]
    hall.hold(Stage.PANEL, seats=seats)
    asked = object_to(hall, recorder.name)
    for concerned in (lawyer, recorder):
        with refused(hall.dispute, "OBJECTION_SELF_DECISION", ART_15, said="主持人和被申请人以外"):
            decide(hall, asked, concerned)
    decide(hall, asked, make_officer(role=Role.LEGAL))
