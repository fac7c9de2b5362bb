"""Follow-up (回访), risk (风险评估) and referral (移交)."""

from __future__ import annotations

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, Name, Text
from disputes.choices import Receiver
from disputes.models import FollowUp, Referral, RiskAssessment, RiskLevel


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


class RecordFollowUpSerializer(VisitSerializer):
    held_on = BusinessDay()


class RiskAssessmentSerializer(serializers.ModelSerializer[RiskAssessment]):
    """A decision on the risk level."""

    level = serializers.CharField(source="level.code", read_only=True, help_text="风险等级代码")
    assessed_by_name = serializers.CharField(
        source="assessed_by.name", read_only=True, help_text="评估人姓名"
    )

    class Meta:
        model = RiskAssessment
        fields = ["id", "level", "basis", "assessed_by", "assessed_by_name", "assessed_on"]
        read_only_fields = fields


class AssessRiskSerializer(StrictSerializer):
    """A named officer decides; a score may only suggest."""

    level = serializers.SlugRelatedField(
        slug_field="code",
        queryset=RiskLevel.objects.filter(is_active=True),
        help_text="风险等级代码",
    )
    basis = Text(1000, help_text="评估依据")
    assessed_on = BusinessDay()


class ReferralSerializer(serializers.ModelSerializer[Referral]):
    """A referral from its letter to the answer."""

    class Meta:
        model = Referral
        fields = [
            "id", "number", "receiver", "receiver_name", "channel", "reason", "sent_on",
            "received_on", "received_by", "returned_on", "return_reason", "answered_on", "answer",
            "resolved_on", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReferSerializer(StrictSerializer):
    """A referral to be sent. The dispute stays ours."""

    receiver = serializers.ChoiceField(Receiver.choices, help_text="接收单位类别")
    receiver_name = Text(100, help_text="接收单位名称")
    channel = serializers.ChoiceField(Referral.Channel.choices, help_text="移交方式")
    reason = Text(500, help_text="移交事由")
    sent_on = BusinessDay()


class ReceiveSerializer(StrictSerializer):
    """The receiving body signs for it."""

    received_on = BusinessDay()
    received_by = Name(help_text="签收人")


class ReturnSerializer(StrictSerializer):
    """The receiving body sends it back."""

    returned_on = BusinessDay()
    reason = Text(500, help_text="退回事由")


class AnswerSerializer(StrictSerializer):
    """The receiving body answers."""

    answered_on = BusinessDay()
    answer = Text(2000, help_text="反馈内容")
    resolved = serializers.BooleanField(help_text="是否已经化解")
