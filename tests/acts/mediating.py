"""Sessions, hearings, and how people are persuaded."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Role, State, Track
from disputes.guards.method import method_of
from disputes.models import (
    Hearing,
    MediationSession,
    MethodStepDone,
    Officer,
    Party,
    SessionParticipant,
)
from disputes.services import (
    hearing,
    mediation,
    method,
)
from tests.acts.act import Act

ALONE_SINCE = date(2026, 1, 1)  # one officer may mediate, in a case area and recorded


def session_fields(case: CaseFile, **fields: Any) -> dict[str, Any]:
    """What an ordinary session of everybody on file consists of."""
    everybody = [{"party": p, "consented": True} for p in case.rows(Party) if p.is_active]
    return {
        "mode": "ordinary",
        "place": "调解室",
        "facts_found": "排水管漏水属实",
        "participants": everybody,
        "second_reason": "police" if case.rows(MediationSession) else "",
        "in_case_area": True,
        "recording": "录-1",
        **fields,
    }


def _hold_session(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sessions = case.rows(MediationSession)
    if sessions and sessions[-1].outcome == "pending" and case.dispute.state == State.MEDIATING:
        _end_session(case, officer, on, {})
    told = session_fields(case)
    if case.dispute.track == Track.SECURITY_CASE and on < ALONE_SINCE:
        told["second_officer"] = _colleague(officer)
    mediation.hold_session(case, actor=officer, held_on=on, **told, facts=facts)


def _colleague(officer: Officer) -> Officer:
    """Another officer of the same station."""
    there = Officer.objects.filter(unit=officer.unit, role=Role.OFFICER).exclude(pk=officer.pk)
    return there.first() or Officer.objects.create_user(
        f"colleague{officer.pk}", name="同事", unit=officer.unit
    )


def _end_session(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    last = case.rows(MediationSession)[-1].pk
    outcome = facts.get("outcome", "not_agreed")
    mediation.end_session(case, last, actor=officer, outcome=outcome, record="", on=on)


def _refuse(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"party": case.rows(Party)[0], "reason": "不愿意继续调解", **facts}
    newest = case.rows(MediationSession)[-1]
    mediation.record_refusal(case, newest, actor=officer, refused_on=on, **told)


def _join(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """Whoever is on file and was not there yet."""
    newest = case.rows(MediationSession)[-1]
    there = {p.party for p in case.rows_of(newest, SessionParticipant)}
    rows = [
        {"party": p, "consented": True} | facts.get("as_if", {})
        for p in case.rows(Party)
        if p.is_active and p not in there
    ]
    mediation.join_session(case, newest, actor=officer, participants=rows, joined_on=on)


def _propose(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    hearing.propose(case, actor=officer, on=on, reason="久调不决", openness="open")


def _hold_stage(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    record = {"approved_by": "赵所长", "ground": "久调不决"}
    latest = case.rows(Hearing)[-1].pk
    hearing.hold_stage(case, latest, actor=officer, stage="initiation", held_on=on, record=record)


def _persuade(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    said = [{"dimension": "feeling", "content": "远亲不如近邻"}]
    latest = case.rows(MediationSession)[-1]
    method.record_persuasion(case, latest, actor=officer, on=on, persuasions=said)


def _take_method_step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    done = {row.step_id for row in case.rows(MethodStepDone)}
    step = next(s for s in method_of(case) if s.pk not in done)
    method.take_method_step(case, step, actor=officer, on=on)


ACTS: dict[str, Act] = {
    "refuse": _refuse,
    "join_session": _join,
    "hold_session": _hold_session,
    "end_session": _end_session,
    "record_persuasion": _persuade,
    "take_method_step": _take_method_step,
    "propose_hearing": _propose,
    "hold_stage": _hold_stage,
}
