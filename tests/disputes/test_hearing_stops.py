"""When a hearing stands still, goes on, and ends before its time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from disputes.errors import WrongState
from disputes.models import Hearing
from disputes.models.hearing import Stage
from disputes.services import hearing_stops
from tests.disputes.hall import Hall
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_26 = "《中华人民共和国人民调解法》第二十六条"


def suspend(hall: Hall, on: int = 0) -> Hearing:
    return hall.file(lambda case: hearing_stops.suspend(
        case, hall.hearing.pk, actor=hall.chief, ground="new_appraisal", reason="测绘地界",
        stopped_on=days(on)))  # fmt: skip


def resume(hall: Hall, on: int = 0) -> Hearing:
    return hall.file(lambda case: hearing_stops.resume(
        case, hall.hearing.pk, actor=hall.chief, resumed_on=days(on)))  # fmt: skip


def terminate(hall: Hall, on: int = 0, *, told: bool = True) -> Hearing:
    return hall.file(lambda case: hearing_stops.terminate(
        case, hall.hearing.pk, actor=hall.chief, ground="reconciled", reason="双方和解",
        remedies_told=told, stopped_on=days(on)))  # fmt: skip


def withdraw(hall: Hall, on: int = 0) -> Hearing:
    return hall.withdraw("王强", days(on))


STOPS = pytest.mark.parametrize("stop", [suspend, terminate, withdraw])


def test_while_it_stands_still_nothing_is_recorded_and_nobody_is_objected_to():
    hall = Hall().until(Stage.STATEMENTS)
    suspend(hall)
    for step in (lambda: hall.hold(Stage.STATEMENTS), lambda: suspend(hall)):
        with refused(hall.dispute, "HEARING_SUSPENDED", said="请先恢复", by=WrongState):
            step()
    resume(hall)
    hall.hold(Stage.STATEMENTS)
    with refused(hall.dispute, "HEARING_NOT_SUSPENDED", said="没有中止", by=WrongState):
        resume(hall)


def test_it_goes_on_on_the_day_of_the_last_stop_or_later():
    hall = Hall().until(Stage.STATEMENTS)
    suspend(hall, on=1)
    with refused(hall.dispute, "OUT_OF_ORDER", said="恢复日期不得早于中止日期2026-03-03"):
        resume(hall)
    resume(hall, on=1)
    suspend(hall, on=4)
    with refused(hall.dispute, "OUT_OF_ORDER", said="恢复日期不得早于中止日期2026-03-06"):
        resume(hall, on=3)
    assert resume(hall, on=5).standing == "under_way"


@STOPS
def test_it_stops_on_the_day_of_its_last_stage_or_later(stop: Callable[..., Hearing]):
    hall = Hall().until(Stage.STATEMENTS)
    hall.hold(Stage.STATEMENTS, days(2))
    with refused(hall.dispute, "OUT_OF_ORDER", said="日期不得早于上一环节的日期2026-03-04"):
        stop(hall, on=1)
    assert stop(hall, on=2).standing != "under_way"


def test_a_hearing_without_a_stage_stops_on_the_day_it_was_proposed_or_later():
    hall = Hall()
    hall.file(lambda case: case.change(case.rows(Hearing)[0], proposed_on=days(2)))
    with refused(hall.dispute, "OUT_OF_ORDER", said="日期不得早于上一环节的日期2026-03-04"):
        terminate(hall, on=1)
    assert terminate(hall, on=2).standing == "terminated"


def test_what_stands_still_may_end_and_what_ended_is_over():
    hall = Hall().until(Stage.STATEMENTS)
    suspend(hall)
    with refused(hall.dispute, "SUE_NOTICE_MISSING", ART_26, said="继续申请调解"):
        terminate(hall, told=False)
    terminate(hall)
    ways = (lambda: terminate(hall), lambda: suspend(hall), lambda: hall.hold(Stage.STATEMENTS))
    for step in ways:
        with refused(hall.dispute, "HEARING_TERMINATED", said="另行组织普通调解", by=WrongState):
            step()


def test_what_was_concluded_is_not_ended_once_more_and_leaves_only_the_follow_up():
    hall = Hall().until(Stage.CONCLUSION)
    hall.hold(Stage.CONCLUSION)
    for stop in (withdraw, terminate, suspend):
        with refused(hall.dispute, "HEARING_CONCLUDED", said="听证已结束", by=WrongState):
            stop(hall)
    with refused(hall.dispute, "HEARING_STAGE_ORDER", said="应当先完成“回访”环节"):
        hall.hold(Stage.STATEMENTS)


def test_who_never_agreed_to_the_hearing_takes_nothing_back():
    hall = Hall().until(Stage.OPENING)
    act(hall.dispute, "add_party", hall.chief, DAY)
    newcomer = hall.dispute.parties.last().name
    with refused(hall.dispute, "CONSENT_NOT_GIVEN", said="没有有效的听证同意"):
        hall.withdraw(newcomer)


def test_an_agreement_to_be_heard_is_taken_back_on_its_day_or_later():
    hall = Hall().until(Stage.CONSENT)
    hall.hold(Stage.CONSENT, days(2))
    with refused(hall.dispute, "OUT_OF_ORDER", said="撤回日期不得早于同意日期2026-03-04"):
        withdraw(hall, on=1)
    assert withdraw(hall, on=2).standing == "terminated"
