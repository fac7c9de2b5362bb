"""Signs that figures were made (数据异常): for supervisors to look into, never a verdict.

Per unit directly below and the own part, never per person: a count of entries that an officer is
measured by is what brings such entries about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, QuerySet, TextField, Value
from django.db.models.functions import MD5

from disputes.models import Unit
from reporting import thresholds
from reporting.measures import MEASURES, Measure
from reporting.periods import Period, first_of_month, last_of_month
from reporting.slices.units import ByUnit
from reporting.thresholds import Limit

# What a copy changes first: the number of a house, a date.
CHANGED_IN_COPIES = "[0-9０-９[:space:]]"


@dataclass(frozen=True, slots=True)
class Signal:
    """What was seen in one unit, and the limit from which on it is shown."""

    unit: str
    limit: Limit
    observed: int
    threshold: int
    explanation: str


class Signals:
    """All signals of a unit's period. Call inside `drain.exact_snapshot`."""

    def __init__(self, period: Period, unit: Unit) -> None:
        self.period, self.unit = period, unit
        self.slicing = ByUnit(period, unit)
        self.limits = thresholds.current()
        self.days = self._days()

    def by_unit(self) -> list[dict[str, Any]]:
        """Every unit in the order of the tree, also those in which nothing was seen."""
        found: dict[str, list[Signal]] = defaultdict(list)
        for seen in (self._bursts, self._same_day, self._copies, self._splits, self._quotas):
            for signal in seen():
                if signal.observed >= signal.threshold:
                    found[signal.unit].append(signal)
        return [
            {
                "unit": {"code": code, "name": name},
                "registered": self.days[code].total(),
                "signals": [_told(signal) for signal in found[code]],
            }
            for code, name in self.slicing.names().items()
        ]

    def _rows(self, measure: Measure) -> QuerySet[Any]:
        rows = measure.counted(self.period, self.unit).order_by()
        keyed: QuerySet[Any] = self.slicing.keyed(measure, rows)
        return keyed

    def _days(self) -> dict[str, Counter[date]]:
        """Registrations of each unit by day."""
        found: dict[str, Counter[date]] = defaultdict(Counter)
        rows = self._rows(MEASURES["registered"]).values("key", "registered_on")
        for key, day, n in rows.annotate(n=Count("pk")).values_list("key", "registered_on", "n"):
            found[key][day] = n
        return found

    def _months(self, unit: str) -> dict[date, Counter[date]]:
        months: dict[date, Counter[date]] = defaultdict(Counter)
        for day, n in self.days[unit].items():
            months[first_of_month(day)][day] = n
        return months

    def _signal(self, unit: str, limit: Limit, observed: int, explanation: str) -> Signal:
        return Signal(unit, limit, observed, self._limit(limit), explanation)

    def _limit(self, limit: Limit) -> int:
        return self.limits[limit.code]

    def _bursts(self) -> Iterator[Signal]:
        """Registrations crowd in the last days of a month."""
        last = self._limit(thresholds.BURST_DAYS)
        for unit in list(self.days):
            for month, days in self._months(unit).items():
                n, from_day = days.total(), last_of_month(month).day - last
                crowd = sum(count for day, count in days.items() if day.day > from_day)
                if n >= self._limit(thresholds.SIGNAL_LEAST):
                    said = f"{month:%Y年%-m月}录入{n}起，其中最后{last}日{crowd}起"
                    yield self._signal(unit, thresholds.BURST_PERCENT, 100 * crowd // n, said)

    def _same_day(self) -> Iterator[Signal]:
        """Cases end on the day on which they were registered."""
        rows = self._rows(MEASURES["ended"])
        ended = _by_key(rows)
        same = _by_key(rows.filter(occurred_on=F("dispute__registered_on")))
        for unit, n in ended.items():
            if n >= self._limit(thresholds.SIGNAL_LEAST):
                said = f"办结{n}起，其中登记当日办结{same[unit]}起"
                yield self._signal(unit, thresholds.SAME_DAY_PERCENT, 100 * same[unit] // n, said)

    def _copies(self) -> Iterator[Signal]:
        """The same words, but for numbers and blanks."""
        words = Func(F("summary"), Value(CHANGED_IN_COPIES), Value(""), Value("g"),
                     function="regexp_replace", output_field=TextField())  # fmt: skip
        rows = self._rows(MEASURES["registered"]).annotate(words=MD5(words))
        for unit, n in _largest(rows, "words"):
            said = f"{n}起纠纷的简要情况除数字外完全相同"
            yield self._signal(unit, thresholds.COPIED, n, said)

    def _splits(self) -> Iterator[Signal]:
        """Several cases of one day at one place: one quarrel, registered in parts."""
        rows = self._rows(MEASURES["registered"]).exclude(place="")
        for unit, n in _largest(rows, "registered_on", "place"):
            yield self._signal(unit, thresholds.SPLIT, n, f"同一日、同一地点录入{n}起")

    def _quotas(self) -> Iterator[Signal]:
        """Whole months with exactly the same number of registrations."""
        for unit in list(self.days):
            months = self._months(unit)
            counts = Counter(months[month].total() for month in self.period.months())
            del counts[0]
            for n, times in counts.most_common(1):
                if n >= self._limit(thresholds.SIGNAL_LEAST):
                    said = f"{times}个月的录入数都是{n}起"
                    yield self._signal(unit, thresholds.QUOTA_MONTHS, times, said)


def _by_key(rows: QuerySet[Any]) -> Counter[str]:
    return Counter(dict(rows.values("key").annotate(n=Count("pk")).values_list("key", "n")))


def _largest(rows: QuerySet[Any], *by: str) -> Iterator[tuple[str, int]]:
    """The largest group of each unit."""
    groups = rows.values("key", *by).annotate(n=Count("pk")).values_list("key", "n")
    largest: Counter[str] = Counter()
    for key, n in groups.filter(n__gt=1):
        largest[key] = max(largest[key], n)
    yield from largest.items()


def _told(signal: Signal) -> dict[str, Any]:
    return {
        "code": signal.limit.code,
        "name": signal.limit.name,
        "observed": signal.observed,
        "threshold": signal.threshold,
        "explanation": signal.explanation,
    }
