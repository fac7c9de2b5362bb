"""Agreements (调解协议): drafted, signed, and changed by a new version."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from disputes import numbering
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.guards.performance import paid
from disputes.models import (
    Agreement,
    MediationSession,
    Obligation,
    Officer,
    SessionGuest,
    Signature,
)
from disputes.services.performance import last_performance
from disputes.workflow import take_step

Rows = Iterable[dict[str, Any]]
Signer = Signature.Signer
CARRIED = (
    "type", "debtor", "creditor", "content", "method", "amount", "due_on", "fulfilled_on", "proof",
    "waived_on", "waiver_reason", "waiver_consent",
)  # fmt: skip


def draft(
    case: CaseFile,
    *,
    actor: Officer,
    on: date,
    form: str,
    obligations: Rows,
    signatures: Rows = (),
    session: MediationSession | None = None,
    **fields: Any,
) -> Agreement:
    """Draft an agreement with its obligations; signatures may follow. It binds nobody yet.

    Time and place of the case and whoever else was present are taken from the file unless given.
    """
    session = session or next(reversed(case.rows(MediationSession)), None)
    agreement = _file(case, actor, on, list(obligations), form=form, session=session, **fields)
    take_step(case, "draft_agreement", actor=actor, on=on, facts={"form": form})
    sign(case, agreement, actor=actor, on=on, signatures=signatures)
    return agreement


def sign(
    case: CaseFile, agreement: Agreement, *, actor: Officer, on: date, signatures: Rows
) -> list[Signature]:
    """Put signatures under an agreement that is not in effect yet.

    Raises WrongState (ALREADY_SIGNED) for a line that is signed.
    """
    if agreement.effective_on is not None:
        raise WrongState("协议已经生效，不能再签名")
    if agreement != case.agreement:
        raise WrongState("该协议已被新拟定的协议代替")
    rows = _signed(case, agreement, on, signatures)
    if rows:
        case.revise(agreement)
        take_step(case, "sign_agreement", actor=actor, on=on, facts={"signatures": len(rows)})
    return rows


def change(
    case: CaseFile,
    former: Agreement,
    *,
    actor: Officer,
    on: date,
    reason: str,
    form: str,
    obligations: Rows,
    signatures: Rows = (),
    **fields: Any,
) -> Agreement:
    """A signed new version takes the place of an agreement in effect (变更协议).

    `obligations` are what is left to do; what was done under the former one is carried over as it
    is. Raises WrongState for an agreement that does not bind any more.
    """
    if former != case.agreement or former.effective_on is None:
        raise WrongState("该协议已被新的协议代替")
    done = _carried(case, former)
    new = _file(
        case, actor, on, list(obligations), done=done, form=form, session=former.session,
        replaces=former, **fields,
    )  # fmt: skip
    _signed(case, new, on, signatures)
    take_step(case, "change_agreement", actor=actor, on=on,
              facts={"reason": reason, "from": former.number, "to": new.number})  # fmt: skip
    return new


def _file(
    case: CaseFile,
    actor: Officer,
    on: date,
    obligations: list[dict[str, Any]],
    *,
    session: MediationSession | None,
    done: Rows = (),
    **fields: Any,
) -> Agreement:
    """Put an agreement on file with what was done before and what has to be done."""
    if not obligations:
        raise RuleViolation("调解协议须写明履行义务", code="AGREEMENT_INCOMPLETE")
    unit = case.dispute.unit
    known = {"host": actor, "organ": unit.name} | _known(case, session)
    agreement = case.add(Agreement(
        session=session, number=numbering.paper_number(unit, "调", on.year),
        due_on=max(o["due_on"] for o in obligations), **known | fields,
    ))  # fmt: skip
    rows = [*done, *obligations]
    case.expect(Obligation, len(rows))
    for row in rows:
        case.add(Obligation(agreement=agreement, **row))
    return agreement


def _known(case: CaseFile, session: MediationSession | None) -> dict[str, str]:
    """What the file says already about time, place and others present."""
    guests = case.rows_of(session, SessionGuest)
    occurred = case.dispute.occurred_at
    if occurred is not None:
        occurred = occurred.astimezone(timezone.get_current_timezone())
    return {
        "occurred": f"{occurred:%Y年%-m月%-d日%-H时%-M分}" if occurred else "",
        "place": case.dispute.place,
        "others_present": "、".join(f"{g.name}（{g.capacity}）" for g in guests)[:500],
    }


def _signed(case: CaseFile, agreement: Agreement, on: date, signatures: Rows) -> list[Signature]:
    """Host and mediator are those of the agreement; nobody has to repeat their names."""
    named = {Signer.HOST: agreement.host.name, Signer.MEDIATOR: agreement.mediator}
    return [
        case.add(Signature(
            agreement=agreement, signed_on=on, **{"name": named.get(row["signer"], "")} | row
        ))
        for row in signatures
    ]  # fmt: skip


def _carried(case: CaseFile, former: Agreement) -> list[dict[str, Any]]:
    """What was performed or waived under the former version; of a part payment, that part.

    Its payments stay with the former obligation: nothing is performed twice, nothing counted twice.
    """
    rows = []
    for old in case.rows_of(former, Obligation):
        row = {name: getattr(old, name) for name in CARRIED} | {"carried_from": old}
        if old.discharged_on is None:
            part = paid(case, old)
            if not part:
                continue
            row |= {"amount": part, **last_performance(case, old)}
        rows.append(row)
    return rows
