"""Attachments (附件) of a case, and the form that a file comes in."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import OnFile, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import Attachment, Evidence, Hearing, MediationSession, Obligation


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A file on record. Its content and its small picture have addresses of their own."""

    digest = serializers.CharField(source="file.digest", read_only=True, help_text="摘要（SM3）")
    media_type = serializers.CharField(source="file.media_type", read_only=True, help_text="类型")
    size = serializers.IntegerField(source="file.size", read_only=True, help_text="字节数")
    has_thumbnail = serializers.SerializerMethodField(help_text="是否有缩略图")
    uploaded_by_name = serializers.CharField(
        source="uploaded_by.name", read_only=True, help_text="上传民警姓名"
    )
    voided_by_name = serializers.CharField(
        source="voided_by.name", read_only=True, default=None, allow_null=True,
        help_text="作废人姓名",
    )  # fmt: skip

    class Meta:
        model = Attachment
        fields = [
            "id", "kind", "name", "note", "session", "obligation", "hearing", "evidence", "digest",
            "media_type", "size", "has_thumbnail", "uploaded_by", "uploaded_by_name",
            "uploaded_on", "voided_on", "voided_by_name", "void_reason", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_has_thumbnail(self, row: Attachment) -> bool:
        return bool(row.file.thumbnail)


class AttachSerializer(StrictSerializer):
    """A file and what it is about; about the case where nothing else is named."""

    file = serializers.FileField(allow_empty_file=True, max_length=1000, help_text="文件")
    kind = serializers.ChoiceField(Attachment.Kind.choices, help_text="种类")
    note = Text(300, required=False, allow_blank=True, help_text="说明")
    session = OnFile(MediationSession, required=False, help_text="所涉调解")
    obligation = OnFile(Obligation, required=False, help_text="所涉义务（履行凭证）")
    hearing = OnFile(Hearing, required=False, help_text="所涉听证")
    evidence = OnFile(Evidence, required=False, help_text="所涉证据")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if sum(name in attrs for name in Attachment.ABOUT) > 1:
            raise serializers.ValidationError("附件只能归于一项记录", code="ABOUT_TWO")
        return attrs


class VoidAttachmentSerializer(StepBodySerializer):
    reason = Text(500, help_text="作废理由")
