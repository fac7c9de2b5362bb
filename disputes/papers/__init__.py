"""Papers (文书): what a case is printed as. One file per family of papers.

A paper is a declaration of fields with Chinese names, a function that fills them from the case
file, and a page. A paper is issued once for each row it is about; whoever needs it again voids
the former one with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import Dispute
from disputes.models import Paper as Issued
from disputes.papers import (
    afterwards,
    agreements,
    consent,
    endings,
    hearings,
    intake,
    referrals,
    sessions,
    settlement,
)
from disputes.papers.fields import lacking
from disputes.papers.paper import Making, Paper

PAPERS: tuple[Paper, ...] = (
    *intake.PAPERS, *consent.PAPERS, *sessions.PAPERS, *hearings.PAPERS, *agreements.PAPERS,
    *afterwards.PAPERS, *referrals.PAPERS, *settlement.PAPERS, *endings.PAPERS,
)  # fmt: skip
BY_CODE = {paper.code: paper for paper in PAPERS}
NOT_YET = "〔待编号〕"  # stands for the number while it is asked what a paper lacks
__all__ = ["BY_CODE", "PAPERS", "Paper", "applicable", "key", "lacking_of", "standing", "wanted"]


def key(row: Any) -> int:
    """The key of what a paper is about; 0 for the case as a whole."""
    return 0 if isinstance(row, Dispute) else row.pk


def applicable(case: CaseFile) -> Iterator[tuple[Paper, Any]]:
    """Every paper that the case has rows for, with the row."""
    for paper in PAPERS:
        for row in paper.rows(case):
            yield paper, row


def wanted(case: CaseFile, code: str, subject: int) -> tuple[Paper, Any] | None:
    """The paper of this code about the row of this key, as far as the case gives one."""
    paper = BY_CODE[code]
    return next(((paper, row) for row in paper.rows(case) if key(row) == subject), None)


def lacking_of(case: CaseFile, paper: Paper, row: Any, on: date) -> list[str]:
    """What the case has to say before the paper is whole."""
    return lacking(paper.fill(Making(case, row, NOT_YET, case.dispute.responsible, on)))


def standing(case: CaseFile, paper: Paper, row: Any) -> Issued | None:
    """The paper as it was issued and not voided."""
    return next(
        (p for p in case.rows(Issued)
         if (p.code, p.subject) == (paper.code, key(row)) and p.voided_on is None),
        None,
    )  # fmt: skip
