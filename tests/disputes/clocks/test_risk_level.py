"""The bureau's own clocks by risk level: first action, resolution, follow-up."""

from __future__ import annotations

import pytest

from disputes.choices import State, Track
from disputes.clocks import ClockState
from disputes.models import Dispute, FollowUp, RiskAssessment, RiskLevel
from tests.disputes.clocks.reading import clock_of, stands, take
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

RUNNING, MET, OVERDUE, STOPPED = (
    ClockState.RUNNING, ClockState.MET, ClockState.OVERDUE, ClockState.STOPPED
)  # fmt: skip


def assess(dispute: Dispute, code: str, n: int) -> None:
    """Put a level on file as it was decided `n` days after `DAY`."""
    level = RiskLevel.objects.get(code=code)
    RiskAssessment.objects.create(
        dispute=dispute, level=level, basis="多次争吵", assessed_by=dispute.responsible,
        assessed_on=days(n),
    )  # fmt: skip
    Dispute.objects.filter(pk=dispute.pk).update(risk_level=level)


def visit(dispute: Dispute, n: int, next_on: int | None = None) -> None:
    FollowUp.objects.create(
        dispute=dispute, held_on=days(n), method="visit", visited="李明",
        visited_by=dispute.responsible, next_on=None if next_on is None else days(next_on),
    )  # fmt: skip


def test_without_a_level_or_with_a_level_that_asks_for_nothing_no_clock_runs():
    dispute = make_case(State.CLOSED)
    for name in ("first_action", "resolution", "follow_up"):
        assert clock_of(dispute, name, DAY) is None
    assess(dispute, "red", 0)
    RiskLevel.objects.update(first_action_days=None, resolution_days=None, follow_up_days=None)
    for name in ("first_action", "resolution", "follow_up"):
        assert clock_of(dispute, name, DAY) is None


def test_a_red_dispute_is_acted_on_within_a_day_of_its_assessment():
    dispute = make_case(State.REGISTERED)
    assess(dispute, "red", 2)
    clock = clock_of(dispute, "first_action", days(3))
    assert stands(clock) == (RUNNING, days(3), None)
    assert (clock.source, clock.statutes) == ("本单位规定", ())
    assert clock.how == "2026年3月4日的次日起算1日，2026年3月5日届满"
    assert stands(clock_of(dispute, "first_action", days(4)))[0] == OVERDUE
    take(dispute, "accept", days(3))
    assert stands(clock_of(dispute, "first_action", days(9))) == (MET, days(3), days(3))


def test_what_was_done_before_the_first_assessment_counts():
    dispute = make_case(State.ACCEPTED)
    assess(dispute, "red", 2)
    assert stands(clock_of(dispute, "first_action", days(9)))[0] == MET


def test_a_level_that_rose_asks_for_an_action_of_its_own():
    dispute = make_case(State.ACCEPTED)
    assess(dispute, "blue", 0)
    assess(dispute, "red", 5)
    assert stands(clock_of(dispute, "first_action", days(6))) == (RUNNING, days(6), None)


def test_an_assessment_that_confirms_the_level_starts_nothing_anew():
    dispute = make_case(State.REGISTERED)
    for code, n in (("blue", 0), ("red", 1), ("red", 9)):
        assess(dispute, code, n)
    assert clock_of(dispute, "resolution", days(9)).starts_on == days(1)


def test_a_level_nobody_assessed_is_counted_from_registration():
    dispute = make_case(State.REGISTERED)
    Dispute.objects.update(risk_level=RiskLevel.objects.get(code="orange"))
    assert clock_of(dispute, "resolution", DAY).due_on == days(15)


def test_the_days_are_those_of_the_dictionary_as_it_stands():
    dispute = make_case(State.REGISTERED)
    assess(dispute, "red", 0)
    assert clock_of(dispute, "resolution", DAY).due_on == days(7)
    RiskLevel.objects.filter(code="red").update(resolution_days=3)
    assert clock_of(dispute, "resolution", DAY).due_on == days(3)


def test_a_resolution_meets_the_clock_and_a_relapse_starts_it_anew():
    dispute = make_case(State.MEDIATING, track=Track.CIVIL)
    assess(dispute, "red", 0)
    for action in ("draft_agreement", "agree", "perform"):
        take(dispute, action, days(5))
    assert stands(clock_of(dispute, "resolution", days(30))) == (MET, days(7), days(5))
    take(dispute, "relapse", days(20))
    assert stands(clock_of(dispute, "resolution", days(20))) == (RUNNING, days(27), None)


def test_a_dispute_given_up_is_no_longer_waited_for():
    dispute = make_case(State.WITHDRAWN)
    assess(dispute, "red", 0)
    assert stands(clock_of(dispute, "resolution", days(30)))[0] == STOPPED


def test_the_follow_up_runs_from_the_end_and_not_from_the_closing():
    dispute = make_case(State.FULFILLED, track=Track.CIVIL)
    assess(dispute, "red", 0)
    take(dispute, "close", days(3))
    assert stands(clock_of(dispute, "follow_up", days(7))) == (RUNNING, days(7), None)
    assert stands(clock_of(dispute, "follow_up", days(8)))[0] == OVERDUE
    visit(dispute, 6)
    assert stands(clock_of(dispute, "follow_up", days(30))) == (MET, days(7), days(6))


def test_a_visit_that_names_the_next_day_is_held_to_it():
    dispute = make_case(State.FULFILLED)
    assess(dispute, "red", 0)
    visit(dispute, 6, next_on=20)
    clock = clock_of(dispute, "follow_up", days(20))
    assert stands(clock) == (RUNNING, days(20), None)
    assert clock.how == "2026年3月8日回访时约定2026年3月22日再次回访"
    visit(dispute, 20)
    assert stands(clock_of(dispute, "follow_up", days(30)))[0] == MET
