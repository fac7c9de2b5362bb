"""What a clock is, and how it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from disputes.casefile import CaseFile
from disputes.choices import State
from disputes.deadlines import Counted, Pause, Period
from disputes.models import DisputeEvent
from disputes.statutes import Statute

OVER = frozenset({
    State.DECLINED, State.WITHDRAWN, State.CONVERTED, State.CLOSED, State.ARCHIVED, State.VOIDED,
})  # fmt: skip
OWN_RULE = "本单位规定"


class ClockState(TextChoices):
    """How a clock stands. What was done too late stays overdue, with the day in `met_on`."""

    RUNNING = "running", "计时中"
    MET = "met", "按期完成"
    OVERDUE = "overdue", "已超期"
    STOPPED = "stopped", "不再计时"
    UNKNOWN = "unknown", "无法计算"  # the calendar of a year is missing: no guess


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of one case. `due_on` is its last day, None while it cannot be computed.

    `how` tells in Chinese how the days were counted; `subject` is the key of the row that it is
    about, where a case may have several. Statutes are those in force on the day it starts.
    """

    code: str
    name: str
    statutes: tuple[Statute, ...]
    starts_on: date
    due_on: date | None
    unit: str
    days: int
    how: str
    state: ClockState
    met_on: date | None = None
    paused: tuple[Pause, ...] = ()
    advisory: bool = False
    subject: int = 0

    @property
    def source(self) -> str:
        """The law that sets it, or that the bureau does so itself."""
        return "、".join(map(str, self.statutes)) or OWN_RULE

    @property
    def waits(self) -> bool:
        """Whether somebody still has to do something: not done, not given up."""
        return self.met_on is None and self.state in (ClockState.RUNNING, ClockState.OVERDUE)


def clock_of(
    period: Period,
    counted: Counted,
    today: date,
    *,
    done_on: date | None = None,
    stopped: bool = False,
    paused: tuple[Pause, ...] = (),
    subject: int = 0,
) -> Clock:
    """A period that was counted, as it stands today."""
    return Clock(
        code=period.code,
        name=period.name,
        statutes=tuple(s for s in period.statutes if s.in_force(counted.starts_on)),
        starts_on=counted.starts_on,
        due_on=counted.due_on,
        unit=period.unit,
        days=period.days,
        how=counted.how,
        state=_state(counted.due_on, today, done_on, stopped),
        met_on=done_on,
        paused=paused,
        advisory=period.advisory,
        subject=subject,
    )


def _state(due_on: date | None, today: date, done_on: date | None, stopped: bool) -> ClockState:
    if stopped and done_on is None:
        return ClockState.STOPPED
    if due_on is None:
        return ClockState.UNKNOWN
    if (done_on or today) > due_on:
        return ClockState.OVERDUE
    return ClockState.MET if done_on else ClockState.RUNNING


def is_over(case: CaseFile) -> bool:
    """Nothing more is done about the case itself."""
    return case.dispute.state in OVER


def entered(case: CaseFile, states: frozenset[State]) -> DisputeEvent | None:
    """The step by which the case last came into one of these states from outside of them."""
    steps = (e for e in reversed(case.rows(DisputeEvent)) if e.to_state in states)
    return next((e for e in steps if e.from_state not in states), None)
