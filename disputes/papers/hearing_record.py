"""The papers of a hearing filled in from its rows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import (
    EvidenceItem,
    Hearing,
    HearingAttendance,
    HearingConsent,
    HearingOpinion,
    HearingSeat,
    OpinionReveal,
    PanelObjection,
)
from disputes.models.hearing import Stage
from disputes.papers import wording
from disputes.papers.hearing_course import exhibit, persuasion, said, stage_of, stages
from disputes.papers.hearing_fields import Attending, Change, Consent, HearingFields, Opinion, Seat
from disputes.papers.paper import Making, heading

SIDES = [(True, "支持申请方主要诉求"), (False, "不支持")]


def fill(made: Making) -> HearingFields:
    return HearingFields(**facts(made, made.row))


def facts(made: Making, row: Hearing) -> dict[str, Any]:
    """All that papers of a hearing say, whatever row of it they are about."""
    case = made.case
    return {
        **heading(made),
        "summary": case.dispute.summary,
        "reason": row.reason,
        "openness": row.get_openness_display(),
        "circumstances": "、".join(Hearing.Circumstance(c).label for c in row.circumstances),
        "proposed_by": row.proposed_by.name,
        "proposed_on": wording.day(row.proposed_on),
        **_beginning(case, row),
        **_table(case, row),
        **_course(case, row),
        **_deliberated(case, row),
    }


def _beginning(case: CaseFile, row: Hearing) -> dict[str, Any]:
    start, begun = _record(case, row, Stage.INITIATION), stage_of(case, row, Stage.INITIATION)
    return {
        "approved_by": said(start.get("approved_by")),
        "ground": said(start.get("ground")),
        "approved_on": wording.day(begun.held_on) if begun else "",
        "served_on": said(_record(case, row, Stage.CONSENT).get("served_on")),
        "consents": [_consent(c) for c in case.rows_of(row, HearingConsent)],
    }


def _table(case: CaseFile, row: Hearing) -> dict[str, Any]:
    seats = case.rows_of(row, HearingSeat)
    at = row.scheduled_time
    return {
        "seats": [_seat(s) for s in seats if s.left_on is None],
        "changes": [*_objections(case, seats), *(_left(s) for s in seats if s.left_on)],
        "conflict_check": said(_record(case, row, Stage.PANEL).get("conflict_check")),
        "scheduled_on": wording.day(row.scheduled_on)
        + (f"{at.hour}时{at.minute:02d}分" if at else ""),
        "place": row.place,
        "attendance": _roll(case, row),
    }


def _course(case: CaseFile, row: Hearing) -> dict[str, Any]:
    session = row.session
    return {
        "began": wording.moment(session.began_at) if session else "",
        "ended": wording.moment(session.ended_at) if session else "",
        "stages": stages(case, row),
        "evidence": [exhibit(case, item) for item in case.rows_of(row, EvidenceItem)],
        "persuasion": persuasion(case, row),
        "recording": said(_record(case, row, Stage.OPENING).get("recording")),
    }


def _deliberated(case: CaseFile, row: Hearing) -> dict[str, Any]:
    """What the members think, once it was shown: until then no paper knows it."""
    shown = case.rows_of(row, OpinionReveal)
    given = case.rows_of(row, HearingOpinion) if shown else []
    return {
        "opinions": [_opinion(o) for o in given],
        "votes": _votes(given),
        "collective": said(_record(case, row, Stage.DELIBERATION).get("opinions")),
        "opinion": said(_record(case, row, Stage.OPINION).get("text")),
    }


def _record(case: CaseFile, row: Hearing, stage: str) -> dict[str, Any]:
    held = stage_of(case, row, stage)
    return held.record if held else {}


def _consent(row: HearingConsent) -> Consent:
    signer = f"由{row.signed_by.name}（监护人）签署" if row.signed_by else "本人签署"
    told = [signer, wording.day(row.given_on), row.document]
    if row.withdrawn_on:
        told.append(f"{wording.day(row.withdrawn_on)}撤回同意：{row.withdrawn_reason}")
    return Consent(
        name=row.party.name,
        to_hearing=wording.yes_or_no(row.to_hearing, "同意", "不同意"),
        to_disclosure=wording.yes_or_no(row.to_disclosure, "同意", "不同意"),
        remark="，".join(part for part in told if part),
    )


def _seat(row: HearingSeat) -> Seat:
    return Seat(
        seat=row.get_seat_display(), name=row.name, organisation=row.organisation,
        capacity=row.get_capacity_display(), unrelated=wording.yes_or_no(row.unrelated),
    )  # fmt: skip


def _objections(case: CaseFile, seats: list[HearingSeat]) -> list[Change]:
    rows = [o for o in case.rows(PanelObjection) if o.seat in seats]
    return [Change(name=o.seat.name, what=_objection(o)) for o in rows]


def _objection(row: PanelObjection) -> str:
    asked = f"{row.applicant.name}申请回避：{row.reason}"
    if row.decided_on is None or row.decided_by is None:
        return f"{asked}；尚未决定"
    how = "同意" if row.granted else "不同意"
    return f"{asked}；{row.decided_by.name}决定{how}回避：{row.decision}"


def _left(row: HearingSeat) -> Change:
    return Change(name=row.name, what=f"{wording.day(row.left_on)}退出：{row.left_reason}")


def _roll(case: CaseFile, row: Hearing) -> list[Attending]:
    """Parties, those who act for them, the panel, then everybody else."""
    order = list(HearingAttendance.Kind.values)
    rows = sorted(case.rows_of(row, HearingAttendance), key=lambda a: order.index(a.kind))
    return [_attending(a) for a in rows]


def _attending(row: HearingAttendance) -> Attending:
    came = "" if row.attended is None else "到场" if row.attended else "未到场"
    kind = row.seat.get_seat_display() if row.seat else row.get_kind_display()
    if row.party:
        kind = row.party.get_role_display()
    if row.representative:
        kind = row.representative.get_capacity_display()
    return Attending(
        kind=kind, name=row.name, expected="应到" if row.expected else "自行到场",
        attended=came, absence=row.absence,
    )  # fmt: skip


def _opinion(row: HearingOpinion) -> Opinion:
    side = wording.one_of(row.supports_applicant, SIDES)
    return Opinion(name=row.seat.name, text=row.text, side=side)


def _votes(given: list[HearingOpinion]) -> str:
    if not given:
        return ""
    sides = Counter(o.supports_applicant for o in given)
    words = {True: "支持申请方主要诉求", False: "不支持", None: "未表态"}
    return "，".join(f"{words[side]}{sides[side]}名" for side in words if sides[side])
