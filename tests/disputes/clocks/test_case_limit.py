"""The time limit of a security case: 30 days from failure or breach."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.choices import State, Track
from disputes.clocks import ClockState
from disputes.deadlines import Pause
from disputes.models import Appraisal, Dispute, Extension
from tests.disputes.clocks.reading import (
    ART_35,
    ART_165,
    ART_185,
    cites,
    clock_of,
    day,
    security_case,
    stands,
    take,
)
from tests.disputes.refusing import refused
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_the_case_limit_starts_on_the_day_mediation_failed():
    dispute = security_case(State.MEDIATING)
    assert clock_of(dispute, "case_limit", DAY) is None
    take(dispute, "fail", day("03-05"))
    clock = clock_of(dispute, "case_limit", day("04-07"))

    assert stands(clock) == (ClockState.RUNNING, day("04-07"), None)
    assert (clock.starts_on, clock.days, clock.unit) == (day("03-05"), 30, "日")
    assert cites(clock) == [ART_185, ART_165]
    assert clock.how == (
        "2026年3月5日的次日起算30日，2026年4月4日届满；"
        f"该日为周末，依{ART_35}顺延至2026年4月7日"
    )  # fmt: skip
    assert stands(clock_of(dispute, "case_limit", day("04-08")))[0] == ClockState.OVERDUE


def test_the_case_limit_starts_on_the_day_the_agreement_was_found_not_performed():
    dispute = security_case(State.BREACHED)
    assert clock_of(dispute, "case_limit", days(9)).starts_on == days(1)


def extend(dispute: Dispute, on: date, n: int = 30) -> None:
    take(dispute, "extend", on, days=n)


def test_two_extensions_give_thirty_days_more_each_and_say_so():
    dispute = security_case(State.FAILED)
    extend(dispute, days(20))
    clock = clock_of(dispute, "case_limit", days(20))
    assert (clock.days, clock.due_on) == (60, day("05-06"))  # the 1st to the 5th are holidays
    assert clock.how == (
        "2026年3月2日的次日起算60日，2026年5月1日届满；"
        f"该日为法定节假日，依{ART_35}顺延至2026年5月6日；"
        "其中2026年3月22日经县公安局王局长批准延长30日"
    )
    extend(dispute, days(50))
    clock = clock_of(dispute, "case_limit", days(50))
    assert (clock.days, clock.due_on) == (90, day("06-01"))  # the 31st of May is a Sunday


def test_a_limit_that_does_not_run_is_not_extended():
    dispute = security_case(State.MEDIATING)
    with refused(dispute, "CASE_LIMIT_NOT_RUNNING", ART_185, said="现尚未起算，无须延长"):
        extend(dispute, days(20))


def test_an_extension_belongs_to_the_limit_it_was_approved_for():
    dispute = security_case(State.MEDIATING)
    Extension.objects.create(
        dispute=dispute, days=30, reason="案情复杂", approved_by="县公安局", approved_on=days(1)
    )
    take(dispute, "fail", days(2))
    assert clock_of(dispute, "case_limit", days(2)).days == 30


def appraise(dispute: Dispute, subject: str, first: int, last: int | None) -> None:
    """An appraisal, in days after `DAY`."""
    Appraisal.objects.create(
        dispute=dispute, subject=subject, organisation="县司法鉴定中心",
        requested_on=days(first), result_on=None if last is None else days(last),
        result="" if last is None else "slight",
    )  # fmt: skip


def test_days_of_appraisals_do_not_count_however_they_overlap():
    dispute = security_case(State.FAILED)
    appraise(dispute, "price", -9, 0)  # before the period, whose first day does not count
    appraise(dispute, "injury", -5, 3)  # three days of it lie within the period
    appraise(dispute, "price", 10, 14)
    appraise(dispute, "mental", 12, 15)
    appraise(dispute, "injury", 60, 70)  # after the period
    clock = clock_of(dispute, "case_limit", days(75))
    assert clock.due_on == days(30 + 3 + 6)
    assert "起算30日，扣除伤情鉴定、价格认定、精神病鉴定9日，2026年4月10日届满" in clock.how
    assert [(p.since, p.until) for p in clock.paused][:2] == [
        (days(-9), DAY), (days(-5), days(3))
    ]  # fmt: skip


def test_an_appraisal_that_goes_on_over_the_limit_holds_it_open():
    dispute = security_case(State.FAILED)
    appraise(dispute, "injury", 20, None)
    clock = clock_of(dispute, "case_limit", days(45))
    assert stands(clock)[0] == ClockState.RUNNING
    assert clock.paused == (Pause(days(20), days(45), "伤情鉴定"),)
    assert clock.due_on == days(30 + 26)  # the days from the 20th to the 45th
    Appraisal.objects.update(result_on=days(45), result="slight")
    assert stands(clock_of(dispute, "case_limit", days(57)))[0] == ClockState.OVERDUE


def test_a_limit_ends_on_a_leap_day_like_on_any_other():
    """From 30 January 2024: the thirtieth day after it is 29 February, a Thursday."""
    dispute = security_case(State.FAILED, date(2024, 1, 30))
    assert clock_of(dispute, "case_limit", date(2024, 1, 30)).due_on == date(2024, 2, 29)


def test_a_limit_that_ends_in_the_national_holidays_ends_after_them():
    dispute = security_case(State.FAILED, date(2025, 9, 2))
    clock = clock_of(dispute, "case_limit", date(2025, 9, 2))
    assert clock.due_on == date(2025, 10, 9)
    assert "2025年10月2日届满；该日为法定节假日" in clock.how


def test_a_failure_before_the_case_became_a_security_case_starts_nothing():
    dispute = make_case(State.FAILED, track=Track.CIVIL)
    take(dispute, "change_track", days(1), track=Track.SECURITY_CASE)
    assert clock_of(dispute, "case_limit", days(1)) is None


def test_late_performance_meets_the_case_limit():
    met, late = security_case(State.BREACHED), security_case(State.BREACHED)
    take(met, "perform", days(5))
    take(late, "perform", days(40))
    due = day("04-02")
    assert stands(clock_of(met, "case_limit", days(99))) == (ClockState.MET, due, days(5))
    assert stands(clock_of(late, "case_limit", days(99))) == (ClockState.OVERDUE, due, days(40))


@pytest.mark.parametrize("action", ["convert", "void"])
def test_a_case_that_goes_elsewhere_stops_the_case_limit(action):
    dispute = security_case(State.BREACHED)
    take(dispute, action, days(5))
    assert stands(clock_of(dispute, "case_limit", days(99)))[::2] == (ClockState.STOPPED, None)
