"""What happens beside mediation: notices, recusals, warning letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.models import Notice, Officer, Party, Recusal, WarningDecision
from disputes.workflow import take_step


def notify(case: CaseFile, *, actor: Officer, about: str, method: str, told_on: date) -> Notice:
    """Record what the parties were told (告知), when, how and by whom."""
    take_step(case, "notify", actor=actor, on=told_on, facts={"about": about, "method": method})
    return case.add(Notice(about=about, method=method, told_on=told_on, told_by=actor))


def request_recusal(
    case: CaseFile,
    *,
    actor: Officer,
    officer: Officer,
    ground: str,
    statement: str,
    requested_on: date,
    applicant: Party | None = None,
) -> Recusal:
    """Ask that an officer stand back; without an applicant the officer asks for it (自行回避).

    The inquiry goes on, mediation and closing wait for the decision.
    """
    recusal = case.add(Recusal(
        officer=officer, applicant=applicant, ground=ground, statement=statement,
        requested_on=requested_on,
    ))  # fmt: skip
    take_step(case, "request_recusal", actor=actor, on=requested_on,
              facts={"officer": officer.pk, "ground": ground})  # fmt: skip
    return recusal


def decide_recusal(
    case: CaseFile,
    recusal: Recusal,
    *,
    actor: Officer,
    granted: bool,
    reason: str,
    decided_on: date,
) -> Recusal:
    """Decide on a request. Raises WrongState when that has been done."""
    if recusal.decided_on is not None:
        raise WrongState("该回避申请已作出决定")
    case.revise(recusal, granted=granted, reason=reason, decided_on=decided_on, decided_by=actor)
    take_step(case, "decide_recusal", actor=actor, on=decided_on,
              facts={"recusal": recusal.pk, "granted": granted, "reason": reason})  # fmt: skip
    return recusal


def decide_warning(
    case: CaseFile, *, actor: Officer, issued: bool, decided_on: date, **fields: Any
) -> WarningDecision:
    """Record whether a warning letter (告诫书) is issued, and why."""
    decision = case.add(
        WarningDecision(issued=issued, decided_by=actor, decided_on=decided_on, **fields)
    )
    take_step(case, "decide_warning", actor=actor, on=decided_on, facts={"issued": issued})
    return decision
