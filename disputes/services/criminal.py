"""Criminal cases out of disputes (民转刑、刑转命): the register of what mediation did not prevent."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import CriminalCase, Officer
from disputes.workflow import take_step


def link(case: CaseFile, *, actor: Officer, filed_on: date, **fields: Any) -> CriminalCase:
    """Name the criminal case that came out of a dispute, also long after the dispute ended."""
    row = case.add(CriminalCase(filed_on=filed_on, linked_by=actor, **fields))
    take_step(case, "link_criminal", actor=actor, on=filed_on,
              facts={"number": row.number, "kind": row.kind})  # fmt: skip
    return row
