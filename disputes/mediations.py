"""Which mediations of an offence count (治安调解次数), and whether they were in vain.

Art. 183 counts the mediations of a case. What was held on another track does not count. A case
that was split off, or took another one in, goes on with what was mediated there: its events carry
that along. A case whose agreement was performed and that broke out again (反复) is about a new
offence: what was mediated before is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.models import (
    Agreement,
    DisputeEvent,
    MediationSession,
    Party,
    SessionParticipant,
)

Outcome = MediationSession.Outcome
UNSETTLED = frozenset({State.FAILED, State.BREACHED})
CARRY = frozenset({"register", "absorb"})


class Mediated(NamedTuple):
    """A mediation that counts; `session` is None where the file of another case has it."""

    held_on: date
    outcome: str
    session: MediationSession | None = None


class InVain(NamedTuple):
    """Where a case took over a mediation in vain (调解不成或者未履行), and since when it is so."""

    seq: int
    since: date


def mediations(case: CaseFile) -> list[Mediated]:
    """All mediations by police that count for the case today, the earliest first."""
    own = [Mediated(s.held_on, s.outcome, s) for s in police_sessions(case)]
    carried = [
        Mediated(date.fromisoformat(row["held_on"]), row["outcome"])
        for event in _carrying(case)
        for row in event.facts.get("mediated", ())
    ]
    return sorted(carried + own, key=lambda mediated: mediated.held_on)


def police_sessions(case: CaseFile) -> list[MediationSession]:
    """Those of them that this case held itself. One that is about to be held counts already."""
    start = last_relapse(case)
    held = {
        e.facts["ordinal"]: e.seq for e in case.rows(DisputeEvent) if e.action == "hold_session"
    }
    return [
        session
        for session in case.rows(MediationSession)
        if session.track == Track.SECURITY_CASE and held.get(session.ordinal, start + 1) > start
    ]


def last_relapse(case: CaseFile) -> int:
    """The number of the step by which the case last broke out again; 0 when it never did."""
    return max((e.seq for e in case.rows(DisputeEvent) if e.action == "relapse"), default=0)


def mediated_in_vain(case: CaseFile) -> bool:
    """An offence whose mediation brought no agreement, or one that was not performed.

    It stays so whatever the state is by now: a transfer that is returned takes a failed case back
    to its acceptance, and undoes nothing of this.
    """
    if case.dispute.track != Track.SECURITY_CASE:
        return False
    sessions = police_sessions(case)
    if not sessions:
        return case.dispute.state in UNSETTLED or taken_over_in_vain(case) is not None
    agreed = [a for a in case.rows(Agreement)[-1:] if a.session in sessions]
    broken = any(a.breached_on is not None and a.fulfilled_on is None for a in agreed)
    not_agreed = sessions[-1].outcome == Outcome.NOT_AGREED
    return case.dispute.state in UNSETTLED or not_agreed or broken


def taken_over_in_vain(case: CaseFile) -> InVain | None:
    """What came with another case and was mediated in vain there already."""
    found = [
        InVain(event.seq, date.fromisoformat(event.facts["in_vain_since"]))
        for event in _carrying(case)
        if event.facts.get("in_vain_since")
    ]
    return found[-1] if found else None


def _carrying(case: CaseFile) -> list[DisputeEvent]:
    start = last_relapse(case)
    return [e for e in case.rows(DisputeEvent) if e.action in CARRY and e.seq > start]


def carried_along(case: CaseFile, parties: Iterable[Party] | None = None) -> dict[str, Any]:
    """What another case takes over of the mediations of this one, for the facts of its event.

    Of a split that in which one of its parties took part.
    """
    held = [m for m in mediations(case) if parties is None or _took_part(case, m, list(parties))]
    if not held:
        return {}
    rows = [{"held_on": m.held_on.isoformat(), "outcome": m.outcome} for m in held]
    since = _in_vain_since(case)
    return {"mediated": rows} | ({"in_vain_since": since.isoformat()} if since else {})


def _took_part(case: CaseFile, mediated: Mediated, parties: list[Party]) -> bool:
    if mediated.session is None:
        return True
    there = case.rows_of(mediated.session, SessionParticipant)
    return any(participant.party in parties for participant in there)


def _in_vain_since(case: CaseFile) -> date | None:
    """The day of the failure, of the breach, or else of the last mediation without agreement."""
    if not mediated_in_vain(case):
        return None
    ended = [
        e.occurred_on
        for e in case.rows(DisputeEvent)
        if e.to_state in UNSETTLED and e.from_state not in UNSETTLED and e.seq > last_relapse(case)
    ]
    before, held = taken_over_in_vain(case), mediations(case)
    if ended or before is None:
        return ended[-1] if ended else held[-1].held_on
    return before.since
