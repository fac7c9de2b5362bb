"""Papers (文书): issued ones, those that may be issued, and their templates."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import Paper, PaperTemplate
from disputes.papers import BY_CODE

CODES = [(code, paper.name) for code, paper in BY_CODE.items()]
FORMATS = [("docx", "Word 文档"), ("pdf", "PDF")]
BATCH_FORMATS = [("zip", "每份一个 Word 文档"), ("pdf", "合并的 PDF")]


class PaperSerializer(serializers.ModelSerializer[Paper]):
    """An issued paper; its file has an address of its own."""

    issued_by_name = serializers.CharField(
        source="issued_by.name", read_only=True, help_text="出具民警姓名"
    )
    voided_by_name = serializers.CharField(
        source="voided_by.name", read_only=True, default=None, allow_null=True,
        help_text="作废人姓名",
    )  # fmt: skip

    class Meta:
        model = Paper
        fields = [
            "id", "code", "name", "subject", "number", "template_version", "digest", "issued_by",
            "issued_by_name", "issued_on", "replaces", "voided_on", "voided_by_name",
            "void_reason", "version",
        ]  # fmt: skip
        read_only_fields = fields


class OpenPaperSerializer(serializers.Serializer[Any]):
    """A paper that the case gives and that is not issued."""

    code = serializers.CharField(help_text="文书代码")
    name = serializers.CharField(help_text="文书名称")
    subject = serializers.IntegerField(help_text="所涉记录编号；0为整个纠纷")
    about = serializers.CharField(help_text="所涉记录")
    lacking = serializers.ListField(
        child=serializers.CharField(), help_text="尚缺的内容；为空时可以出具"
    )


class PapersOfCaseSerializer(serializers.Serializer[Any]):
    """What has been issued and what has not."""

    issued = PaperSerializer(many=True)
    not_issued = OpenPaperSerializer(many=True)


class IssuePaperSerializer(StepBodySerializer):
    """Which paper, about what."""

    code = serializers.ChoiceField(CODES, help_text="文书代码")
    subject = serializers.IntegerField(
        min_value=0, max_value=2**63 - 1, default=0, help_text="所涉记录编号；0为整个纠纷"
    )


class VoidPaperSerializer(StepBodySerializer):
    reason = Text(500, help_text="作废理由")


class FileForm(QueryForm):
    """In which format."""

    file_format = serializers.ChoiceField(FORMATS, default="docx", help_text="文件格式")
    original = serializers.BooleanField(
        default=False, help_text="是否为出具时的原文件（没有手写签名和印章，与摘要一致）"
    )


class FilesForm(QueryForm):
    """Which of the case's papers; all that stand where none is named."""

    papers = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=200,
        help_text="文书编号（id），可重复；缺省为全部有效文书",
    )  # fmt: skip
    file_format = serializers.ChoiceField(BATCH_FORMATS, default="zip", help_text="文件格式")


class PaperFieldSerializer(serializers.Serializer[Any]):
    """A field that a template may print."""

    name = serializers.CharField(help_text="字段，例如 organ 或者 parties.name")
    label = serializers.CharField(help_text="中文名称")
    may_be_empty = serializers.CharField(allow_blank=True, help_text="何时可以为空；空白为不得为空")
    repeats = serializers.BooleanField(help_text="是否列表，须用 for 逐项输出")


class PaperTemplateSerializer(serializers.Serializer[Any]):
    """A kind of paper, the template in force, and what a template of it may print."""

    code = serializers.CharField(help_text="文书代码")
    name = serializers.CharField(help_text="文书名称")
    version = serializers.IntegerField(help_text="现行模板版次；0为系统自带")
    may_print = PaperFieldSerializer(many=True)


class TemplateVersionSerializer(serializers.ModelSerializer[PaperTemplate]):
    class Meta:
        model = PaperTemplate
        fields = ["code", "number", "digest", "reason", "uploaded_at"]
        read_only_fields = fields


class UploadTemplateSerializer(StrictSerializer):
    """A Word file as the next version of a template."""

    content = serializers.CharField(max_length=1_400_000, help_text="Word 文档（.docx）的 Base64")
    reason = Text(300, help_text="修订说明")

    def validate_content(self, value: str) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("文件内容应为 Base64", code="ENCODING") from None
