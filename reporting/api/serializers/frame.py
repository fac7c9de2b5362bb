"""What every answer about figures shares: names, figures, the unit and the period they are of."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class NamedSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer"},
            {"type": "string", "pattern": r"^-?\d+\.\d+$"},
        ],
        "nullable": True,
    }
)
class ValueField(serializers.Field[Any, Any, Any, Any]):
    """A count is an integer, a rate or mean a decimal string, what has no meaning is null."""


class FigureSerializer(serializers.Serializer[Any]):
    """One indicator with all that explains it."""

    code = serializers.CharField(help_text="指标代码")
    name = serializers.CharField(help_text="指标名称")
    value = ValueField(help_text="数值：件数为整数，比率和均值为十进制字符串，无意义时为空")
    text = serializers.CharField(allow_null=True, help_text="报告中的写法")
    unit = serializers.CharField(help_text="计量单位")
    numerator = serializers.IntegerField(help_text="分子")
    numerator_measure = serializers.CharField(help_text="分子的口径代码")
    denominator = serializers.IntegerField(allow_null=True, help_text="分母；没有分母时为空")
    denominator_measure = serializers.CharField(allow_null=True, help_text="分母的口径代码")
    interval = serializers.ListField(
        child=serializers.CharField(),
        help_text="95%置信区间（威尔逊法）的下限和上限；不是占比的为空",
    )
    year_before = serializers.CharField(allow_null=True, help_text="上年同期的写法")
    year_on_year = serializers.CharField(
        allow_null=True, help_text="同比：件数为百分比，比率为个百分点，用时为天数"
    )
    period_before = serializers.CharField(allow_null=True, help_text="上一期间的写法")
    on_period = serializers.CharField(allow_null=True, help_text="环比，写法同上")
    version = serializers.IntegerField(help_text="指标定义的版本")
    note = serializers.CharField(allow_blank=True, help_text="口径说明")


class SliceSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(
        allow_blank=True,
        help_text="分组的键：字典代码、月份（2025-03）或机构代码；交叉分组的各段以 | 相连",
    )
    name = serializers.CharField(help_text="分组名称")
    figures = FigureSerializer(many=True)
    quality = FigureSerializer(
        many=True, help_text="查询含比率、均值时必附：履行、反复、再发、回访、评价情况"
    )


class PeriodSerializer(serializers.Serializer[Any]):
    start = serializers.DateField(help_text="自（含）")
    end = serializers.DateField(help_text="至（含）")


class FrameSerializer(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="单位，含其下级")
    period = PeriodSerializer()
    cutoff = serializers.DateField(help_text="统计截止日")
