"""Second mediation: finished within 7 working days after the first one."""

from __future__ import annotations

import pytest

from disputes.choices import State
from disputes.clocks import ClockState
from tests.disputes.clocks.reading import (
    ART_183,
    FRIDAY_13,
    after_first,
    cites,
    clock_of,
    day,
    security_case,
    stands,
    take,
)
from tests.factories import DAY, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_the_second_mediation_is_due_on_the_seventh_working_day_over_days_made_up():
    clock = clock_of(after_first(FRIDAY_13), "second_session", day("03-02"))

    assert stands(clock) == (ClockState.RUNNING, day("03-02"), None)
    assert cites(clock) == [ART_183]
    assert not clock.advisory
    assert clock.how.startswith("2026年2月13日的次日起算7个工作日，2026年3月2日届满：")
    assert clock.how.endswith(
        "2月24日至2月27日工作日，计4日；2月28日调休上班，计1日；3月1日周末，不计；3月2日工作日，计1日"
    )


@pytest.mark.parametrize(
    ("finished", "state"), [("03-02", ClockState.MET), ("03-03", ClockState.OVERDUE)]
)
def test_what_counts_is_the_day_the_second_mediation_is_finished(finished, state):
    dispute = after_first(FRIDAY_13)
    take(dispute, "hold_session", day("02-27"))
    assert stands(clock_of(dispute, "second_session", day("02-27")))[0] == ClockState.RUNNING
    take(dispute, "end_session", day(finished))
    clock = clock_of(dispute, "second_session", day("05-01"))
    assert stands(clock) == (state, day("03-02"), day(finished))


def test_without_a_second_mediation_the_window_runs_out_on_the_eighth_working_day():
    dispute = after_first(FRIDAY_13)
    assert stands(clock_of(dispute, "second_session", day("03-03")))[0] == ClockState.OVERDUE
    take(dispute, "fail", day("03-03"))
    assert stands(clock_of(dispute, "second_session", day("03-03")))[0] == ClockState.STOPPED


def test_the_window_is_counted_from_the_day_the_first_one_was_held_not_from_a_late_result():
    dispute = security_case(State.MEDIATING)
    assert clock_of(dispute, "second_session", DAY) is None
    take(dispute, "end_session", days(3))
    assert clock_of(dispute, "second_session", days(3)).starts_on == DAY


def test_an_agreement_at_the_first_mediation_leaves_no_second_one():
    assert clock_of(security_case(State.AGREED), "second_session", DAY) is None
