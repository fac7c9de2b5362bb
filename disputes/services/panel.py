"""The pool of hearing members (听证员库): who is in it, who is proposed, who objects to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from disputes import clock, privacy
from disputes.casefile import CaseFile
from disputes.errors import Outdated, RuleViolation, WrongState
from disputes.guards.panel import conflicts, doubts, plan_of, sitting
from disputes.models import (
    Dispute,
    Hearing,
    HearingSeat,
    Kind,
    Officer,
    PanelMember,
    PanelObjection,
    Party,
    Unit,
)
from disputes.services import audit, hearing_lists
from disputes.services.hearing import latest
from disputes.workflow import take_step

Rows = Iterable[dict[str, Any]]


# --- the pool


@transaction.atomic
def enrol(*, actor: Officer, unit: Unit, request_id: str = "", **fields: Any) -> PanelMember:
    """Take somebody into the pool of a unit. Raises ValidationError for what no column can hold."""
    member = PanelMember(unit=unit)
    _fill(member, fields)
    member.full_clean()
    member.save()
    member.specialties.set(fields.get("specialties", ()))
    _account(actor, "enrol_panel_member", member, fields, request_id)
    return member


@transaction.atomic
def change(
    member_id: int, *, actor: Officer, expected: int | None, request_id: str = "", **fields: Any
) -> PanelMember:
    """Correct a member or take it out of use. Raises Outdated, PanelMember.DoesNotExist."""
    member: PanelMember = PanelMember.objects.select_for_update().get(pk=member_id)
    if expected not in (None, member.version):
        raise Outdated
    _fill(member, fields)
    member.version += 1
    member.full_clean()
    member.save()
    if "specialties" in fields:
        member.specialties.set(fields["specialties"])
    _account(actor, "change_panel_member", member, fields, request_id)
    return member


def _fill(member: PanelMember, fields: dict[str, Any]) -> None:
    for name in ("name", "organisation", "capacity", "expertise", "is_active"):
        if name in fields:
            setattr(member, name, fields[name])
    if "phone" in fields:
        member.phone = fields["phone"]
    if "id_number" in fields:
        member.id_number_index = _index_of(fields["id_number"])


def _index_of(number: str) -> bytes | None:
    """The index alone: to compare it with a party's is all that the number is for."""
    return privacy.blind_index(number, domain="id_number") if number else None


def _account(
    actor: Officer, action: str, member: PanelMember, fields: dict[str, Any], request_id: str
) -> None:
    """The entry names the changed fields, never their values."""
    audit.record(
        actor=actor, action=action, target=f"panel_member:{member.pk}",
        details={"fields": sorted(fields)}, request_id=request_id,
    )  # fmt: skip


# --- proposals


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the pool for this case: how well he fits, how busy he is, what speaks against it."""

    member: PanelMember
    fits: bool
    heard: int  # hearings of the last twelve months
    open: int  # hearings that are not over
    reason: str
    obstacles: tuple[str, ...]  # with any of them he may not sit
    doubts: tuple[str, ...]  # with any of them somebody has to say why he may
    proposed: bool


def candidates(case: CaseFile, *, size: int | None = None) -> list[Candidate]:
    """The pool for a case: who knows the matter first, of these who has least to do.

    The first `size` without obstacle or doubt are proposed, by default as many as a panel needs.
    """
    dispute = case.dispute
    wanted = size or plan_of(case).least_members
    pool = PanelMember.objects.serving(dispute.unit).filter(is_active=True)
    found = pool.with_load(clock.today()).prefetch_related("specialties").select_related("unit")
    judged = [_judged(case, member) for member in found.order_by("pk")]
    judged.sort(key=lambda c: (bool(c.obstacles), bool(c.doubts), not c.fits, c.open, c.heard,
                               c.member.pk))  # fmt: skip
    return [
        _with_proposal(one, n < wanted and not one.obstacles and not one.doubts)
        for n, one in enumerate(judged)
    ]


def _judged(case: CaseFile, member: PanelMember) -> Candidate:
    heard, going_on = int(getattr(member, "heard")), int(getattr(member, "open"))  # noqa: B009
    known = _known_kinds(member, case.dispute)
    why = [f"擅长{'、'.join(kind.name for kind in known)}" if known else "未登记本类纠纷专长",
           f"近12个月参加听证{heard}次", f"在办{going_on}次"]  # fmt: skip
    return Candidate(
        member=member, fits=bool(known), heard=heard, open=going_on, reason="；".join(why),
        obstacles=tuple(conflicts(case, member)), doubts=tuple(doubts(case, member)),
        proposed=False,
    )  # fmt: skip


def _known_kinds(member: PanelMember, dispute: Dispute) -> list[Kind]:
    """The specialties that cover the kind of the dispute: the kind itself or its major kind."""
    about = {dispute.kind_id, dispute.kind.parent_id}
    return [kind for kind in member.specialties.all() if kind.pk in about]


def _with_proposal(one: Candidate, proposed: bool) -> Candidate:
    return Candidate(one.member, one.fits, one.heard, one.open, one.reason, one.obstacles,
                     one.doubts, proposed)  # fmt: skip


# --- changes and objections


def change_panel(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    leaving: Rows,
    joining: Rows = (),
    changed_on: date,
) -> Hearing:
    """Somebody leaves the panel, somebody else may join. Raises what `change_panel` guards raise."""
    hearing = latest(case, hearing_id)
    joined = list(joining)
    for row in leaving:
        _leave(case, hearing, row["seat"], row["reason"], changed_on)
    hearing_lists.seats(case, hearing, joined, changed_on)
    take_step(case, "change_panel", actor=actor, on=changed_on,
              facts={"hearing": hearing.pk, "joining": len(joined)})  # fmt: skip
    _list_newcomers(case, hearing)
    return case.revise(hearing)


def _leave(case: CaseFile, hearing: Hearing, pk: int, reason: str, on: date) -> None:
    case.change(_sits(case, hearing, pk), left_on=on, left_reason=reason)


def _sits(case: CaseFile, hearing: Hearing, pk: int) -> HearingSeat:
    seat = next((s for s in sitting(case, hearing) if s.pk == pk), None)
    if seat is None:
        raise RuleViolation("该人员不在本次听证小组中", code="SEAT_NOT_TAKEN")
    return seat


def _list_newcomers(case: CaseFile, hearing: Hearing) -> None:
    """After the notice whoever joins is expected as well."""
    if hearing.scheduled_on is not None:
        hearing_lists.expect_everybody(case, hearing)


def object_to(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    seat: int,
    applicant: Party,
    reason: str,
    requested_on: date,
) -> PanelObjection:
    """A party objects to somebody at the table. Until it is decided the hearing waits.

    Raises RuleViolation for somebody who does not sit there.
    """
    hearing = latest(case, hearing_id)
    objection = case.add(PanelObjection(
        seat=_sits(case, hearing, seat), applicant=applicant, reason=reason,
        requested_on=requested_on,
    ))  # fmt: skip
    take_step(case, "object_to_panel", actor=actor, on=requested_on,
              facts={"hearing": hearing.pk, "seat": seat, "reason": reason})  # fmt: skip
    case.revise(hearing)
    return objection


def decide(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    objection: int,
    granted: bool,
    reason: str,
    decided_on: date,
    replacement: dict[str, Any] | None = None,
    also_leaving: Rows = (),
) -> PanelObjection:
    """Decide on an objection: whoever is to go leaves at once, and the panel is valid again.

    Raises WrongState when it has been decided.
    """
    hearing = latest(case, hearing_id)
    row = case.row(PanelObjection, objection)
    if row.decided_on is not None:
        raise WrongState("该回避申请已作出决定")
    case.change(row, granted=granted, decision=reason, decided_on=decided_on, decided_by=actor)
    take_step(case, "decide_panel_objection", actor=actor, on=decided_on, facts={
        "hearing": hearing.pk, "objection": objection, "granted": granted, "reason": reason,
    })  # fmt: skip
    if not granted:
        case.revise(hearing)
        return row
    leaving = [{"seat": row.seat.pk, "reason": f"回避：{reason}"}, *also_leaving]
    change_panel(
        case, hearing_id, actor=actor, leaving=leaving, changed_on=decided_on,
        joining=[replacement] if replacement else [],
    )  # fmt: skip
    return row
