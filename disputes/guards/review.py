"""Risk levels with their leaders, and the legal review (法制审核) before a case ends."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Role
from disputes.errors import Caution, RuleViolation
from disputes.models import (
    DisputeEvent,
    MediationSession,
    Obligation,
    Officer,
    Review,
    ReviewRule,
    RiskAssessment,
    Unit,
)

Facts = dict[str, Any]
Level = ReviewRule.Level
# Steps that change nothing of what a reviewer has read. Every other one needs a new review.
BESIDE_THE_CASE = frozenset({
    "submit_review", "review", "assess_risk", "mark_party", "unmark_party", "follow_up",
    "assign_follow_up", "record_persuasion", "take_method_step",
    "arrange", "confirm_appointment", "reschedule", "cancel_appointment", "tell_appointment",
    "keep_appointment", "miss_appointment", "refer", "receive", "return",
    "remind", "withdraw_referral", "answer", "notify", "extend", "decide_recurrence",
    "apply_confirmation", "record_confirmation", "issue_paper", "void_paper",
})  # fmt: skip


def risk_decided_by_a_person(case: CaseFile, facts: Facts, on: date) -> None:
    """No decision by automation alone: whoever decides says on which grounds, not only a score."""
    if not _assessment(case).basis.strip():
        raise RuleViolation(
            "风险等级由具名民警决定，请写明依据，不得仅以评分作出决定",
            code="RISK_BASIS_MISSING",
            statutes=[statutes.AUTOMATED_DECISION],
        )


def risk_not_below_suggestion(case: CaseFile, facts: Facts, on: date) -> None:
    """A level below the suggested one needs a reason."""
    decided = _assessment(case)
    if decided.suggested is not None and decided.level.rank < decided.suggested.rank:
        raise Caution(
            f"评分{decided.score}分，建议{decided.suggested.name}；定为{decided.level.name}须说明理由",
            code="RISK_BELOW_SUGGESTION",
        )


def leader_named(case: CaseFile, facts: Facts, on: date) -> None:
    """A level that asks for it has a leader (包案领导): a chief of the unit or one above it."""
    decided = _assessment(case)
    if decided.leader is None:
        if decided.level.leader_required:
            raise RuleViolation(f"{decided.level.name}须指定包案领导", code="LEADER_REQUIRED")
        return
    if decided.leader.role != Role.CHIEF or not _stands_over(decided.leader, case):
        raise RuleViolation("包案领导须为本单位或者上级单位的负责人", code="LEADER_REQUIRED")


def _assessment(case: CaseFile) -> RiskAssessment:
    return case.rows(RiskAssessment)[-1]


def _stands_over(officer: Officer, case: CaseFile) -> bool:
    """An active officer of the case's unit or of one above it."""
    unit = officer.unit
    return unit is not None and officer.is_active and case.dispute.unit.path.startswith(unit.path)


# --- legal review


def reviewed(case: CaseFile, facts: Facts, on: date) -> None:
    """Every level that the bureau asks for has passed the case as it is now.

    Not asked of what was mediated on the spot, which needs no case file.
    """
    missing = outstanding(case, on)
    if not missing:
        return
    level, found = missing[0], latest_review(case, missing[0])
    if found is not None and found.passed is None:
        raise RuleViolation(f"{level.label}尚未完成，不能办结", code="REVIEW_PENDING")
    raise RuleViolation(
        f"办结前须经{level.label}：{_what_is_missing(found)}", code="REVIEW_MISSING"
    )


def _what_is_missing(found: Review | None) -> str:
    if found is None:
        return "请先送审"
    return "审核之后案件又有变动，须重新送审" if found.passed else "已退回，须补正后重新送审"


def outstanding(case: CaseFile, on: date) -> list[Level]:
    """The levels that have not passed the case as it is now, from below upwards."""
    return [level for level in required_levels(case) if not _covered(case, level, on)]


def required_levels(case: CaseFile) -> list[Level]:
    """The levels that the bureau's rules ask for, from below upwards."""
    sessions = case.rows(MediationSession)
    if sessions and sessions[-1].mode == MediationSession.Mode.ON_THE_SPOT:
        return []
    asked = {rule.level for rule in case.entries(ReviewRule) if _is_about(rule, case)}
    return [level for level in Level if level in asked]


def _is_about(rule: ReviewRule, case: CaseFile) -> bool:
    if not rule.is_active or rule.track not in ("", case.dispute.track):
        return False
    if rule.kind_id is not None and not _is_of(case, rule.kind_id):
        return False
    return rule.amount_from is None or _at_stake(case) >= rule.amount_from


def _is_of(case: CaseFile, kind_id: int) -> bool:
    """A rule for a major kind is one for all its minor kinds."""
    return kind_id in (case.dispute.kind_id, case.dispute.kind.parent_id)


def _at_stake(case: CaseFile) -> Decimal | int:
    """In yuan (元): as registered, or as agreed if that is more."""
    agreed = sum(duty.amount or 0 for duty in case.rows_of(case.agreement, Obligation))
    return max(case.dispute.amount or 0, agreed)


def latest_review(case: CaseFile, level: str) -> Review | None:
    return next((r for r in reversed(case.rows(Review)) if r.level == level), None)


def _covered(case: CaseFile, level: Level, on: date) -> bool:
    """Passed by that day, and after the last change of what was reviewed."""
    found = latest_review(case, level)
    if found is None or not found.passed or found.reviewed_on is None or found.reviewed_on > on:
        return False
    events = case.rows(DisputeEvent)
    decided = max(e.seq for e in events if e.action == "review" and e.facts["review"] == found.pk)
    return not any(e.seq > decided and e.action not in BESIDE_THE_CASE for e in events)


def review_not_waiting(case: CaseFile, facts: Facts, on: date) -> None:
    """A level gets a case once at a time."""
    *earlier, sent = case.rows(Review)
    if any(r.level == sent.level and r.passed is None for r in earlier):
        raise RuleViolation(f"{sent.get_level_display()}正在进行", code="REVIEW_PENDING")


def review_after_submission(case: CaseFile, facts: Facts, on: date) -> None:
    """Nobody reviews a case before it was sent."""
    sent_on = case.row(Review, facts["review"]).submitted_on
    if on < sent_on:
        raise RuleViolation(f"审核日期不得早于送审日期{sent_on:%Y-%m-%d}", code="OUT_OF_ORDER")


def reviewer_fits(case: CaseFile, facts: Facts, on: date) -> None:
    """The reviewer did not send the case, and stands where the level asks for."""
    review = case.row(Review, facts["review"])
    reviewer = review.reviewed_by
    assert reviewer is not None
    if reviewer.pk == review.submitted_by_id:
        raise RuleViolation("送审人不得审核自己送审的案件", code="REVIEWER_IS_SUBMITTER")
    if not may_review(reviewer, Level(review.level), case.dispute.unit):
        raise RuleViolation(
            f"{reviewer}不能作出{review.get_level_display()}", code="REVIEWER_UNFIT"
        )


def may_review(officer: Officer, level: Level, unit: Unit) -> bool:
    """The chief of the unit; the legal officer of the unit or above; of a superior unit."""
    if officer.unit is None or not unit.path.startswith(officer.unit.path):
        return False
    own = officer.unit.pk == unit.pk
    match level:
        case Level.CHIEF:
            return officer.role == Role.CHIEF and own
        case Level.LEGAL:
            return officer.role == Role.LEGAL
    return officer.role == Role.LEGAL and not own


def return_has_reasons(case: CaseFile, facts: Facts, on: date) -> None:
    """A returned case comes back with what has to be mended."""
    review = case.row(Review, facts["review"])
    if not review.passed and not review.opinion.strip():
        raise RuleViolation("退回须写明理由", code="REVIEW_REASONS_MISSING")
