"""Follow-up (回访): by the means the risk level asks for, and of drawn cases by somebody else."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import Caution, RuleViolation
from disputes.models import DisputeEvent, FollowUp, MediationSession, SampledCase

Facts = dict[str, Any]
Method = FollowUp.Method
WEIGHT = {Method.MESSAGE: 1, Method.PHONE: 2, Method.VISIT: 3}
# Whoever took one of these steps has mediated the case.
MEDIATING = frozenset({"hold_session", "end_session", "hold_stage", "reconcile", "agree"})


def method_meets_level(case: CaseFile, facts: Facts, on: date) -> None:
    """A level that asks for a visit is not served by a call without a reason."""
    level, made = case.dispute.risk_level, case.rows(FollowUp)[-1]
    asked = Method(level.follow_up_method) if level and level.follow_up_method else None
    if level and asked and WEIGHT[Method(made.method)] < WEIGHT[asked]:
        raise Caution(
            f"{level.name}须{asked.label}回访，采用{made.get_method_display()}方式须说明理由",
            code="FOLLOW_UP_METHOD",
        )


def not_by_mediator(case: CaseFile, facts: Facts, on: date) -> None:
    """A drawn case is followed up by the officer it was given to, who did not mediate it."""
    if "sample" not in facts:
        return
    drawn = case.row(SampledCase, facts["sample"])
    visitor = drawn.follow_up.visited_by if drawn.follow_up else drawn.assigned_to
    if visitor is not None and visitor.pk in mediators(case):
        raise RuleViolation(
            f"{visitor}参加过本纠纷的调解，不得办理抽查回访", code="FOLLOW_UP_BY_MEDIATOR"
        )
    if visitor is None or drawn.assigned_to_id != visitor.pk:
        raise RuleViolation("抽查回访由被指派的民警办理", code="FOLLOW_UP_NOT_ASSIGNED")


def mediators(case: CaseFile) -> set[int]:
    """Keys of the officers who mediated the case, as host, as second officer or by their steps."""
    sessions = case.rows(MediationSession)
    people = {s.host_id for s in sessions} | {s.second_officer_id for s in sessions}
    acted = {e.actor_id for e in case.rows(DisputeEvent) if e.action in MEDIATING}
    return {pk for pk in people | acted if pk is not None}
