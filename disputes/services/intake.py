"""Intake (登记): the only way a dispute enters; API, ledger import and demo data use it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction

from disputes import clock, numbering
from disputes.casefile import CaseFile, save_all
from disputes.choices import Resolution, State, Track
from disputes.cleaning import clean
from disputes.errors import RuleViolation
from disputes.models import Dispute, DisputeEvent, Kind, Officer, Party
from disputes.services import recurrence
from disputes.services.parties import add_party
from disputes.transitions import STAFF
from disputes.workflow import take_step

# What `amend` may correct. Unit, number, registration and state are not among them.
AMENDABLE = (
    "kind", "source", "alarm_number", "place", "summary", "claims", "people_count", "amount",
    "repeat_alarm", "group_event", "involves_minor", "domestic_violence", "ethnic_religious",
    "occurred_at", "discovered_at", "reported_at",
)  # fmt: skip


def register(*, officer: Officer, facts: dict[str, Any] | None = None, **fields: Any) -> CaseFile:
    """Open a case file for the officer's own unit, at this moment of the server's clock.

    `facts` are what it brings along from another case, for its first event. Nothing is stored
    yet: see `register_dispute`. Raises RuleViolation (ROLE_FORBIDDEN, NO_UNIT, KIND_TOO_COARSE)
    and ValidationError.
    """
    unit = officer.unit
    if officer.role not in STAFF:
        raise RuleViolation(f"{officer.title}无权登记纠纷", code="ROLE_FORBIDDEN")
    if unit is None:
        raise RuleViolation("账号未归属单位，不能登记纠纷", code="NO_UNIT")
    _refuse_coarse(fields["kind"])
    now = clock.now().replace(microsecond=0)
    dispute = Dispute(
        unit=unit, registered_by=officer, responsible=officer, registered_at=now,
        registered_on=now.date(), version=1, **fields,
    )  # fmt: skip
    dispute.number = numbering.dispute_number(unit, f"{now:%Y%m%d}")
    clean(dispute)
    case = CaseFile(dispute)
    case.add(DisputeEvent(
        seq=1, action="register", from_state=State.REGISTERED, to_state=State.REGISTERED,
        change=Resolution.UNTOUCHED, actor=officer, occurred_on=now.date(), facts=facts or {},
    ), checked=True)  # fmt: skip
    return case


def register_dispute(
    *,
    officer: Officer,
    track: Track,
    kind: Kind,
    parties: Iterable[dict[str, Any]] = (),
    **fields: Any,
) -> CaseFile:
    """Register and store a dispute with the parties known by now, all of it or nothing.

    Raises RuleViolation, ValidationError, IntegrityError.
    """
    with transaction.atomic():
        case = register(officer=officer, track=track, kind=kind, **fields)
        people = list(parties)
        case.expect(Party, len(people))
        for party in people:
            add_party(case, actor=officer, **party)
        recurrence.propose(case)
        save_all([case])
    return case


def amend(case: CaseFile, *, actor: Officer, reason: str, **fields: Any) -> None:
    """Correct what was entered at registration; old and new values stay on the event."""
    unknown = fields.keys() - set(AMENDABLE)
    if unknown or not fields:
        raise RuleViolation("没有可更正的内容", code="NOTHING_TO_AMEND")
    if "kind" in fields:
        _refuse_coarse(fields["kind"])
    before = {name: _printable(getattr(case.dispute, name)) for name in fields}
    after = {name: _printable(value) for name, value in fields.items()}
    take_step(case, "amend", actor=actor, on=clock.today(),
              facts={"reason": reason, "before": before, "after": after})  # fmt: skip
    case.change(case.dispute, **fields)
    if "alarm_number" in fields:
        recurrence.propose(case)


def _refuse_coarse(kind: Kind) -> None:
    if kind.parent_id is None or not kind.is_active:
        raise RuleViolation("请选择启用的纠纷小类", code="KIND_TOO_COARSE")


def _printable(value: Any) -> Any:
    if isinstance(value, Kind):
        return value.code
    return value if isinstance(value, bool | int | str | None) else _text(value)


def _text(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else value.isoformat()
