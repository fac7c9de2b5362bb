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

    `last_day` is the article by which a last day that is a holiday moves on. Without statutes it
    is a rule of the bureau's own (本单位规定), which it may change. `begins` tells what starts it,
    `set_by` where the number of its days comes from when no law says it.
    """

    code: str
    name: str
    days: int
    unit: str
    statutes: tuple[Statute, ...]
    last_day: Statute | None = None
    advisory: bool = False
    begins: str = ""
    set_by: str = ""

    def over(self, start: date, end: date, calendar: WorkCalendar) -> bool:
        """Whether more working days than these lie after `start` up to `end`.

        No calendar is needed while not even that many days have passed. Raises CalendarUnknown.
        """
        if (end - start).days <= self.days:
            return False
        return calendar.working_days_between(start, end) > self.days


FIRST_SESSION = Period(
    "first_session", "首次调解", 3, WORKING_DAYS, (statutes.FIRST_SESSION,), advisory=True,
    begins="受理、变更为治安案件，或者其后鉴定结果出具",
)  # fmt: skip
SECOND_SESSION = Period(
    "second_session", "再次调解", 7, WORKING_DAYS, (statutes.SECOND_SESSION,),
    begins="首次调解（未达成协议的）",
)  # fmt: skip
CONFIRMATION = Period(
    "confirmation", "申请司法确认", 30, DAYS,
    (statutes.CONFIRMATION, statutes.COURT_CONFIRMATION), statutes.COURT_LAST_DAY,
    begins="协议生效",
)  # fmt: skip
CASE_LIMIT = Period(
    "case_limit", "办案期限", 30, DAYS,
    (statutes.PERFORMANCE, statutes.CASE_LIMIT), statutes.LAST_DAY,
    begins="调解不成或者认定未履行；鉴定期间扣除，经批准可以延长",
)  # fmt: skip
RECUSAL = Period(
    "recusal", "回避决定", 2, DAYS, (statutes.RECUSAL_DECISION,), statutes.LAST_DAY,
    begins="申请回避",
)  # fmt: skip
# The days of these are those of a case: of its agreement, of its risk level, of the settings.
PERFORMANCE = Period("performance", "履行", 0, DAYS, (), begins="协议生效", set_by="协议约定的期限")
REFERRAL_ANSWER = Period(
    "referral_answer", "移交反馈", 0, DAYS, (), begins="发函或者最近一次催办",
    set_by="系统设置 REFERRAL_ANSWER_DAYS",
)  # fmt: skip
FIRST_ACTION = Period(
    "first_action", "首次处置", 0, DAYS, (), begins="登记或者评定风险等级", set_by="风险等级字典"
)
RESOLUTION = Period(
    "resolution", "化解", 0, DAYS, (), begins="登记、评定风险等级或者反复", set_by="风险等级字典"
)
FOLLOW_UP = Period(
    "follow_up", "回访", 0, DAYS, (), begins="履行完毕或者结案；其后按上次回访约定的日期",
    set_by="风险等级字典",
)  # fmt: skip
APPOINTMENT = Period(
    "appointment", "排定的调解：举行并登记结果", 0, DAYS, (), begins="确定排期",
    set_by="排定的日期",
)  # fmt: skip
HEARING_NOTICE = Period(
    "hearing_notice", "听证式调解：通知各方", 0, DAYS, (), begins="确定排期",
    set_by="系统设置 HEARING_NOTICE_DAYS",
)  # fmt: skip
PERIODS = (
    FIRST_SESSION, SECOND_SESSION, PERFORMANCE, CONFIRMATION, CASE_LIMIT, RECUSAL, FIRST_ACTION,
    RESOLUTION, FOLLOW_UP, REFERRAL_ANSWER, APPOINTMENT, HEARING_NOTICE,
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


def count_plainly(period: Period, start: date) -> Counted:
    """A rule of the bureau's own in calendar days, whatever day the last one is."""
    due_on = start + period.days * DAY
    span = f"{in_chinese(start)}的次日起算{period.days}日，{in_chinese(due_on)}届满"
    return Counted(start, due_on, span)


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
