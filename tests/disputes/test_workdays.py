"""Working days: the real spring festivals, and what holds for every calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.workdays import DAY, CalendarUnknown, WorkCalendar, in_words
from tests.disputes.notices import CALENDAR, DAYS_OFF, DAYS_ON

SPRING_2025 = (
    "1月25日周末，不计；1月26日调休上班，计1日；1月27日工作日，计1日；"
    "1月28日至1月31日法定节假日，不计；2月1日至2月2日周末，不计；2月3日至2月4日法定节假日，不计；"
    "2月5日至2月7日工作日，计3日；2月8日调休上班，计1日；2月9日周末，不计；2月10日工作日，计1日"
)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2024-02-02", 3, "2024-02-06"),  # Sunday the 4th is worked
        ("2024-02-07", 7, "2024-02-22"),  # Friday the 9th as well, Sunday the 18th too
        ("2024-02-18", 1, "2024-02-19"),  # a start on a day made up
        ("2025-01-24", 7, "2025-02-10"),
        ("2025-01-28", 3, "2025-02-07"),  # a start within the festival
        ("2025-02-07", 3, "2025-02-11"),  # Saturday the 8th is worked
        ("2026-02-13", 7, "2026-03-02"),  # Saturdays the 14th and the 28th are worked
        ("2025-12-30", 3, "2026-01-05"),  # over New Year; Sunday the 4th is worked
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_a_clock_runs_around_the_festival_and_over_the_days_made_up(start, days, due):
    assert CALENDAR.add(date.fromisoformat(start), days) == date.fromisoformat(due)


def test_how_the_days_were_counted_is_told_day_by_day_and_in_words():
    counted = CALENDAR.explain(date(2025, 1, 24), 7)

    assert [d.day for d in counted] == [date(2025, 1, 24) + n * DAY for n in range(1, 18)]
    assert counted[:3] == [
        (date(2025, 1, 25), False, "周末"),
        (date(2025, 1, 26), True, "调休上班"),
        (date(2025, 1, 27), True, "工作日"),
    ]
    assert counted[3] == (date(2025, 1, 28), False, "法定节假日")
    assert in_words(counted) == SPRING_2025


@pytest.mark.parametrize(
    ("day", "next_one"),
    [
        ("2026-04-03", "2026-04-03"),  # a Friday
        ("2026-04-04", "2026-04-07"),  # Qingming, from Saturday to Monday
        ("2026-02-14", "2026-02-14"),  # a Saturday that is worked
        ("2026-02-15", "2026-02-24"),
        ("2025-05-31", "2025-06-03"),
    ],
)
def test_a_last_day_that_is_a_holiday_moves_to_the_next_working_day(day, next_one):
    assert CALENDAR.roll_forward(date.fromisoformat(day)) == date.fromisoformat(next_one)


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_its_working_days(year, days):
    first, last = date(year, 1, 1), date(year, 12, 31)
    assert CALENDAR.working_days_between(first, last) == days  # January 1st is off anyway


def test_a_year_not_imported_is_an_error_and_never_a_guess():
    said = "尚未导入2027年的放假安排，无法计算工作日，请联系系统管理员导入"
    for ask in (
        lambda: CALENDAR.add(date(2026, 12, 28), 7),
        lambda: CALENDAR.explain(date(2026, 12, 28), 7),
        lambda: CALENDAR.working_days_between(date(2026, 12, 28), date(2027, 1, 1)),
        lambda: CALENDAR.roll_forward(date(2027, 1, 4)),
        lambda: CALENDAR.is_working(date(2027, 1, 4)),
    ):
        with pytest.raises(CalendarUnknown) as unknown:
            ask()
        assert str(unknown.value) == said
    assert CALENDAR.add(date(2026, 12, 28), 3) == date(2026, 12, 31)


def test_only_a_year_with_all_its_holidays_is_known():
    spring = {day for day in DAYS_OFF if day.year == 2026 and day.month == 2}
    on = {day for day in DAYS_ON if day.year == 2026}
    assert CALENDAR.years == {2024, 2025, 2026}
    assert WorkCalendar.of(DAYS_OFF - spring, DAYS_ON).years == {2024, 2025}
    assert WorkCalendar.of([date(2026, 1, 1)], on).years == frozenset()


@pytest.mark.parametrize(("holidays", "known"), [(10, set()), (11, {2027})])
def test_a_year_is_known_from_its_eleventh_holiday_on(holidays, known):
    off = [date(2027, 3, 1) + n * DAY for n in range(holidays)]
    assert WorkCalendar.of(off, []).years == known
    assert WorkCalendar.of([*off, date(2027, 3, 20)], [date(2027, 3, 21)]).years == known


def test_a_calendar_made_of_a_notice_tells_the_days_of_that_notice():
    calendar = WorkCalendar.of(DAYS_OFF, DAYS_ON)
    asked = [date(2026, 2, 16), date(2026, 2, 14), date(2026, 2, 24), date(2026, 3, 1)]
    assert [calendar.why(day) for day in asked] == ["法定节假日", "调休上班", "工作日", "周末"]


def test_a_negative_number_of_days_is_refused():
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add(date(2026, 3, 2), -1)


# --- any calendar

YEAR = [date(2025, 1, 1) + timedelta(n) for n in range(365)]
CALENDARS = st.builds(
    WorkCalendar,
    st.just(frozenset([2025, 2026])),
    st.frozensets(st.sampled_from([d for d in YEAR if d.weekday() < 5]), max_size=60),
    st.frozensets(st.sampled_from([d for d in YEAR if d.weekday() >= 5]), max_size=30),
)
STARTS, LENGTHS = st.sampled_from(YEAR), st.integers(1, 40)


@given(CALENDARS, STARTS, LENGTHS)
def test_the_last_day_is_the_first_by_which_all_days_have_passed(calendar, start, days):
    due = calendar.add(start, days)
    assert calendar.is_working(due)
    assert calendar.working_days_between(start, due) == days
    assert calendar.working_days_between(start, due - DAY) == days - 1


@given(CALENDARS, STARTS, LENGTHS, LENGTHS)
def test_a_clock_can_be_counted_in_two_parts(calendar, start, first, second):
    there = calendar.add(start, first)
    assert start < there < calendar.add(there, second) == calendar.add(start, first + second)


@given(CALENDARS, STARTS, LENGTHS)
def test_the_explanation_leaves_no_day_out_and_adds_up(calendar, start, days):
    counted = calendar.explain(start, days)
    assert [d.day for d in counted] == [start + n * DAY for n in range(1, len(counted) + 1)]
    assert [d.counts for d in counted] == [calendar.is_working(d.day) for d in counted]
    assert sum(d.counts for d in counted) == days
    assert sum(map(int, re.findall(r"计(\d+)日", in_words(counted)))) == days


@given(CALENDARS, STARTS)
def test_moving_on_stops_at_the_first_working_day(calendar, day):
    moved = calendar.roll_forward(day)
    assert calendar.is_working(moved)
    assert calendar.working_days_between(day - DAY, moved) == 1


@given(CALENDARS, STARTS, STARTS)
def test_no_working_day_lies_between_a_day_and_an_earlier_one(calendar, one, other):
    early, late = sorted((one, other))
    assert calendar.working_days_between(late, early) == 0
