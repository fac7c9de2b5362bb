"""Persuasion (法·理·情), working methods (工作法), and both compared between stations."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.api.serializers.units import VisibleUnit
from disputes.models import MethodStep, Persuasion

LONGEST = 366  # days of a comparison


class PersuasionSerializer(serializers.ModelSerializer[Persuasion]):
    """What was said in one dimension."""

    class Meta:
        model = Persuasion
        fields = ["dimension", "content"]
        read_only_fields = fields


class PersuadeSerializer(StrictSerializer):
    """What was said in one of the three dimensions."""

    dimension = serializers.ChoiceField(Persuasion.Dimension.choices, help_text="法、理、情")
    content = Text(1000, help_text="疏导内容")


class RecordPersuasionSerializer(StepBodySerializer):
    """What was said at a mediation."""

    persuasions = PersuadeSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=20, help_text="法理情疏导"
    )
    recorded_on = BusinessDay()


class MethodStepSerializer(serializers.ModelSerializer[MethodStep]):
    """A step of a working method."""

    class Meta:
        model = MethodStep
        fields = ["id", "method", "ordinal", "name"]
        read_only_fields = fields


class StepProgressSerializer(serializers.Serializer[Any]):
    """A step of the unit's method, and its completion in this case."""

    step = MethodStepSerializer(help_text="步骤")
    done_on = serializers.DateField(allow_null=True, default=None, help_text="完成日期")
    done_by_name = serializers.CharField(
        source="done_by.name", allow_null=True, default=None, help_text="完成民警姓名"
    )
    note = serializers.CharField(allow_null=True, default=None, help_text="说明")


class TakeMethodStepSerializer(StepBodySerializer):
    """A step that was completed."""

    step = serializers.IntegerField(min_value=1, help_text="步骤编号")
    note = Text(500, required=False, allow_blank=True, help_text="说明")
    done_on = BusinessDay()


class RatioSerializer(serializers.Serializer[Any]):
    """A share, never without what it is a share of."""

    count = serializers.IntegerField(help_text="分子")
    of = serializers.IntegerField(help_text="分母")
    percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, allow_null=True, help_text="百分比；分母为0时为空"
    )


class ComparisonForm(QueryForm):
    """The unit, with all below it, and the period to be compared."""

    unit = VisibleUnit(required=False, help_text="单位编号，含其下级；缺省为本单位")
    start = serializers.DateField(help_text="起始日期（含）")
    end = serializers.DateField(help_text="截止日期（含）")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not 0 <= (attrs["end"] - attrs["start"]).days < LONGEST:
            raise ValidationError(f"期间不得为负，也不得超过{LONGEST}天", code="PERIOD_INVALID")
        return attrs


class PersuadingSerializer(serializers.Serializer[Any]):
    """A unit's ended mediations: how many, how many of them agreed, by dimension."""

    unit = serializers.IntegerField(source="unit.pk", help_text="单位编号")
    unit_name = serializers.CharField(source="unit.name", help_text="单位名称")
    agreed = RatioSerializer(help_text="达成协议的占全部已结束的调解")
    agreed_without = RatioSerializer(help_text="达成协议的占没有疏导记录的调解")
    law = RatioSerializer(source="by_dimension.law", help_text="达成协议的占有“法”疏导的调解")
    reason = RatioSerializer(source="by_dimension.reason", help_text="达成协议的占有“理”疏导的调解")
    feeling = RatioSerializer(
        source="by_dimension.feeling", help_text="达成协议的占有“情”疏导的调解"
    )


class StepShareSerializer(serializers.Serializer[Any]):
    """How many cases took a step."""

    step = MethodStepSerializer(help_text="步骤")
    taken = RatioSerializer(help_text="完成该步骤的占登记的纠纷")


class CompletionSerializer(serializers.Serializer[Any]):
    """How far a unit's cases have come with its method."""

    unit = serializers.IntegerField(source="unit.pk", help_text="单位编号")
    unit_name = serializers.CharField(source="unit.name", help_text="单位名称")
    completed = RatioSerializer(help_text="完成全部步骤的占登记的纠纷；没有工作法的分母为0")
    steps = serializers.SerializerMethodField(help_text="逐步完成情况")

    @extend_schema_field(StepShareSerializer(many=True))
    def get_steps(self, row: Any) -> list[Any]:
        shares = [{"step": step, "taken": ratio} for step, ratio in row.by_step]
        return list(StepShareSerializer(shares, many=True).data)
