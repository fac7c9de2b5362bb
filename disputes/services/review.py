"""Legal review (法制审核): a case is sent, and passed or returned with reasons."""

from __future__ import annotations

from datetime import date

from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.guards.review import latest_review, outstanding
from disputes.models import Officer, Review
from disputes.workflow import take_step


def submit_review(case: CaseFile, *, actor: Officer, on: date, level: str = "") -> Review:
    """Send the case to a level; without one, to the lowest that the rules ask for.

    Raises RuleViolation (REVIEW_NOT_REQUIRED, REVIEW_PENDING).
    """
    if not level:
        missing = outstanding(case, on)
        if not missing:
            raise RuleViolation(
                "本纠纷不需要审核，或者审核已经通过；仍要送审的，请选择审核层级",
                code="REVIEW_NOT_REQUIRED",
            )
        level = next((one for one in missing if not _waits(case, one)), missing[0])
    sent = case.add(Review(level=level, submitted_by=actor, submitted_on=on))
    take_step(case, "submit_review", actor=actor, on=on, facts={"review": sent.pk, "level": level})
    return sent


def _waits(case: CaseFile, level: str) -> bool:
    latest = latest_review(case, level)
    return latest is not None and latest.passed is None


def review(
    case: CaseFile, sent: Review, *, actor: Officer, on: date, passed: bool, opinion: str = ""
) -> Review:
    """Pass a case or return it. Raises what the guards of `review` raise, WrongState.

    Of two reviewers at once the second one finds the review done.
    """
    if sent.passed is not None:
        raise WrongState("该次审核已经完成")
    case.revise(sent, reviewed_by=actor, reviewed_on=on, passed=passed, opinion=opinion)
    take_step(case, "review", actor=actor, on=on,
              facts={"review": sent.pk, "level": sent.level, "passed": passed})  # fmt: skip
    return sent
