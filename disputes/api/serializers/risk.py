"""Risk (风险评估): what the score suggests, what an officer decided, and marks on people."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.choices import Role
from disputes.models import MarkKind, Officer, PartyMark, RiskAssessment, RiskLevel
from disputes.querysets import paths_above

MOST_FACTORS = 100


class PointSerializer(serializers.Serializer[Any]):
    """What one factor adds to the score."""

    code = serializers.CharField(help_text="风险因素代码")
    name = serializers.CharField(help_text="风险因素")
    points = serializers.IntegerField(help_text="分值")
    by_case = serializers.BooleanField(help_text="是否按登记信息自动计入")


class RiskAssessmentSerializer(serializers.ModelSerializer[RiskAssessment]):
    """A decision on the risk level, and beside it what the score suggested."""

    level = serializers.CharField(source="level.code", read_only=True, help_text="风险等级代码")
    suggested = serializers.CharField(
        source="suggested.code", read_only=True, allow_null=True, help_text="评分建议的等级代码"
    )
    factors = PointSerializer(many=True, read_only=True, help_text="计分的风险因素，按当时的分值")
    leader_name = serializers.CharField(
        source="leader.name", read_only=True, allow_null=True, help_text="包案领导姓名"
    )
    assessed_by_name = serializers.CharField(
        source="assessed_by.name", read_only=True, help_text="评估人姓名"
    )

    class Meta:
        model = RiskAssessment
        fields = [
            "id", "level", "basis", "factors", "score", "suggested", "leader", "leader_name",
            "assessed_by", "assessed_by_name", "assessed_on",
        ]  # fmt: skip
        read_only_fields = fields


class Leader(serializers.PrimaryKeyRelatedField[Officer]):
    """A chief of the case's unit or of one above it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Officer.objects.all(), **kwargs)

    def get_queryset(self) -> QuerySet[Officer]:
        unit = self.context["case"].dispute.unit
        chiefs = Officer.objects.filter(role=Role.CHIEF, is_active=True).select_related("unit")
        return chiefs.filter(unit__path__in=[*paths_above(unit), unit.path])


class FactorsField(serializers.ListField):
    """Codes of risk factors, as ticked by an officer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            child=serializers.CharField(max_length=24), required=False, max_length=MOST_FACTORS,
            help_text="勾选的风险因素代码，见 dictionaries 的 risk_factors", **kwargs,
        )  # fmt: skip


class AssessRiskSerializer(StepBodySerializer):
    """A named officer decides; a score may only suggest."""

    level = serializers.SlugRelatedField(
        slug_field="code",
        queryset=RiskLevel.objects.filter(is_active=True),
        help_text="风险等级代码",
    )
    basis = Text(1000, help_text="评估依据")
    factors = FactorsField()
    leader = Leader(required=False, allow_null=True, help_text="包案领导")
    assessed_on = BusinessDay()


class TickedFactorsSerializer(StrictSerializer):
    """The factors an officer sees."""

    factors = FactorsField()


class SuggestionSerializer(serializers.Serializer[Any]):
    """What the factors suggest; nothing is stored."""

    score = serializers.IntegerField(help_text="合计分值")
    level = serializers.CharField(
        source="level.code", allow_null=True, default=None, help_text="建议的等级代码"
    )
    level_name = serializers.CharField(
        source="level.name", allow_null=True, default=None, help_text="建议的等级"
    )
    factors = PointSerializer(source="points", many=True, help_text="计分的风险因素")
    explanation = serializers.CharField(help_text="评分说明")


class MarkSerializer(serializers.ModelSerializer[PartyMark]):
    """A mark on a person. Every answer of this shape stands in the audit trail."""

    kind = serializers.CharField(source="kind.code", read_only=True, help_text="标识类型代码")
    kind_name = serializers.CharField(source="kind.name", read_only=True, help_text="标识类型")
    group = serializers.CharField(source="kind.group", read_only=True, help_text="类别")
    marked_by_name = serializers.CharField(
        source="marked_by.name", read_only=True, help_text="标识人姓名"
    )
    removed_by_name = serializers.CharField(
        source="removed_by.name", read_only=True, allow_null=True, help_text="解除人姓名"
    )

    class Meta:
        model = PartyMark
        fields = [
            "id", "party", "kind", "kind_name", "group", "basis", "marked_by_name", "marked_on",
            "removed_on", "removed_by_name", "removal_reason",
        ]  # fmt: skip
        read_only_fields = fields


class MarkPartySerializer(StepBodySerializer):
    """A mark to be put on."""

    kind = serializers.SlugRelatedField(
        slug_field="code",
        queryset=MarkKind.objects.filter(is_active=True),
        help_text="标识类型代码，见 dictionaries 的 mark_kinds",
    )
    basis = Text(500, help_text="依据")


class UnmarkPartySerializer(StepBodySerializer):
    """A mark to be taken off."""

    kind = serializers.SlugRelatedField(
        slug_field="code", queryset=MarkKind.objects.all(), help_text="标识类型代码"
    )
    reason = Text(500, help_text="解除理由")
