"""Tables of the case register. What is always true here is a constraint."""

from disputes.models.agreement import Agreement, Obligation, Signature
from disputes.models.audit import AuditEvent, IdempotencyKey
from disputes.models.calendar import Holiday
from disputes.models.dictionary import Kind, RiskLevel
from disputes.models.dispute import Dispute, DisputeEvent, RiskAssessment
from disputes.models.followup import FollowUp
from disputes.models.hearing import Hearing, HearingOpinion, HearingSeat, HearingStage
from disputes.models.officer import Officer
from disputes.models.party import Party, Representative
from disputes.models.referral import Referral
from disputes.models.session import MediationSession, SessionGuest, SessionParticipant
from disputes.models.unit import NumberCounter, Unit, UnitAncestry, UnitMove

__all__ = [
    "Agreement",
    "AuditEvent",
    "Dispute",
    "DisputeEvent",
    "FollowUp",
    "Hearing",
    "HearingOpinion",
    "HearingSeat",
    "HearingStage",
    "Holiday",
    "IdempotencyKey",
    "Kind",
    "MediationSession",
    "NumberCounter",
    "Obligation",
    "Officer",
    "Party",
    "Referral",
    "Representative",
    "RiskAssessment",
    "RiskLevel",
    "SessionGuest",
    "SessionParticipant",
    "Signature",
    "Unit",
    "UnitAncestry",
    "UnitMove",
]
