"""Judicial confirmation (司法确认): the application, and what the court decided."""

from __future__ import annotations

from datetime import date

from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.models import Agreement, Confirmation, Officer
from disputes.workflow import take_step


def apply_for_confirmation(
    case: CaseFile,
    agreement: Agreement,
    *,
    actor: Officer,
    applied_on: date,
    court: str,
    applied_by_all: bool,
    personal_status: bool,
) -> Confirmation:
    """Record that the parties applied to a court. Raises what `apply_confirmation` raises."""
    application = case.add(Confirmation(
        agreement=agreement, court=court, applied_by_all=applied_by_all,
        personal_status=personal_status, applied_on=applied_on,
    ))  # fmt: skip
    take_step(case, "apply_confirmation", actor=actor, on=applied_on,
              facts={"agreement": agreement.number, "court": court})  # fmt: skip
    return application


def record_result(
    case: CaseFile, application: Confirmation, *, actor: Officer, result: str, result_on: date
) -> Confirmation:
    """Record what became of an application. Raises WrongState when that is known already."""
    if application.result:
        raise WrongState("该申请已登记结果")
    case.revise(application, result=result, result_on=result_on)
    take_step(case, "record_confirmation", actor=actor, on=result_on,
              facts={"agreement": application.agreement.number, "result": result})  # fmt: skip
    return application
