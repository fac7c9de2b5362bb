"""Hearing-style mediation (听证式调解): an ordinary session plus a panel and fourteen stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import CASE_ROLES, Role
from disputes.errors import RuleViolation, WrongState
from disputes.models import (
    FollowUp,
    Hearing,
    HearingOpinion,
    HearingSeat,
    HearingStage,
    MediationSession,
    Officer,
    Party,
)
from disputes.models.hearing import Stage
from disputes.services import mediation
from disputes.services.followup import record_follow_up
from disputes.workflow import take_step

Rows = Iterable[dict[str, Any]]


def propose(case: CaseFile, *, actor: Officer, on: date, reason: str, openness: str) -> Hearing:
    """Propose a hearing. Raises WrongState while another one is under way."""
    if any(h.session is None for h in case.rows(Hearing)):
        raise WrongState("已有一次听证式调解正在进行")
    hearing = case.add(Hearing(reason=reason, openness=openness, proposed_by=actor, proposed_on=on))
    take_step(case, "propose_hearing", actor=actor, on=on, facts={"reason": reason})
    return hearing


def hold_stage(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    stage: str,
    held_on: date,
    record: dict[str, Any],
    seats: Rows = (),
    opinions: Rows = (),
    follow_up: dict[str, Any] | None = None,
    expected: int | None = None,
) -> HearingStage:
    """Record one stage. Raises what the guards of `hold_stage` raise, H01–H08.

    The opening is where the mediation begins: from there on it is a session like any other and
    counts towards the two of a security case. The last stage is a follow-up like any other.
    """
    hearing = _latest(case, hearing_id)
    case.check_version(hearing, expected)
    if (seats and stage != Stage.PANEL) or (opinions and stage != Stage.DELIBERATION):
        raise RuleViolation(
            "听证组成只在“组成听证小组”环节登记，评议意见只在“评议”环节登记",
            code="HEARING_STAGE_ORDER",
        )
    for row in seats:
        case.add(HearingSeat(hearing=hearing, **row))
    _add_opinions(case, hearing, opinions)
    held = case.add(
        HearingStage(
            hearing=hearing, stage=stage, held_on=held_on, record=record, recorded_by=actor
        )
    )
    take_step(case, "hold_stage", actor=actor, on=held_on, facts={"stage": stage})
    _act(case, hearing, held, actor, follow_up)
    return held


def _latest(case: CaseFile, hearing_id: int) -> Hearing:
    hearing = case.row(Hearing, hearing_id)
    if hearing != case.rows(Hearing)[-1]:
        raise WrongState("只能记录最近一次听证式调解")
    return hearing


def _add_opinions(case: CaseFile, hearing: Hearing, opinions: Rows) -> None:
    seats = case.rows_of(hearing, HearingSeat)
    members = {s.pk: s for s in seats if s.seat == HearingSeat.Seat.MEMBER}
    for row in opinions:
        seat = members.pop(row["seat"], None)
        if seat is None:
            raise RuleViolation("评议意见须由本次听证的听证员逐人提出", code="OPINION_NOT_A_MEMBER")
        case.add(HearingOpinion(hearing=hearing, **row | {"seat": seat}))


def _act(
    case: CaseFile,
    hearing: Hearing,
    row: HearingStage,
    actor: Officer,
    follow_up: dict[str, Any] | None,
) -> None:
    """What some stages do besides being recorded."""
    changes: dict[str, Any] = {}
    match row.stage:
        case Stage.INITIATION:
            if actor.role != Role.CHIEF:
                raise RuleViolation("听证式调解由所长批准启动", code="ROLE_FORBIDDEN")
        case Stage.NOTICE:
            changes = {"scheduled_on": row.record["scheduled_on"], "place": row.record["place"]}
        case Stage.OPENING:
            changes = {"session": _open_session(case, hearing, actor, row)}
        case Stage.CONCLUSION:
            _end_session(case, hearing, row)
        case Stage.FOLLOW_UP:
            _follow_up(case, actor, row, follow_up)
    case.revise(hearing, **changes)


def _open_session(
    case: CaseFile, hearing: Hearing, actor: Officer, opening: HearingStage
) -> MediationSession:
    stages, seats = case.rows_of(hearing, HearingStage), case.rows_of(hearing, HearingSeat)
    consent = next(s for s in stages if s.stage == Stage.CONSENT)
    recorder = next(s for s in seats if s.seat == HearingSeat.Seat.RECORDER)
    return mediation.hold_session(
        case, actor=actor, mode=MediationSession.Mode.HEARING, held_on=opening.held_on,
        participants=[_participant(case, c) for c in consent.record["consents"]],
        place=hearing.place, recorder=recorder.name,
        second_officer=_second_officer(case, opening.record.get("second_officer")),
        in_case_area=bool(opening.record.get("in_case_area")),
        facts_found=opening.record.get("facts_found", ""),
        recording=opening.record.get("recording", ""),
        second_reason=opening.record.get("second_reason", ""),
    )  # fmt: skip


def _second_officer(case: CaseFile, pk: int | None) -> Officer | None:
    """The other officer by the key in the record. Raises RuleViolation for a stranger."""
    if pk is None:
        return None
    officer = Officer.objects.visible_to(case.dispute.registered_by).filter(pk=pk).first()
    if officer is None or not officer.is_active or officer.role not in CASE_ROLES:
        raise RuleViolation("另一名民警须为本单位在职民警", code="SECOND_OFFICER_UNKNOWN")
    return officer


def _participant(case: CaseFile, consent: dict[str, Any]) -> dict[str, Any]:
    return {
        "party": case.row(Party, consent["party"]),
        "consented": bool(consent["to_hearing"]),
        "attended": consent.get("attended", True),
        "by_proxy": bool(consent.get("by_proxy")),
        "guardian_attended": bool(consent.get("guardian_attended")),
        "guardian_waived": bool(consent.get("guardian_waived")),
    }


def _end_session(case: CaseFile, hearing: Hearing, conclusion: HearingStage) -> None:
    session, outcome = hearing.session, conclusion.record["outcome"]
    if session is not None and session.outcome != outcome:
        case.revise(session, outcome=outcome)


def _follow_up(
    case: CaseFile, actor: Officer, row: HearingStage, data: dict[str, Any] | None
) -> FollowUp:
    if data is None:
        raise RuleViolation("请填写回访内容", code="HEARING_RECORD_MISSING")
    return record_follow_up(case, actor=actor, held_on=row.held_on, **data)
