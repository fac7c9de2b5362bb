"""Clocks of the risk level (风险等级): the bureau's own rules, by the dictionary of levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import takewhile

from disputes.casefile import CaseFile
from disputes.choices import State
from disputes.clocks.clock import Clock, clock_of, entered, is_over
from disputes.deadlines import (
    FIRST_ACTION,
    FOLLOW_UP,
    RESOLUTION,
    Counted,
    Period,
    count_plainly,
    in_chinese,
)
from disputes.models import DisputeEvent, FollowUp, RiskAssessment, RiskLevel

ENDED = frozenset({State.FULFILLED, State.CLOSED})
# What is done about a dispute and leaves its state; a change of state is something done as well.
ACTIONS = frozenset({"hold_session", "propose_hearing", "refer", "follow_up"})


def first_action(case: CaseFile, today: date) -> Iterator[Clock]:
    """Something is done about a dispute within the days of its level."""
    level = case.dispute.risk_level
    if level is None or level.first_action_days is None:
        return
    since, raised = _level_since(case)
    done = (e.occurred_on for e in case.rows(DisputeEvent) if _is_action(e))
    days = [day for day in done if day >= since or not raised]
    period = _of_level(FIRST_ACTION, level, level.first_action_days)
    yield clock_of(
        period, count_plainly(period, since), today,
        done_on=max(since, days[0]) if days else None, stopped=is_over(case),
    )  # fmt: skip


def _of_level(period: Period, level: RiskLevel, days: int) -> Period:
    return replace(period, name=f"{period.name}（{level.name}）", days=days)


def _is_action(event: DisputeEvent) -> bool:
    return event.from_state != event.to_state or event.action in ACTIONS


def resolution(case: CaseFile, today: date) -> Iterator[Clock]:
    """A dispute is resolved (化解) within the days of its level; anew after a relapse (反复)."""
    level = case.dispute.risk_level
    if level is None or level.resolution_days is None:
        return
    relapses = [e.occurred_on for e in case.rows(DisputeEvent) if e.action == "relapse"]
    since = max([_level_since(case)[0], *relapses])
    period = _of_level(RESOLUTION, level, level.resolution_days)
    resolved_on = case.dispute.resolved_on
    yield clock_of(
        period, count_plainly(period, since), today,
        done_on=None if resolved_on is None else max(since, resolved_on), stopped=is_over(case),
    )  # fmt: skip


def _level_since(case: CaseFile) -> tuple[date, bool]:
    """Since when the dispute has its level, and whether it had another one before.

    The registration where nobody has assessed it.
    """
    rows, level = case.rows(RiskAssessment), case.dispute.risk_level_id
    same = list(takewhile(lambda row: row.level_id == level, reversed(rows)))
    since = same[-1].assessed_on if same else case.dispute.registered_on
    return since, len(same) < len(rows)


def follow_up(case: CaseFile, today: date) -> Iterator[Clock]:
    """A dispute that has ended is followed up within the days of its level.

    Then on the day that the last visit named, as long as it named one.
    """
    level, end = case.dispute.risk_level, entered(case, ENDED)
    if level is None or level.follow_up_days is None or end is None:
        return
    visits = [row for row in case.rows(FollowUp) if row.held_on >= end.occurred_on]
    period = _of_level(FOLLOW_UP, level, level.follow_up_days)
    counted = count_plainly(period, end.occurred_on)
    done = [row.held_on for row in visits]
    if visits and visits[-1].next_on is not None:
        counted, done = _next_visit(visits[-1], visits[-1].next_on), []
    stopped = case.dispute.state not in ENDED
    yield clock_of(period, counted, today, done_on=min(done, default=None), stopped=stopped)


def _next_visit(last: FollowUp, due_on: date) -> Counted:
    how = f"{in_chinese(last.held_on)}回访时约定{in_chinese(due_on)}再次回访"
    return Counted(last.held_on, due_on, how)
