"""Working days (工作日). Pure: the calendar is passed in, and an unknown year is an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

DAY = timedelta(days=1)
# Days off on weekdays less working days at weekends: 11 a year by 全国年节及纪念日放假办法, 13
# since 2025. Days exchanged cancel out; around New Year one more may fall into a year.
HOLIDAYS_A_YEAR = 11
WEEKDAY, MADE_UP = "工作日", "调休上班"
WEEKEND, HOLIDAY = "周末", "法定节假日"


class CalendarUnknown(LookupError):
    """The yearly holiday notice (国务院办公厅放假安排) of this year has not been imported."""

    def __str__(self) -> str:
        return f"尚未导入{self.args[0]}年的放假安排，无法计算工作日，请联系系统管理员导入"


class CountedDay(NamedTuple):
    day: date
    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are working days. Every method raises CalendarUnknown for a year not known."""

    years: frozenset[int]
    days_off: frozenset[date] = frozenset()  # 法定节假日和调休放假, on weekdays
    days_on: frozenset[date] = frozenset()  # 调休上班, at weekends

    @classmethod
    def of(cls, off: Iterable[date], on: Iterable[date]) -> WorkCalendar:
        """A calendar that knows the years whose holidays are all there."""
        days_off, days_on = frozenset(off), frozenset(on)
        balance: dict[int, int] = {}
        for day in days_off | days_on:
            balance[day.year] = balance.get(day.year, 0) + (1 if day in days_off else -1)
        years = (year for year, days in balance.items() if days >= HOLIDAYS_A_YEAR)
        return cls(frozenset(years), days_off, days_on)

    def why(self, day: date) -> str:
        """What kind of day it is: 工作日, 调休上班, 周末 or 法定节假日."""
        if day.year not in self.years:
            raise CalendarUnknown(day.year)
        if day in self.days_on:
            return MADE_UP
        if day in self.days_off:
            return HOLIDAY
        return WEEKDAY if day.weekday() < 5 else WEEKEND

    def is_working(self, day: date) -> bool:
        return self.why(day) in (WEEKDAY, MADE_UP)

    def add(self, start: date, days: int) -> date:
        """The last day of a clock of `days` working days; `start` itself is not counted.

        Raises ValueError for a negative number of days.

        >>> spring = [date(2025, 1, 28) + timedelta(n) for n in range(8)]
        >>> extra = [date(2025, 1, 26), date(2025, 2, 8)]
        >>> calendar = WorkCalendar(frozenset([2025]), frozenset(spring), frozenset(extra))
        >>> calendar.add(date(2025, 1, 24), 7)
        datetime.date(2025, 2, 10)
        """
        counted = self.explain(start, days)
        return counted[-1].day if counted else start

    def explain(self, start: date, days: int) -> list[CountedDay]:
        """Every day after `start` up to the last one of the clock, and why it counts or not.

        Raises ValueError for a negative number of days.
        """
        if days < 0:
            raise ValueError(f"negative number of days: {days}")
        counted = []
        while days:
            start += DAY
            why = self.why(start)
            counted.append(CountedDay(start, why in (WEEKDAY, MADE_UP), why))
            days -= counted[-1].counts
        return counted

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        return sum(self.is_working(start + n * DAY) for n in range(1, (end - start).days + 1))

    def roll_forward(self, day: date) -> date:
        """The day itself, or the next working day when it is a holiday or at a weekend.

        公安机关办理行政案件程序规定 art. 35: the last day of a period is never a holiday.
        """
        while not self.is_working(day):
            day += DAY
        return day


def in_words(counted: Iterable[CountedDay]) -> str:
    """How days were counted, for the officer who reads a refusal; days of a kind together.

    >>> in_words([CountedDay(date(2025, 1, 25), False, WEEKEND),
    ...           CountedDay(date(2025, 1, 26), True, MADE_UP)])
    '1月25日周末，不计；1月26日调休上班，计1日'
    """
    return "；".join(_run([*days]) for _, days in groupby(counted, key=lambda d: d.why))


def _run(days: list[CountedDay]) -> str:
    first, last = days[0], days[-1]
    span = f"{first.day:%-m月%-d日}" + (f"至{last.day:%-m月%-d日}" if len(days) > 1 else "")
    return f"{span}{first.why}，" + (f"计{len(days)}日" if first.counts else "不计")
