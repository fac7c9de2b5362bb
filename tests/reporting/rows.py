"""Rows written past services and rules: counting must be right whatever wrote them."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from disputes.choices import Receiver, Source, State, Track
from disputes.models import (
    Agreement,
    Confirmation,
    CriminalCase,
    Dispute,
    DisputeEvent,
    FollowUp,
    Hearing,
    HearingSeat,
    Kind,
    MediationSession,
    Obligation,
    Officer,
    Party,
    Performance,
    Persuasion,
    Recurrence,
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
    row = new_dispute(unit, day, Kind.objects.get(code=kind), **fields)
    row.save()
    return row


def new_dispute(unit: Unit, day: date, kind: Kind, **fields: Any) -> Dispute:
    who = officer(unit)
    fields = {"source": Source.WALK_IN, "track": Track.CIVIL, "summary": "口角", **fields}
    return Dispute(
        number=f"T{next(_serial)}", unit=unit, kind=kind, registered_on=day,
        registered_at=datetime.combine(day, time(9), SHANGHAI), registered_by=who, responsible=who,
        **fields,
    )  # fmt: skip


def new_event(case: Dispute, day: date, change: int = 1, **fields: Any) -> DisputeEvent:
    fields = {
        "action": "agree" if change > 0 else "breach",
        "days": 0 if change else None,
        "from_state": State.MEDIATING,
        "to_state": State.AGREED,
        "recorded_at": datetime.combine(day, time(18), SHANGHAI),
        **fields,
    }
    return DisputeEvent(
        dispute=case, seq=next(_serial), actor=officer(case.unit), occurred_on=day, change=change, **fields,
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
    case: Dispute,
    effective: date | None,
    due: date | None = None,
    fulfilled: date | None = None,
    **fields: Any,
) -> Agreement:
    return Agreement.objects.create(
        dispute=case, number=f"A{next(_serial)}", form="oral", organ="派出所",
        host=officer(case.unit), facts="属实", content="赔偿", signed_on=effective,
        effective_on=effective, due_on=due or effective, fulfilled_on=fulfilled, **fields,
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


def follow_up(case: Dispute, day: date, **fields: Any) -> FollowUp:
    return FollowUp.objects.create(
        dispute=case, held_on=day, method="phone", visited="李明", visited_by=officer(case.unit),
        **fields,
    )  # fmt: skip


def obligation(
    deal: Agreement, due: date, fulfilled: date | None = None, **fields: Any
) -> Obligation:
    """Money to pay by a day; fulfilled with a proof."""
    return Obligation.objects.create(
        agreement=deal, type="money", debtor=party(deal.dispute), content="赔偿", method="转账",
        amount=fields.pop("amount", "100.50"), due_on=due, fulfilled_on=fulfilled,
        proof="收条" if fulfilled else "", **fields,
    )  # fmt: skip


def paid(owed: Obligation, day: date, amount: str) -> Performance:
    return Performance.objects.create(
        obligation=owed, performed_on=day, amount=amount, proof="收条",
        recorded_by=officer(owed.agreement.dispute.unit),
    )  # fmt: skip


def party(case: Dispute) -> Party:
    return Party.objects.create(dispute=case, role="applicant", name="李明")


def persuasion(held: MediationSession, dimension: str) -> Persuasion:
    return Persuasion.objects.create(session=held, dimension=dimension, content="说理")


def hearing(held: MediationSession, members: int = 3) -> Hearing:
    """What a hearing's session belongs to, with its seats."""
    made = Hearing.objects.create(
        dispute=held.dispute, reason="久调不决", openness=Hearing.Openness.values[0],
        proposed_by=officer(held.dispute.unit), proposed_on=held.held_on, session=held,
    )  # fmt: skip
    seats = ["host", "recorder", *["member"] * members]
    HearingSeat.objects.bulk_create(
        HearingSeat(hearing=made, seat=seat, name=f"第{n}人", capacity="elder", unrelated=True)
        for n, seat in enumerate(seats)
    )
    return made


def recurrence(case: Dispute, earlier: Dispute, decided: date, yes: bool = True) -> Recurrence:
    return Recurrence.objects.create(
        dispute=case, earlier=earlier, parties_in_common=2, is_recurrence=yes, reason="同一起因",
        decided_by=officer(case.unit), decided_on=decided,
    )  # fmt: skip


def criminal_case(case: Dispute, filed: date, deaths: int = 0) -> CriminalCase:
    return CriminalCase.objects.create(
        dispute=case, kind="civil_to_criminal", number=f"X{next(_serial)}", charge="故意伤害",
        filed_on=filed, deaths=deaths, linked_by=officer(case.unit),
    )  # fmt: skip


def confirmation(deal: Agreement, applied: date, confirmed: date | None = None) -> Confirmation:
    return Confirmation.objects.create(
        dispute=deal.dispute, agreement=deal, court="人民法院", applied_by_all=True,
        personal_status=False, applied_on=applied, result="confirmed" if confirmed else "",
        result_on=confirmed,
    )  # fmt: skip
