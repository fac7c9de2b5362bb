"""Hearing-style mediation (听证式调解): an ordinary session plus a panel and fourteen stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import CASE_ROLES, Role
from disputes.errors import RuleViolation, WrongState
from disputes.guards.hearing import LISTS, MAY_COME
from disputes.guards.panel import sitting
from disputes.models import (
    FollowUp,
    Hearing,
    HearingAttendance,
    HearingConsent,
    HearingOpinion,
    HearingSeat,
    HearingStage,
    MediationSession,
    Officer,
    Party,
    Representative,
)
from disputes.models.hearing import Stage
from disputes.services import hearing_lists as lists
from disputes.services import mediation, method
from disputes.services.followup import record_follow_up
from disputes.workflow import take_step

Rows = Iterable[dict[str, Any]]
Standing = Hearing.Standing


def propose(
    case: CaseFile,
    *,
    actor: Officer,
    on: date,
    reason: str,
    openness: str,
    circumstances: Iterable[str] = (),
) -> Hearing:
    """Propose a hearing. Raises WrongState while another one is under way or suspended.

    `circumstances` are those that keep the public out, or the hearing itself (H03).
    """
    if any(h.standing in (Standing.UNDER_WAY, Standing.SUSPENDED) for h in case.rows(Hearing)):
        raise WrongState("已有一次听证式调解正在进行")
    hearing = case.add(Hearing(
        reason=reason, openness=openness, proposed_by=actor, proposed_on=on,
        circumstances=sorted(set(circumstances)),
    ))  # fmt: skip
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
    follow_up: dict[str, Any] | None = None,
    began_at: datetime | None = None,
    ended_at: datetime | None = None,
    expected: int | None = None,
    **given: Rows,
) -> HearingStage:
    """Record one stage with its lists. Raises what the guards of `hold_stage` raise, H01–H09.

    `given` are the lists that come with a stage: consents, seats, attendance, evidence,
    questions, persuasions, proposals. The opening is where the mediation begins: from there on it
    is a session like any other and counts towards the two of a security case. The last stage is a
    follow-up like any other.
    """
    hearing = latest(case, hearing_id)
    case.check_version(hearing, expected)
    _refuse_misplaced(Stage(stage), {name for name, rows in given.items() if rows})
    for name, rows in given.items():
        if name != "persuasions":
            lists.WRITERS[name](case, hearing, rows, held_on)
    _persuade(case, hearing, actor, held_on, given.get("persuasions", ()))
    record = _counted(case, hearing, stage, record)
    changes = _announced(case, hearing, stage, record)
    if changes:
        case.change(hearing, **changes)
    held = case.add(
        HearingStage(
            hearing=hearing, stage=stage, held_on=held_on, record=record, recorded_by=actor
        )
    )
    take_step(case, "hold_stage", actor=actor, on=held_on, facts={"stage": stage})
    _act(case, hearing, held, actor, follow_up, began_at, ended_at)
    return held


def latest(case: CaseFile, hearing_id: int) -> Hearing:
    """The newest hearing of the case. Raises WrongState for an earlier one."""
    hearing = case.row(Hearing, hearing_id)
    if hearing != case.rows(Hearing)[-1]:
        raise WrongState("只能记录最近一次听证式调解")
    return hearing


def _refuse_misplaced(stage: Stage, given: set[str]) -> None:
    """Each list comes with its own stage."""
    allowed = LISTS.get(stage, {}).keys() | MAY_COME.get(stage, set())
    misplaced = sorted(given - allowed)
    if misplaced:
        names = {key: name for of in LISTS.values() for key, name in of.items()}
        raise RuleViolation(
            f"“{stage.label}”环节不登记{'、'.join(names[key] for key in misplaced)}",
            code="HEARING_STAGE_ORDER",
        )


def _persuade(
    case: CaseFile, hearing: Hearing, actor: Officer, on: date, persuasions: Rows
) -> None:
    if persuasions and hearing.session is not None:
        method.record_persuasion(case, hearing.session, actor=actor, on=on, persuasions=persuasions)


def _counted(
    case: CaseFile, hearing: Hearing, stage: str, record: dict[str, Any]
) -> dict[str, Any]:
    """The deliberation counts its own votes: nobody enters them."""
    if stage != Stage.DELIBERATION:
        return record
    sides = [o.supports_applicant for o in case.rows_of(hearing, HearingOpinion)]
    votes = {"support": sides.count(True), "oppose": sides.count(False), "open": sides.count(None)}
    return record | {"votes": votes}


def _announced(
    case: CaseFile, hearing: Hearing, stage: str, record: dict[str, Any]
) -> dict[str, Any]:
    """Day, time and place of the notice; whoever is expected is listed with it."""
    if stage != Stage.NOTICE or not record.get("scheduled_on"):
        return {}
    lists.expect_everybody(case, hearing)
    at = record.get("scheduled_time")
    return {
        "scheduled_on": record["scheduled_on"],
        "scheduled_time": time.fromisoformat(at) if at else None,
        "place": record.get("place", ""),
    }


def _act(
    case: CaseFile,
    hearing: Hearing,
    row: HearingStage,
    actor: Officer,
    follow_up: dict[str, Any] | None,
    began_at: datetime | None,
    ended_at: datetime | None,
) -> None:
    """What some stages do besides being recorded."""
    changes: dict[str, Any] = {}
    match row.stage:
        case Stage.INITIATION:
            if actor.role != Role.CHIEF:
                raise RuleViolation("听证式调解由所长批准启动", code="ROLE_FORBIDDEN")
        case Stage.OPENING:
            _dismiss_absent(case, hearing, row.held_on)
            changes = {"session": _open_session(case, hearing, actor, row, began_at)}
        case Stage.CONCLUSION:
            end_session(case, hearing, row.record["outcome"], ended_at)
            changes = {"standing": Standing.CONCLUDED}
        case Stage.FOLLOW_UP:
            _follow_up(case, actor, row, follow_up)
    case.revise(hearing, **changes)


def _dismiss_absent(case: CaseFile, hearing: Hearing, on: date) -> None:
    """Whose plan lets a hearing go on without somebody: then he is no longer of the panel."""
    listed = case.rows_of(hearing, HearingAttendance)
    absent = {row.seat: row.absence for row in listed if row.seat and row.attended is False}
    for seat in sitting(case, hearing):
        if seat in absent:
            case.change(seat, left_on=on, left_reason=f"未到场：{absent[seat]}")


def _open_session(
    case: CaseFile, hearing: Hearing, actor: Officer, opening: HearingStage,
    began_at: datetime | None,
) -> MediationSession:  # fmt: skip
    seats = sitting(case, hearing)
    host = next(s for s in seats if s.seat == HearingSeat.Seat.HOST)
    recorder = next(s for s in seats if s.seat == HearingSeat.Seat.RECORDER)
    return mediation.hold_session(
        case, actor=actor, mode=MediationSession.Mode.HEARING, held_on=opening.held_on,
        host=host.officer or actor, began_at=began_at,
        participants=[_participant(case, hearing, p) for p in case.rows(Party) if p.is_active],
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


def _participant(case: CaseFile, hearing: Hearing, party: Party) -> dict[str, Any]:
    """How a party took part, from the roll: in person, by proxy, with a guardian."""
    listed = case.rows_of(hearing, HearingAttendance)
    own = next(row for row in listed if row.party == party)
    came = [row.representative for row in listed if row.representative and row.attended]
    acting = {r.capacity for r in came if r.party == party}
    consented = any(
        c.party == party and c.to_hearing for c in case.rows_of(hearing, HearingConsent)
    )
    return {
        "party": party,
        "consented": consented,
        "attended": bool(own.attended),
        "by_proxy": not own.attended and Representative.Capacity.PROXY in acting,
        "guardian_attended": Representative.Capacity.GUARDIAN in acting,
        "guardian_waived": own.guardian_waived,
    }


def end_session(
    case: CaseFile, hearing: Hearing, outcome: str, ended_at: datetime | None = None
) -> None:
    """The mediation of a hearing ends with it; an agreement may have ended it already."""
    session = hearing.session
    if session is None:
        return
    changes: dict[str, Any] = {} if session.outcome == outcome else {"outcome": outcome}
    changes |= {} if ended_at is None else {"ended_at": ended_at}
    if changes:
        case.revise(session, **changes)


def _follow_up(
    case: CaseFile, actor: Officer, row: HearingStage, data: dict[str, Any] | None
) -> FollowUp:
    if data is None:
        raise RuleViolation("请填写回访内容", code="HEARING_RECORD_MISSING")
    return record_follow_up(case, actor=actor, held_on=row.held_on, **data)
