"""What police establish of a case: findings (案情认定), evidence, appraisals (鉴定)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.models import Appraisal, Evidence, Finding, Officer, Party
from disputes.workflow import take_step


def find(case: CaseFile, *, actor: Officer, found_on: date, **fields: Any) -> Finding:
    """Put a finding on file; from now on it is the one that counts.

    Raises what the guards of `find` raise, ValidationError for an offence nobody knows.
    """
    finding = case.add(Finding(found_by=actor, found_on=found_on, **fields))
    take_step(case, "find", actor=actor, on=found_on, facts={
        "offence": finding.offence, "ground": finding.ground, "exclusions": finding.exclusions,
    })  # fmt: skip
    return finding


def add_evidence(
    case: CaseFile, *, actor: Officer, obtained_on: date, kind: str, title: str
) -> Evidence:
    """Put an item of evidence on file."""
    take_step(case, "add_evidence", actor=actor, on=obtained_on, facts={"kind": kind})
    return case.add(Evidence(kind=kind, title=title, obtained_on=obtained_on, obtained_by=actor))


def request_appraisal(
    case: CaseFile,
    *,
    actor: Officer,
    requested_on: date,
    subject: str,
    organisation: str,
    party: Party | None = None,
) -> Appraisal:
    """Commission an appraisal. While that of an injury is pending nobody is mediated."""
    take_step(case, "request_appraisal", actor=actor, on=requested_on, facts={"subject": subject})
    return case.add(
        Appraisal(
            subject=subject, organisation=organisation, party=party, requested_on=requested_on
        )
    )


def record_appraisal(
    case: CaseFile,
    appraisal: Appraisal,
    *,
    actor: Officer,
    result_on: date,
    result: str,
    amount: Decimal | None = None,
) -> Appraisal:
    """Record what an appraisal found. Raises WrongState when it has a result already."""
    if appraisal.result:
        raise WrongState("该鉴定已登记结论")
    take_step(case, "record_appraisal", actor=actor, on=result_on,
              facts={"appraisal": appraisal.pk, "result": result})  # fmt: skip
    return case.revise(appraisal, result=result, result_on=result_on, amount=amount)
