"""Persuasion (法·理·情), a unit's own working method (工作法), and stations side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.casefile import case_file
from disputes.choices import State
from disputes.errors import WrongState
from disputes.models import (
    Dispute,
    DisputeEvent,
    MediationSession,
    MethodStep,
    MethodStepDone,
    Persuasion,
    Unit,
)
from disputes.ratios import Ratio
from disputes.services import method, practice
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case, make_chief, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
ORDER = "METHOD_STEP_ORDER"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def persuade(
    dispute: Dispute, *dimensions: str, on: int = 0, content: str = "远亲不如近邻"
) -> None:
    with case_file(dispute.pk) as case:
        said = [{"dimension": dimension, "content": content} for dimension in dimensions]
        session = case.rows(MediationSession)[-1]
        method.record_persuasion(
            case, session, actor=dispute.registered_by, on=days(on), persuasions=said
        )


# --- persuasion


def test_what_was_said_stands_with_its_session_and_dimension():
    dispute = make_case(State.MEDIATING)
    persuade(dispute, "law", "feeling")
    persuade(dispute, "reason", on=1)
    rows = [(p.dimension, p.content, p.session.dispute) for p in Persuasion.objects.all()]
    assert [d for d, _, _ in rows] == ["law", "feeling", "reason"]
    assert {(c, s) for _, c, s in rows} == {("远亲不如近邻", dispute)}
    facts = DisputeEvent.objects.filter(action="record_persuasion").first().facts
    assert facts["dimensions"] == ["feeling", "law"]


@pytest.mark.parametrize("state", [State.AGREED, State.FULFILLED, State.FAILED, State.CLOSED])
def test_it_may_be_recorded_after_the_session(state):
    persuade(make_case(state), "law", on=5)


def test_there_is_nothing_to_record_before_a_session():
    dispute = make_case(State.ACCEPTED)
    with pytest.raises(IndexError):
        persuade(dispute, "law")
    with refused(dispute, "WRONG_STATE", by=WrongState), case_file(dispute.pk) as case:
        session = MediationSession(ordinal=1)
        method.record_persuasion(case, session, actor=dispute.registered_by, on=DAY, persuasions=[])


def test_nothing_said_is_nothing_recorded():
    dispute = make_case(State.MEDIATING)
    with refused(dispute, "PERSUASION_MISSING"):
        persuade(dispute)
    with refused(dispute, "PERSUASION_MISSING"):
        persuade(dispute, "law", content="  ")
    with pytest.raises(ValidationError):
        persuade(dispute, "money")


def test_it_is_not_recorded_before_the_session_was_held():
    dispute = make_case(State.MEDIATING)
    act(dispute, "hold_session", dispute.registered_by, days(2))
    with refused(dispute, "OUT_OF_ORDER", said="不得早于调解日期2026-03-04"):
        persuade(dispute, "law", on=1)


# --- the working method


def steps_of(unit: Unit, *names: str, method_name: str = "四步工作法") -> list[MethodStep]:
    return [
        MethodStep.objects.create(unit=unit, method=method_name, ordinal=n, name=name)
        for n, name in enumerate(names, start=1)
    ]


def take(dispute: Dispute, step: MethodStep, *, why: str = "", on: int = 0, **fields: Any) -> Any:
    with case_file(dispute.pk) as case:
        case.acknowledged = {ORDER: why} if why else {}
        return method.take_method_step(
            case, step, actor=dispute.registered_by, on=days(on), **fields
        )


def progress(dispute: Dispute) -> list[tuple[str, bool]]:
    with case_file(dispute.pk) as case:
        return [(step.name, done is not None) for step, done in method.progress(case)]


def test_a_station_works_by_the_method_of_the_nearest_unit_that_has_one():
    dispute = make_case()
    station, county = dispute.unit, dispute.unit.parent
    assert progress(dispute) == []
    steps_of(county.parent, "市局一步")
    assert progress(dispute) == [("市局一步", False)]
    steps_of(county, "听", "查")
    steps_of(make_unit(county), "别所")
    assert progress(dispute) == [("听", False), ("查", False)]
    (own,) = steps_of(station, "望")
    assert progress(dispute) == [("望", False)]
    MethodStep.objects.filter(pk=own.pk).update(is_active=False)
    assert progress(dispute) == [("听", False), ("查", False)]


def test_steps_are_taken_one_after_another():
    dispute = make_case(State.ACCEPTED)
    listen, look, settle = steps_of(dispute.unit, "听", "查", "解")
    with refused(dispute, ORDER, said="尚未完成：四步工作法第1步：听"):
        take(dispute, look)
    take(dispute, listen, note="听取双方陈述")
    take(dispute, look)
    assert progress(dispute) == [("听", True), ("查", True), ("解", False)]
    take(dispute, settle, on=3)
    row = MethodStepDone.objects.get(step=settle)
    assert (row.done_on, row.done_by, row.unit) == (days(3), dispute.registered_by, dispute.unit)


def test_a_step_out_of_order_has_a_reason():
    dispute = make_case(State.ACCEPTED)
    _, look = steps_of(dispute.unit, "听", "查")
    take(dispute, look, why="现场先行勘查")
    event = DisputeEvent.objects.get(action="take_method_step")
    assert event.facts["acknowledged"] == {ORDER: "现场先行勘查"}


def test_another_units_step_is_no_step_of_this_case():
    dispute = make_case(State.ACCEPTED)
    (theirs,) = steps_of(make_unit(dispute.unit.parent), "别所")
    with refused(dispute, "METHOD_STEP_FOREIGN"):
        take(dispute, theirs)


def test_a_step_is_taken_once():
    dispute = make_case(State.ACCEPTED)
    (only,) = steps_of(dispute.unit, "听")
    take(dispute, only)
    with refused(dispute, "WRONG_STATE", said="已经完成", by=WrongState):
        take(dispute, only)


@pytest.mark.django_db(transaction=True)
def test_a_step_taken_twice_at_the_same_moment_is_taken_once():
    dispute = make_case(State.ACCEPTED)
    (only,) = steps_of(dispute.unit, "听")

    outcomes = at_once(lambda: take(dispute, only), lambda: take(dispute, only))

    assert sorted(type(o).__name__ for o in outcomes) == ["MethodStepDone", "WrongState"]


# --- side by side


def ended(chief: Any, outcome: str, *dimensions: str) -> Dispute:
    dispute = make_case(State.MEDIATING, chief)
    if dimensions:
        persuade(dispute, *dimensions)
    act(dispute, "end_session", chief, DAY, outcome=outcome)
    return dispute


def test_stations_are_compared_by_counts_and_never_by_a_bare_rate():
    first = make_chief()
    second = make_chief(make_unit(first.unit.parent))
    ended(first, "agreed", "law", "law", "feeling")
    ended(first, "not_agreed", "law")
    ended(first, "agreed")
    make_case(State.MEDIATING, first)  # not ended
    voided = ended(first, "agreed", "reason")
    act(voided, "void", first, DAY)
    ended(second, "not_agreed", "feeling")

    one, two = practice.persuasion_by_unit(first.unit.parent, *YEAR)

    assert (one.unit, two.unit) == (first.unit, second.unit)
    assert (one.agreed, one.agreed_without) == (Ratio(2, 3), Ratio(1, 1))
    assert one.by_dimension == {"law": Ratio(1, 2), "reason": Ratio(0, 0), "feeling": Ratio(1, 1)}
    assert (two.agreed, two.by_dimension["feeling"]) == (Ratio(0, 1), Ratio(0, 1))
    assert two.by_dimension["law"].percent is None


def test_only_sessions_of_the_period_and_the_unit_are_compared():
    chief = make_chief()
    ended(chief, "agreed", "law")
    (row,) = practice.persuasion_by_unit(chief.unit, days(1), days(9))
    assert row.agreed == Ratio(0, 0)
    beside = make_unit(chief.unit.parent)
    (row,) = practice.persuasion_by_unit(beside, *YEAR)
    assert (row.unit, row.agreed) == (beside, Ratio(0, 0))


def test_completion_is_counted_by_the_method_each_station_works_by():
    first = make_chief()
    county = first.unit.parent
    second = make_chief(make_unit(county))
    listen, look = steps_of(county, "听", "查")
    (own,) = steps_of(second.unit, "望")
    whole, half = make_case(State.ACCEPTED, first), make_case(State.ACCEPTED, first)
    make_case(State.ACCEPTED, first), make_case(State.VOIDED, first)
    take(whole, listen), take(whole, look), take(half, listen)
    take(make_case(State.ACCEPTED, second), own)

    one, two = practice.method_by_unit(county, *YEAR)

    assert (one.unit, one.completed) == (first.unit, Ratio(1, 3))
    assert one.by_step == [(listen, Ratio(2, 3)), (look, Ratio(1, 3))]
    assert (two.completed, two.by_step) == (Ratio(1, 1), [(own, Ratio(1, 1))])
    MethodStep.objects.update(is_active=False)
    assert practice.method_by_unit(first.unit, *YEAR)[0].completed == Ratio(0, 0)


@pytest.mark.parametrize("compare", [practice.persuasion_by_unit, practice.method_by_unit])
def test_a_comparison_asks_the_same_few_questions_however_many_stations(compare):
    chief = make_chief()
    county = chief.unit.parent
    steps_of(county, "听")

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            compare(county, *YEAR)
        return len(captured)

    ended(chief, "agreed", "law")
    few = questions()
    for _ in range(3):
        ended(make_chief(make_unit(county)), "agreed", "law", "feeling")
    assert questions() == few <= 4
