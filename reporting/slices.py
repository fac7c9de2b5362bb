"""Slices (分组): how a total is broken down. One definition for cells, rows and drill-down.

A slice has a key of characters: a code of the dictionaries, a month "2025-03", a unit's code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, F, Func, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from disputes.choices import JudicialClass, Source
from disputes.models import Kind, Unit
from reporting.measures import Measure
from reporting.periods import Period, first_of_month
from reporting.tree import Standing, directly_below

Sums = Iterable[tuple[str, int]]
Rows = Any  # a queryset of any model, annotated on its way


class Whole:
    """Everything in one slice; the other classes say how theirs differ."""

    label = "合计"
    dimension = ""
    complete = True  # slices in which nothing was counted are shown as well

    def __init__(self, period: Period, unit: Unit) -> None:
        self.period, self.unit = period, unit

    def cells(self, cells: Rows) -> Rows:
        """The unit's cells, with the `key` of their slice."""
        here = cells.filter(unit=self.unit, dimension=self.dimension)
        return here.annotate(key=self.cell_key())

    def cell_key(self) -> Combinable:
        return F("dimension")

    def of_cell(self, key: str) -> str:
        """The slice that a cell's key belongs to."""
        return key

    def sums(self, measure: Measure, rows: Rows) -> Sums:
        """What rows count for in each slice."""
        return [("", measure.total(rows))]

    def only(self, measure: Measure, rows: Rows, key: str) -> Rows:
        """The rows of one slice. An unknown key has none."""
        return rows if key == "" else rows.none()

    def names(self) -> Mapping[str, str]:
        """Keys and names of all slices, in the order in which they are shown."""
        return {"": self.label}


class _Keyed(Whole):
    """Slices by a key that every row has."""

    def row_key(self, measure: Measure) -> Combinable:
        raise NotImplementedError

    def keyed(self, measure: Measure, rows: Rows) -> Rows:
        return rows.annotate(key=self.row_key(measure))

    def sums(self, measure: Measure, rows: Rows) -> Sums:
        keyed = self.keyed(measure, rows.order_by())
        sums: Sums = keyed.values("key").annotate(n=measure.value).values_list("key", "n")
        return sums

    def only(self, measure: Measure, rows: Rows, key: str) -> Rows:
        return self.keyed(measure, rows).filter(key=key)


class ByKind(_Keyed):
    label = "小类"
    dimension = "kind"
    complete = False

    def cell_key(self) -> Combinable:
        return F("slice")

    def row_key(self, measure: Measure) -> Combinable:
        return F(measure.path("kind__code"))

    def names(self) -> Mapping[str, str]:
        return dict(Kind.objects.values_list("code", "name"))


class _ByGroupOfKinds(ByKind):
    """Slices that several kinds share. Cells are kept by kind and grouped here."""

    @staticmethod
    def group(kind: str) -> Combinable:
        """The slice of the kind at the path `kind`, which is empty or ends with "__"."""
        raise NotImplementedError

    def __init__(self, period: Period, unit: Unit) -> None:
        super().__init__(period, unit)
        self.groups: dict[str, str] = dict(Kind.objects.values_list("code", self.group("")))

    def of_cell(self, key: str) -> str:
        return self.groups.get(key, key)

    def row_key(self, measure: Measure) -> Combinable:
        return self.group(measure.path("kind__"))


class ByMajor(_ByGroupOfKinds):
    label = "大类"

    @staticmethod
    def group(kind: str) -> Combinable:
        return Coalesce(f"{kind}parent__code", f"{kind}code")


class ByJudicialClass(_ByGroupOfKinds):
    label = "司法统计类别"

    @staticmethod
    def group(kind: str) -> Combinable:
        return F(f"{kind}judicial_class")

    def names(self) -> Mapping[str, str]:
        return dict(JudicialClass.choices)


class BySource(_Keyed):
    label = "来源"
    dimension = "source"
    complete = False

    def cell_key(self) -> Combinable:
        return F("slice")

    def row_key(self, measure: Measure) -> Combinable:
        return F(measure.path("source"))

    def names(self) -> Mapping[str, str]:
        return dict(Source.choices)


class ByMonth(_Keyed):
    """A distinct count's months do not add up: a dispute referred twice is in both months."""

    label = "月份"

    def cell_key(self) -> Combinable:
        return _month("month")

    def row_key(self, measure: Measure) -> Combinable:
        return _month(measure.day)

    def names(self) -> Mapping[str, str]:
        months = [*self.period.months(), *(first_of_month(e.start) for e in self.period.edges())]
        return {f"{m:%Y-%m}": f"{m.year}年{m.month}月" for m in sorted(months)}


class ByUnit(_Keyed):
    """The unit's own part (本级) and the units that stood directly below it, each with all below.

    A row counts under the unit that stood directly below on the row's own day. So a station that
    was moved from one county bureau to another counts under the first up to the day before the
    move and under the second from then on, and the slices add up to the whole (distinct counts
    only as far as no dispute counts under two of them).
    """

    label = "下级单位"

    def __init__(self, period: Period, unit: Unit) -> None:
        super().__init__(period, unit)
        self.standings = directly_below(unit, period)

    def cells(self, cells: Rows) -> Rows:
        def below(standing: Standing) -> Q:
            months = (first_of_month(standing.start), standing.end)
            return Q(unit__in=standing.units, month__range=months, dimension="")

        own = Q(unit=self.unit, dimension="own")
        return cells.filter(self._own_or(below, own)).annotate(key=F("unit__code"))

    def keyed(self, measure: Measure, rows: Rows) -> Rows:
        """Rows joined with the one line of their unit's ancestry that leads to their slice."""
        line, day = "unit__ancestry", F(measure.day)

        def below(standing: Standing) -> Q:
            days = (standing.start, standing.end)
            return Q((f"{measure.day}__range", days), (f"{line}__ancestor__in", standing.units))

        own = Q((f"{line}__ancestor", self.unit), unit=self.unit)
        lines = {f"{line}__since__lte": day, f"{line}__until__gt": day}
        joined = rows.filter(self._own_or(below, own), **lines)
        return joined.annotate(key=F(f"{line}__ancestor__code"))

    def _own_or(self, below: Callable[[Standing], Q], own: Q) -> Q:
        return reduce(or_, map(below, self.standings), own)

    def names(self) -> Mapping[str, str]:
        units = frozenset[int]().union(*(standing.units for standing in self.standings))
        below = Unit.objects.filter(pk__in=units).order_by("path").values_list("code", "name")
        return {self.unit.code: "本级", **dict(below)}


def _month(day: str) -> Combinable:
    return Func(F(day), Value("YYYY-MM"), function="to_char", output_field=CharField())


SLICES: dict[str, type[Whole]] = {
    "": Whole,
    "kind": ByKind,
    "kind_major": ByMajor,
    "judicial_class": ByJudicialClass,
    "source": BySource,
    "month": ByMonth,
    "unit": ByUnit,
}
