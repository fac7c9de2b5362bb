"""Tables of the case register. What is always true here is a constraint."""

from disputes.models.agreement import Agreement, Obligation, Performance, Signature
from disputes.models.alert import Alert
from disputes.models.appointment import Appointment, AppointmentMove, Booking
from disputes.models.attachment import Attachment, StoredFile
from disputes.models.audit import AuditEvent, IdempotencyKey
from disputes.models.calendar import Holiday
from disputes.models.dictionary import Kind, RiskLevel
from disputes.models.dispute import Dispute, DisputeEvent, RiskAssessment
from disputes.models.feed import CalendarFeed
from disputes.models.followup import FollowUp, SampledCase, SampleDraw
from disputes.models.hearing import Hearing, HearingSeat, HearingStage
from disputes.models.hearing_parts import (
    EvidenceItem,
    EvidenceView,
    HearingAttendance,
    HearingConsent,
    HearingOpinion,
    HearingProposal,
    HearingQuestion,
    HearingStop,
    OpinionReveal,
)
from disputes.models.inquiry import Appraisal, Evidence, Finding
from disputes.models.method import MethodStep, MethodStepDone, Persuasion
from disputes.models.officer import Officer
from disputes.models.panel import HearingPlan, PanelMember, PanelObjection
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
from disputes.models.room import Room
from disputes.models.session import MediationSession, SessionGuest, SessionParticipant
from disputes.models.signing import PaperSignature, SealImage
from disputes.models.unit import NumberCounter, Unit, UnitAncestry, UnitMove
from disputes.models.volume import Annex, CaseFileRule, Volume

__all__ = [
    "Agreement",
    "Alert",
    "Annex",
    "Appointment",
    "AppointmentMove",
    "Appraisal",
    "Attachment",
    "AuditEvent",
    "Booking",
    "CalendarFeed",
    "CaseFileRule",
    "Confirmation",
    "CriminalCase",
    "Dispute",
    "DisputeEvent",
    "Evidence",
    "EvidenceItem",
    "EvidenceView",
    "Extension",
    "Finding",
    "FollowUp",
    "Hearing",
    "HearingAttendance",
    "HearingConsent",
    "HearingOpinion",
    "HearingPlan",
    "HearingProposal",
    "HearingQuestion",
    "HearingSeat",
    "HearingStage",
    "HearingStop",
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
    "OpinionReveal",
    "PanelMember",
    "PanelObjection",
    "Paper",
    "PaperFile",
    "PaperSignature",
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
    "Room",
    "SampleDraw",
    "SampledCase",
    "SealImage",
    "SessionGuest",
    "SessionParticipant",
    "Signature",
    "StoredFile",
    "Unit",
    "UnitAncestry",
    "UnitMove",
    "Volume",
    "WarningDecision",
]
