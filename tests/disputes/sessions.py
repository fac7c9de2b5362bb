"""Mediation sessions of tests: everybody takes part and consents unless a test says otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import case_file
from disputes.models import Dispute, MediationSession, Officer
from disputes.services import mediation
from tests.acts import session_fields
from tests.factories import DAY


def hold(
    dispute: Dispute,
    officer: Officer,
    on: date = DAY,
    *,
    answers: dict[str, dict[str, Any]] | None = None,
    facts: dict[str, Any] | None = None,
    because: dict[str, str] | None = None,
    **fields: Any,
) -> MediationSession:
    """Hold a session. `answers` change the participants of a name, None leaves one out.

    `because` gives by its code the reason to go on in spite of a warning.
    """
    with case_file(dispute.pk) as case:
        case.acknowledged = because or {}
        told = session_fields(case, **fields)
        if answers is not None:
            told["participants"] = [
                row | answers.get(row["party"].name, {}) for row in told["participants"]
                if answers.get(row["party"].name, {}) is not None
            ]  # fmt: skip
        return mediation.hold_session(case, actor=officer, held_on=on, facts=facts, **told)
