"""Which cells of a release are hidden (小数值隐去) so that none of the small ones can be computed back.

Exact: the sums that a reader knows are linear equations over the hidden cells, and a hidden cell is
safe if no combination of the equations gives it. Pure arithmetic; knows neither tables nor units.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Key = Hashable
TRIED = 30  # candidates that are tried before the smallest one is taken


class Undisclosable(Exception):
    """What is already out gives a small number away, whatever is hidden now. `keys` names it."""

    def __init__(self, keys: Collection[Key]) -> None:
        super().__init__(f"{len(keys)} cells can be computed from what is already released")
        self.keys = tuple(keys)


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts that it is made of: everybody knows that they add up. `shown` says that
    they stand together in a table, so that the hidden parts are known as a group."""

    total: Key
    parts: tuple[Key, ...]
    shown: bool = True

    @property
    def members(self) -> tuple[Key, ...]:
        return (self.total, *self.parts)


def is_small(value: int, least: int) -> bool:
    """1 up to `least` - 1: so few that a neighbour knows who is meant. None is not few.

    >>> [is_small(n, 5) for n in (0, 1, 4, 5)]
    [False, True, True, False]
    """
    return 0 < value < least


def suppress(
    values: Mapping[Key, int],
    sums: Sequence[Sum],
    *,
    least: int,
    out: Collection[Key] = (),
    secret: Collection[Key] = (),
    unknown: Collection[Key] = (),
) -> set[Key]:
    """The keys to hide: small ones, `secret` ones, and as few others as it takes that none of these
    can be computed, nor a small sum of them.

    `values` knows every key of the sums. `out` are the keys that were released before and cannot be
    called back, `unknown` those that nobody released and nobody needs to guard. Raises Undisclosable
    where only hiding one that is out would help.
    """
    released = set(out)
    guarded = {k for k, n in values.items() if is_small(n, least)} - released | set(secret)
    if lost := guarded & released:
        raise Undisclosable(lost)
    hidden = guarded | (set(unknown) - released)
    while exposed := _exposed(values, sums, hidden, guarded, least):
        hidden.add(_complement(exposed, values, sums, hidden, released))
    return hidden


Exposed = tuple[Key, Sequence[Sum]]  # what is given away, and the sums by one of which


def _exposed(
    values: Mapping[Key, int],
    sums: Sequence[Sum],
    hidden: Collection[Key],
    guarded: Collection[Key],
    least: int,
) -> Exposed | None:
    """The first thing that a reader could compute; None when nothing is left."""
    for one in sums:
        inside = [key for key in one.parts if key in hidden]
        found = [key for key in inside if key in guarded]
        # A small total that is out is known to everybody: only its parts can still be guarded.
        told = one.shown and one.total not in hidden and values[one.total] >= least
        if found and told and sum(values[key] for key in inside) < least:
            return found[0], (one,)
    known = derivable(hidden, sums)
    for key in sorted(known & set(guarded), key=repr):
        return key, [one for one in sums if known & set(one.members)]
    return None


def _complement(
    exposed: Exposed,
    values: Mapping[Key, int],
    sums: Sequence[Sum],
    hidden: Collection[Key],
    released: Collection[Key],
) -> Key:
    """The smallest part that is not zero, else the smallest total, else a zero, of the sums around;
    among equals one that helps at once."""
    key, around = exposed
    for candidates in (
        [k for one in around for k in one.parts if values[k]],
        [one.total for one in around],
        [k for one in around for k in one.parts],
        [k for one in sums if set(one.members) & set(hidden) for k in one.members],
    ):
        free = {k for k in candidates if k not in hidden and k not in released}
        in_order = sorted(free, key=lambda k: (values[k], repr(k)))
        helps = (k for k in in_order[:TRIED] if key not in derivable({*hidden, k}, sums))
        if in_order:
            return next(helps, in_order[0])
    raise Undisclosable([key])


def derivable(hidden: Collection[Key], sums: Iterable[Sum]) -> set[Key]:
    """The hidden keys that the sums and the released cells determine: Gauss–Jordan over fractions.

    What is released only moves to the right-hand side, so that its value does not matter.

    >>> sorted(derivable({"a", "b"}, [Sum("t", ("a", "b", "c"))]))
    []
    >>> sorted(derivable({"a", "b"}, [Sum("t", ("a", "b", "c")), Sum("u", ("b", "d"))]))
    ['a', 'b']
    """
    rows = [row for one in sums if (row := _row(one, hidden))]
    done: dict[Key, dict[Key, Fraction]] = {}  # by the key that a row is solved for
    for row in rows:
        for pivot in [k for k in row if k in done]:
            _subtract(row, done[pivot], row[pivot])
        if not row:
            continue
        pivot, by = next(iter(row.items()))
        solved = {k: n / by for k, n in row.items()}
        for other in done.values():
            if pivot in other:
                _subtract(other, solved, other[pivot])
        done[pivot] = solved
    return {next(iter(row)) for row in done.values() if len(row) == 1}


def _row(one: Sum, hidden: Collection[Key]) -> dict[Key, Fraction]:
    row: dict[Key, Fraction] = {}
    for key, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
        if key in hidden:
            row[key] = row.get(key, Fraction(0)) + sign
    return {key: n for key, n in row.items() if n}


def _subtract(row: dict[Key, Fraction], other: Mapping[Key, Fraction], times: Fraction) -> None:
    for key, n in other.items():
        left = row.get(key, Fraction(0)) - n * times
        if left:
            row[key] = left
        else:
            row.pop(key, None)
