"""Who came to a hearing, and what was said of the evidence there. H02, H03, H04."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.guards.mediation import SIDES
from disputes.guards.panel import newest_hearing, plan_of, seats_of, sitting
from disputes.models import (
    EvidenceItem,
    EvidenceView,
    Hearing,
    HearingAttendance,
    HearingPlan,
    HearingSeat,
    Party,
    Representative,
)
from disputes.models.hearing import Stage

Facts = dict[str, Any]
Kind, Seat = HearingAttendance.Kind, HearingSeat.Seat


def _listed(case: CaseFile) -> list[HearingAttendance]:
    return case.rows_of(newest_hearing(case), HearingAttendance)


def closed_to_the_public(case: CaseFile, facts: Facts, on: date) -> None:
    """H03: behind closed doors nobody looks on."""
    if facts["stage"] not in (Stage.NOTICE, Stage.OPENING):
        return
    closed = newest_hearing(case).openness == Hearing.Openness.CLOSED
    there = [row.name for row in _listed(case) if row.kind == Kind.OBSERVER]
    if closed and there:
        raise RuleViolation(
            f"不公开听证不得有旁听人员：{'、'.join(there)}",
            code="CLOSED_HEARING_OBSERVER",
            statutes=[statutes.MEDIATION_IN_PUBLIC],
        )


def attendance_recorded(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: everybody expected is there or has a reason, each by name."""
    if facts["stage"] != Stage.OPENING:
        return
    listed = _listed(case)
    known = {p for row in listed for p in (row.party, row.representative, row.seat) if p}
    parties = [p for p in case.rows(Party) if p.is_active]
    acting = [r for r in case.rows(Representative) if r.party in parties]
    missing = [row.name for row in listed if row.attended is None]
    # Who came in after the notice; the panel lists its newcomers itself.
    wanted: list[Party | Representative] = [*parties, *acting]
    missing += [who.name for who in wanted if who not in known]
    if missing:
        raise RuleViolation(
            f"尚未记录到场情况：{'、'.join(dict.fromkeys(missing))}",
            code="HEARING_ATTENDANCE_MISSING",
        )
    silent = [row.name for row in listed if row.attended is False and not row.absence.strip()]
    if silent:
        raise RuleViolation(
            f"未到场的须写明理由：{'、'.join(silent)}", code="HEARING_ABSENCE_UNEXPLAINED"
        )


def quorum_present(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: host, recorder and members are there; who is not has been replaced beforehand.

    A plan may instead let the hearing go on with those present, as long as they are enough and
    odd; whoever is absent then leaves the panel.
    """
    if facts["stage"] != Stage.OPENING:
        return
    hearing, plan = newest_hearing(case), plan_of(case)
    absent = {row.seat for row in _listed(case) if row.seat and row.attended is False}
    missing = [seat for seat in sitting(case, hearing) if seat in absent]
    if plan.quorum == HearingPlan.Quorum.ODD_PRESENT:
        there = [seat.seat for seat in sitting(case, hearing) if seat not in absent]
        if all(rule.fits(there.count(rule.code)) for rule in seats_of(plan)):
            return
    if missing:
        names = "、".join(seat.name for seat in missing)
        raise RuleViolation(
            f"{names}未到场，听证组成人员未到齐；请先更换人员或者改期",
            code="HEARING_QUORUM_MISSING",
        )


def evidence_viewed(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: of every item of evidence each side has said what it thinks."""
    if facts["stage"] != Stage.EVIDENCE:
        return
    sides = SIDES[Track(case.dispute.track)]
    for item in case.rows_of(newest_hearing(case), EvidenceItem):
        heard = {view.party.role for view in case.rows_of(item, EvidenceView)}
        silent = [side.label for side in sides if side not in heard]
        if silent:
            raise RuleViolation(
                f"证据“{item.title}”缺少{'、'.join(silent)}的质证意见",
                code="EVIDENCE_VIEW_MISSING",
            )
