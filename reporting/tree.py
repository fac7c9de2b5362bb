"""The tree of units as it stood (隶属沿革): which units were directly below another one, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from disputes.models import Unit, UnitAncestry
from reporting.periods import Period


@dataclass(frozen=True, slots=True)
class Standing:
    """From `start` to `end`, both included, these units stood directly below."""

    start: date
    end: date
    units: frozenset[int]


def directly_below(unit: Unit, period: Period) -> list[Standing]:
    """The units directly below, for each part of the period in which the tree stood still.

    A unit stands directly below when its chain of ancestors is one longer than the unit's own.
    One statement, however many units and moves there are.
    """
    in_period = Q(since__lte=period.end, until__gt=period.start)
    below = UnitAncestry.objects.filter(in_period, ancestor=unit).values("unit")
    lines = list(
        UnitAncestry.objects.filter(in_period, unit__in=below).values_list(
            "unit_id", "ancestor_id", "since", "until"
        )
    )
    days = {day for *_, since, until in lines for day in (since, until)}
    starts = sorted({period.start, *(d for d in days if period.start < d <= period.end)})
    ends = [*(start - timedelta(days=1) for start in starts[1:]), period.end]
    return [
        Standing(start, end, frozenset(_children(unit.pk, start, lines)))
        for start, end in zip(starts, ends, strict=True)
    ]


def _children(unit: int, on: date, lines: list[tuple[Any, ...]]) -> Iterator[int]:
    standing = [(u, above) for u, above, since, until in lines if since <= on < until]
    depth = Counter(u for u, _ in standing)
    for u, above in standing:
        if above == unit and depth[u] == depth[unit] + 1:
            yield u
