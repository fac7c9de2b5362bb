"""Periods (统计期间): days in Asia/Shanghai, both ends included."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2099  # years that a figure or report may be asked for


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both days included. Raises ValueError when they are out of order.

    `cutoff` (统计截止日) is the last day whose events a cohort takes into account; it is the
    period's last day unless another is given, and never an earlier one.
    """

    start: date
    end: date
    cutoff: date = date.min

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("统计期间的起始日期晚于截止日期")
        if self.cutoff == date.min:
            object.__setattr__(self, "cutoff", self.end)
        if self.cutoff < self.end:
            raise ValueError("统计截止日不得早于期间的最后一天")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(date(year, 1, 1), date(year, 12, 31))

    def months(self) -> list[date]:
        """First days of the months that lie wholly inside."""
        return [m for m in self._months_touched() if self._whole(m)]

    def edges(self) -> list[Period]:
        """The days at the start and the end that do not fill a month.

        >>> [f"{e.start} {e.end}" for e in Period(date(2025, 1, 1), date(2025, 11, 30)).edges()]
        []
        >>> [f"{e.start} {e.end}" for e in Period(date(2025, 1, 30), date(2025, 3, 2)).edges()]
        ['2025-01-30 2025-01-31', '2025-03-01 2025-03-02']
        """
        broken = [m for m in self._months_touched() if not self._whole(m)]
        return [
            Period(max(m, self.start), min(last_of_month(m), self.end), self.cutoff) for m in broken
        ]

    def year_before(self) -> Period:
        """The same days one year earlier (同比); 29 February becomes 28 February."""
        return Period(*(_year_before(d) for d in (self.start, self.end, self.cutoff)))

    def _whole(self, month: date) -> bool:
        return month >= self.start and last_of_month(month) <= self.end

    def _months_touched(self) -> Iterator[date]:
        month = first_of_month(self.start)
        while month <= self.end:
            yield month
            month = last_of_month(month) + timedelta(days=1)


def _year_before(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))
