"""Performance of agreements (履行): payments in parts, waivers, and the day all of it is done."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.guards.performance import paid
from disputes.models import DisputeEvent, Obligation, Officer, Performance
from disputes.workflow import take_step


def record_performance(
    case: CaseFile,
    obligation_id: int,
    *,
    actor: Officer,
    performed_on: date,
    proof: str,
    amount: Decimal | None = None,
) -> Obligation:
    """Record the performance of an obligation; the last one fulfils the agreement.

    `amount` is a part of a sum of money; without it, all that is left. Raises
    Obligation.DoesNotExist, WrongState when nothing is left to do, RuleViolation
    (OVERPAID, NOT_DIVISIBLE, PERFORMED_BEFORE_SIGNING).
    """
    obligation = _open_obligation(case, obligation_id)
    done = perform(
        case, obligation, actor=actor, performed_on=performed_on, proof=proof, amount=amount
    )
    facts = {"obligation": obligation.pk, "amount": done.amount}
    take_step(case, "perform", actor=actor, on=performed_on, facts=facts)
    _finish_if_done(case, actor)
    return obligation


def perform(
    case: CaseFile,
    obligation: Obligation,
    *,
    actor: Officer,
    performed_on: date,
    proof: str,
    amount: Decimal | None = None,
) -> Performance:
    """Put one act of performance on file; the last part fulfils the obligation."""
    money = obligation.amount if obligation.type == Obligation.Type.MONEY else None
    if amount is None and money is not None:
        amount = money - paid(case, obligation)
    done = case.add(Performance(
        obligation=obligation, performed_on=performed_on, amount=amount, proof=proof,
        recorded_by=actor,
    ))  # fmt: skip
    if money is None or paid(case, obligation) >= money:
        case.change(obligation, **last_performance(case, obligation))
    case.revise(obligation.agreement)
    return done


def waive(
    case: CaseFile,
    obligation_id: int,
    *,
    actor: Officer,
    waived_on: date,
    reason: str,
    consent: str,
    signer: str,
    name: str,
) -> Obligation:
    """The creditor waives what is left of an obligation (免除): discharged, and not performed.

    `signer` and `name` say who signed the statement `consent`. Raises like `record_performance`.
    """
    obligation = _open_obligation(case, obligation_id)
    case.change(obligation, waived_on=waived_on, waiver_reason=reason, waiver_consent=consent)
    case.revise(obligation.agreement)
    facts = {
        "obligation": obligation.pk, "reason": reason, "consent": consent, "signer": signer,
        "name": name,
    }  # fmt: skip
    take_step(case, "waive", actor=actor, on=waived_on, facts=facts)
    _finish_if_done(case, actor)
    return obligation


def finish(case: CaseFile, *, actor: Officer) -> DisputeEvent:
    """Nothing is left to do: the agreement is fulfilled, on the day of its last obligation."""
    obligations = _obligations(case)
    waived = sum(o.waived_on is not None for o in obligations)
    last = max(o.discharged_on for o in obligations if o.discharged_on is not None)
    return take_step(case, "fulfil", actor=actor, on=last,
                     facts={"performed": len(obligations) - waived, "waived": waived})  # fmt: skip


def last_performance(case: CaseFile, obligation: Obligation) -> dict[str, Any]:
    """Day and proof of the last part, whenever it was entered."""
    last = max(case.rows_of(obligation, Performance), key=lambda row: row.performed_on)
    return {"fulfilled_on": last.performed_on, "proof": last.proof}


def _open_obligation(case: CaseFile, obligation_id: int) -> Obligation:
    """An obligation of the agreement that binds, with something left to do."""
    obligation = case.row(Obligation, obligation_id)
    if obligation.fulfilled_on is not None:
        raise WrongState("该项义务已登记履行")
    if obligation.waived_on is not None:
        raise WrongState("该项义务已经免除")
    if obligation.agreement != case.agreement:
        raise WrongState("该协议已被新的协议代替")
    return obligation


def _finish_if_done(case: CaseFile, actor: Officer) -> None:
    if all(o.discharged_on for o in _obligations(case)):
        finish(case, actor=actor)


def _obligations(case: CaseFile) -> list[Obligation]:
    assert case.agreement is not None
    return case.rows_of(case.agreement, Obligation)
