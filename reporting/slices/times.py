"""Slices by time: days, weeks, months, quarters and years of the period.

A distinct count's slices do not add up: a dispute referred twice is in both months.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, F, Func, Value
from django.db.models.expressions import Combinable

from reporting.measures import Measure
from reporting.slices.slice import Keyed


class ByTime(Keyed):
    """`key_form` and `name_form` are read by `str.format`: `d` is a day, `q` its quarter, `iso` its
    week. `row_form` writes the same key inside the server."""

    complete = True
    key_form = name_form = row_form = ""

    def cell_key(self) -> Combinable:
        return F("month")  # as it is stored: writing it out is left to `of_cell`

    def of_cell(self, *keys: Any) -> str:
        return _said(self.key_form, keys[0])

    def row_key(self, measure: Measure) -> Combinable:
        return Func(F(measure.day), Value(self.row_form), function="to_char",
                    output_field=CharField())  # fmt: skip

    def names(self) -> Mapping[str, str]:
        return {_said(self.key_form, day): _said(self.name_form, day) for day in self._days()}

    def _days(self) -> Iterator[date]:
        day = self.period.start
        while day <= self.period.end:
            yield day
            day += timedelta(days=1)


def _said(form: str, day: date) -> str:
    return form.format(d=day, q=(day.month + 2) // 3, iso=day.isocalendar())


class ByDay(ByTime):
    label, in_cells = "日", False
    key_form, name_form, row_form = "{d:%Y-%m-%d}", "{d.year}年{d.month}月{d.day}日", "YYYY-MM-DD"


class ByWeek(ByTime):
    """Weeks of ISO 8601, Monday to Sunday; the first one of a year holds its first Thursday."""

    label, in_cells = "周", False
    key_form, name_form, row_form = "{d:%G-W%V}", "{iso.year}年第{iso.week}周", 'IYYY-"W"IW'


class ByMonth(ByTime):
    label = "月份"
    key_form, name_form, row_form = "{d:%Y-%m}", "{d.year}年{d.month}月", "YYYY-MM"


class ByQuarter(ByTime):
    label = "季度"
    key_form, name_form, row_form = "{d:%Y}-Q{q}", "{d.year}年第{q}季度", 'YYYY-"Q"Q'


class ByYear(ByTime):
    label = "年度"
    key_form, name_form, row_form = "{d:%Y}", "{d.year}年", "YYYY"
