"""The hours of a mediation: when it began and ended, as its record (笔录) says."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import clock
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.models import MediationSession

Facts = dict[str, Any]


def session_hours_in_order(case: CaseFile, facts: Facts, on: date) -> None:
    """A mediation begins on its day, ends after it began, and neither lies ahead."""
    session = case.rows(MediationSession)[-1]
    began, ended = session.began_at, session.ended_at
    if any(moment is not None and moment > clock.now() for moment in (began, ended)):
        raise RuleViolation("调解的开始、结束时间不得晚于现在", code="SESSION_HOURS_INVALID")
    if began is not None and clock.local(began).date() != session.held_on:
        raise RuleViolation(
            f"开始时间应当在调解当日（{session.held_on:%Y-%m-%d}）", code="SESSION_HOURS_INVALID"
        )
    if ended is not None and clock.local(ended).date() < session.held_on:
        raise RuleViolation("结束时间不得早于调解当日", code="SESSION_HOURS_INVALID")
    if began is not None and ended is not None and ended <= began:
        raise RuleViolation("结束时间应当晚于开始时间", code="SESSION_HOURS_INVALID")
