"""Periods: whole months plus edges are all days, each once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.periods import Period, first_of_month, last_of_month

DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def days(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


@given(st.tuples(DAYS, DAYS).filter(lambda pair: abs(pair[1] - pair[0]) < timedelta(days=800)))
def test_months_and_edges_are_every_day_of_the_period_once(pair):
    period = Period(*sorted(pair))

    parts = [days(month, last_of_month(month)) for month in period.months()]
    parts += [days(edge.start, edge.end) for edge in period.edges()]

    assert sorted(day for part in parts for day in part) == days(period.start, period.end)


def test_months_follow_each_other_without_a_gap():
    months = Period(date(2024, 12, 15), date(2025, 4, 2)).months()
    assert months == [date(2025, month, 1) for month in (1, 2, 3)]


def test_the_cutoff_is_the_last_day_unless_it_is_a_later_one():
    assert Period.year(2025).cutoff == date(2025, 12, 31)
    assert Period(date(2025, 1, 1), date(2025, 11, 30), date(2026, 1, 5)).cutoff.year == 2026


@pytest.mark.parametrize(
    ("given_days", "said"),
    [
        ((date(2025, 2, 1), date(2025, 1, 31)), "起始日期晚于截止日期"),
        ((date(2025, 1, 1), date(2025, 1, 31), date(2025, 1, 30)), "截止日不得早于"),
    ],
)
def test_days_out_of_order_are_refused(given_days, said):
    with pytest.raises(ValueError, match=said):
        Period(*given_days)


def test_the_edges_of_a_period_keep_its_cutoff():
    period = Period(date(2025, 1, 10), date(2025, 3, 5), date(2025, 6, 1))
    assert {edge.cutoff for edge in period.edges()} == {date(2025, 6, 1)}


def test_the_year_before_of_a_leap_day_is_28_february():
    period = Period(date(2024, 2, 1), date(2024, 2, 29))
    assert period.year_before() == Period(date(2023, 2, 1), date(2023, 2, 28))


def test_the_month_of_a_day():
    assert first_of_month(date(2024, 2, 29)) == date(2024, 2, 1)
    assert last_of_month(date(2024, 2, 1)) == date(2024, 2, 29)
