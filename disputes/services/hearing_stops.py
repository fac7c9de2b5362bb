"""How a hearing stops: for a time, for good, or because a party takes its consent back. H09."""

from __future__ import annotations

from datetime import date

from disputes.casefile import CaseFile
from disputes.models import Hearing, HearingConsent, HearingStop, MediationSession, Officer, Party
from disputes.services.hearing import end_session, latest
from disputes.workflow import take_step

Standing, Kind, Ground = Hearing.Standing, HearingStop.Kind, HearingStop.Ground
NOT_AGREED = MediationSession.Outcome.NOT_AGREED


def suspend(
    case: CaseFile, hearing_id: int, *, actor: Officer, ground: str, reason: str, stopped_on: date
) -> Hearing:
    """Let a hearing stand still (中止). Raises WrongState unless it is under way."""
    hearing = latest(case, hearing_id)
    take_step(case, "suspend_hearing", actor=actor, on=stopped_on,
              facts={"hearing": hearing.pk, "ground": ground, "reason": reason})  # fmt: skip
    case.add(HearingStop(
        hearing=hearing, kind=Kind.SUSPENSION, ground=ground, reason=reason,
        stopped_on=stopped_on, recorded_by=actor,
    ))  # fmt: skip
    return case.revise(hearing, standing=Standing.SUSPENDED)


def resume(case: CaseFile, hearing_id: int, *, actor: Officer, resumed_on: date) -> Hearing:
    """Let a suspended hearing go on (恢复). Raises WrongState, RuleViolation (OUT_OF_ORDER)."""
    hearing = latest(case, hearing_id)
    take_step(case, "resume_hearing", actor=actor, on=resumed_on, facts={"hearing": hearing.pk})
    case.change(case.rows_of(hearing, HearingStop)[-1], resumed_on=resumed_on)
    return case.revise(hearing, standing=Standing.UNDER_WAY)


def terminate(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    ground: str,
    reason: str,
    remedies_told: bool,
    stopped_on: date,
) -> Hearing:
    """End a hearing without a result (终止). Its mediation ends with it; another one may follow."""
    hearing = latest(case, hearing_id)
    take_step(case, "terminate_hearing", actor=actor, on=stopped_on, facts={
        "hearing": hearing.pk, "ground": ground, "reason": reason, "remedies_told": remedies_told,
    })  # fmt: skip
    return _terminated(case, hearing, actor, ground, reason, stopped_on)


def withdraw_consent(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    party: Party,
    reason: str,
    remedies_told: bool,
    withdrawn_on: date,
) -> Hearing:
    """A party takes its consent back (撤回同意): the hearing ends there.

    Its consent to be mediated stands: ordinary mediation remains possible.
    """
    hearing = latest(case, hearing_id)
    take_step(case, "withdraw_hearing_consent", actor=actor, on=withdrawn_on, facts={
        "hearing": hearing.pk, "party": party.pk, "reason": reason, "remedies_told": remedies_told,
    })  # fmt: skip
    given = next(c for c in case.rows_of(hearing, HearingConsent) if c.party == party)
    case.change(given, withdrawn_on=withdrawn_on, withdrawn_reason=reason)
    ground = Ground.CONSENT_WITHDRAWN
    return _terminated(case, hearing, actor, ground, f"{party.name}：{reason}", withdrawn_on)


def _terminated(
    case: CaseFile, hearing: Hearing, actor: Officer, ground: str, reason: str, on: date
) -> Hearing:
    case.add(HearingStop(
        hearing=hearing, kind=Kind.TERMINATION, ground=ground, reason=reason, stopped_on=on,
        remedies_told=True, recorded_by=actor,
    ))  # fmt: skip
    session = hearing.session
    if session is not None and session.outcome == MediationSession.Outcome.PENDING:
        end_session(case, hearing, NOT_AGREED)
    return case.revise(hearing, standing=Standing.TERMINATED)
