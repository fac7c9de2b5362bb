"""Rows written past services and rules: counting must be right whatever wrote them."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from disputes.choices import Receiver, Source, State, Track
from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
    FollowUp,
    Kind,
    MediationSession,
    Officer,
    Referral,
    Unit,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
_serial = count(1)


def officer(unit: Unit) -> Officer:
    """Whoever stands in the rows that need somebody."""
    return Officer.objects.get_or_create(
        username="clerk", defaults={"name": "录入员", "unit": unit}
    )[0]


def dispute(
    unit: Unit, day: date, kind: str = "neighbour.neighbour_daily", **fields: Any
) -> Dispute:
    who = officer(unit)
    fields = {"source": Source.WALK_IN, "track": Track.CIVIL, "summary": "口角", **fields}
    return Dispute.objects.create(
        number=f"T{next(_serial)}", unit=unit, kind=Kind.objects.get(code=kind),
        registered_on=day, registered_at=datetime.combine(day, time(9), SHANGHAI),
        registered_by=who, responsible=who, **fields,
    )  # fmt: skip


def new_event(case: Dispute, day: date, change: int = 1, **fields: Any) -> DisputeEvent:
    fields = {
        "action": "agree" if change > 0 else "breach",
        "days": 0 if change else None,
        **fields,
    }
    return DisputeEvent(
        dispute=case, seq=next(_serial), from_state=State.MEDIATING, to_state=State.AGREED,
        actor=officer(case.unit), occurred_on=day, change=change, **fields,
    )  # fmt: skip


def event(case: Dispute, day: date, change: int = 1, **fields: Any) -> DisputeEvent:
    """A step that resolves (1), takes back (-1) or leaves 化解 alone (0)."""
    row = new_event(case, day, change, **fields)
    row.save()
    return row


def new_session(case: Dispute, day: date, mode: str = "hearing", **fields: Any) -> MediationSession:
    return MediationSession(
        dispute=case, ordinal=next(_serial) % 30000, mode=mode, held_on=day, place="调解室",
        host=officer(case.unit), facts_found="属实", **fields,
    )  # fmt: skip


def session(case: Dispute, day: date, mode: str = "hearing", **fields: Any) -> MediationSession:
    row = new_session(case, day, mode, **fields)
    row.save()
    return row


def agreement(
    case: Dispute, effective: date | None, due: date | None = None, fulfilled: date | None = None
) -> Agreement:
    return Agreement.objects.create(
        dispute=case, number=f"A{next(_serial)}", form="oral", organ="派出所",
        host=officer(case.unit), facts="属实", content="赔偿", signed_on=effective,
        effective_on=effective, due_on=due or effective, fulfilled_on=fulfilled,
    )  # fmt: skip


def new_referral(case: Dispute, day: date, receiver: str = Receiver.GOVERNANCE_CENTRE) -> Referral:
    n = next(_serial)
    return Referral(
        dispute=case, number=f"R{n}", receiver=receiver, receiver_name=f"第{n}中心",
        channel="letter", reason="需多部门处理", sent_on=day,
    )  # fmt: skip


def referral(case: Dispute, day: date, receiver: str = Receiver.GOVERNANCE_CENTRE) -> Referral:
    row = new_referral(case, day, receiver)
    row.save()
    return row


def follow_up(case: Dispute, day: date) -> FollowUp:
    return FollowUp.objects.create(
        dispute=case, held_on=day, method="phone", visited="李明", visited_by=officer(case.unit)
    )
