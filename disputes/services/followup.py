"""Follow-up (回访)."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import FollowUp, Officer
from disputes.workflow import take_step


def record_follow_up(case: CaseFile, *, actor: Officer, held_on: date, **fields: Any) -> FollowUp:
    """Record a visit or call. A relapse (反复) found by it is reported by the chief's own step."""
    take_step(case, "follow_up", actor=actor, on=held_on,
              facts={"satisfaction": fields.get("satisfaction", "")})  # fmt: skip
    return case.add(FollowUp(held_on=held_on, visited_by=actor, **fields))
