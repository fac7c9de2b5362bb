"""Persuasion in three dimensions (法·理·情) and a unit's own working method (工作法)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.guards.method import method_of
from disputes.models import MediationSession, MethodStep, MethodStepDone, Officer, Persuasion
from disputes.workflow import take_step


def record_persuasion(
    case: CaseFile,
    session: MediationSession,
    *,
    actor: Officer,
    on: date,
    persuasions: Iterable[dict[str, Any]],
) -> MediationSession:
    """Record what was said in which dimension at a mediation, with its end or later."""
    rows = [case.add(Persuasion(session=session, **row)) for row in persuasions]
    take_step(case, "record_persuasion", actor=actor, on=on,
              facts={"session": session.pk, "dimensions": sorted({r.dimension for r in rows})})  # fmt: skip
    return session


def take_method_step(
    case: CaseFile,
    step: MethodStep,
    *,
    actor: Officer,
    on: date,
    note: str = "",
) -> MethodStepDone:
    """Complete a step of the unit's method. Raises what its guards raise, WrongState."""
    if any(done.step_id == step.pk for done in case.rows(MethodStepDone)):
        raise WrongState("该步骤已经完成")
    done = case.add(MethodStepDone(step=step, done_on=on, done_by=actor, note=note))
    take_step(case, "take_method_step", actor=actor, on=on, facts={"step": step.pk})
    return done


def progress(case: CaseFile) -> list[tuple[MethodStep, MethodStepDone | None]]:
    """The steps of the unit's method, each with its completion in this case, if any."""
    done = {row.step_id: row for row in case.rows(MethodStepDone)}
    return [(step, done.get(step.pk)) for step in method_of(case)]
