"""Legal review (法制审核): what was sent to whom, and what came of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.pagination import PageForm
from disputes.api.serializers.fields import BusinessDay, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import Review, ReviewRule


class ReviewSerializer(serializers.ModelSerializer[Review]):
    """One level's review of a case."""

    level_name = serializers.CharField(
        source="get_level_display", read_only=True, help_text="审核层级名称"
    )
    submitted_by_name = serializers.CharField(
        source="submitted_by.name", read_only=True, help_text="送审人姓名"
    )
    reviewed_by_name = serializers.CharField(
        source="reviewed_by.name", read_only=True, allow_null=True, help_text="审核人姓名"
    )

    class Meta:
        model = Review
        fields = [
            "id", "level", "level_name", "submitted_by", "submitted_by_name", "submitted_on",
            "reviewed_by", "reviewed_by_name", "reviewed_on", "passed", "opinion", "version",
        ]  # fmt: skip
        read_only_fields = fields


class QueuedReviewSerializer(ReviewSerializer):
    """A review with the case it is about, for those who review."""

    number = serializers.CharField(source="dispute.number", read_only=True, help_text="纠纷编号")
    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="登记单位名称")
    kind_name = serializers.CharField(
        source="dispute.kind.name", read_only=True, help_text="类型名称"
    )
    amount = serializers.DecimalField(
        source="dispute.amount", max_digits=12, decimal_places=2, read_only=True, allow_null=True,
        help_text="涉及金额（元）",
    )  # fmt: skip

    class Meta(ReviewSerializer.Meta):
        fields = [
            *ReviewSerializer.Meta.fields, "dispute", "number", "unit", "unit_name", "kind_name",
            "amount",
        ]  # fmt: skip
        read_only_fields = fields


class SubmitReviewSerializer(StepBodySerializer):
    """A case to be sent."""

    level = serializers.ChoiceField(
        ReviewRule.Level.choices, required=False, help_text="审核层级，缺省为规则要求的最低一级"
    )
    submitted_on = BusinessDay()


class DecideReviewSerializer(StepBodySerializer):
    """A case passed or returned."""

    passed = serializers.BooleanField(help_text="是否通过")
    opinion = Text(1000, required=False, allow_blank=True, default="", help_text="意见；退回必填")
    reviewed_on = BusinessDay()


class ReviewFilters(PageForm):
    """What the queue may be narrowed by."""

    open = serializers.BooleanField(required=False, help_text="是否等待审核")
    level = serializers.ChoiceField(ReviewRule.Level.choices, required=False, help_text="审核层级")

    def conditions(self) -> dict[str, Any]:
        given = self.validated_data
        found = {"level": given["level"]} if "level" in given else {}
        return found | ({"passed__isnull": given["open"]} if "open" in given else {})
