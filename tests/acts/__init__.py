"""Every action of the table, taken as its service takes it, with all that the rules ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import Officer
from tests.acts import agreeing, arranging, inquiring, keeping, mediating, papering, passing_on
from tests.acts.act import FACTS, Act, plain
from tests.acts.agreeing import agreement_fields, money, waiver_fields
from tests.acts.inquiring import finding_fields
from tests.acts.mediating import session_fields

__all__ = [
    "ACTS",
    "FACTS",
    "agreement_fields",
    "finding_fields",
    "money",
    "session_fields",
    "take",
    "waiver_fields",
]

PARTS = (inquiring, arranging, mediating, agreeing, passing_on, keeping, papering)
ACTS: dict[str, Act] = {action: act for part in PARTS for action, act in part.ACTS.items()}


def take(case: CaseFile, action: str, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """Take one action on an open case file; reasons to pass a warning hold for all its steps."""
    case.acknowledged = facts.pop("acknowledged", {})
    ACTS.get(action, plain(action))(case, officer, on, facts)
