"""Persuasion at a mediation, and the steps of a unit's working method (工作法)."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import Caution, RuleViolation
from disputes.models import MediationSession, MethodStep, MethodStepDone, Persuasion

Facts = dict[str, Any]


def persuasion_said(case: CaseFile, facts: Facts, on: date) -> None:
    """Something was said, at a mediation that has been held by that day."""
    session = case.row(MediationSession, facts["session"])
    if not any(row.content.strip() for row in case.rows_of(session, Persuasion)):
        raise RuleViolation("请填写疏导内容", code="PERSUASION_MISSING")
    if on < session.held_on:
        raise RuleViolation(
            f"疏导的日期不得早于调解日期{session.held_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def step_of_the_unit(case: CaseFile, facts: Facts, on: date) -> None:
    """A case follows the working method of its own unit."""
    if facts["step"] not in {step.pk for step in method_of(case)}:
        raise RuleViolation("该步骤不属于本单位的工作法", code="METHOD_STEP_FOREIGN")


def steps_in_order(case: CaseFile, facts: Facts, on: date) -> None:
    """Steps are taken one after another, or with a reason."""
    steps = {step.pk: step for step in method_of(case)}
    step = steps.get(facts["step"])
    done = {row.step_id for row in case.rows(MethodStepDone)}
    if step is None:
        return
    skipped = [
        s for s in steps.values()
        if s.method == step.method and s.ordinal < step.ordinal and s.pk not in done
    ]  # fmt: skip
    if skipped:
        raise Caution(
            f"尚未完成：{'、'.join(map(str, skipped))}；不按顺序办理须说明理由",
            code="METHOD_STEP_ORDER",
        )


def method_of(case: CaseFile) -> list[MethodStep]:
    """The steps in use of the unit, or of the nearest superior unit that has any."""
    return MethodStep.objects.in_use_at(case.dispute.unit)
