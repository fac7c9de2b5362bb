"""The bound case file: how complete it is, its volumes, annexes and rules."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import Moment, Text
from disputes.api.serializers.papers import CODES
from disputes.api.serializers.steps import StepBodySerializer
from disputes.choices import Outcome, Track
from disputes.models import Annex, CaseFileRule, Volume

VOLUME_FORMATS = [("pdf", "PDF"), ("zip", "Word 文书包和摘要清单")]


class MissingPaperSerializer(serializers.Serializer[Any]):
    """A paper that the rules ask for and that is not there."""

    code = serializers.CharField(help_text="文书代码")
    name = serializers.CharField(help_text="文书名称")
    subject = serializers.IntegerField(help_text="所涉记录编号；0为整个纠纷")
    about = serializers.CharField(help_text="所涉记录")
    source = serializers.CharField(help_text="依据")  # type: ignore[assignment]
    lacking = serializers.ListField(
        child=serializers.CharField(), help_text="出具尚缺的内容；为空时可以出具"
    )


class BoundPaperSerializer(serializers.Serializer[Any]):
    """A paper that would be bound, in the order of the file."""

    id = serializers.IntegerField(help_text="文书编号（id）")
    code = serializers.CharField(help_text="文书代码")
    name = serializers.CharField(help_text="文书名称")
    number = serializers.CharField(help_text="文号")
    issued_on = serializers.DateField(help_text="出具日期")


class IndexLineSerializer(serializers.Serializer[Any]):
    """A line of the index as bound."""

    title = serializers.CharField(help_text="文书名称")
    number = serializers.CharField(help_text="文号")
    made_on = serializers.CharField(help_text="日期")
    page = serializers.IntegerField(help_text="起始页；0为没有页")
    pages = serializers.IntegerField(help_text="页数")
    span = serializers.CharField(help_text="目录中的页号")
    note = serializers.CharField(help_text="备注")
    digest = serializers.CharField(help_text="摘要（SM3）")


class VolumeSerializer(serializers.ModelSerializer[Volume]):
    """A binding: how far it is, and when done its index and digests."""

    requested_by_name = serializers.CharField(
        source="requested_by.name", read_only=True, help_text="装订人姓名"
    )
    requested_at = Moment(read_only=True, help_text="申请时间")
    finished_at = Moment(read_only=True, allow_null=True, help_text="完成时间")
    entries = IndexLineSerializer(many=True, read_only=True, help_text="卷内目录")
    missing = MissingPaperSerializer(many=True, read_only=True, help_text="装订时缺少的文书")
    digest = serializers.CharField(
        source="pdf.digest", read_only=True, default="", help_text="PDF 的摘要（SM3）"
    )

    class Meta:
        model = Volume
        fields = [
            "id", "ordinal", "progress", "steps_done", "steps_total", "failure",
            "requested_by_name", "requested_at", "finished_at", "pages", "entries", "missing",
            "reason", "digest", "version",
        ]  # fmt: skip
        read_only_fields = fields


class AnnexSerializer(serializers.ModelSerializer[Annex]):
    """A page added after archiving; it counts once approved."""

    made_by_name = serializers.CharField(source="made_by.name", read_only=True, help_text="制作人")
    approved_by_name = serializers.CharField(
        source="approved_by.name", read_only=True, default=None, allow_null=True, help_text="批准人"
    )

    class Meta:
        model = Annex
        fields = [
            "id", "title", "text", "reason", "made_by_name", "made_on", "approved",
            "approved_by_name", "approved_on", "opinion", "version",
        ]  # fmt: skip
        read_only_fields = fields


class CaseFileStandingSerializer(serializers.Serializer[Any]):
    """Complete, or what is missing; and what has been bound."""

    outcome = serializers.ChoiceField(Outcome.choices, help_text="办理结果")
    complete = serializers.BooleanField(help_text="是否齐全")
    missing = MissingPaperSerializer(many=True)
    papers = BoundPaperSerializer(many=True)
    volumes = VolumeSerializer(many=True)
    annexes = AnnexSerializer(many=True)


class BindSerializer(StepBodySerializer):
    """Nothing but reasons to bind in spite of missing papers."""


class VolumeFileForm(QueryForm):
    file_format = serializers.ChoiceField(VOLUME_FORMATS, default="pdf", help_text="文件格式")


class MakeAnnexSerializer(StepBodySerializer):
    title = Text(100, help_text="名称")
    text = Text(4000, help_text="更正、补充内容")
    reason = Text(500, help_text="事由")


class DecideAnnexSerializer(StepBodySerializer):
    approved = serializers.BooleanField(help_text="是否批准")
    opinion = Text(500, required=False, allow_blank=True, help_text="审批意见")


class CaseFileRuleSerializer(serializers.ModelSerializer[CaseFileRule]):
    """A rule: which paper belongs into which case files."""

    paper_name = serializers.SerializerMethodField(help_text="文书名称")

    class Meta:
        model = CaseFileRule
        fields = ["id", "paper", "paper_name", "track", "outcome", "need", "condition", "position",
                  "source", "since", "until"]  # fmt: skip
        read_only_fields = fields

    def get_paper_name(self, row: CaseFileRule) -> str:
        return dict(CODES).get(row.paper, row.paper)


class BeginRuleSerializer(StrictSerializer):
    paper = serializers.ChoiceField(CODES, help_text="文书代码")
    track = serializers.ChoiceField(
        Track.choices, required=False, allow_blank=True, help_text="办理途径；缺省为任何途径"
    )
    outcome = serializers.ChoiceField(
        Outcome.choices, required=False, allow_blank=True, help_text="办理结果；缺省为任何结果"
    )
    need = serializers.ChoiceField(CaseFileRule.Need.choices, help_text="要求")
    condition = serializers.ChoiceField(
        CaseFileRule.Condition.choices, required=False, allow_blank=True, help_text="条件"
    )
    position = serializers.IntegerField(min_value=1, max_value=30_000, help_text="卷内顺序")
    source = Text(200, help_text="依据")  # type: ignore[assignment]
    since = serializers.DateField(help_text="施行日期，不得早于今天")


class EndRuleSerializer(StrictSerializer):
    until = serializers.DateField(help_text="停止日期，不得早于今天；自该日起不再适用")
