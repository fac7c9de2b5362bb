"""What a slice is: one definition for cells, rows and drill-down.

A slice has a key of characters: a code of the dictionaries, a month "2025-03", a unit's code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from django.db.models import F
from django.db.models.expressions import Combinable

from disputes.models import Unit
from reporting.measures import Measure
from reporting.periods import Period

Sums = Iterable[tuple[str, int]]
Rows = Any  # a queryset of any model, annotated on its way


class Whole:
    """Everything in one slice; the other classes say how theirs differ."""

    label = "合计"
    dimension = ""
    complete = True  # slices in which nothing was counted are shown as well
    in_cells = True  # whole months can be read from cells
    key_names: tuple[str, ...] = ("key",)

    def __init__(self, period: Period, unit: Unit) -> None:
        self.period, self.unit = period, unit

    def cells(self, cells: Rows) -> Rows:
        """The unit's cells, with the key of their slice."""
        here = cells.filter(unit=self.unit, dimension=self.dimension)
        return here.annotate(key=self.cell_key())

    def cell_key(self) -> Combinable:
        return F("dimension")

    def of_cell(self, *keys: Any) -> str:
        """The slice that a cell's keys belong to."""
        return str(keys[0])

    def sums(self, measure: Measure, rows: Rows) -> Sums:
        """What rows count for in each slice."""
        return [("", measure.total(rows))]

    def keyed(self, measure: Measure, rows: Rows, name: str = "key") -> Rows:
        """Rows with the key of their slice under a name."""
        return rows

    def only(self, measure: Measure, rows: Rows, key: str) -> Rows:
        """The rows of one slice. An unknown key has none."""
        return rows if key == "" else rows.none()

    def names(self) -> Mapping[str, str]:
        """Keys and names of all slices, in the order in which they are shown."""
        return {"": self.label}

    def listed(self, found: Set[str]) -> list[tuple[str, str]]:
        """Keys and names of the slices to show: those found, all of them where it is complete."""
        names = self.names()
        known = [key for key in names if self.complete or key in found]
        return [(key, names.get(key, key)) for key in [*known, *sorted(found - names.keys())]]

    def units(self) -> Mapping[str, str]:
        """The code of the unit behind each key, where a slice is all of a unit."""
        return {"": self.unit.code}


class Keyed(Whole):
    """Slices by a key that every row has."""

    complete = False

    def row_key(self, measure: Measure) -> Combinable:
        raise NotImplementedError

    def cell_key(self) -> Combinable:
        return F("slice")

    def keyed(self, measure: Measure, rows: Rows, name: str = "key") -> Rows:
        return rows.annotate(**{name: self.row_key(measure)})

    def sums(self, measure: Measure, rows: Rows) -> Sums:
        keyed = self.keyed(measure, rows.order_by())
        sums: Sums = keyed.values("key").annotate(n=measure.value).values_list("key", "n")
        return sums

    def only(self, measure: Measure, rows: Rows, key: str) -> Rows:
        return self.keyed(measure, rows).filter(key=key)

    def units(self) -> Mapping[str, str]:
        return {}
