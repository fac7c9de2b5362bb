"""Figures by unit, period and group, their definitions, and the cases behind them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from disputes.choices import State
from reporting.api.serializers.frame import (
    FigureSerializer,
    FrameSerializer,
    NamedSerializer,
    PeriodSerializer,
    SliceSerializer,
    ValueField,
)


class TableSerializer(FrameSerializer):
    rows = SliceSerializer(many=True)


class SeriesLineSerializer(NamedSerializer):
    unit = serializers.CharField(help_text="计量单位")
    values = serializers.ListField(child=ValueField(), help_text="各点的数值")
    texts = serializers.ListField(
        child=serializers.CharField(allow_null=True), help_text="各点的写法"
    )
    numbers = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="各点的分母"
    )


class SeriesSerializer(FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    keys = serializers.ListField(child=serializers.CharField(), help_text="横轴各点的键")
    labels = serializers.ListField(child=serializers.CharField(), help_text="横轴各点的名称")
    series = SeriesLineSerializer(many=True)


class PlaceSerializer(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="下级单位")
    figure = FigureSerializer()
    quality = FigureSerializer(many=True, help_text="履行、反复、再发、回访、评价情况")
    place_from = serializers.IntegerField(allow_null=True, help_text="名次范围的首位；不排名的为空")
    place_to = serializers.IntegerField(allow_null=True, help_text="名次范围的末位")
    not_ranked = serializers.CharField(allow_blank=True, help_text="不参与排名的原因")


class RankingSerializer(FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    indicator = serializers.CharField(help_text="指标代码")
    least = serializers.IntegerField(help_text="参与排名的最少件数（阈值）")
    results = PlaceSerializer(many=True)


class StatisticsSerializer(FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    dirty_keys = serializers.IntegerField(help_text="尚未计入的变动，恒为0：每次查询都是精确的")
    definitions_version = serializers.IntegerField(help_text="口径版本")
    by = serializers.CharField(allow_blank=True, help_text="分组方式")
    rows = SliceSerializer(many=True, help_text="只有一个单位、一个期间时的结果")
    tables = TableSerializer(many=True, help_text="多个单位或者期间时，每个一张表")


class MeasureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="口径代码")
    name = serializers.CharField(help_text="口径名称")
    unit = serializers.CharField(help_text="计量单位")
    date_basis = serializers.CharField(help_text="归属日期")
    cohort = serializers.BooleanField(help_text="按登记（或到期）日期归属，计至统计截止日")
    replayable = serializers.BooleanField(help_text="可以还原到以前的时刻（known_at）")
    distinct = serializers.BooleanField(help_text="按纠纷去重，各月之和可能大于合计")
    note = serializers.CharField(allow_blank=True, help_text="说明")


class IndicatorSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="指标代码")
    name = serializers.CharField(help_text="指标名称")
    form = serializers.ChoiceField(
        [
            ("count", "计数"),
            ("percent", "百分比"),
            ("mean", "均值"),
            ("median", "中位数"),
            ("per_10k", "每万"),
            ("amount", "金额"),
        ],
        help_text="计算方式",
    )
    unit = serializers.CharField(help_text="计量单位")
    numerator = serializers.CharField(help_text="分子的口径代码")
    denominator = serializers.CharField(
        allow_null=True, help_text="分母的口径代码；population 为常住人口"
    )
    places = serializers.IntegerField(help_text="小数位数")
    date_basis = serializers.CharField(help_text="归属日期（分子）")
    cohort = serializers.BooleanField(help_text="按登记（或到期）日期归属，计至统计截止日")
    version = serializers.IntegerField(help_text="定义的版本")
    example = serializers.CharField(help_text="算例")
    note = serializers.CharField(allow_blank=True, help_text="说明")
    source = serializers.CharField(allow_blank=True, help_text="出处")  # type: ignore[assignment]


class DefinitionsSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(help_text="口径版本")
    measures = MeasureSerializer(many=True)
    indicators = IndicatorSerializer(many=True)


class ContributionSerializer(serializers.Serializer[Any]):
    """A dispute behind a figure. What has left the caller's jurisdiction shows its part only."""

    id = serializers.IntegerField(allow_null=True, help_text="纠纷；已划出管辖范围的为空")
    number = serializers.CharField(allow_null=True, help_text="纠纷编号")
    unit = NamedSerializer(allow_null=True, help_text="登记单位")
    kind = NamedSerializer(allow_null=True, help_text="类型")
    state = serializers.ChoiceField(State.choices, allow_null=True, help_text="现在的状态")
    state_name = serializers.CharField(allow_null=True, help_text="状态名称")
    registered_on = serializers.DateField(help_text="登记日期")
    resolved_on = serializers.DateField(allow_null=True, help_text="现在的化解日期")
    contribution = serializers.IntegerField(help_text="对该数字的贡献；全部相加即合计")


class DrillDownSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField(help_text="指标代码")
    part = serializers.CharField(help_text="分子或者分母")
    measure = serializers.CharField(help_text="口径代码")
    unit = NamedSerializer(help_text="单位，含其下级")
    period = PeriodSerializer()
    cutoff = serializers.DateField(help_text="统计截止日")
    as_of = serializers.DateTimeField(help_text="数据时刻")
    total = serializers.IntegerField(help_text="合计，即统计中的数字")
    next = serializers.CharField(allow_null=True, help_text="下一页的游标；末页为空")
    results = ContributionSerializer(many=True)
