"""One step of a test, with exactly the facts it says."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import workflow
from disputes.models import Dispute, DisputeEvent, Officer
from tests.factories import DAY


def step(
    dispute: Dispute, action: str, officer: Officer, on: date = DAY, **facts: Any
) -> DisputeEvent:
    """One step with exactly these facts; `factories.act` would add what the step asks for."""
    return workflow.perform(dispute.pk, action, actor=officer, on=on, facts=facts)
