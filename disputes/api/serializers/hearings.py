"""Hearing-style mediation (听证式调解): panel, stages, opinions, and the record of a stage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import StrictSerializer
from disputes import identity
from disputes.api.serializers.fields import BusinessDay, Name, OnFile, Text
from disputes.api.serializers.followups import VisitSerializer
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import (
    Hearing,
    HearingOpinion,
    HearingSeat,
    HearingStage,
    MediationSession,
    Party,
)
from disputes.models.hearing import Stage

LONGEST_RECORD = 20_000  # characters of JSON
DEEPEST, LONGEST_TEXT = 5, 4000


class SeatSerializer(serializers.ModelSerializer[HearingSeat]):
    class Meta:
        model = HearingSeat
        fields = ["id", "seat", "name", "organisation", "capacity", "unrelated"]
        read_only_fields = fields


class StageSerializer(serializers.ModelSerializer[HearingStage]):
    recorded_by_name = serializers.CharField(
        source="recorded_by.name", read_only=True, help_text="记录人姓名"
    )

    class Meta:
        model = HearingStage
        fields = ["id", "stage", "held_on", "record", "recorded_by", "recorded_by_name"]
        read_only_fields = fields


class OpinionSerializer(serializers.ModelSerializer[HearingOpinion]):
    class Meta:
        model = HearingOpinion
        fields = ["seat", "text", "supports_applicant"]
        read_only_fields = fields


class HearingSerializer(serializers.ModelSerializer[Hearing]):
    """A hearing with its panel, stages and opinions."""

    proposed_by_name = serializers.CharField(
        source="proposed_by.name", read_only=True, help_text="提出人姓名"
    )
    seats = SeatSerializer(many=True, read_only=True)
    stages = StageSerializer(many=True, read_only=True)
    opinions = OpinionSerializer(many=True, read_only=True)

    class Meta:
        model = Hearing
        fields = [
            "id", "reason", "openness", "proposed_by", "proposed_by_name", "proposed_on",
            "scheduled_on", "place", "session", "version", "seats", "stages", "opinions",
        ]  # fmt: skip
        read_only_fields = fields


class ProposeHearingSerializer(StepBodySerializer):
    """A hearing to be proposed."""

    reason = Text(500, help_text="启动事由")
    openness = serializers.ChoiceField(Hearing.Openness.choices, help_text="是否公开")
    proposed_on = BusinessDay()


# --- the record of a stage: bounded JSON, and typed where the domain reads it


class ConsentSerializer(StrictSerializer):
    """One party's two consents: to the hearing, and to outsiders learning personal data."""

    party = OnFile(Party)
    to_hearing = serializers.BooleanField(default=False)
    to_disclosure = serializers.BooleanField(default=False)
    attended = serializers.BooleanField(default=True)
    by_proxy = serializers.BooleanField(default=False)
    guardian_attended = serializers.BooleanField(default=False)
    guardian_waived = serializers.BooleanField(default=False)

    def validate_party(self, party: Party) -> int:
        return party.pk


class ConsentRecord(serializers.Serializer[Any]):
    served_on = serializers.DateField(required=False)
    consents = ConsentSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=100
    )


class NoticeRecord(serializers.Serializer[Any]):
    scheduled_on = serializers.DateField(required=False)
    place = Text(200, required=False)


class OpeningRecord(serializers.Serializer[Any]):
    facts_found = Text(4000, required=False)
    recording = Text(100, required=False, allow_blank=True)
    second_officer = serializers.IntegerField(required=False, min_value=1)
    in_case_area = serializers.BooleanField(required=False)
    second_reason = serializers.ChoiceField(MediationSession.SecondReason.choices, required=False)


class ConclusionRecord(serializers.Serializer[Any]):
    outcome = Text(20, required=False)
    remedies_told = serializers.BooleanField(required=False)


SHAPES: dict[str, type[serializers.Serializer[Any]]] = {
    Stage.CONSENT: ConsentRecord,
    Stage.NOTICE: NoticeRecord,
    Stage.OPENING: OpeningRecord,
    Stage.CONCLUSION: ConclusionRecord,
}


@extend_schema_field(OpenApiTypes.OBJECT)
class RecordField(serializers.JSONField):
    """A JSON object of bounded size and depth whose texts can all be stored and read."""

    default_error_messages = {
        "no_object": "记录应为 JSON 对象",
        "too_large": f"记录不能超过{LONGEST_RECORD}个字符",
        "too_deep": f"记录不能超过{DEEPEST}层",
    }

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("no_object")
        if _depth(data) > DEEPEST:
            self.fail("too_deep")
        if len(json.dumps(data, ensure_ascii=False)) > LONGEST_RECORD:
            self.fail("too_large")
        for text in _texts(data):
            _refuse_unreadable(text)
        return data


def _depth(data: Any) -> int:
    """Levels of nesting, counted as far as it matters; recursion has its own limit."""
    depth, level = 0, [data]
    while depth <= DEEPEST and (boxes := [v for v in level if isinstance(v, dict | list)]):
        depth += 1
        level = [v for box in boxes for v in (box.values() if isinstance(box, dict) else box)]
    return depth


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def _refuse_unreadable(text: str) -> None:
    try:
        identity.clean_text(text, LONGEST_TEXT)
    except identity.InvalidIdentity as refused:
        raise ValidationError(refused.message, code=refused.code) from None


class SitSerializer(StrictSerializer):
    """One seat of the panel."""

    seat = serializers.ChoiceField(HearingSeat.Seat.choices, help_text="席位")
    name = Name(help_text="姓名")
    organisation = Text(100, required=False, allow_blank=True, help_text="单位")
    capacity = serializers.ChoiceField(HearingSeat.Capacity.choices, help_text="身份")
    unrelated = serializers.BooleanField(help_text="与当事人无利害关系")


class OpineSerializer(StrictSerializer):
    """One member's opinion."""

    seat = serializers.IntegerField(min_value=1, help_text="听证员席位编号")
    text = Text(2000, help_text="评议意见")
    supports_applicant = serializers.BooleanField(
        required=False, allow_null=True, help_text="是否支持申请方主要诉求"
    )


class HoldStageSerializer(StepBodySerializer):
    """The next of the fourteen stages. What it must record: see the dictionaries."""

    stage = serializers.ChoiceField(Stage.choices, help_text="环节")
    held_on = BusinessDay()
    record = RecordField(help_text="环节记录；各环节的必填项见 dictionaries 的 hearing_stages")
    seats = SitSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=20, help_text="仅在组成听证小组环节填写"
    )
    opinions = OpineSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=20, help_text="仅在评议环节填写"
    )
    follow_up = VisitSerializer(required=False, help_text="仅在回访环节填写")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "follow_up" in attrs and attrs["stage"] != Stage.FOLLOW_UP:
            raise ValidationError({"follow_up": ["仅在回访环节填写"]}, code="MISPLACED")
        if shape := SHAPES.get(attrs["stage"]):
            attrs["record"] = attrs["record"] | self._shaped(shape, attrs["record"])
        return attrs

    def _shaped(self, shape: type[serializers.Serializer[Any]], record: dict[str, Any]) -> Any:
        form = shape(data=record, context=self.context)
        if not form.is_valid():
            raise ValidationError({"record": form.errors})
        return json.loads(json.dumps(form.validated_data, default=str))
