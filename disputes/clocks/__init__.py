"""Clocks (期限) of a case, statutory ones and those of the bureau's own rules. Read-only.

Each shows its start, its source, what it was paused for and how its days were counted: nothing is
a hidden timer. A function per clock takes the case file and today, and gives those that started.
"""

from __future__ import annotations

from datetime import date

from disputes.casefile import CaseFile
from disputes.clocks.agreement import confirmation, performances
from disputes.clocks.appointment import appointments, hearing_notices
from disputes.clocks.clock import Clock, ClockState
from disputes.clocks.procedure import case_limit, recusals
from disputes.clocks.referral import referral_answers
from disputes.clocks.risk import first_action, follow_up, resolution
from disputes.clocks.session import first_session, second_session
from disputes.models import (
    Agreement,
    Appointment,
    Appraisal,
    Booking,
    Confirmation,
    DisputeEvent,
    Extension,
    FollowUp,
    MediationSession,
    Obligation,
    Recusal,
    Referral,
    RiskAssessment,
)

CLOCKS = (
    first_session, second_session, performances, confirmation, case_limit, recusals,
    first_action, resolution, follow_up, referral_answers, appointments, hearing_notices,
)  # fmt: skip
# What the clocks read of a file, parents before their children.
TABLES = (
    DisputeEvent, RiskAssessment, Appraisal, Recusal, Extension, MediationSession, Agreement,
    Obligation, Referral, Confirmation, FollowUp, Appointment, Booking,
)  # fmt: skip

__all__ = ["CLOCKS", "TABLES", "Clock", "ClockState", "clocks_of"]


def clocks_of(case: CaseFile, today: date) -> list[Clock]:
    """Every clock that has started on a case, whatever its state."""
    return [clock for find in CLOCKS for clock in find(case, today)]
