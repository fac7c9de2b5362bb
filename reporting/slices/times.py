"""Slices by time: days, weeks, months, quarters and years of the period.

A distinct count's slices do not add up: a dispute referred twice is in both months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable

from reporting.measures import Measure
from reporting.slices.slice import Keyed


class ByTime(Keyed):
    complete = True
    form = ""  # of to_char

    def cell_key(self) -> Combinable:
        return self._formatted(F("month"))

    def row_key(self, measure: Measure) -> Combinable:
        return self._formatted(F(measure.day))

    def _formatted(self, day: Combinable) -> Combinable:
        return Func(day, Value(self.form), function="to_char", output_field=CharField())

    def names(self) -> Mapping[str, str]:
        return {self.key_of(day): self.name_of(day) for day in self._days()}

    def _days(self) -> Iterator[date]:
        day = self.period.start
        while day <= self.period.end:
            yield day
            day += timedelta(days=1)

    @staticmethod
    def key_of(day: date) -> str:
        raise NotImplementedError

    @staticmethod
    def name_of(day: date) -> str:
        raise NotImplementedError


class ByDay(ByTime):
    label, form, in_cells = "日", "YYYY-MM-DD", False

    @staticmethod
    def key_of(day: date) -> str:
        return f"{day:%Y-%m-%d}"

    @staticmethod
    def name_of(day: date) -> str:
        return f"{day.year}年{day.month}月{day.day}日"


class ByWeek(ByTime):
    """Weeks of ISO 8601, Monday to Sunday; the first one of a year holds its first Thursday."""

    label, form, in_cells = "周", 'IYYY-"W"IW', False

    @staticmethod
    def key_of(day: date) -> str:
        return f"{day:%G-W%V}"

    @staticmethod
    def name_of(day: date) -> str:
        year, week, _ = day.isocalendar()
        return f"{year}年第{week}周"


class ByMonth(ByTime):
    label, form = "月份", "YYYY-MM"

    @staticmethod
    def key_of(day: date) -> str:
        return f"{day:%Y-%m}"

    @staticmethod
    def name_of(day: date) -> str:
        return f"{day.year}年{day.month}月"


class ByQuarter(ByTime):
    label, form = "季度", 'YYYY-"Q"Q'

    @staticmethod
    def key_of(day: date) -> str:
        return f"{day.year}-Q{(day.month + 2) // 3}"

    @staticmethod
    def name_of(day: date) -> str:
        return f"{day.year}年第{(day.month + 2) // 3}季度"


class ByYear(ByTime):
    label, form = "年度", "YYYY"

    @staticmethod
    def key_of(day: date) -> str:
        return f"{day:%Y}"

    @staticmethod
    def name_of(day: date) -> str:
        return f"{day.year}年"
