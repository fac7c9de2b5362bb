"""The lists that come with the stages of a hearing: who consents, sits, comes, says what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from disputes import identity, privacy
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.guards.panel import sitting
from disputes.models import (
    EvidenceItem,
    EvidenceView,
    Hearing,
    HearingAttendance,
    HearingConsent,
    HearingProposal,
    HearingQuestion,
    HearingSeat,
    Officer,
    PanelMember,
    Party,
    Representative,
)

Rows = Iterable[dict[str, Any]]
Writer = Callable[[CaseFile, Hearing, Rows, date], None]
Kind = HearingAttendance.Kind


def consents(case: CaseFile, hearing: Hearing, rows: Rows, on: date) -> None:
    """Each party's two consents, and who signed them."""
    for row in rows:
        case.add(HearingConsent(hearing=hearing, given_on=on, **row))


def seats(case: CaseFile, hearing: Hearing, rows: Rows, on: date) -> None:
    """Seats filled from the pool, by officers or by hand."""
    for row in rows:
        case.add(HearingSeat(hearing=hearing, joined_on=on, **_somebody(case, dict(row))))


def _somebody(case: CaseFile, row: dict[str, Any]) -> dict[str, Any]:
    """Name, body and indexes of whoever takes a seat. Raises RuleViolation for a stranger."""
    phone, number = row.pop("phone", ""), row.pop("id_number", "")
    person: PanelMember | None = row.get("person")
    officer: Officer | None = row.get("officer")
    if person is not None:
        if not _serves(person, case):
            raise RuleViolation("该人员不在本单位可选的听证员库中", code="PANEL_MEMBER_UNKNOWN")
        return row | {
            "name": person.name, "organisation": person.organisation,
            "capacity": person.capacity, "phone_index": person.phone_index,
            "id_number_index": person.id_number_index,
        }  # fmt: skip
    if officer is not None:
        row |= {"name": officer.name, "capacity": HearingSeat.Capacity.POLICE}
        row.setdefault("organisation", officer.unit.name if officer.unit else "")
    if phone:
        row["phone_index"] = privacy.blind_index(identity.phone(phone), domain="phone")
    if number:
        row["id_number_index"] = privacy.blind_index(number, domain="id_number")
    return row


def _serves(person: PanelMember, case: CaseFile) -> bool:
    return person.is_active and case.dispute.unit.path.startswith(person.unit.path)


def attendance(case: CaseFile, hearing: Hearing, rows: Rows, on: date) -> None:
    """Who is expected, later who came: one row for each person, found again by whom it is about."""
    for row in rows:
        told = dict(row)
        listed = _listed(case, hearing, told)
        if listed is None:
            case.add(HearingAttendance(hearing=hearing, **_person(told)))
        else:
            changes = {k: told[k] for k in ("attended", "absence", "guardian_waived") if k in told}
            case.change(listed, **changes)


def _listed(case: CaseFile, hearing: Hearing, told: dict[str, Any]) -> HearingAttendance | None:
    """The row about the same party, representative or seat; outsiders go by their names."""
    key = next((k for k in ("party", "representative", "seat") if told.get(k)), "name")
    rows = case.rows_of(hearing, HearingAttendance)
    return next((row for row in rows if getattr(row, key) == told[key]), None)


def _person(told: dict[str, Any]) -> dict[str, Any]:
    """Kind and name of somebody on the roll, from the row it refers to."""
    for kind in (Kind.PARTY, Kind.REPRESENTATIVE, Kind.SEAT):
        who: Party | Representative | HearingSeat | None = told.get(kind.value)
        if who is not None:
            return told | {"kind": kind, "name": who.name}
    return told


def expect_everybody(case: CaseFile, hearing: Hearing) -> None:
    """With the notice all parties, those who act for them and the panel are expected."""
    parties = [p for p in case.rows(Party) if p.is_active]
    acting = [r for r in case.rows(Representative) if r.party in parties]
    for key, people in (
        ("party", parties), ("representative", acting), ("seat", sitting(case, hearing))
    ):  # fmt: skip
        for who in people:
            if _listed(case, hearing, {key: who}) is None:
                case.add(HearingAttendance(hearing=hearing, **_person({key: who})))


def evidence(case: CaseFile, hearing: Hearing, rows: Rows, on: date) -> None:
    """The evidence list, each item with the views of the parties (质证意见)."""
    for row in rows:
        told = dict(row)
        views = told.pop("views", ())
        item = case.add(EvidenceItem(hearing=hearing, **told))
        for view in views:
            case.add(EvidenceView(item=item, **view))


def questions(case: CaseFile, hearing: Hearing, rows: Rows, on: date) -> None:
    for row in rows:
        case.add(HearingQuestion(hearing=hearing, **row))


def proposals(case: CaseFile, hearing: Hearing, rows: Rows, on: date) -> None:
    for row in rows:
        case.add(HearingProposal(hearing=hearing, **row))


WRITERS: dict[str, Writer] = {
    "consents": consents,
    "seats": seats,
    "attendance": attendance,
    "evidence": evidence,
    "questions": questions,
    "proposals": proposals,
}
