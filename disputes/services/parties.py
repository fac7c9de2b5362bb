"""Parties (当事人) and those who act for them. Identity data is sealed on its way in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from disputes import clock, identity
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.models import Officer, Party, Representative
from disputes.models.party import DocumentType
from disputes.services import audit, recurrence
from disputes.workflow import take_step


def add_party(case: CaseFile, *, actor: Officer, **fields: Any) -> Party:
    """Put a party on file. An ID card's number gives birth date and sex.

    Raises ValidationError for a name, number or phone that cannot be one.
    """
    party = _fill(Party(), fields)
    take_step(case, "add_party", actor=actor, on=clock.today(), facts={"role": party.role})
    case.add(party)
    _look_for_earlier(case, fields)
    return party


def change_party(
    case: CaseFile, party_id: int, *, actor: Officer, expected: int | None = None, **fields: Any
) -> Party:
    """Correct a party. Raises Party.DoesNotExist, Outdated, ValidationError like `add_party`."""
    party = case.row(Party, party_id)
    case.check_version(party, expected)
    _fill(party, fields)
    take_step(case, "change_party", actor=actor, on=clock.today(),
              facts={"party": party_id, "fields": sorted(fields)})  # fmt: skip
    stored = [
        f.name for f in Party._meta.concrete_fields if f.name not in ("id", "unit", "dispute")
    ]
    case.revise(party, **{n: getattr(party, n) for n in stored if n != "version"})
    _look_for_earlier(case, fields)
    return party


def _look_for_earlier(case: CaseFile, fields: dict[str, Any]) -> None:
    """A party identified by now may be known from before; a new case is searched for once."""
    if not case.dispute._state.adding and fields.keys() & {"id_number", "phone"}:
        recurrence.propose(case)


def add_representative(
    case: CaseFile, *, actor: Officer, party: Party, phone: str = "", **fields: Any
) -> Representative:
    """Put a guardian or proxy of a party on file."""
    representative = Representative(party=party, **fields)
    representative.phone = _checked("phone", identity.phone, phone) if phone else ""
    case.add(representative)
    take_step(case, "represent", actor=actor, on=clock.today(),
              facts={"capacity": representative.capacity})  # fmt: skip
    return representative


@transaction.atomic
def reveal(
    row: Party | Representative, *, actor: Officer, purpose: str, request_id: str = ""
) -> None:
    """Account for somebody seeing full identity data. Raises RuleViolation without a purpose."""
    if not purpose:
        raise RuleViolation("查看完整身份信息须写明事由", code="PURPOSE_MISSING")
    audit.record(
        actor=actor,
        action="reveal_identity",
        target=f"{row._meta.model_name}:{row.pk}",
        purpose=purpose,
        details={"dispute": row.dispute_id},
        request_id=request_id,
    )


def _fill(party: Party, fields: dict[str, Any]) -> Party:
    """Set fields, in the one spelling that is stored and searched for."""
    for name, value in fields.items():
        if name not in ("id_number", "phone"):
            setattr(party, name, value)
    party.name = _checked("name", identity.person_name, party.name)
    if "phone" in fields:
        party.phone = _checked("phone", identity.phone, fields["phone"]) if fields["phone"] else ""
    if fields.keys() & {"id_number", "document_type"}:
        _identify(party, fields.get("id_number", party.id_number))
    return party


def _identify(party: Party, number: str) -> None:
    """The number has to fit the document; an ID card's own says birth date and sex as well."""
    if not number:
        party.id_number = ""
    elif party.document_type == DocumentType.ID_CARD:
        said = _checked("id_number", identity.citizen_id, number, today=clock.today())
        party.id_number, party.born_on, party.sex = said.number, said.born_on, said.sex
    else:
        check = partial(identity.document_number, party.document_type)
        party.id_number = _checked("id_number", check, number, today=clock.today())


def _checked(field: str, check: Callable[..., Any], text: str, **more: Any) -> Any:
    try:
        return check(text, **more)
    except identity.InvalidIdentity as wrong:
        raise ValidationError({field: ValidationError(wrong.message, wrong.code)}) from None
