"""What must be done in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.clocks.procedure import case_limit_start, case_limit_with, extensions_since
from disputes.clocks.session import first_session_start
from disputes.deadlines import (
    CASE_LIMIT,
    FIRST_SESSION,
    SECOND_SESSION,
    Period,
    count_working_days,
    in_chinese,
)
from disputes.errors import Caution, RuleViolation
from disputes.mediations import mediations, police_sessions
from disputes.models import MediationSession
from disputes.workdays import CalendarUnknown

Facts = dict[str, Any]


def second_session_in_time(case: CaseFile, facts: Facts, on: date) -> None:
    """G14: a second mediation, and an agreement out of it, at most 7 working days after the first.

    The days are counted from the one on which the first was held.
    """
    held = mediations(case)
    if case.dispute.track != Track.SECURITY_CASE or len(held) < 2:
        return
    try:
        how = _too_late(case, SECOND_SESSION, held[0].held_on, on)
    except CalendarUnknown as unknown:
        raise RuleViolation(
            f"无法计算期限：{unknown}",
            code="CALENDAR_UNKNOWN",
            statutes=[statutes.SECOND_SESSION],
        ) from None
    if how:
        raise RuleViolation(
            "再次调解应当在首次调解后七个工作日内完成，现已超过期限，不能再调解或者达成协议；"
            "请依法转处罚，并告知当事人可以就民事争议提起民事诉讼。"
            f"期限计算：{how}",
            code="SECOND_MEDIATION_LATE",
            statutes=[statutes.SECOND_SESSION],
        )


def first_session_in_time(case: CaseFile, facts: Facts, on: date) -> None:
    """G15: the first mediation within 3 working days of acceptance or of the appraisal's result.

    A warning, once: where it was held too late, its end is late by that already. It ends with
    its result, or with an agreement that takes effect before one is recorded.
    """
    sessions, start = police_sessions(case), first_session_start(case)
    if len(sessions) != 1 or start is None or sessions[0].held_on > on:
        return
    if sessions[0].outcome != MediationSession.Outcome.PENDING:
        return
    try:
        how = _late_since(case, start, sessions[0].held_on, on)
    except CalendarUnknown as unknown:
        raise Caution(
            f"无法计算期限：{unknown}", code="CALENDAR_UNKNOWN", statutes=[statutes.FIRST_SESSION]
        ) from None
    if how:
        raise Caution(
            f"首次调解应当在受理或者鉴定结果出具后三个工作日内完成，现已超过期限：{how}；"
            "确需继续的，请说明理由",
            code="FIRST_MEDIATION_LATE",
            statutes=[statutes.FIRST_SESSION],
        )


def _late_since(case: CaseFile, start: date, held_on: date, on: date) -> str:
    """How late the end of the first mediation is, unless its beginning was late already."""
    if held_on < on and _too_late(case, FIRST_SESSION, start, held_on):
        return ""
    return _too_late(case, FIRST_SESSION, start, on)


def _too_late(case: CaseFile, period: Period, start: date, on: date) -> str:
    """How the period was counted when it is over on a day, else nothing. Raises CalendarUnknown."""
    late = period.over(start, on, case.calendar)
    return count_working_days(period, start, case.calendar).how if late else ""


def extension_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """G24: the time limit is extended before it is over, by 30 days at most, once.

    Twice in a case under the law of 2026, or as the bureau has set it.
    """
    since = case_limit_start(case)
    if since is None:
        raise RuleViolation(
            "办案期限自调解不成或者认定未履行之日起算，现尚未起算，无须延长",
            code="CASE_LIMIT_NOT_RUNNING",
            statutes=[statutes.PERFORMANCE],
        )
    law = statutes.CASE_EXTENSIONS.on(since.occurred_on)
    *earlier, new = extensions_since(case, since.occurred_on)
    most = 1 if law == statutes.CASE_LIMIT else settings.CASE_EXTENSIONS_MOST
    if len(earlier) >= most:
        raise RuleViolation(f"办案期限最多延长{most}次", code="EXTENSION_EXCEEDED", statutes=[law])
    if not 0 < new.days <= CASE_LIMIT.days:
        raise RuleViolation(
            f"每次延长不得超过{CASE_LIMIT.days}日", code="EXTENSION_TOO_LONG", statutes=[law]
        )
    _refuse_expired(case_limit_with(case, since, earlier, on).due_on, on)


def _refuse_expired(due_on: date | None, on: date) -> None:
    if due_on is not None and on > due_on:
        raise RuleViolation(
            f"办案期限已于{in_chinese(due_on)}届满，不能再批准延长",
            code="EXTENSION_LATE",
            statutes=[statutes.CASE_LIMIT],
        )
