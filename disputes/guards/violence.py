"""The mark 涉家庭暴力: set by anybody who handles the case, taken off by two people, never forgotten.

反家庭暴力法 art. 16 asks for a decision about the warning letter (告诫书); taking the mark off
would spare it. So one officer asks for it with a reason and a chief decides, and whoever closes
the case is told.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.errors import Caution, RuleViolation, WrongState
from disputes.models import DisputeEvent

Facts = dict[str, Any]


def violence_not_amended_away(case: CaseFile, facts: Facts, on: date) -> None:
    """G31: a correction sets the mark and does not take it off."""
    before = facts.get("before") or {}
    if before.get("domestic_violence") and not facts["after"]["domestic_violence"]:
        raise RuleViolation(
            "涉家庭暴力标记不能以更正取消：请先申请解除，由所长决定",
            code="DV_MARK_NEEDS_DECISION",
            statutes=[statutes.WARNING_LETTER],
        )


def violence_marked(case: CaseFile, facts: Facts, on: date) -> None:
    """G31: only a mark that is set is taken off, and it is asked for once at a time."""
    if not case.dispute.domestic_violence:
        raise WrongState("本纠纷未登记为涉家庭暴力", code="NOT_DOMESTIC_VIOLENCE")
    if pending_clearance(case) is not None:
        raise WrongState("解除涉家庭暴力标记的申请正在等待决定", code="DV_CLEARANCE_PENDING")


def clearance_decided(case: CaseFile, facts: Facts, on: date) -> None:
    """G31: a chief who did not ask for it decides whether the mark is taken off."""
    asked = pending_clearance(case)
    if asked is None:
        raise WrongState("没有待决定的解除涉家庭暴力标记申请", code="DV_CLEARANCE_MISSING")
    if asked.actor == facts["actor"]:
        raise RuleViolation(
            "解除涉家庭暴力标记由申请人以外的负责人决定",
            code="DV_CLEARANCE_SELF_DECISION",
            statutes=[statutes.WARNING_LETTER],
        )
    if not isinstance(facts.get("granted"), bool):
        raise RuleViolation("请选择是否同意解除涉家庭暴力标记", code="DV_CLEARANCE_UNDECIDED")


def violence_remembered(case: CaseFile, facts: Facts, on: date) -> None:
    """G31: whoever ends a case whose mark was taken off confirms that it is none of violence."""
    cleared = clearance_of(case)
    if cleared is not None and not case.dispute.domestic_violence:
        raise Caution(
            f"本纠纷曾登记为涉家庭暴力，{cleared.occurred_on:%Y-%m-%d}由{cleared.actor}决定解除；"
            "办结前请再次核实，并说明核实情况",
            code="DV_MARK_CLEARED",
            statutes=[statutes.WARNING_LETTER],
        )


def pending_clearance(case: CaseFile) -> DisputeEvent | None:
    """The request to take the mark off that nobody has decided on."""
    steps = [
        e for e in case.rows(DisputeEvent) if e.action in ("ask_clearance", "decide_clearance")
    ]
    return steps[-1] if steps and steps[-1].action == "ask_clearance" else None


def clearance_of(case: CaseFile) -> DisputeEvent | None:
    """The newest decision by which the mark was taken off."""
    steps = (e for e in reversed(case.rows(DisputeEvent)) if e.action == "decide_clearance")
    return next((e for e in steps if e.facts.get("granted")), None)
