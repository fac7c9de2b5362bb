"""What a released number is (公开的单元格): which measure, of which unit, from when to when, which slice.

The same cell in two tables, files or years is one unknown, which is what keeps two exports from
being subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from reporting.disclosure.suppression import Key, Sum, derivable, is_small, suppress

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """`path` is the unit's place in the tree, so that units nest as their paths do; `slice` is empty
    for the whole, `was` numbers an older value of the same cell."""

    measure: str
    path: str
    start: date
    end: date
    slice: str = ""
    was: int = 0

    def holds(self, other: Cell) -> bool:
        """Whether the other counts a part of what this one counts: of fewer days, units, or kinds."""
        return (
            self.measure == other.measure
            and self.slice in ("", other.slice)
            and other.path.startswith(self.path)
            and self.start <= other.start
            and other.end <= self.end
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """What went out before (公开台账): values of the released cells, those that were hidden with the
    value they had, and the sums that were shown."""

    released: Mapping[Cell, int] = field(default_factory=dict)
    hidden: Mapping[Cell, int] = field(default_factory=dict)
    sums: Sequence[Sum] = ()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days between two neighbouring edges of cells: what every longer period is made of."""

    path: str
    slice: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class _Difference:
    """What is left of a cell without another: nobody released it, everybody can compute it."""

    whole: Cell
    part: Cell


def hide(
    values: Mapping[Cell, int], sums: Sequence[Sum], *, least: int, ledger: Ledger
) -> set[Cell]:
    """The cells of a new release that stay hidden. Raises Undisclosable.

    Besides the small ones: whatever lets a reader compute a small one, or a small difference of two
    nested cells, from this release together with all before it. A cell that was hidden before is
    hidden again only if it is small or shows what is.
    """
    hidden: set[Cell] = set()
    for measure in sorted({cell.measure for cell in values}):
        hidden |= _of_one(measure, values, sums, least=least, ledger=ledger)
    return hidden


def _of_one(
    measure: str,
    values: Mapping[Cell, int],
    sums: Sequence[Sum],
    *,
    least: int,
    ledger: Ledger,
) -> set[Cell]:
    """Measures are unknowns apart from each other: what adds up does so within one of them."""
    new = {cell: n for cell, n in values.items() if cell.measure == measure}
    before = {**ledger.hidden, **ledger.released}
    name = {cell: _renamed(cell, n, new) for cell, n in before.items() if cell.measure == measure}
    out = {name[cell]: n for cell, n in ledger.released.items() if cell in name}
    kept = {name[cell]: n for cell, n in ledger.hidden.items() if cell in name}
    everything: dict[Key, int] = {**kept, **out, **new}
    differences, lines = _small_differences(new, out, least), _stretched(list(everything))
    stretches = {key for one in lines for key in one.parts}
    gone = {cell for cell in kept if cell not in new and cell not in out}
    everything |= {one: everything[one.whole] - everything[one.part] for one in differences}
    everything |= dict.fromkeys(stretches, 0)
    known = [
        *sums,
        *(
            Sum(_new(one.total, name), tuple(_new(k, name) for k in one.parts))
            for one in ledger.sums
        ),
        *(Sum(one.whole, (one.part, one)) for one in differences),
        *lines,
    ]
    known = [one for one in known if all(key in everything for key in one.members)]
    # A difference that what is out gives away by itself cannot be guarded any more.
    past = derivable(everything.keys() - out.keys(), known) & set(differences)
    found = suppress(
        {key: n for key, n in everything.items() if key not in past},
        [one for one in known if not past & set(one.members)],
        least=least,
        out=out,
        secret=[cell for cell, n in kept.items() if is_small(n, least)],
        unknown=stretches | gone,
    )
    return {cell for cell in found if isinstance(cell, Cell) and cell in new}


def _renamed(cell: Cell, n: int, new: Mapping[Cell, int]) -> Cell:
    """A cell that comes out with another value than before is two unknowns: the old one and the new."""
    return replace(cell, was=1) if new.get(cell, n) != n else cell


def _new(key: Key, name: Mapping[Cell, Cell]) -> Key:
    return name.get(key, key) if isinstance(key, Cell) else key


def _stretched(cells: Sequence[Key]) -> list[Sum]:
    """Every cell as the sum of the stretches of days that it covers, per unit and slice."""
    lines: dict[tuple[str, str], list[Cell]] = {}
    for cell in cells:
        if isinstance(cell, Cell) and not cell.was:
            lines.setdefault((cell.path, cell.slice), []).append(cell)
    found = []
    for (path, slice_), line in lines.items():
        edges = sorted({day for c in line for day in (c.start, c.end + DAY)})
        stretches = [_Stretch(path, slice_, a, b - DAY) for a, b in pairwise(edges)]
        found += [
            Sum(
                c, tuple(s for s in stretches if c.start <= s.start and s.end <= c.end), shown=False
            )
            for c in line
            if len(line) > 1
        ]
    return found


def _small_differences(
    new: Mapping[Cell, int], out: Mapping[Cell, int], least: int
) -> list[_Difference]:
    """Pairs of a new cell with any other, one within the other, that differ by few."""
    found = dict[_Difference, None]()
    others = sorted({**out, **new}.items())
    for one, n in sorted(new.items()):
        for other, m in others:
            whole, part = (one, other) if n > m else (other, one)
            if is_small(abs(n - m), least) and (whole.holds(part) or _older(whole, part)):
                found[_Difference(whole, part)] = None
    return list(found)


def _older(one: Cell, other: Cell) -> bool:
    """Whether both are the same cell at two moments."""
    return replace(one, was=other.was) == other
