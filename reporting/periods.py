"""Periods (统计期间): days in Asia/Shanghai, both ends included."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2000, 2099  # years that a figure or report may be asked for
NAME = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|W(?P<week>[0-9]{2})"
    r"|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?))?\Z"
)


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

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        return cls(date(year, month, 1), last_of_month(date(year, month, 1)))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        return cls(date(year, 3 * quarter - 2, 1), last_of_month(date(year, 3 * quarter, 1)))

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        return cls(date(year, 6 * half - 5, 1), last_of_month(date(year, 6 * half, 1)))

    @classmethod
    def week(cls, year: int, week: int) -> Period:
        """A week of ISO 8601, Monday to Sunday. Raises ValueError when the year has it not."""
        return cls(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))

    @classmethod
    def named(cls, name: str) -> Period:
        """A period by its name: day, week, month, quarter, half, year, or two days.

        Raises ValueError for anything else, and for a day or week that no calendar has.

        >>> [str(Period.named(n).end) for n in ("2024-02", "2025-Q1", "2025-H1", "2025-W01")]
        ['2024-02-29', '2025-03-31', '2025-06-30', '2025-01-05']
        """
        if ".." in name:
            return cls(*map(date.fromisoformat, name.split("..", 1)))
        match = NAME.match(name)
        if match is None:
            raise ValueError(f"不认识的统计期间：{name}")
        year, given = int(match["year"]), match.groupdict()
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValueError(f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间")
        for kind in ("quarter", "half", "week"):
            if given[kind]:
                made: Period = getattr(cls, kind)(year, int(given[kind]))
                return made
        if given["day"]:
            return cls(date.fromisoformat(name), date.fromisoformat(name))
        return cls.month(year, int(given["month"])) if given["month"] else cls.year(year)

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

    def previous(self) -> Period:
        """The period just before (环比): as many whole months, or else as many days.

        >>> str(Period(date(2025, 3, 1), date(2025, 3, 31)).previous().end)
        '2025-02-28'
        """
        end = self.start - timedelta(days=1)
        later = self.cutoff - self.end
        if self.edges():
            return Period(end - (self.end - self.start), end, end + later)
        start = self.start
        for _ in self.months():
            start = first_of_month(start - timedelta(days=1))
        return Period(start, end, end + later)

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
