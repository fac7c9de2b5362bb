"""Outlines of the annual report over HTTP: the declaration of what is asked and answered."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from reporting.api.serializers.frame import NamedSerializer
from reporting.outlines import OUTLINES

OUTLINE_CHOICES = [(outline.code, outline.name) for outline in OUTLINES.values()]


class OutlineSlotSerializer(serializers.Serializer[Any]):
    """A place for a text written by hand."""

    code = serializers.CharField(help_text="填写处的代码")
    prompt = serializers.CharField(help_text="应填写的内容")
    required = serializers.BooleanField(  # type: ignore[assignment]
        help_text="必须填写后才能签发"
    )


class OutlinePartSerializer(serializers.Serializer[Any]):
    """A heading of an outline."""

    code = serializers.CharField(help_text="部分的代码")
    level = serializers.IntegerField(help_text="层次：1 为一、，2 为（一），3 为1.；0 没有标题")
    number = serializers.CharField(
        allow_null=True, help_text="固定的序号；为空时按顺序编号，空字符串不编号"
    )
    heading = serializers.CharField(
        allow_blank=True, help_text="标题，可含 {year}、{next_year}、{unit}"
    )
    runs_in = serializers.BooleanField(help_text="标题之后在同一行接正文")
    figures = serializers.ListField(child=serializers.CharField(), help_text="所用数字的代码")
    slots = OutlineSlotSerializer(many=True, help_text="由人工填写的部分")


class OutlineSerializer(NamedSerializer):
    """An outline with its headings in order."""

    source = serializers.CharField(help_text="出处")  # type: ignore[assignment]
    title = serializers.CharField(help_text="标题，可含 {year}、{unit}")
    addressee = serializers.CharField(allow_blank=True, help_text="主送机关，可含 {place}")
    parts = OutlinePartSerializer(many=True, help_text="各部分，依次")


class OutlinesSerializer(serializers.Serializer[Any]):
    results = OutlineSerializer(many=True)


class OutlineChoiceSerializer(serializers.Serializer[Any]):
    """Which outline a unit writes by."""

    unit = NamedSerializer(help_text="单位")
    outline = serializers.ChoiceField(OUTLINE_CHOICES, help_text="提纲代码")
    name = serializers.CharField(help_text="提纲名称")
    chosen_by = serializers.CharField(allow_null=True, help_text="选定人；没有选定的为空")
    chosen_at = serializers.DateTimeField(allow_null=True, help_text="选定时间")


class ChooseOutlineSerializer(StrictSerializer):
    outline = serializers.ChoiceField(OUTLINE_CHOICES, help_text="提纲代码")
