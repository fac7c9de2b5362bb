"""Follow-up (回访), also of drawn cases."""

from __future__ import annotations

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, Colleague, Name, OnFile, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import FollowUp, SampledCase


class FollowUpSerializer(serializers.ModelSerializer[FollowUp]):
    """A visit or call."""

    visited_by_name = serializers.CharField(
        source="visited_by.name", read_only=True, help_text="回访民警姓名"
    )

    class Meta:
        model = FollowUp
        fields = [
            "id", "held_on", "method", "visited", "visited_by", "visited_by_name", "performed",
            "relapsed", "new_risk", "satisfaction", "suggestions", "next_on",
        ]  # fmt: skip
        read_only_fields = fields


class VisitSerializer(StrictSerializer):
    """What a visit or call found."""

    method = serializers.ChoiceField(FollowUp.Method.choices, help_text="回访方式")
    visited = Name(help_text="回访对象")
    performed = serializers.BooleanField(required=False, allow_null=True, help_text="协议是否履行")
    relapsed = serializers.BooleanField(default=False, help_text="是否反复")
    new_risk = Text(500, required=False, allow_blank=True, help_text="新的风险")
    satisfaction = serializers.ChoiceField(
        FollowUp.Satisfaction.choices,
        default=FollowUp.Satisfaction.NO_ANSWER,
        help_text="满意度",
    )
    suggestions = Text(1000, required=False, allow_blank=True, help_text="意见建议")
    next_on = serializers.DateField(required=False, allow_null=True, help_text="下次回访日期")


class RecordFollowUpSerializer(StepBodySerializer, VisitSerializer):
    held_on = BusinessDay()
    sample = OnFile(
        SampledCase, required=False, help_text="抽中记录编号，抽查回访的填写；由被指派的民警办理"
    )


class SampleSerializer(serializers.ModelSerializer[SampledCase]):
    """A case drawn for follow-up by somebody who did not mediate it."""

    assigned_to_name = serializers.CharField(
        source="assigned_to.name", read_only=True, allow_null=True, help_text="回访民警姓名"
    )

    class Meta:
        model = SampledCase
        fields = [
            "id",
            "draw",
            "dispute",
            "assigned_to",
            "assigned_to_name",
            "follow_up",
            "version",
        ]
        read_only_fields = fields


class AssignSerializer(StepBodySerializer):
    """To whom a drawn case is given."""

    officer = Colleague(help_text="回访民警，不得参加过本纠纷的调解")
