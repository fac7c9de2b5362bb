"""The linter and the ledger of what was made public over HTTP: what is asked and answered."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from reporting.api.activities import Text
from reporting.api.fields import Day
from reporting.api.forms import ORGAN_CODE
from reporting.api.serializers.frame import NamedSerializer
from reporting.disclosure.tables import SENSITIVE
from reporting.lint import LONGEST, Level
from reporting.measures import MEASURES
from reporting.models import DisclosureApproval, Release, ReleasedCell
from reporting.periods import FIRST_YEAR, LAST_YEAR

SENSITIVE_CHOICES = [(code, MEASURES[code].name) for code in sorted(SENSITIVE)]


class LintFormSerializer(StrictSerializer):
    text = serializers.CharField(
        max_length=LONGEST, trim_whitespace=False, help_text=f"报告文字，至多{LONGEST}字"
    )
    year = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text="报告年度；缺省为文中最先出现的年份",
    )  # fmt: skip
    cutoff = Day(required=False, help_text="统计截止日；给出的，文中写明的截止日应与之相同")


class RemarkSerializer(serializers.Serializer[Any]):
    mark = serializers.CharField(help_text="意见的标记；文字他处修改后不变")
    code = serializers.CharField(help_text="代码")
    level = serializers.ChoiceField(
        Level.choices, help_text="错误须改正；提醒可以说明理由；说明仅供参考"
    )
    level_name = serializers.CharField(help_text="级别名称")
    offset = serializers.IntegerField(help_text="在全文中的位置，第一个字符为0")
    length = serializers.IntegerField(help_text="字符数")
    quote = serializers.CharField(help_text="所指的文字")
    message = serializers.CharField(help_text="意见，含计算过程")
    suggestion = serializers.CharField(allow_blank=True, help_text="建议")


class _CountedSerializer(serializers.Serializer[Any]):
    errors = serializers.IntegerField(help_text="错误数")  # type: ignore[assignment]
    warnings = serializers.IntegerField(help_text="提醒数")
    notes = serializers.IntegerField(help_text="说明数")


class LintSerializer(_CountedSerializer):
    truncated = serializers.BooleanField(help_text="意见过多，只列出前面的")
    results = RemarkSerializer(many=True)


class RemarkAnswerFormSerializer(StrictSerializer):
    mark = serializers.RegexField(r"\A[0-9a-f]{16}\Z", help_text="意见的标记")
    reason = Text(500, help_text="理由")


class RemarkAnswerSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(help_text="理由")
    answered_by = serializers.StringRelatedField[Any](help_text="说明人")
    answered_at = serializers.DateTimeField(help_text="时间")


class EditionRemarkSerializer(RemarkSerializer):
    answer = RemarkAnswerSerializer(allow_null=True, help_text="对该提醒的说明")


class EditionRemarksSerializer(_CountedSerializer):
    text = serializers.CharField(help_text="全文，意见的位置以此为准")
    results = EditionRemarkSerializer(many=True)


class ReleaseFilters(QueryForm):
    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，限于该单位"
    )
    year = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度"
    )

    def query(self) -> dict[str, Any]:
        names = {"unit": "unit__code", "year": "start__year"}
        return {names[name]: value for name, value in self.validated_data.items()}


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    unit = NamedSerializer(help_text="单位")
    released_by = serializers.StringRelatedField[Any](help_text="经办人")
    shown = serializers.IntegerField(help_text="公开的数字个数")
    hidden = serializers.IntegerField(help_text="隐去的数字个数")

    class Meta:
        model = Release
        fields = (
            "id", "unit", "edition", "start", "end", "recipient", "format", "digest",
            "released_by", "released_at", "shown", "hidden",
        )  # fmt: skip


class ReleasesSerializer(serializers.Serializer[Any]):
    results = ReleaseSerializer(many=True)


class ReleasedCellSerializer(serializers.ModelSerializer[ReleasedCell]):
    measure_name = serializers.SerializerMethodField(help_text="口径名称")

    class Meta:
        model = ReleasedCell
        fields = ("measure", "measure_name", "path", "start", "end", "slice", "value", "hidden")

    def get_measure_name(self, cell: ReleasedCell) -> str:
        return MEASURES[cell.measure].name if cell.measure in MEASURES else cell.measure


class ReleaseDetailSerializer(ReleaseSerializer):
    cells = ReleasedCellSerializer(many=True, help_text="数字")

    class Meta(ReleaseSerializer.Meta):
        fields = (*ReleaseSerializer.Meta.fields, "cells")  # type: ignore[assignment]


class ApprovalFormSerializer(StrictSerializer):
    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，缺省为本单位"
    )
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度")
    measure = serializers.ChoiceField(SENSITIVE_CHOICES, help_text="敏感指标的口径")
    reason = Text(500, help_text="理由")


class ApprovalSerializer(serializers.ModelSerializer[DisclosureApproval]):
    unit = NamedSerializer(help_text="单位")
    measure_name = serializers.SerializerMethodField(help_text="口径名称")
    approved_by = serializers.StringRelatedField[Any](help_text="批准人")

    class Meta:
        model = DisclosureApproval
        fields = (
            "id", "unit", "year", "measure", "measure_name", "reason", "approved_by", "approved_at",
        )  # fmt: skip

    def get_measure_name(self, approval: DisclosureApproval) -> str:
        return MEASURES[approval.measure].name


class ApprovalsSerializer(serializers.Serializer[Any]):
    results = ApprovalSerializer(many=True)
