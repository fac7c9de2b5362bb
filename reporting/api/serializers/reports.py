"""The annual report: its parts, the figures printed in it, drafts."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reporting.api.serializers.frame import FigureSerializer, NamedSerializer, ValueField
from reporting.document import Origin


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
