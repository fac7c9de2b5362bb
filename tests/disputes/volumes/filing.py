"""Cases whose papers are issued, as far as they go."""

from __future__ import annotations

import shutil

import pytest

from disputes import clock, papers
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.models import Dispute, Paper
from disputes.models.hearing import Stage
from disputes.volumes import needs
from tests.disputes.hall import Hall
from tests.disputes.papers import cases
from tests.disputes.papers.printing import issue
from tests.factories import DAY, act, days

OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")


def on_file(dispute) -> CaseFile:
    return CaseFile(Dispute.objects.get(pk=dispute.pk))


def missing(dispute) -> list[str]:
    return [m.name for m in needs.standing(on_file(dispute)).missing]


def issue_whole(dispute) -> list[Paper]:
    """Every paper that the case gives and that lacks nothing."""
    case, today = on_file(dispute), clock.today()
    whole = [
        (paper.code, papers.key(row))
        for paper, row in papers.applicable(case)
        if not papers.lacking_of(case, paper, row, today)
    ]
    return [issue(dispute, code, subject) for code, subject in whole]


def long_case() -> Dispute:
    """An offence heard before a panel, agreed on, performed and visited: as long as cases get."""
    hall = Hall(Track.SECURITY_CASE)
    act(hall.dispute, "assess_risk", hall.chief, DAY)
    cases.identify(hall.dispute)
    hall.until(Stage.CONCLUSION)
    for action in ("draft_agreement", "agree"):
        act(hall.dispute, action, hall.chief, DAY)
    hall.hold(Stage.CONCLUSION, record={"outcome": "agreed"})
    act(hall.dispute, "perform", hall.chief, days(1))
    hall.hold(Stage.FOLLOW_UP, days(3))
    return hall.dispute
