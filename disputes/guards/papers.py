"""Papers (文书): what a case gives one for, that it is whole, and that none is issued twice."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import papers
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.models import Paper

Facts = dict[str, Any]


def paper_applies(case: CaseFile, facts: Facts, on: date) -> None:
    """A paper is issued about something that stands on file: nothing is printed in advance."""
    if papers.wanted(case, facts["code"], facts["subject"]) is None:
        name = papers.BY_CODE[facts["code"]].name
        raise RuleViolation(
            f"本纠纷目前没有可以出具“{name}”的办理记录", code="PAPER_NOT_APPLICABLE"
        )


def paper_not_standing(case: CaseFile, facts: Facts, on: date) -> None:
    """One valid paper about one thing: the former one is voided first, with a reason."""
    found = papers.wanted(case, facts["code"], facts["subject"])
    if found is not None and papers.standing(case, *found) is not None:
        raise WrongState("该文书已经出具，需要重新出具的，请先作废并说明理由")


def paper_whole(case: CaseFile, facts: Facts, on: date) -> None:
    """No field of a paper is empty, unless a rule of its own says when it may be."""
    found = papers.wanted(case, facts["code"], facts["subject"])
    missing = papers.lacking_of(case, *found, on) if found is not None else []
    if missing:
        raise RuleViolation(f"出具文书尚缺：{'、'.join(missing)}", code="PAPER_INCOMPLETE")


def paper_not_voided(case: CaseFile, facts: Facts, on: date) -> None:
    """What has been voided is not voided again."""
    if case.row(Paper, facts["paper"]).voided_on is not None:
        raise WrongState("该文书已经作废")
