"""Mediation sessions (调解): ordinary, on the spot, joint; hearings use them too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.models import (
    DisputeEvent,
    MediationSession,
    Obligation,
    Officer,
    Party,
    SessionGuest,
    SessionParticipant,
)
from disputes.services import agreement as agreements
from disputes.services import appointment as appointments
from disputes.services import inquiry, performance
from disputes.workflow import take_step

Mode, Outcome = MediationSession.Mode, MediationSession.Outcome
Rows = Iterable[dict[str, Any]]


def hold_session(
    case: CaseFile,
    *,
    actor: Officer,
    mode: str,
    held_on: date,
    participants: Rows,
    guests: Rows = (),
    facts: dict[str, Any] | None = None,
    **fields: Any,
) -> MediationSession:
    """Hold a mediation with every party. Raises what the guards of `hold_session` raise."""
    ordinal = len(case.rows(MediationSession)) + 1
    fields.setdefault("host", actor)
    session = case.add(MediationSession(
        ordinal=ordinal, mode=mode, held_on=held_on, track=case.dispute.track, **fields,
    ))  # fmt: skip
    for row in participants:
        case.add(SessionParticipant(session=session, **row))
    for row in guests:
        case.add(SessionGuest(session=session, **row))
    take_step(case, "hold_session", actor=actor, on=held_on,
              facts={"mode": mode, "ordinal": ordinal, **(facts or {})})  # fmt: skip
    appointments.kept_by(case, session)
    return session


def join_session(
    case: CaseFile,
    session: MediationSession,
    *,
    actor: Officer,
    participants: Rows,
    joined_on: date,
) -> MediationSession:
    """Parties put on file after a mediation began take part in it as well.

    Raises WrongState for a session that is not the newest one or has ended.
    """
    if session != case.rows(MediationSession)[-1] or session.outcome != Outcome.PENDING:
        raise WrongState("只能在最近一次尚未结束的调解中补充到场当事人")
    rows = [case.add(SessionParticipant(session=session, **row)) for row in participants]
    take_step(case, "join_session", actor=actor, on=joined_on,
              facts={"session": session.pk, "parties": [row.party_id for row in rows]})  # fmt: skip
    return case.revise(session)


def record_refusal(
    case: CaseFile, session: MediationSession, *, actor: Officer, party: Party, reason: str,
    refused_on: date,
) -> MediationSession:  # fmt: skip
    """A party does not want to go on: the mediation has ended without an agreement.

    Raises WrongState for a session that is not the newest one or brought an agreement.
    """
    if session != case.rows(MediationSession)[-1] or session.outcome == Outcome.AGREED:
        raise WrongState("只能对最近一次未达成协议的调解登记拒绝")
    take_step(case, "refuse", actor=actor, on=refused_on,
              facts={"party": party.pk, "reason": reason})  # fmt: skip
    for participant in case.rows_of(session, SessionParticipant):
        if participant.party == party:
            case.change(participant, consented=False)
    return case.revise(session, outcome=Outcome.NOT_AGREED)


def end_session(
    case: CaseFile, session_id: int, *, actor: Officer, outcome: str, record: str, on: date,
    ended_at: datetime | None = None, expected: int | None = None,
) -> MediationSession:  # fmt: skip
    """Record how a session ended. Raises WrongState when it has ended already."""
    session = case.row(MediationSession, session_id)
    case.check_version(session, expected)
    if session.outcome != Outcome.PENDING:
        raise WrongState("本次调解已记录结果")
    if ended_at is not None:
        case.change(session, ended_at=ended_at)
    take_step(case, "end_session", actor=actor, on=on,
              facts={"session": session_id, "outcome": outcome})  # fmt: skip
    return case.revise(session, outcome=outcome, record=record or session.record)


def mediate_on_the_spot(
    case: CaseFile,
    *,
    actor: Officer,
    held_on: date,
    session: dict[str, Any],
    agreement: dict[str, Any],
    proof: str,
    facts: dict[str, Any],
    finding: dict[str, Any] | None = None,
    evidence: Rows = (),
) -> DisputeEvent:
    """On-the-spot mediation (当场调解): accepted, mediated, agreed and performed in one go.

    A security case brings its finding and evidence along unless they are on file.
    """
    if case.dispute.state == "registered":
        take_step(case, "accept", actor=actor, on=held_on)
    if finding is not None:
        inquiry.find(case, actor=actor, found_on=held_on, **finding)
    for item in evidence:
        inquiry.add_evidence(case, actor=actor, obtained_on=held_on, **item)
    held = hold_session(
        case, actor=actor, mode=Mode.ON_THE_SPOT, held_on=held_on, facts=facts, **session
    )
    drafted = agreements.draft(case, actor=actor, on=held_on, session=held, **agreement)
    take_agreement_into_effect(case, actor=actor, on=held_on)
    for obligation in case.rows_of(drafted, Obligation):
        performance.perform(case, obligation, actor=actor, performed_on=held_on, proof=proof)
    return performance.finish(case, actor=actor)


def take_agreement_into_effect(
    case: CaseFile, *, actor: Officer, on: date, facts: dict[str, Any] | None = None
) -> DisputeEvent:
    """The signed agreement takes effect; the session it belongs to has ended with it."""
    return take_step(case, "agree", actor=actor, on=on, facts=facts)
