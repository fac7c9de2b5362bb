"""Slices (分组): how a total is broken down, by up to three dimensions at once."""

from __future__ import annotations

from collections.abc import Sequence

from disputes.models import Unit
from reporting.periods import Period
from reporting.slices.cases import ByJudicialClass, ByKind, ByMajor, ByRisk, BySource, ByTrack
from reporting.slices.cross import BETWEEN, Cross
from reporting.slices.slice import Whole
from reporting.slices.times import ByDay, ByMonth, ByQuarter, ByWeek, ByYear
from reporting.slices.units import ByUnit

SLICES: dict[str, type[Whole]] = {
    "": Whole,
    "kind": ByKind,
    "kind_major": ByMajor,
    "judicial_class": ByJudicialClass,
    "source": BySource,
    "track": ByTrack,
    "risk": ByRisk,
    "day": ByDay,
    "week": ByWeek,
    "month": ByMonth,
    "quarter": ByQuarter,
    "year": ByYear,
    "unit": ByUnit,
}
MOST = 3  # dimensions at once
# A dictionary entry of a dispute can be changed, and what it was before is not on record.
REPLAYABLE = frozenset({"", "day", "week", "month", "quarter", "year", "unit"})


def slicing(by: Sequence[str], period: Period, unit: Unit) -> Whole:
    """How the dimensions of `by` break a unit's period down."""
    parts = [SLICES[code](period, unit) for code in by]
    if not parts:
        return Whole(period, unit)
    return parts[0] if len(parts) == 1 else Cross(parts)


__all__ = ["BETWEEN", "MOST", "REPLAYABLE", "SLICES", "Cross", "Whole", "slicing"]
