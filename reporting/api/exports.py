"""Exports over HTTP: what is asked, and what is answered."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from reporting.api.activities import Text
from reporting.models import ExportJob
from reporting.models.export import Format, Progress

PURPOSE = "用途，必填，记入审计"


class AskExportSerializer(StrictSerializer):
    format = serializers.ChoiceField(Format.choices, help_text="格式")
    public = serializers.BooleanField(
        required=False,
        default=False,
        help_text="对外公开的版本：限于已签发的报告，不含分单位、分类型的附表和纠纷编号",
    )
    purpose = Text(200, required=False, default="", allow_blank=True, help_text=PURPOSE)


class ExportFileForm(QueryForm):
    purpose = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=200, help_text=PURPOSE
    )


class ExportJobSerializer(serializers.ModelSerializer[ExportJob]):
    format = serializers.ChoiceField(Format.choices, help_text="格式")
    format_name = serializers.CharField(source="get_format_display", help_text="格式名称")
    progress = serializers.ChoiceField(Progress.choices, help_text="进度")
    progress_name = serializers.CharField(source="get_progress_display", help_text="进度名称")
    requested_by = serializers.StringRelatedField[Any](help_text="最先申请的人")
    url = serializers.SerializerMethodField(help_text="查询进度的地址")
    file_url = serializers.SerializerMethodField(help_text="下载地址；尚未导出或者已过期的为空")

    class Meta:
        model = ExportJob
        fields = (
            "id", "edition", "format", "format_name", "public", "purpose", "requested_by",
            "requested_at", "progress", "progress_name", "percent", "failure", "finished_at",
            "expires_at", "source", "digest", "size", "url", "file_url",
        )  # fmt: skip
        read_only_fields = fields

    def get_url(self, job: ExportJob) -> str:
        return reverse("export", kwargs={"pk": job.pk})

    def get_file_url(self, job: ExportJob) -> str | None:
        if job.progress != Progress.DONE:
            return None
        return reverse("export-file", kwargs={"pk": job.pk})


class ExportJobsSerializer(serializers.Serializer[Any]):
    results = ExportJobSerializer(many=True)
