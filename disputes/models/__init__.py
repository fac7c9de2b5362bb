"""Tables of the case register. What is always true here is a constraint."""

from disputes.models.agreement import Agreement, Obligation, Performance, Signature
from disputes.models.alert import Alert
from disputes.models.audit import AuditEvent, IdempotencyKey
from disputes.models.calendar import Holiday
from disputes.models.dictionary import Kind, RiskLevel
from disputes.models.dispute import Dispute, DisputeEvent, RiskAssessment
from disputes.models.followup import FollowUp, SampledCase, SampleDraw
from disputes.models.hearing import Hearing, HearingOpinion, HearingSeat, HearingStage
from disputes.models.inquiry import Appraisal, Evidence, Finding
from disputes.models.method import MethodStep, MethodStepDone, Persuasion
from disputes.models.officer import Officer
from disputes.models.paper import Paper, PaperFile, PaperTemplate
from disputes.models.party import Party, Representative
from disputes.models.procedure import (
    Confirmation,
    Extension,
    Notice,
    Recusal,
    Review,
    ReviewRule,
    WarningDecision,
)
from disputes.models.referral import Referral
from disputes.models.risk import CriminalCase, MarkKind, PartyMark, Recurrence, RiskFactor
from disputes.models.session import MediationSession, SessionGuest, SessionParticipant
from disputes.models.unit import NumberCounter, Unit, UnitAncestry, UnitMove

__all__ = [
    "Agreement",
    "Alert",
    "Appraisal",
    "AuditEvent",
    "Confirmation",
    "CriminalCase",
    "Dispute",
    "DisputeEvent",
    "Evidence",
    "Extension",
    "Finding",
    "FollowUp",
    "Hearing",
    "HearingOpinion",
    "HearingSeat",
    "HearingStage",
    "Holiday",
    "IdempotencyKey",
    "Kind",
    "MarkKind",
    "MediationSession",
    "MethodStep",
    "MethodStepDone",
    "Notice",
    "NumberCounter",
    "Obligation",
    "Officer",
    "Paper",
    "PaperFile",
    "PaperTemplate",
    "Party",
    "PartyMark",
    "Performance",
    "Persuasion",
    "Recurrence",
    "Recusal",
    "Referral",
    "Representative",
    "Review",
    "ReviewRule",
    "RiskAssessment",
    "RiskFactor",
    "RiskLevel",
    "SampleDraw",
    "SampledCase",
    "SessionGuest",
    "SessionParticipant",
    "Signature",
    "Unit",
    "UnitAncestry",
    "UnitMove",
    "WarningDecision",
]
