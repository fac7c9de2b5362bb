"""Statutory clocks (法定期限) of a case. Pure: case file, calendar and today are passed in.

Each clock shows its start, its source, what it was paused for and how its days were counted:
nothing is a hidden timer. What the register does not hold (an appraisal, an approved extension,
an application to the court) is a keyword of the clock that it changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import TextChoices

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.deadlines import (
    CASE_LIMIT,
    CONFIRMATION,
    DAYS,
    FIRST_SESSION,
    SECOND_SESSION,
    Counted,
    Pause,
    Period,
    count_days,
    count_working_days,
    in_chinese,
)
from disputes.models import Agreement, DisputeEvent, MediationSession, Obligation
from disputes.models.hearing import Stage
from disputes.statutes import Statute
from disputes.workdays import WorkCalendar

MEDIABLE = frozenset({State.ACCEPTED, State.MEDIATING})
UNSETTLED = frozenset({State.FAILED, State.BREACHED})
OVER = frozenset({
    State.DECLINED, State.WITHDRAWN, State.CONVERTED, State.CLOSED, State.ARCHIVED, State.VOIDED,
})  # fmt: skip


class ClockState(TextChoices):
    """How a clock stands. What was done too late stays overdue, with the day in `met_on`."""

    RUNNING = "running", "计时中"
    MET = "met", "按期完成"
    OVERDUE = "overdue", "已超期"
    STOPPED = "stopped", "不再计时"
    UNKNOWN = "unknown", "无法计算"  # the calendar of a year is missing: no guess


BINDING = {
    Track.SECURITY_CASE: statutes.PERFORMANCE,
    Track.CIVIL: statutes.AGREEMENT_BINDS,
    Track.TRAFFIC: statutes.CONTRACT_BINDS,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of one case. `due_on` is its last day, None while it cannot be computed.

    `how` tells in Chinese how the days were counted; `subject` is the key of the obligation that
    a performance clock is about. Statutes are those in force on the day the clock starts.
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
    subject: int | None = None


def clocks_of(case: CaseFile, calendar: WorkCalendar, today: date) -> list[Clock]:
    """Every clock that has started on a case, whatever its state."""
    clocks = (
        first_session(case, calendar, today),
        second_session(case, calendar, today),
        *performances(case, today),
        confirmation(case, calendar, today),
        case_limit(case, calendar, today),
    )
    return [clock for clock in clocks if clock is not None]


def first_session(
    case: CaseFile, calendar: WorkCalendar, today: date, *, appraised_on: date | None = None
) -> Clock | None:
    """G15: the first mediation of a security case is done within 3 working days.

    From acceptance, or from the result of an appraisal (鉴定) that had to come first.
    """
    accepted = next((e for e in case.rows(DisputeEvent) if e.action == "accept"), None)
    if case.dispute.track != Track.SECURITY_CASE or accepted is None:
        return None
    first = next(iter(case.rows(MediationSession)), None)
    return _clock(
        FIRST_SESSION,
        count_working_days(FIRST_SESSION, appraised_on or accepted.occurred_on, calendar),
        today,
        done_on=_ended_on(case, first),
        stopped=case.dispute.state not in MEDIABLE,
    )


def second_session(case: CaseFile, calendar: WorkCalendar, today: date) -> Clock | None:
    """G14: a second mediation is finished within 7 working days after the first one.

    Runs once the first one ended without agreement; counted from the day that one was held.
    """
    first, second = [*case.rows(MediationSession), None, None][:2]
    if case.dispute.track != Track.SECURITY_CASE or first is None:
        return None
    if first.outcome != MediationSession.Outcome.NOT_AGREED:
        return None
    return _clock(
        SECOND_SESSION,
        count_working_days(SECOND_SESSION, first.held_on, calendar),
        today,
        done_on=_ended_on(case, second),
        stopped=case.dispute.state not in MEDIABLE,
    )


def performances(case: CaseFile, today: date) -> list[Clock]:
    """The deadline of each obligation in effect: a day the parties named, holiday or not."""
    agreement, since = _in_effect(case)
    if agreement is None or since is None:
        return []
    law, over, clocks = BINDING[Track(case.dispute.track)], case.dispute.state in OVER, []
    for row in case.rows_of(agreement, Obligation):
        counted = Counted(since, row.due_on, f"协议约定的履行期限为{in_chinese(row.due_on)}")
        period = Period(
            "performance", f"履行：{row.content}", (row.due_on - since).days, DAYS, (law,)
        )
        clock = _clock(period, counted, today, done_on=row.fulfilled_on, stopped=over)
        clocks.append(replace(clock, subject=row.pk))
    return clocks


def confirmation(
    case: CaseFile, calendar: WorkCalendar, today: date, *, applied_on: date | None = None
) -> Clock | None:
    """G28: the parties may apply for judicial confirmation (司法确认) within 30 days from effect.

    Of a written agreement of people's mediation only. It is their right and no duty of the
    police: a window that closed, or that performance made needless, is stopped and not overdue.
    """
    agreement, since = _in_effect(case)
    if agreement is None or since is None or agreement.form != Agreement.Form.PEOPLES:
        return None
    counted = count_days(CONFIRMATION, since, calendar)
    closed = counted.due_on is not None and counted.due_on < today
    needless = agreement.fulfilled_on is not None or case.dispute.state in OVER
    return _clock(CONFIRMATION, counted, today, done_on=applied_on, stopped=closed or needless)


def case_limit(
    case: CaseFile,
    calendar: WorkCalendar,
    today: date,
    *,
    pauses: Sequence[Pause] = (),
    extensions: int = 0,
) -> Clock | None:
    """G24: a security case is dealt with within 30 days, and 30 more for each extension approved.

    Starts anew on the day mediation failed or the agreement was found not performed; days of an
    appraisal are pauses. Whatever ends the case here meets it. A conversion stops it: the
    decision belongs to the other procedure.
    """
    events = case.rows(DisputeEvent)
    starts = [e for e in events if e.to_state in UNSETTLED and e.from_state != e.to_state]
    if case.dispute.track != Track.SECURITY_CASE or not starts:
        return None
    left = next((e for e in events if e.seq > starts[-1].seq and e.to_state not in UNSETTLED), None)
    given_up = left is not None and left.to_state in (State.CONVERTED, State.VOIDED)
    period = replace(CASE_LIMIT, days=CASE_LIMIT.days * (1 + extensions))
    counted = count_days(period, starts[-1].occurred_on, calendar, pauses)
    done_on = None if left is None or given_up else left.occurred_on
    clock = _clock(period, counted, today, done_on=done_on, stopped=given_up)
    return replace(clock, paused=tuple(pauses))


def _clock(
    period: Period, counted: Counted, today: date, *, done_on: date | None, stopped: bool
) -> Clock:
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
        advisory=period.advisory,
    )


def _state(due_on: date | None, today: date, done_on: date | None, stopped: bool) -> ClockState:
    if stopped and done_on is None:
        return ClockState.STOPPED
    if due_on is None:
        return ClockState.UNKNOWN
    if (done_on or today) > due_on:
        return ClockState.OVERDUE
    return ClockState.MET if done_on else ClockState.RUNNING


def _in_effect(case: CaseFile) -> tuple[Agreement | None, date | None]:
    """The newest agreement in effect and its day; a draft made since changes no deadline."""
    agreements = [a for a in case.rows(Agreement) if a.effective_on is not None]
    return (agreements[-1], agreements[-1].effective_on) if agreements else (None, None)


def _ended_on(case: CaseFile, session: MediationSession | None) -> date | None:
    """The day on which a mediation was over; None while it is not, or was never held."""
    events = case.rows(DisputeEvent)
    if session is None:
        return None
    began = next(
        e.seq
        for e in events
        if e.action == "hold_session" and e.facts["ordinal"] == session.ordinal
    )
    days = (e.occurred_on for e in events if e.seq > began and _ends(e))
    return next(days, None)


def _ends(event: DisputeEvent) -> bool:
    """Its result was recorded, its hearing was concluded, or the dispute went on without it."""
    concluded = event.action == "hold_stage" and event.facts["stage"] == Stage.CONCLUSION
    return concluded or event.action == "end_session" or event.to_state != State.MEDIATING
