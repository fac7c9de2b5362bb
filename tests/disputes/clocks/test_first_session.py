"""First mediation: 3 working days from acceptance or the appraisal, a warning."""

from __future__ import annotations

import pytest

from disputes.choices import State, Track
from disputes.clocks import ClockState
from disputes.models import Appraisal, Dispute, DisputeEvent
from disputes.models.hearing import Stage
from tests.disputes.clocks.reading import (
    FRIDAY_13,
    LATE,
    STANDARD_9,
    cites,
    clock_of,
    day,
    security_case,
    stands,
    take,
)
from tests.disputes.hall import Hall
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_the_first_mediation_is_due_three_working_days_after_acceptance():
    clock = clock_of(security_case(State.ACCEPTED, FRIDAY_13), "first_session", day("02-25"))

    assert stands(clock) == (ClockState.RUNNING, day("02-25"), None)
    assert (clock.starts_on, clock.days, clock.unit) == (FRIDAY_13, 3, "工作日")
    assert clock.advisory
    assert cites(clock) == [STANDARD_9]
    assert clock.how == (
        "2026年2月13日的次日起算3个工作日，2026年2月25日届满：2月14日调休上班，计1日；"
        "2月15日周末，不计；2月16日至2月20日法定节假日，不计；2月21日至2月22日周末，不计；"
        "2月23日法定节假日，不计；2月24日至2月25日工作日，计2日"
    )


def test_the_first_mediation_is_overdue_from_the_fourth_working_day_on():
    dispute = security_case(State.ACCEPTED)
    assert stands(clock_of(dispute, "first_session", days(3)))[0] == ClockState.RUNNING
    assert stands(clock_of(dispute, "first_session", days(4)))[0] == ClockState.OVERDUE


@pytest.mark.parametrize(("n", "state"), [(3, ClockState.MET), (4, ClockState.OVERDUE)])
def test_the_first_mediation_is_done_when_it_has_ended_not_when_it_began(n, state):
    dispute = security_case(State.MEDIATING)
    assert stands(clock_of(dispute, "first_session", days(1)))[0] == ClockState.RUNNING
    take(dispute, "end_session", days(n), acknowledged=LATE)
    assert stands(clock_of(dispute, "first_session", days(9))) == (state, days(3), days(n))


def test_a_mediation_ends_with_the_agreement_or_the_failure_too():
    for ending in (("draft_agreement", "agree"), ("fail",)):
        dispute = security_case(State.MEDIATING)
        for action in ending:
            take(dispute, action, days(2))
        assert stands(clock_of(dispute, "first_session", days(9)))[2] == days(2)


def test_a_hearing_ends_with_its_conclusion():
    hall = Hall(Track.SECURITY_CASE, "closed").until(Stage.CONCLUSION, days(1))
    assert stands(clock_of(hall.dispute, "first_session", days(1)))[2] is None
    hall.hold(Stage.CONCLUSION, days(3))
    assert stands(clock_of(hall.dispute, "first_session", days(9))) == (
        ClockState.MET, days(3), days(3)
    )  # fmt: skip
    assert clock_of(hall.dispute, "second_session", days(9)).starts_on == days(1)


def appraise(dispute: Dispute, requested: int, result: int | None) -> Appraisal:
    """An appraisal of an injury, in days after `DAY`."""
    return Appraisal.objects.create(
        dispute=dispute, subject="injury", organisation="县司法鉴定中心",
        requested_on=days(requested), result_on=None if result is None else days(result),
        result="" if result is None else "slight",
    )  # fmt: skip


def test_the_first_mediation_is_counted_from_the_result_of_an_appraisal():
    dispute = security_case(State.ACCEPTED)
    row = appraise(dispute, 1, None)
    assert clock_of(dispute, "first_session", days(9)) is None
    Appraisal.objects.filter(pk=row.pk).update(result_on=days(10), result="slight")
    clock = clock_of(dispute, "first_session", days(10))
    assert (clock.starts_on, clock.due_on) == (days(10), days(15))  # the 10th day is a Thursday


def test_an_appraisal_asked_for_after_the_mediation_does_not_excuse_its_delay():
    dispute = security_case(State.ACCEPTED)
    take(dispute, "hold_session", days(4), acknowledged=LATE)
    appraise(dispute, 5, 8)
    assert clock_of(dispute, "first_session", days(9)).starts_on == DAY


def test_who_mediates_before_the_result_comes_is_not_late():
    dispute = security_case(State.ACCEPTED)
    appraise(dispute, 1, 20)
    take(dispute, "hold_session", days(12))
    assert clock_of(dispute, "first_session", days(30)) is None


def test_a_case_that_became_a_security_case_is_counted_from_that_day():
    dispute = make_case(State.ACCEPTED, track=Track.CIVIL)
    DisputeEvent.objects.create(
        dispute=dispute, seq=99, action="change_track", from_state="accepted",
        to_state="accepted", actor=dispute.registered_by, occurred_on=days(4), change=0,
    )  # fmt: skip
    Dispute.objects.filter(pk=dispute.pk).update(track=Track.SECURITY_CASE)
    assert clock_of(dispute, "first_session", days(4)).starts_on == days(4)


@pytest.mark.parametrize("action", ["decline", "withdraw", "convert"])
def test_a_case_that_is_not_mediated_after_all_stops_the_clock(action):
    dispute = security_case(State.ACCEPTED)
    take(dispute, action, days(1))
    assert stands(clock_of(dispute, "first_session", days(30)))[0] == ClockState.STOPPED


def test_before_acceptance_and_outside_security_cases_nothing_runs():
    assert clock_of(security_case(State.REGISTERED), "first_session", DAY) is None
    civil = make_case(State.FAILED, track=Track.CIVIL)
    for code in ("first_session", "second_session", "confirmation", "case_limit"):
        assert clock_of(civil, code, days(2)) is None
    assert clock_of(make_case(State.FAILED, track=Track.TRAFFIC), "case_limit", days(2)) is None
