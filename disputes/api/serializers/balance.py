"""The balance of a unit between two days."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from config.rest.queries import QueryForm
from disputes import clock
from disputes.api.serializers.fields import EARLIEST
from disputes.api.serializers.units import VisibleUnit
from disputes.balance import LABELS, Balance, Bucket

ENDED = [(bucket.value, bucket.label) for bucket in Bucket if bucket != Bucket.OPEN]


class BalanceForm(QueryForm):
    """Which unit, from which day to which."""

    default_error_messages = {
        "reversed": "起始日期不得晚于截止日期",
        "too_early": "日期不得早于1900年",
    }
    unit = VisibleUnit(required=False, help_text="单位编号，含其下级；缺省为本单位")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python, so it cannot stand among the declared fields."""
        days = {
            "from": serializers.DateField(source="first", help_text="起始日期（含）"),
            "to": serializers.DateField(
                source="last", default=clock.today, help_text="截止日期（含），缺省为今天"
            ),
        }
        return super().get_fields() | days

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        wrong = "reversed" if attrs["first"] > attrs["last"] else ""
        wrong = "too_early" if attrs["first"].year < EARLIEST.year else wrong
        if wrong:
            raise serializers.ValidationError(
                {"from": ErrorDetail(str(self.error_messages[wrong]), wrong)}
            )
        return attrs


class EndedSerializer(serializers.Serializer[Any]):
    bucket = serializers.ChoiceField(ENDED, help_text="去向")
    name = serializers.CharField(help_text="去向名称")
    number = serializers.IntegerField(help_text="期内转入减去期内转回（起）")


class BalanceSerializer(serializers.Serializer[Balance]):
    """期初未结 + 新增 = 各去向之和 + 期末未结."""

    unit = serializers.IntegerField(source="unit.pk", help_text="单位编号")
    unit_name = serializers.CharField(source="unit.name", help_text="单位名称")
    opening = serializers.IntegerField(help_text="期初未结（起）")
    registered = serializers.IntegerField(help_text="新增（起），含后来作废、并案的")
    ended = serializers.SerializerMethodField(help_text="各去向")
    closing = serializers.IntegerField(help_text="期末未结（起）")
    difference = serializers.IntegerField(help_text="差额；平衡时为0")

    def get_fields(self) -> dict[str, Any]:
        days = {
            "from": serializers.DateField(source="first", help_text="起始日期"),
            "to": serializers.DateField(source="last", help_text="截止日期"),
        }
        return days | super().get_fields()

    @extend_schema_field(EndedSerializer(many=True))
    def get_ended(self, balance: Balance) -> Any:
        return [
            {"bucket": bucket, "name": LABELS[bucket], "number": number}
            for bucket, number in balance.ended.items()
        ]
