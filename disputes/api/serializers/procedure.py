"""Notices (告知), recusals (回避) and decisions about the warning letter (告诫书)."""

from __future__ import annotations

from rest_framework import serializers

from disputes.api.serializers.fields import BusinessDay, Colleague, OnFile, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import Notice, Party, Recusal, WarningDecision


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """Something the parties were told."""

    told_by_name = serializers.CharField(
        source="told_by.name", read_only=True, help_text="告知民警姓名"
    )

    class Meta:
        model = Notice
        fields = ["id", "about", "method", "told_on", "told_by", "told_by_name"]
        read_only_fields = fields


class NotifySerializer(StepBodySerializer):
    """What the parties are told, and how."""

    about = serializers.ChoiceField(Notice.About.choices, help_text="告知事项")
    method = serializers.ChoiceField(Notice.Method.choices, help_text="告知方式")
    told_on = BusinessDay()


class RecusalSerializer(serializers.ModelSerializer[Recusal]):
    """A request that an officer stand back, and what became of it."""

    officer_name = serializers.CharField(
        source="officer.name", read_only=True, help_text="被申请民警姓名"
    )
    decided_by_name = serializers.CharField(
        source="decided_by.name", read_only=True, allow_null=True, help_text="决定人姓名"
    )

    class Meta:
        model = Recusal
        fields = [
            "id", "applicant", "officer", "officer_name", "ground", "statement", "requested_on",
            "decided_on", "granted", "decided_by", "decided_by_name", "reason", "version",
        ]  # fmt: skip
        read_only_fields = fields


class RequestRecusalSerializer(StepBodySerializer):
    """Who shall stand back, and why."""

    applicant = OnFile(Party, required=False, help_text="申请人编号；民警自行回避的不填")
    officer = Colleague(help_text="被申请回避的民警")
    ground = serializers.ChoiceField(Recusal.Ground.choices, help_text="理由")
    statement = Text(500, help_text="具体情况")
    requested_on = BusinessDay()


class DecideRecusalSerializer(StepBodySerializer):
    """The decision on a request."""

    granted = serializers.BooleanField(help_text="是否回避")
    reason = Text(500, help_text="决定理由")
    decided_on = BusinessDay()


class WarningDecisionSerializer(serializers.ModelSerializer[WarningDecision]):
    """Whether a warning letter was issued, and why."""

    decided_by_name = serializers.CharField(
        source="decided_by.name", read_only=True, help_text="决定人姓名"
    )

    class Meta:
        model = WarningDecision
        fields = [
            "id", "perpetrator", "issued", "reason", "decided_by", "decided_by_name",
            "decided_on", "delivered_on", "committee_told_on",
        ]  # fmt: skip
        read_only_fields = fields


class DecideWarningSerializer(StepBodySerializer):
    """A letter that is issued names the perpetrator and the days of its delivery."""

    issued = serializers.BooleanField(help_text="是否出具告诫书")
    reason = Text(500, help_text="理由")
    perpetrator = OnFile(Party, required=False, help_text="加害人编号；出具的必填")
    decided_on = BusinessDay()
    delivered_on = serializers.DateField(required=False, help_text="送达双方日期；出具的必填")
    committee_told_on = serializers.DateField(
        required=False, help_text="通知居（村）民委员会日期；出具的必填"
    )
