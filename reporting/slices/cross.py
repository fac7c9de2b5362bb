"""Two or three dimensions at once (交叉分组): every combination in which something counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Any

from reporting.measures import Measure
from reporting.slices.slice import Rows, Sums, Whole
from reporting.slices.times import ByTime

BETWEEN = "|"


class Cross(Whole):
    """The key of a combination is the keys of its parts, joined by a bar.

    Cells know one dimension beside the month; any other combination is counted from the rows.
    """

    complete = False

    def __init__(self, parts: Sequence[Whole]) -> None:
        super().__init__(parts[0].period, parts[0].unit)
        self.parts = parts
        self.label = "、".join(part.label for part in parts)
        times = [isinstance(part, ByTime) for part in parts]
        self.in_cells = len(parts) == 2 and sum(times) == 1 and all(part.in_cells for part in parts)
        # The part that is no time brings its cells with its own key.
        self.key_names = tuple(f"key{n}" if time else "key" for n, time in enumerate(times))

    def cells(self, cells: Rows) -> Rows:
        for name, part in zip(self.key_names, self.parts, strict=True):
            cells = (
                part.cells(cells) if name == "key" else cells.annotate(**{name: part.cell_key()})
            )
        return cells

    def of_cell(self, *keys: Any) -> str:
        return BETWEEN.join(p.of_cell(key) for p, key in zip(self.parts, keys, strict=True))

    def sums(self, measure: Measure, rows: Rows) -> Sums:
        names = [f"key{n}" for n in range(len(self.parts))]
        found = self.keyed(measure, rows.order_by()).values(*names).annotate(n=measure.value)
        return [(BETWEEN.join(keys), n) for *keys, n in found.values_list(*names, "n")]

    def keyed(self, measure: Measure, rows: Rows, name: str = "key") -> Rows:
        for n, part in enumerate(self.parts):
            rows = part.keyed(measure, rows, f"{name}{n}")
        return rows

    def only(self, measure: Measure, rows: Rows, key: str) -> Rows:
        keys = key.split(BETWEEN)
        if len(keys) != len(self.parts):
            return rows.none()
        wanted = {f"key{n}": part for n, part in enumerate(keys)}
        return self.keyed(measure, rows).filter(**wanted)

    def listed(self, found: Set[str]) -> list[tuple[str, str]]:
        """In the parts' own orders; a dictionary entry that is gone comes last."""
        parts = [part.names() for part in self.parts]
        places = [{key: n for n, key in enumerate(names)} for names in parts]

        def place(key: str) -> list[tuple[int, str]]:
            split = key.split(BETWEEN)
            return [(p.get(one, len(p)), one) for p, one in zip(places, split, strict=True)]

        return [
            (
                key,
                "·".join(n.get(one, one) for n, one in zip(parts, key.split(BETWEEN), strict=True)),
            )
            for key in sorted(found, key=place)
        ]

    def names(self) -> Mapping[str, str]:
        raise NotImplementedError  # too many: only those found are listed

    def units(self) -> Mapping[str, str]:
        return {}
