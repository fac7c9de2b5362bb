"""The letter of a referral (移交函): the least that the receiver needs, and a record of it.

个人信息保护法 art. 23: whoever gives personal data to another handler says which and what for. The
record names receiver and fields and is kept with the audit trail.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from disputes import privacy
from disputes.casefile import CaseFile
from disputes.models import DisputeEvent, Officer, Party, Referral
from disputes.services import audit
from disputes.transitions import TRANSITIONS


class Purpose(models.TextChoices):
    """What the data are given for; it decides which are given."""

    HANDLING = "handling", "协同化解纠纷"
    CONTACT = "contact", "接收单位直接联系当事人"


# Steps that tell the receiver what was done. Who said what stays in the case.
TOLD = frozenset({
    "accept", "hold_session", "refuse", "fail", "agree", "breach", "relapse", "assess_risk",
    "follow_up", "notify", "refer",
})  # fmt: skip
LONG_NUMBER = re.compile(r"[0-9][0-9\- ]{5,}[0-9Xx]")


def disclose(
    case: CaseFile, referral: Referral, *, actor: Officer, purpose: Purpose, request_id: str = ""
) -> dict[str, Any]:
    """The letter's data, accounted for as a disclosure to its receiver."""
    letter = _letter(case, referral, with_phones=purpose == Purpose.CONTACT)
    audit.record(
        actor=actor,
        action="disclose_referral",
        target=f"referral:{referral.pk}",
        purpose=purpose.label,
        details={
            "dispute": case.dispute.pk,
            "number": referral.number,
            "receiver": referral.receiver,
            "receiver_name": referral.receiver_name,
            "fields": _given(letter),
        },
        request_id=request_id,
    )
    return letter


def _letter(case: CaseFile, referral: Referral, *, with_phones: bool) -> dict[str, Any]:
    dispute = case.dispute
    level = dispute.risk_level
    return {
        "number": referral.number,
        "kind_name": referral.get_kind_display(),
        "to": referral.receiver_name,
        "sent_on": referral.sent_on,
        "dispute_number": dispute.number,
        "dispute_kind": dispute.kind.name,
        "registered_on": dispute.registered_on,
        "summary": _scrubbed(case, dispute.summary),
        "done": _done(case, referral),
        "risk_level": level.name if level else "",
        "reason": _scrubbed(case, referral.reason),
        "parties": [_party(p, with_phones) for p in case.rows(Party) if p.is_active],
        "contact": {
            "unit_name": dispute.unit.name,
            "officer_name": dispute.responsible.name,
            "phone": dispute.unit.phone,
        },
    }


def _party(party: Party, with_phone: bool) -> dict[str, str]:
    return {
        "role_name": party.get_role_display(),
        "name": privacy.mask_name(party.name),
        "phone": party.phone if with_phone else "",
    }


def _done(case: CaseFile, referral: Referral) -> list[str]:
    events = (e for e in case.rows(DisputeEvent) if e.action in TOLD)
    return [
        f"{e.occurred_on:%Y-%m-%d} {TRANSITIONS[e.action].label}"
        for e in events
        if e.occurred_on <= referral.sent_on
    ]


def _scrubbed(case: CaseFile, text: str) -> str:
    """Free text without the names of parties and without numbers of documents and phones."""
    for party in sorted(case.rows(Party), key=lambda p: -len(p.name)):
        text = text.replace(party.name, privacy.mask_name(party.name))
    return LONG_NUMBER.sub("******", text)


def _given(letter: dict[str, Any]) -> list[str]:
    """The personal data among it, by name: what the record has to say was given."""
    fields = {"summary", "reason"} & {name for name, value in letter.items() if value}
    for party in letter["parties"]:
        fields |= {f"parties.{name}" for name, value in party.items() if value}
    return sorted(fields)
