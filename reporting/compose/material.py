"""What a report is composed from (素材): figures of one moment, gathered before, looked up nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reporting.activities.totals import Totals
from reporting.indicators import Counts


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many disputes of one kind were registered."""

    code: str
    name: str
    registered: int


@dataclass(frozen=True, slots=True)
class Practice:
    """How a station works: disputes talked over in the dimensions 法、理、情, and disputes handled by
    its own method (工作法)."""

    unit: str
    unit_name: str
    persuaded: int = 0
    method: str = ""
    by_method: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """`before` is the year before. `kinds` begins with the most frequent one. `trusted` says that
    the last reconciliation found every cell equal to the rows; kinds and stations with fewer
    disputes than `least` are not named, because a text is published with its numbers."""

    now: Counts
    before: Counts = field(default_factory=dict)
    activities: Totals = field(default_factory=dict)
    activities_before: Totals = field(default_factory=dict)
    kinds: tuple[KindCount, ...] = ()
    practice: tuple[Practice, ...] = ()
    targets: Mapping[str, int] = field(default_factory=dict)
    least: int = 1
    trusted: bool = False
