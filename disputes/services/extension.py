"""Extension of the time limit of a security case (延长办案期限)."""

from __future__ import annotations

from datetime import date

from disputes.casefile import CaseFile
from disputes.models import Extension, Officer
from disputes.workflow import take_step


def extend(
    case: CaseFile, *, actor: Officer, days: int, reason: str, approved_by: str, approved_on: date
) -> Extension:
    """Record what the next higher organ approved. Raises what the guards of `extend` raise."""
    extension = case.add(Extension(
        days=days, reason=reason, approved_by=approved_by, approved_on=approved_on
    ))  # fmt: skip
    take_step(case, "extend", actor=actor, on=approved_on,
              facts={"days": days, "approved_by": approved_by})  # fmt: skip
    return extension
