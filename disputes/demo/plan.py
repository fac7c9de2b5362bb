"""The plan: how many disputes of each year come to which end. Totals are fixed here, in cases.

Pure and reproducible: the same size and seed give the same plans.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from disputes.choices import Track
from disputes.demo.matters import MATTERS, Matter
from disputes.demo.places import COUNTIES

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Year:
    """What a year's figures will be. Voided disputes come on top of the registered ones.

    `referred` counts distinct disputes with a letter sent in the year; `late_letters` of them
    were registered the year before. `heard` disputes have a hearing.
    """

    number: int
    registered: int
    resolved: int
    referred: int
    voided: int
    heard: int
    late_letters: int = 0

    @property
    def cutoff(self) -> date:
        return date(self.number, 12, 31)


@dataclass(frozen=True, slots=True)
class Size:
    """How large the demo is; `stations` per county, None for all of them."""

    years: tuple[Year, ...]
    counties: int | None = None
    stations: int | None = None


# 2025: 12,489 registered, 11,855 resolved, 2,556 referred, as in the bureau's published report.
# No report of 2024 was at hand: its figures are invented.
SIZES = {
    "full": Size((
        Year(2024, 11_316, 10_687, 2_214, voided=47, heard=29),
        Year(2025, 12_489, 11_855, 2_556, voided=61, heard=78, late_letters=38),
    )),
    "small": Size((
        Year(2024, 40, 32, 8, voided=1, heard=1),
        Year(2025, 84, 76, 21, voided=3, heard=3, late_letters=1),
    ), counties=2, stations=2),
}  # fmt: skip
LAST_DAY = max(year.cutoff for size in SIZES.values() for year in size.years)

RESOLVED = {
    "reconciled": 46, "agreed": 30, "agreed_second": 3, "joint": 5, "on_the_spot": 8,
    "answered": 6, "relapsed_again": 0.9, "performed_late": 0.6,
}  # fmt: skip
UNRESOLVED = {
    "failed": 21, "declined": 6, "withdrawn": 14, "converted": 11, "breached": 6, "relapsed": 4,
    "left_open": 38,
}  # fmt: skip
HEARD = {"heard": 84, "heard_in_vain": 10, "heard_twice": 6}
# What needs time to happen before the year ends, and what is open because it has just begun.
WHOLE_YEAR = ((1, 1), (12, 31))
WINDOWS = {
    "relapsed_again": ((1, 1), (9, 20)), "performed_late": ((1, 1), (9, 20)),
    "breached": ((1, 1), (10, 10)), "relapsed": ((1, 1), (10, 10)),
    "heard": ((1, 1), (10, 20)), "heard_in_vain": ((1, 1), (10, 20)),
    "heard_twice": ((1, 1), (9, 20)), "left_open": ((11, 1), (12, 31)),
}  # fmt: skip
ANY, CIVIL, SECURITY = frozenset(Track), frozenset({Track.CIVIL}), frozenset({Track.SECURITY_CASE})
TRACKS = {
    "reconciled": CIVIL, "joint": CIVIL, "answered": CIVIL, "relapsed_again": CIVIL,
    "relapsed": CIVIL, "heard_in_vain": CIVIL, "on_the_spot": SECURITY, "converted": SECURITY,
    "heard": CIVIL | SECURITY, "heard_twice": CIVIL,
}  # fmt: skip
NEVER_REFERRED = frozenset({"on_the_spot", "declined", "converted"})
UNRESOLVED_SHARE = 0.13  # of the referred disputes

MONTHS = (0.92, 0.84, 0.95, 1.0, 1.04, 1.07, 1.1, 1.12, 1.03, 1.0, 0.97, 0.96)
# Kinds have their season: returning workers, spring ploughing, summer nights.
SEASONS: dict[str, tuple[frozenset[int], float]] = {
    "labour.wages": (frozenset({1, 2, 12}), 2.5),
    "love_family.family": (frozenset({1, 2}), 1.5),
    "land.boundary": (frozenset({3, 4, 5}), 2.2),
    "neighbour.neighbour_noise": (frozenset({6, 7, 8}), 1.8),
    "neighbour.neighbour_animal": (frozenset({6, 7, 8, 9}), 1.6),
    "debt.loan": (frozenset({1, 2, 12}), 1.5),
}
HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 9, 12, 11, 7, 4, 5, 9, 10, 9, 7, 6, 6, 6, 4, 0, 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """One dispute's fate: when it is registered, what it is about and how it ends."""

    at: datetime
    ending: str
    matter: Matter
    cutoff: date
    referred: bool = False
    late_letter: bool = False


def shares(size: Size, rng: random.Random) -> dict[str, list[Plan]]:
    """The plans of each station by its code; towns and luck decide how many it gets."""
    weights = {
        code: county.weight * rng.uniform(0.7, 1.4)
        for county in COUNTIES[: size.counties]
        for code in county.station_codes(size.stations)
    }
    plans = make(size, rng)
    owners = rng.choices(list(weights), list(weights.values()), k=len(plans))
    dealt: dict[str, list[Plan]] = {code: [] for code in weights}
    for code, plan in zip(owners, plans, strict=True):
        dealt[code].append(plan)
    return dealt


def make(size: Size, rng: random.Random) -> list[Plan]:
    """The plans of all years, in order of registration."""
    plans: list[Plan] = []
    for number, year in enumerate(size.years):
        later = size.years[number + 1] if number + 1 < len(size.years) else None
        plans += _year(year, later.late_letters if later else 0, rng)
    return sorted(plans, key=lambda plan: plan.at)


def _year(year: Year, late_letters: int, rng: random.Random) -> list[Plan]:
    moments, counts = _moments(year, rng), _endings(year)
    plans = [
        Plan(at, ending, _matter(ending, at.month, rng), year.cutoff)
        for ending in sorted(counts, key=_length)  # who is choosy chooses first
        for at in _take(moments, ending, counts[ending])
    ]
    letters = _letters(plans, year, rng)
    waiting = [n for n, p in enumerate(plans) if p.ending == "left_open" and n not in letters]
    late = set(waiting[:late_letters])
    return [
        replace(plan, referred=n in letters, late_letter=n in late) for n, plan in enumerate(plans)
    ]


def _endings(year: Year) -> dict[str, int]:
    heard = apportion(year.heard, HEARD)
    resolved = year.resolved - heard["heard"] - heard["heard_twice"]
    unresolved = year.registered - year.resolved - heard["heard_in_vain"]
    return {
        **heard,
        **apportion(resolved, RESOLVED),
        **apportion(unresolved, UNRESOLVED),
        "voided": year.voided,
    }


def apportion(total: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers by largest remainder; nobody goes empty-handed while there is enough.

    >>> apportion(4, {"a": 97, "b": 2, "c": 1})
    {'a': 2, 'b': 1, 'c': 1}
    """
    least = 1 if total >= len(shares) else 0
    rest, weight = total - least * len(shares), sum(shares.values())
    exact = {name: rest * share / weight for name, share in shares.items()}
    counts = {name: least + int(value) for name, value in exact.items()}
    by_remainder = sorted(exact, key=lambda name: exact[name] % 1, reverse=True)
    for name in by_remainder[: total - sum(counts.values())]:
        counts[name] += 1
    return counts


def _moments(year: Year, rng: random.Random) -> list[datetime]:
    """Registration moments, more in busy months and hours, shuffled."""
    first = date(year.number, 1, 1)
    days = [first + timedelta(n) for n in range((year.cutoff - first).days + 1)]
    chosen = rng.choices(
        days, [MONTHS[day.month - 1] for day in days], k=year.registered + year.voided
    )
    hours = rng.choices(range(24), HOURS, k=len(chosen))
    return [
        datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), SHANGHAI)
        for day, hour in zip(chosen, hours, strict=True)
    ]


def _take(moments: list[datetime], ending: str, count: int) -> list[datetime]:
    """Take moments at which a dispute with this ending may begin out of the list."""
    first, last = WINDOWS.get(ending, WHOLE_YEAR)
    fit = [n for n, at in enumerate(moments) if first <= (at.month, at.day) <= last][:count]
    if len(fit) < count:
        raise ValueError(f"too few disputes begin in time for the ending {ending}")
    return [moments.pop(n) for n in reversed(fit)]


def _length(ending: str) -> int:
    """Months of the window in which a dispute with this ending may begin."""
    (first, _), (last, _) = WINDOWS.get(ending, WHOLE_YEAR)
    return last - first


def _letters(plans: list[Plan], year: Year, rng: random.Random) -> set[int]:
    """Which disputes are referred in their own year: as many as the year's figure needs.

    An answered one must be; of the others the unresolved get their share. A few voided ones
    have a letter as well, which no figure counts.
    """
    must = {n for n, plan in enumerate(plans) if plan.ending == "answered"}
    total = year.referred - year.late_letters
    open_ones = [n for n, p in enumerate(plans) if p.ending in {*UNRESOLVED, "heard_in_vain"}
                 and p.ending not in NEVER_REFERRED]  # fmt: skip
    unresolved = rng.sample(open_ones, round(total * UNRESOLVED_SHARE))
    others = [n for n, p in enumerate(plans) if p.ending in {*RESOLVED, "heard", "heard_twice"}
              and p.ending not in NEVER_REFERRED and n not in must]  # fmt: skip
    resolved = rng.sample(others, total - len(must) - len(unresolved))
    voided = [n for n, plan in enumerate(plans) if plan.ending == "voided"][::3]
    return {*must, *unresolved, *resolved, *voided}


def _matter(ending: str, month: int, rng: random.Random) -> Matter:
    fit, weights = _weighted(TRACKS.get(ending, ANY), month)
    return rng.choices(fit, weights)[0]


@lru_cache
def _weighted(tracks: frozenset[Track], month: int) -> tuple[list[Matter], list[float]]:
    fit = [matter for matter in MATTERS if matter.track in tracks]
    return fit, [m.weight * _season(m.kind, month) for m in fit]


def _season(kind: str, month: int) -> float:
    months, factor = SEASONS.get(kind, (frozenset(), 1.0))
    return factor if month in months else 1.0
