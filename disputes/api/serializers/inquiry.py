"""Findings (案情认定), evidence and appraisals (鉴定)."""

from __future__ import annotations

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, Money, OnFile, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.guards.inquiry import EXCLUSIONS
from disputes.models import Appraisal, Evidence, Finding, Party

EXCLUSION_CHOICES = list(EXCLUSIONS.items())


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """What an officer found of a security case. The newest one counts."""

    found_by_name = serializers.CharField(
        source="found_by.name", read_only=True, help_text="认定民警姓名"
    )
    ground = serializers.ChoiceField(Finding.Ground.choices, read_only=True, allow_blank=True)
    exclusions = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="不适用调解的情形"
    )

    class Meta:
        model = Finding
        fields = [
            "id", "offence", "minor_circumstances", "ground", "exclusions", "basis", "found_by",
            "found_by_name", "found_on",
        ]  # fmt: skip
        read_only_fields = fields


class WhatIsFoundSerializer(StrictSerializer):
    """What an officer finds: the offence, its weight, why it may be mediated and why not."""

    offence = serializers.ChoiceField(Finding.Offence.choices, help_text="违法行为")
    minor_circumstances = serializers.BooleanField(help_text="是否情节较轻")
    ground = serializers.ChoiceField(
        Finding.Ground.choices, required=False, allow_blank=True, help_text="可以调解处理的情形"
    )
    exclusions = serializers.ListField(
        child=serializers.ChoiceField(EXCLUSION_CHOICES),
        required=False,
        max_length=len(EXCLUSIONS),
        help_text="存在的不适用治安调解的情形",
    )
    basis = Text(1000, help_text="认定依据")


class FindSerializer(StepBodySerializer, WhatIsFoundSerializer):
    """A finding to be put on file."""

    found_on = BusinessDay()


class EvidenceSerializer(serializers.ModelSerializer[Evidence]):
    """An item of evidence."""

    obtained_by_name = serializers.CharField(
        source="obtained_by.name", read_only=True, help_text="取得民警姓名"
    )

    class Meta:
        model = Evidence
        fields = ["id", "kind", "title", "obtained_on", "obtained_by", "obtained_by_name"]
        read_only_fields = fields


class EvidenceItemSerializer(StrictSerializer):
    """What an item of evidence is."""

    kind = serializers.ChoiceField(Evidence.Kind.choices, help_text="证据种类")
    title = Text(200, help_text="证据名称")


class AddEvidenceSerializer(StepBodySerializer, EvidenceItemSerializer):
    """An item of evidence to be put on file."""

    obtained_on = BusinessDay()


class AppraisalSerializer(serializers.ModelSerializer[Appraisal]):
    """An appraisal from its request to its result."""

    result = serializers.ChoiceField(Appraisal.Result.choices, read_only=True, allow_blank=True)

    class Meta:
        model = Appraisal
        fields = [
            "id", "subject", "party", "organisation", "requested_on", "result_on", "result",
            "amount", "version",
        ]  # fmt: skip
        read_only_fields = fields


class RequestAppraisalSerializer(StepBodySerializer):
    """An appraisal to be commissioned."""

    subject = serializers.ChoiceField(Appraisal.Subject.choices, help_text="鉴定事项")
    organisation = Text(100, help_text="鉴定机构")
    party = OnFile(Party, required=False, help_text="被鉴定人编号")
    requested_on = BusinessDay()


class RecordAppraisalSerializer(StepBodySerializer):
    """What the appraisal found."""

    result = serializers.ChoiceField(Appraisal.Result.choices, help_text="鉴定结论")
    amount = Money(required=False, allow_null=True, help_text="认定金额（元）")
    result_on = BusinessDay()
