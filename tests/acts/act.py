"""What an act is, and the plainest ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes import workflow
from disputes.casefile import CaseFile
from disputes.models import (
    Officer,
)

FACTS = {
    "reason": "当事人已说明",
    "remedies_told": True,
    "convert_to": "penalty",
    "ground": "refused",
    "settled_by": "parties",
    "performed": True,
    "applied_by_all": True,
    "approved_by": "赵所长",
}
Act = Callable[[CaseFile, Officer, date, dict[str, Any]], Any]


def plain(action: str) -> Act:
    """A step that needs nothing but its facts."""

    def step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
        workflow.take_step(case, action, actor=officer, on=on, facts=FACTS | facts)

    return step
