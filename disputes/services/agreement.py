"""Agreements (调解协议) and their performance (履行)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from disputes import numbering
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.models import (
    Agreement,
    DisputeEvent,
    MediationSession,
    Obligation,
    Officer,
    Signature,
)
from disputes.workflow import take_step

Rows = Iterable[dict[str, Any]]


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
    """Draft an agreement with its obligations; signatures may follow. It binds nobody yet."""
    obligations = list(obligations)
    if not obligations:
        raise RuleViolation("调解协议须写明履行义务", code="AGREEMENT_INCOMPLETE")
    unit = case.dispute.unit
    fields.setdefault("host", actor)
    fields.setdefault("organ", unit.name)
    agreement = case.add(Agreement(
        form=form, session=session or _latest_session(case),
        number=numbering.paper_number(unit, "调", on.year),
        due_on=max(o["due_on"] for o in obligations), **fields,
    ))  # fmt: skip
    for row in obligations:
        case.add(Obligation(agreement=agreement, **row))
    take_step(case, "draft_agreement", actor=actor, on=on, facts={"form": form})
    sign(case, agreement, actor=actor, on=on, signatures=signatures)
    return agreement


def sign(
    case: CaseFile, agreement: Agreement, *, actor: Officer, on: date, signatures: Rows
) -> list[Signature]:
    """Put signatures under an agreement that is not in effect yet."""
    if agreement.effective_on is not None:
        raise WrongState("协议已经生效，不能再签名")
    rows = [case.add(Signature(agreement=agreement, signed_on=on, **row)) for row in signatures]
    if rows:
        take_step(case, "sign_agreement", actor=actor, on=on, facts={"signatures": len(rows)})
    return rows


def record_performance(
    case: CaseFile, obligation_id: int, *, actor: Officer, fulfilled_on: date, proof: str
) -> Obligation:
    """Record one obligation as performed; the last one fulfils the agreement.

    Raises Obligation.DoesNotExist, WrongState when it is performed already.
    """
    obligation = case.row(Obligation, obligation_id)
    if obligation.fulfilled_on is not None:
        raise WrongState("该项义务已登记履行")
    if obligation.agreement != case.agreement:
        raise WrongState("该协议已被新的协议代替")
    take_step(case, "perform", actor=actor, on=fulfilled_on, facts={"obligation": obligation_id})
    case.change(obligation, fulfilled_on=fulfilled_on, proof=proof)
    if all(o.fulfilled_on for o in case.rows_of(obligation.agreement, Obligation)):
        finish(case, actor=actor)
    return obligation


def finish(case: CaseFile, *, actor: Officer) -> DisputeEvent:
    """Everything is performed: the agreement is fulfilled, on the day of the last performance."""
    assert case.agreement is not None
    obligations = case.rows_of(case.agreement, Obligation)
    days = [o.fulfilled_on for o in obligations if o.fulfilled_on]
    return take_step(case, "fulfil", actor=actor, on=max(days))


def _latest_session(case: CaseFile) -> MediationSession | None:
    return next(reversed(case.rows(MediationSession)), None)
