"""Hearing-style mediation (听证式调解) as it is read: panel, roll, stages, opinions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disputes.api.serializers.fields import BusinessDay, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import (
    EvidenceItem,
    EvidenceView,
    Hearing,
    HearingAttendance,
    HearingConsent,
    HearingOpinion,
    HearingProposal,
    HearingQuestion,
    HearingSeat,
    HearingStage,
    HearingStop,
    OpinionReveal,
    PanelObjection,
)


class ObjectionSerializer(serializers.ModelSerializer[PanelObjection]):
    """A party's objection to somebody at the table, and what was decided."""

    decided_by_name = serializers.CharField(
        source="decided_by.name", read_only=True, allow_null=True, help_text="决定人姓名"
    )

    class Meta:
        model = PanelObjection
        fields = [
            "id", "seat", "applicant", "reason", "requested_on", "granted", "decided_on",
            "decided_by", "decided_by_name", "decision",
        ]  # fmt: skip
        read_only_fields = fields


class SeatSerializer(serializers.ModelSerializer[HearingSeat]):
    objections = ObjectionSerializer(many=True, read_only=True)

    class Meta:
        model = HearingSeat
        fields = [
            "id", "seat", "name", "organisation", "capacity", "unrelated", "relation", "person",
            "officer", "chosen_because", "joined_on", "left_on", "left_reason", "objections",
        ]  # fmt: skip
        read_only_fields = fields


class StageSerializer(serializers.ModelSerializer[HearingStage]):
    recorded_by_name = serializers.CharField(
        source="recorded_by.name", read_only=True, help_text="记录人姓名"
    )

    class Meta:
        model = HearingStage
        fields = ["id", "stage", "held_on", "record", "recorded_by", "recorded_by_name"]
        read_only_fields = fields


class HearingConsentSerializer(serializers.ModelSerializer[HearingConsent]):
    """A party's two consents."""

    class Meta:
        model = HearingConsent
        fields = [
            "party", "to_hearing", "to_disclosure", "signed_by", "document", "given_on",
            "withdrawn_on", "withdrawn_reason",
        ]  # fmt: skip
        read_only_fields = fields


class AttendanceSerializer(serializers.ModelSerializer[HearingAttendance]):
    """One person on the roll."""

    class Meta:
        model = HearingAttendance
        fields = [
            "id", "kind", "party", "representative", "seat", "name", "organisation", "expected",
            "attended", "absence", "guardian_waived",
        ]  # fmt: skip
        read_only_fields = fields


class EvidenceViewSerializer(serializers.ModelSerializer[EvidenceView]):
    """What a party says of an item."""

    class Meta:
        model = EvidenceView
        fields = ["party", "accepted", "text"]
        read_only_fields = fields


class HearingEvidenceSerializer(serializers.ModelSerializer[EvidenceItem]):
    """An item of the evidence list with the views of the parties."""

    views = EvidenceViewSerializer(many=True, read_only=True)

    class Meta:
        model = EvidenceItem
        fields = ["id", "title", "shows", "provided_by", "on_file", "views"]
        read_only_fields = fields


class QuestionSerializer(serializers.ModelSerializer[HearingQuestion]):
    class Meta:
        model = HearingQuestion
        fields = ["seat", "party", "question", "answer"]
        read_only_fields = fields


class OpinionSerializer(serializers.ModelSerializer[HearingOpinion]):
    """An opinion. What it says is null until all are revealed together."""

    text = serializers.SerializerMethodField(help_text="意见；开示以前为空")
    supports_applicant = serializers.SerializerMethodField(
        help_text="是否支持申请方主要诉求；开示以前为空"
    )

    class Meta:
        model = HearingOpinion
        fields = ["seat", "given_on", "text", "supports_applicant"]
        read_only_fields = fields

    def get_text(self, opinion: HearingOpinion) -> str | None:
        return opinion.text if self._open(opinion) else None

    def get_supports_applicant(self, opinion: HearingOpinion) -> bool | None:
        return opinion.supports_applicant if self._open(opinion) else None

    def _open(self, opinion: HearingOpinion) -> bool:
        return revealed(opinion.hearing) is not None


def revealed(hearing: Hearing) -> OpinionReveal | None:
    """The act that opened the opinions of a hearing, if it has taken place."""
    found: OpinionReveal | None = getattr(hearing, "reveal", None)
    return found


class ProposalSerializer(serializers.ModelSerializer[HearingProposal]):
    class Meta:
        model = HearingProposal
        fields = ["id", "mode", "party", "content", "answer", "remark"]
        read_only_fields = fields


class StopSerializer(serializers.ModelSerializer[HearingStop]):
    class Meta:
        model = HearingStop
        fields = ["kind", "ground", "reason", "remedies_told", "stopped_on", "resumed_on"]
        read_only_fields = fields


class HearingSerializer(serializers.ModelSerializer[Hearing]):
    """A hearing with its panel, roll, stages and opinions."""

    proposed_by_name = serializers.CharField(
        source="proposed_by.name", read_only=True, help_text="提出人姓名"
    )
    circumstances = serializers.ListField(
        child=serializers.ChoiceField(Hearing.Circumstance.choices), read_only=True,
        help_text="不宜公开的情形",
    )  # fmt: skip
    seats = SeatSerializer(many=True, read_only=True)
    stages = StageSerializer(many=True, read_only=True)
    consents = HearingConsentSerializer(many=True, read_only=True)
    attendance = AttendanceSerializer(many=True, read_only=True)
    evidence = HearingEvidenceSerializer(many=True, read_only=True)
    questions = QuestionSerializer(many=True, read_only=True)
    opinions = OpinionSerializer(many=True, read_only=True)
    revealed_on = serializers.SerializerMethodField(help_text="评议意见开示日期；未开示为空")
    proposals = ProposalSerializer(many=True, read_only=True)
    stops = StopSerializer(many=True, read_only=True)

    class Meta:
        model = Hearing
        fields = [
            "id", "reason", "openness", "circumstances", "standing", "proposed_by",
            "proposed_by_name", "proposed_on", "scheduled_on", "scheduled_time", "place",
            "session", "version", "seats", "stages", "consents", "attendance", "evidence",
            "questions", "opinions", "revealed_on", "proposals", "stops",
        ]  # fmt: skip
        read_only_fields = fields

    # Every table is read once, however many rows the hearing has.
    READ = (
        "proposed_by", "seats__objections__decided_by", "stages__recorded_by", "consents",
        "attendance", "evidence__views", "questions", "opinions__hearing__reveal", "reveal",
        "proposals", "stops",
    )  # fmt: skip

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_revealed_on(self, hearing: Hearing) -> Any:
        shown = revealed(hearing)
        return shown.revealed_on if shown else None


class ProposeHearingSerializer(StepBodySerializer):
    """A hearing to be proposed."""

    reason = Text(500, help_text="启动事由")
    openness = serializers.ChoiceField(Hearing.Openness.choices, help_text="是否公开")
    circumstances = serializers.ListField(
        child=serializers.ChoiceField(Hearing.Circumstance.choices), required=False, max_length=10,
        help_text="不宜公开的情形；涉及国家秘密的不得采用听证式调解",
    )  # fmt: skip
    proposed_on = BusinessDay()
