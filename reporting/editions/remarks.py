"""The linter's remarks on an edition (校核意见), and what was answered to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from disputes import clock
from disputes.errors import RuleViolation, WrongState
from disputes.models import Officer
from reporting.editions import rules
from reporting.lint import Level, Remark, lint_body
from reporting.models import Edition, RemarkAnswer
from reporting.models.edition import Status


@dataclass(frozen=True, slots=True)
class Remarked:
    """A remark, with the last answer to it."""

    remark: Remark
    answer: RemarkAnswer | None

    def as_json(self) -> dict[str, Any]:
        return self.remark.as_json() | {"answer": self.answer}


def remarks_of(edition: Edition) -> list[Remarked]:
    """By place in the text; compared with the edition of the year before, if there is one."""
    former = Edition.objects.filter(
        unit=edition.unit_id, year=edition.year - 1, month=edition.month
    ).first()
    answers = {one.mark: one for one in edition.remark_answers.select_related("answered_by")}
    found = lint_body(edition.body, former.body if former else None)
    return [Remarked(remark, answers.get(remark.mark)) for remark in found]


def counted(found: Sequence[Remark]) -> dict[str, int]:
    """How many remarks there are of each level."""
    levels = [one.level for one in found]
    return {f"{level.value}s": levels.count(level) for level in Level}


@transaction.atomic
def answer(pk: int, *, actor: Officer, mark: str, reason: str) -> RemarkAnswer:
    """Answer for a warning, on record. An error is not answered for but corrected.

    Raises RuleViolation: ROLE_FORBIDDEN, EDITION_OF_ANOTHER_UNIT, REASON_REQUIRED, REMARK_UNKNOWN,
    REMARK_NOT_ANSWERABLE; WrongState once the edition is signed.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("unit").get(pk=pk)
    rules.may_prepare(actor)
    rules.of_its_own_unit(actor, edition)
    if edition.status == Status.SIGNED:
        raise WrongState("报告已签发，不能再说明校核意见")
    rules.reason_given(reason)
    remark = next((one.remark for one in remarks_of(edition) if one.remark.mark == mark), None)
    if remark is None:
        raise RuleViolation("报告现在的文字没有这条校核意见，请刷新", code="REMARK_UNKNOWN")
    if remark.level != Level.WARNING:
        raise RuleViolation(
            "错误须改正，说明无须答复；只有提醒可以说明理由", code="REMARK_NOT_ANSWERABLE"
        )
    made: RemarkAnswer = RemarkAnswer.objects.create(
        edition=edition, mark=mark, code=remark.code, message=remark.message, reason=reason,
        answered_by=actor, answered_at=clock.now(),
    )  # fmt: skip
    return made
