"""Periods of law (法定期间): what each allows, and how its last day is counted. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from disputes import statutes
from disputes.statutes import Statute
from disputes.workdays import DAY, CalendarUnknown, WorkCalendar, in_words

WORKING_DAYS, DAYS = "工作日", "日"


@dataclass(frozen=True, slots=True)
class Period:
    """What a law allows. `advisory`: being late is a warning and forbids nothing.

    `last_day` is the article by which a last day that is a holiday moves on.
    """

    code: str
    name: str
    days: int
    unit: str
    statutes: tuple[Statute, ...]
    last_day: Statute | None = None
    advisory: bool = False


FIRST_SESSION = Period(
    "first_session", "首次调解", 3, WORKING_DAYS, (statutes.FIRST_SESSION,), advisory=True
)
SECOND_SESSION = Period("second_session", "再次调解", 7, WORKING_DAYS, (statutes.SECOND_SESSION,))
CONFIRMATION = Period(
    "confirmation", "申请司法确认", 30, DAYS,
    (statutes.CONFIRMATION, statutes.COURT_CONFIRMATION), statutes.COURT_LAST_DAY,
)  # fmt: skip
CASE_LIMIT = Period(
    "case_limit", "办案期限", 30, DAYS,
    (statutes.PERFORMANCE, statutes.CASE_LIMIT), statutes.LAST_DAY,
)  # fmt: skip


class Pause(NamedTuple):
    """Days that do not count (扣除的期间), both ends included. One that goes on ends today."""

    since: date
    until: date
    why: str


class Counted(NamedTuple):
    """A period counted from a day. `due_on` is None when the calendar of a year is missing."""

    starts_on: date
    due_on: date | None
    how: str


def count_working_days(period: Period, start: date, calendar: WorkCalendar) -> Counted:
    """The period in working days; `start` itself is not counted."""
    try:
        counted = calendar.explain(start, period.days)
    except CalendarUnknown as unknown:
        return Counted(start, None, str(unknown))
    due_on = counted[-1].day
    span = f"{in_chinese(start)}的次日起算{period.days}个工作日，{in_chinese(due_on)}届满"
    return Counted(start, due_on, f"{span}：{in_words(counted)}")


def count_days(
    period: Period, start: date, calendar: WorkCalendar, pauses: Sequence[Pause] = ()
) -> Counted:
    """The period in calendar days; `start` is not counted, a holiday at its end moves it on."""
    last = _last_day(start, period.days, pauses)
    try:
        due_on, why = calendar.roll_forward(last), calendar.why(last)
    except CalendarUnknown as unknown:
        return Counted(start, None, str(unknown))
    how = f"{in_chinese(start)}的次日起算{period.days}日"
    if left_out := (last - start).days - period.days:
        whys = (p.why for p in pauses if p.since <= last and p.until > start)
        how += f"，扣除{'、'.join(whys)}{left_out}日"
    how += f"，{in_chinese(last)}届满"
    if due_on != last:
        how += f"；该日为{why}，依{period.last_day}顺延至{in_chinese(due_on)}"
    return Counted(start, due_on, how)


def _last_day(start: date, days: int, pauses: Sequence[Pause]) -> date:
    """`days` days after `start`, days of a pause left out, however the pauses overlap."""
    while days:
        start += DAY
        days -= not any(pause.since <= start <= pause.until for pause in pauses)
    return start


def in_chinese(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
