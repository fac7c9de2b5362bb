"""What the endpoints answer: the declaration for the OpenAPI file. Answers are plain dicts, and a
test holds each of them against its declaration."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from disputes.choices import State
from reporting.document import Origin


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


class _FrameSerializer(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="单位，含其下级")
    period = PeriodSerializer()
    cutoff = serializers.DateField(help_text="统计截止日")


class TableSerializer(_FrameSerializer):
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


class SeriesSerializer(_FrameSerializer):
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


class RankingSerializer(_FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    indicator = serializers.CharField(help_text="指标代码")
    least = serializers.IntegerField(help_text="参与排名的最少件数（阈值）")
    results = PlaceSerializer(many=True)


class SignalSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="异常代码")
    name = serializers.CharField(help_text="异常名称")
    observed = serializers.IntegerField(help_text="发现的件数或百分比")
    threshold = serializers.IntegerField(help_text="阈值")
    explanation = serializers.CharField(help_text="说明")


class SignalsOfUnitSerializer(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="单位，含其下级")
    registered = serializers.IntegerField(help_text="期内录入")
    signals = SignalSerializer(many=True, help_text="只提示核实，不作结论")


class SignalsSerializer(_FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    results = SignalsOfUnitSerializer(many=True)


class UnbalancedSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField(help_text="机构代码")
    month = serializers.CharField(help_text="月份")
    disputes = serializers.IntegerField(help_text="流转记录前后不衔接的纠纷数")


class ReconciliationSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(help_text="对账时间")
    cells = serializers.IntegerField(help_text="单元格数")
    differing = serializers.IntegerField(help_text="不一致数，应为0")
    unbalanced = UnbalancedSerializer(
        many=True, help_text="未结与录入、办结不平衡的单位和月份，应为空"
    )
    seconds = serializers.FloatField(help_text="用时（秒）")


class RollupStateSerializer(serializers.Serializer[Any]):
    trusted = serializers.BooleanField(
        help_text="最近一次对账为0、平衡且未过期；否则年度报告不能签发"
    )
    reconciliation = ReconciliationSerializer(allow_null=True, help_text="最近一次对账")
    dirty_keys = serializers.IntegerField(help_text="待计入的变动")
    oldest_seconds = serializers.FloatField(allow_null=True, help_text="最早一条已等候的秒数")
    drained_keys = serializers.IntegerField(help_text="最近一小时计入的变动")
    keys_per_second = serializers.FloatField(allow_null=True, help_text="计入速度")


class AlarmSerializer(NamedSerializer):
    explanation = serializers.CharField(help_text="说明")
    observed = serializers.IntegerField(allow_null=True, help_text="观察值，单位见说明")
    threshold = serializers.IntegerField(help_text="阈值")
    blocks = serializers.BooleanField(help_text="解除之前，年度报告不能签发")


class HeartbeatSerializer(serializers.Serializer[Any]):
    job = serializers.CharField(help_text="后台任务")
    at = serializers.DateTimeField(help_text="最近一次完成")


class OperationsSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    obstacle = serializers.CharField(
        allow_blank=True, help_text="年度报告现在不能签发的原因；可以签发时为空"
    )
    alarms = AlarmSerializer(many=True, help_text="告警；一切正常时为空")
    rollup = RollupStateSerializer(help_text="汇总状态")
    heartbeats = HeartbeatSerializer(many=True, help_text="后台任务的心跳")


class StatisticsSerializer(_FrameSerializer):
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


class LinkSerializer(serializers.Serializer[Any]):
    indicator = serializers.CharField(help_text="指标代码")
    part = serializers.CharField(help_text="分子或者分母")
    url = serializers.CharField(help_text="该数字所含纠纷的地址")


class SentenceSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="句子")
    indicators = serializers.ListField(child=serializers.CharField(), help_text="所用指标")
    drill_down = LinkSerializer(many=True)


class SectionSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="章节代码")
    heading = serializers.CharField(help_text="标题")
    text = serializers.CharField(allow_blank=True, help_text="正文")
    sentences = SentenceSerializer(many=True)


class _ReportBase(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="单位，含其下级")
    year = serializers.IntegerField(help_text="报告年度")
    start = serializers.DateField(help_text="统计期间的第一天")
    cutoff = serializers.DateField(help_text="统计截止日")
    as_of = serializers.DateTimeField(help_text="数据时刻")
    definitions_version = serializers.IntegerField(help_text="口径版本")


ORIGINS = [
    (Origin.GENERATED.value, "由数据生成"),
    (Origin.WRITTEN.value, "人工撰写"),
    (Origin.EDITED.value, "生成后人工修改"),
    (Origin.PROPOSED.value, "由数据建议"),
]
SOURCES = [
    ("indicator", "指标"),
    ("activity", "工作量数据"),
    ("kind", "纠纷类型"),
    ("practice", "派出所做法"),
    ("target", "工作目标"),
]


class RunSerializer(serializers.Serializer[Any]):
    """A piece of text; one that prints a figure names it."""

    text = serializers.CharField(allow_blank=True, help_text="文字")
    figure = serializers.CharField(
        allow_null=True, help_text="数字的键，见 figures；不是数字的为空"
    )


class ParagraphSerializer(serializers.Serializer[Any]):
    runs = RunSerializer(many=True, help_text="片段，依次相连即全段")
    origin = serializers.ChoiceField(ORIGINS, help_text="来历")


class PartSerializer(serializers.Serializer[Any]):
    """A heading with its paragraphs."""

    code = serializers.CharField(help_text="部分的代码")
    level = serializers.IntegerField(help_text="层次：1 为一、，2 为（一），3 为1.；0 没有标题")
    number = serializers.CharField(allow_blank=True, help_text="序号，照印")
    heading = serializers.CharField(allow_blank=True, help_text="标题，照印")
    runs_in = serializers.BooleanField(help_text="标题之后在同一行接正文")
    paragraphs = ParagraphSerializer(many=True)


class DocumentSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(help_text="标题")
    addressee = serializers.CharField(allow_blank=True, help_text="主送机关，不含冒号")
    parts = PartSerializer(many=True)
    signed_by = serializers.CharField(help_text="署名")
    dated = serializers.CharField(help_text="成文日期")


class FigureSourceSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(SOURCES, help_text="来源的种类")
    code = serializers.CharField(help_text="来源的代码")
    report = serializers.CharField(allow_blank=True, help_text="采用该数字的报告或者规定")


class PrintedFigureSerializer(serializers.Serializer[Any]):
    """A figure that the report prints, with what it was computed from."""

    key = serializers.CharField(help_text="键：指标代码、activity.种类代码，冒号后为写法")
    name = serializers.CharField(help_text="名称")
    value = ValueField(help_text="数值：计数为整数，比率为十进制字符串，下降为负")
    text = serializers.CharField(help_text="文中的写法")
    unit = serializers.CharField(help_text="计量单位")
    form = serializers.CharField(help_text="计算方式；change 为与上年相比的变化")
    numerator = serializers.IntegerField(help_text="分子；同比为本年数")
    numerator_measure = serializers.CharField(allow_blank=True, help_text="分子的口径代码")
    denominator = serializers.IntegerField(allow_null=True, help_text="分母；同比为上年数")
    denominator_measure = serializers.CharField(allow_null=True, help_text="分母的口径代码")
    note = serializers.CharField(allow_blank=True, help_text="口径说明")
    version = serializers.IntegerField(help_text="定义的版本")
    source = FigureSourceSerializer(help_text="来源")  # type: ignore[assignment]


class SlotStateSerializer(serializers.Serializer[Any]):
    """A place for a text written by hand."""

    code = serializers.CharField(help_text="填写处的代码")
    part = serializers.CharField(help_text="所在部分的代码")
    prompt = serializers.CharField(help_text="应填写的内容")
    required = serializers.BooleanField(  # type: ignore[assignment]
        help_text="必须填写后才能签发"
    )
    missing = serializers.BooleanField(help_text="必须填写而尚未填写")


class BreakdownColumnSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="指标代码")
    name = serializers.CharField(help_text="指标")
    unit = serializers.CharField(help_text="计量单位")
    form = serializers.CharField(help_text="count 件数，percent 百分比")


class BreakdownRowSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="月份、机构代码、类型代码；合计为空")
    name = serializers.CharField(help_text="名称")
    values = serializers.ListField(
        child=serializers.JSONField(allow_null=True),
        help_text="按列的顺序：件数为整数，比率为小数文本",
    )


class BreakdownSerializer(serializers.Serializer[Any]):
    """A table beside the text: by month, by unit, by kind."""

    code = serializers.CharField(help_text="months 逐月，units 分单位，kinds 分类型")
    title = serializers.CharField(help_text="标题")
    heading = serializers.CharField(help_text="首列标题")
    columns = BreakdownColumnSerializer(many=True)
    rows = BreakdownRowSerializer(many=True)
    total = BreakdownRowSerializer()


class ReportBodySerializer(_ReportBase):
    schema = serializers.CharField(help_text="结构的版本：fengqiao-annual-report/1")
    outline = serializers.CharField(help_text="提纲代码")
    document = DocumentSerializer(help_text="全文")
    figures = serializers.DictField(child=PrintedFigureSerializer(), help_text="文中的数字，按键")
    slots = SlotStateSerializer(many=True, help_text="由人工填写的部分")
    tables = BreakdownSerializer(many=True, required=False, help_text="附表；即时预览没有")
    replaced = serializers.DictField(
        child=RunSerializer(many=True), required=False,
        help_text="人工修改的部分原来生成的内容，按部分代码；月度分析没有",
    )  # fmt: skip


class ReportSerializer(ReportBodySerializer):
    links = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="数字所含的纠纷或者工作量数据的地址，按键",
    )


class ReportSectionSerializer(_ReportBase):
    section = SectionSerializer()
    figures = FigureSerializer(many=True, help_text="该章节所用的指标")


class DraftLineSerializer(serializers.Serializer[Any]):
    """A stored draft without its content."""

    unit = NamedSerializer(help_text="单位")
    year = serializers.IntegerField(help_text="报告年度")
    cutoff = serializers.DateField(help_text="统计截止日")
    built_at = serializers.DateTimeField(help_text="生成时间")
    digest = serializers.CharField(
        help_text="body 的 SM3 摘要：键排序、无空白、UTF-8 的 JSON，64位十六进制"
    )
    url = serializers.CharField(help_text="初稿的地址")


class DraftSerializer(DraftLineSerializer):
    body = ReportBodySerializer(help_text="初稿内容")


class DraftsSerializer(serializers.Serializer[Any]):
    results = DraftLineSerializer(many=True)
