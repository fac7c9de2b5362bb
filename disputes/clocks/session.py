"""Clocks of mediation itself: the first one, and the second one after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.clocks.clock import Clock, clock_of
from disputes.deadlines import FIRST_SESSION, SECOND_SESSION, count_working_days
from disputes.mediations import mediations, police_sessions
from disputes.models import Appraisal, DisputeEvent, MediationSession
from disputes.models.hearing import Stage

MEDIABLE = frozenset({State.ACCEPTED, State.MEDIATING})
ENDS = frozenset({"end_session", "terminate_hearing", "withdraw_hearing_consent"})
# How a case becomes a security case that is mediated; one that broke out again is so once more.
ACCEPTS = ("accept", "change_track", "relapse")


def first_session(case: CaseFile, today: date) -> Iterator[Clock]:
    """G15: the first mediation of a security case is done within 3 working days."""
    start = first_session_start(case)
    if start is None:
        return
    counted = count_working_days(FIRST_SESSION, start, case.calendar)
    first = next(iter(police_sessions(case)), None)
    stopped = case.dispute.state not in MEDIABLE
    yield clock_of(FIRST_SESSION, counted, today, done_on=_ended_on(case, first), stopped=stopped)


def first_session_start(case: CaseFile) -> date | None:
    """Acceptance of a security case, or the result of the appraisals that had to come first.

    None while the case is not accepted, or when the result of an appraisal (鉴定) was or is
    still awaited, or when the first mediation came along with another case.
    """
    accepted = [e.occurred_on for e in case.rows(DisputeEvent) if e.action in ACCEPTS]
    if case.dispute.track != Track.SECURITY_CASE or not accepted:
        return None
    first = next(iter(mediations(case)), None)
    if first is not None and first.session is None:
        return None
    held_on = first.held_on if first else date.max
    before = [row for row in case.rows(Appraisal) if row.requested_on <= held_on]
    results = [row.result_on for row in before if row.result_on and row.result_on <= held_on]
    if len(results) < len(before):
        return None
    return max([accepted[-1], *results])


def second_session(case: CaseFile, today: date) -> Iterator[Clock]:
    """G14: a second mediation is finished within 7 working days after the first one.

    Runs once the first one ended without agreement; counted from the day that one was held.
    """
    first, second = [*mediations(case), None, None][:2]
    if case.dispute.track != Track.SECURITY_CASE or first is None:
        return
    elsewhere = second is not None and second.session is None
    if first.outcome != MediationSession.Outcome.NOT_AGREED or elsewhere:
        return
    counted = count_working_days(SECOND_SESSION, first.held_on, case.calendar)
    stopped = case.dispute.state not in MEDIABLE
    yield clock_of(
        SECOND_SESSION,
        counted,
        today,
        done_on=_ended_on(case, second and second.session),
        stopped=stopped,
    )


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
    return concluded or event.action in ENDS or event.to_state != State.MEDIATING
