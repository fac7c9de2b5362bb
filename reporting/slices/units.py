"""Slices by unit: the unit's own part (本级) and the units that stood directly below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, Value

from disputes.models import Unit
from reporting.measures import Measure, Stock
from reporting.periods import Period, first_of_month
from reporting.slices.slice import Keyed, Rows
from reporting.tree import Standing, directly_below


class ByUnit(Keyed):
    """A row counts under the unit that stood directly below on the row's own day.

    So a station that was moved from one county bureau to another counts under the first up to
    the day before the move and under the second from then on, and the slices add up to the whole
    (distinct counts only as far as no dispute counts under two of them). What is open at the end
    counts under the unit of that day.
    """

    label = "下级单位"
    complete = True

    def __init__(self, period: Period, unit: Unit) -> None:
        super().__init__(period, unit)
        self.standings = directly_below(unit, period)

    def cells(self, cells: Rows) -> Rows:
        def below(standing: Standing) -> Q:
            months = (first_of_month(standing.start), standing.end)
            return Q(unit__in=standing.units, month__range=months, dimension="")

        own = Q(unit=self.unit, dimension="own")
        return cells.filter(self._own_or(below, own)).annotate(key=F("unit__code"))

    def keyed(self, measure: Measure, rows: Rows, name: str = "key") -> Rows:
        """Rows joined with the one line of their unit's ancestry that leads to their slice."""
        line, at_end = f"{measure.unit_path}__ancestry", isinstance(measure, Stock)
        day: Any = Value(self.period.end) if at_end else F(measure.day)

        def below(standing: Standing) -> Q:
            found = Q((f"{line}__ancestor__in", standing.units))
            if at_end:
                return found if standing.end == self.period.end else Q(pk__in=())
            return found & Q((f"{measure.day}__range", (standing.start, standing.end)))

        own = Q((f"{line}__ancestor", self.unit), (measure.unit_path, self.unit))
        lines = {f"{line}__since__lte": day, f"{line}__until__gt": day}
        joined = rows.filter(self._own_or(below, own), **lines)
        return joined.annotate(**{name: F(f"{line}__ancestor__code")})

    def _own_or(self, below: Callable[[Standing], Q], own: Q) -> Q:
        return reduce(or_, map(below, self.standings), own)

    def names(self) -> Mapping[str, str]:
        below = self._below().values_list("code", "name")
        return {self.unit.code: "本级", **dict(below)}

    def units(self) -> Mapping[str, str]:
        """The own part is not the whole unit, so it stands for none."""
        return {code: code for code in self._below().values_list("code", flat=True)}

    def _below(self) -> Any:
        units = frozenset[int]().union(*(standing.units for standing in self.standings))
        return Unit.objects.filter(pk__in=units).order_by("path")
