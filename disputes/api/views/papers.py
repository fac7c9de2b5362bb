"""Papers of a case, their files, and the templates that they are printed from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.problems import ProblemRenderer, ProblemSerializer
from disputes import clock, papers
from disputes.api.permissions import KeepsTemplates
from disputes.api.serializers.papers import (
    FileForm,
    FilesForm,
    IssuePaperSerializer,
    PaperSerializer,
    PapersOfCaseSerializer,
    PaperTemplateSerializer,
    TemplateVersionSerializer,
    UploadTemplateSerializer,
    VoidPaperSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import OfficerView, RecordView
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.models import Paper
from disputes.papers.fields import shapes
from disputes.papers.pdf import PdfUnavailable, convert, convert_all
from disputes.services import papers as service
from disputes.services.signing import with_signatures
from disputes.volumes.pages import joined

TAGS, TEMPLATE_TAGS = ["文书"], ["文书模板"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF, ZIP = "application/pdf", "application/zip"
MOST_PRINTED = 50  # papers in one PDF; a request waits for it


class NoPdf(APIException):
    status_code = 503
    default_code = "PDF_UNAVAILABLE"
    default_detail = "本机未安装 LibreOffice 或者转换失败，暂不能生成 PDF，请下载 Word 文档"


class FileRenderer(BaseRenderer):
    """Only negotiated with: files are answered as they are."""

    media_type = DOCX
    format = "docx"


class PdfRenderer(FileRenderer):
    media_type, format = PDF, "pdf"


class ZipRenderer(FileRenderer):
    media_type, format = ZIP, "zip"


class PapersView(RecordView):
    model = Paper
    serializer_class = PaperSerializer

    def get_queryset(self) -> QuerySet[Paper]:
        return super().get_queryset().select_related("issued_by", "voided_by")

    @extend_schema(
        operation_id="papers_list",
        tags=TAGS,
        summary="本纠纷的文书",
        description="已出具（含作废）的文书，和办理记录已具备、尚未出具的文书及其尚缺的内容。",
        responses=PapersOfCaseSerializer,
    )
    def of_case(self, request: Request, dispute_id: int) -> Response:
        found = self.visible().select_related("unit", "kind", "responsible", "risk_level")
        case = CaseFile(get_object_or_404(found, pk=dispute_id))
        body = {"issued": self.get_queryset(), "not_issued": service.not_issued(case)}
        return Response(PapersOfCaseSerializer(body).data)

    @extend_schema(
        operation_id="papers_issue",
        tags=TAGS,
        summary="出具文书",
        description="编号、文件和摘要即时确定，不再改变；内容不全的不予出具。",
        request=IssuePaperSerializer,
        responses={201: answering(PaperSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(IssuePaperSerializer, case=case)
            issued = service.issue(
                case, actor=self.officer, on=clock.today(), request_id=self.request_id, **given
            )
        return self.answer(case, issued, 201)

    @extend_schema(operation_id="papers_retrieve", tags=TAGS, summary="文书详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="papers_void",
        tags=TAGS,
        summary="作废文书",
        description="编号和文件保留，可以另行出具。If-Match 为该文书的 ETag。",
        request=VoidPaperSerializer,
        responses=answering(PaperSerializer),
    )
    @if_match
    def void(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            issued = self.on_file(case)
            given = self.read(VoidPaperSerializer, case=case)
            service.void(case, issued, actor=self.officer, on=clock.today(), **given)
        return self.answer(case, issued)


class PaperFilesView(RecordView):
    """The files: full identity data, so every reading stands in the audit trail."""

    model = Paper
    serializer_class = PaperSerializer
    renderer_classes = [FileRenderer, PdfRenderer, ZipRenderer]

    @extend_schema(
        operation_id="papers_file",
        tags=TAGS,
        summary="下载文书",
        description="含完整身份信息，每次下载记入审计。有手写签名、印章的，随文书一并输出；"
        "original 为真时是出具时的原文件，与摘要一致。未安装 LibreOffice 时不能转换 PDF（503）。",
        parameters=[FileForm],
        responses={
            (200, DOCX): OpenApiTypes.BINARY,
            (200, PDF): OpenApiTypes.BINARY,
            (503, ProblemRenderer.media_type): OpenApiResponse(
                ProblemSerializer, NoPdf.default_detail
            ),
        },
    )
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> HttpResponse:
        wanted = FileForm.of(request).validated_data
        as_pdf = wanted["file_format"] == "pdf"
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        content = self._contents([paper], signed=not wanted["original"])[paper]
        if not as_pdf:
            return _file(content, DOCX, f"{paper.name}.docx")
        try:
            return _file(convert(content), PDF, f"{paper.name}.pdf")
        except PdfUnavailable:
            raise NoPdf from None

    @extend_schema(
        operation_id="papers_files",
        tags=TAGS,
        summary="批量下载文书",
        description="一个 zip 文件，每份文书一个 Word 文档；或者合并成一个 PDF，用于批量打印。记入审计。",
        parameters=[FilesForm],
        responses={
            (200, ZIP): OpenApiTypes.BINARY,
            (200, PDF): OpenApiTypes.BINARY,
            (503, ProblemRenderer.media_type): OpenApiResponse(
                ProblemSerializer, NoPdf.default_detail
            ),
        },
    )
    def list(self, request: Request, dispute_id: int) -> HttpResponse:
        asked = FilesForm.of(request).validated_data
        wanted = asked.get("papers")
        if not self.visible().filter(pk=dispute_id).exists():
            raise Http404
        found = self.get_queryset()
        rows = found.filter(voided_on=None) if wanted is None else found.filter(pk__in=wanted)
        if wanted is not None and len(rows) != len(set(wanted)):
            raise Http404
        if asked["file_format"] == "zip":
            return _file(_zipped(self._contents(rows)), ZIP, "papers.zip")
        if not 0 < len(rows) <= MOST_PRINTED:
            raise RuleViolation(f"一次打印1至{MOST_PRINTED}份文书", code="PAPERS_TO_PRINT")
        try:
            return _file(joined(convert_all([*self._contents(rows).values()])), PDF, "papers.pdf")
        except PdfUnavailable:
            raise NoPdf from None

    def _contents(self, rows: Any, *, signed: bool = True) -> dict[Paper, bytes]:
        found = service.read(rows, actor=self.officer, request_id=self.request_id)
        return with_signatures(found) if signed else found


def _zipped(contents: dict[Paper, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:  # .docx is compressed already
        for n, (paper, content) in enumerate(contents.items(), 1):
            made.writestr(f"{n:02d}-{paper.name}-{paper.number}.docx", content)
    return file.getvalue()


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    named = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(
        content, content_type=media_type,
        headers={"Content-Disposition": named, "Cache-Control": "no-store"},
    )  # fmt: skip


class PaperTemplatesView(OfficerView):
    """Templates, kept by the system administrator. They hold no case data."""

    permission_classes = [*OfficerView.permission_classes, KeepsTemplates]
    serializer_class: Any = PaperTemplateSerializer
    pagination_class = None

    @extend_schema(
        operation_id="paper_templates_list",
        tags=TEMPLATE_TAGS,
        summary="文书模板列表",
        description="各文书的现行模板版次，和模板可以使用的字段。",
        responses=PaperTemplateSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        versions = service.template_versions()
        rows = [
            {"code": p.code, "name": p.name, "version": versions.get(p.code, 0),
             "may_print": list(_fields(p.fields))}
            for p in papers.PAPERS
        ]  # fmt: skip
        return Response(PaperTemplateSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="paper_templates_upload",
        tags=TEMPLATE_TAGS,
        summary="上传文书模板",
        description="仅系统管理员。只能输出该文书的字段，用 for 逐项输出、用 if 取舍；"
        "含宏、外部链接、未知字段或者其他表达式的不予接受。",
        request=UploadTemplateSerializer,
        responses={201: TemplateVersionSerializer},
    )
    @idempotent
    def create(self, request: Request, code: str) -> Response:
        paper = _paper(code)
        given = self.read(UploadTemplateSerializer)
        made = service.upload_template(
            paper, given["content"], actor=self.officer, reason=given["reason"],
            request_id=self.request_id,
        )  # fmt: skip
        return Response(TemplateVersionSerializer(made).data, status=201)


class TemplateFilesView(OfficerView):
    permission_classes = [*OfficerView.permission_classes, KeepsTemplates]
    renderer_classes = [FileRenderer]
    serializer_class: Any = PaperTemplateSerializer

    @extend_schema(
        operation_id="paper_templates_file",
        tags=TEMPLATE_TAGS,
        summary="下载现行模板",
        description="在 Word 中修改后再上传为下一版。",
        responses={(200, DOCX): OpenApiTypes.BINARY},
    )
    def retrieve(self, request: Request, code: str) -> HttpResponse:
        paper = _paper(code)
        version, content = service.current_template(paper)
        return _file(content, DOCX, f"{paper.name}-模板第{version}版.docx")


def _paper(code: str) -> papers.Paper:
    if code not in papers.BY_CODE:
        raise Http404
    return papers.BY_CODE[code]


def _fields(of: type, before: str = "") -> Iterator[dict[str, Any]]:
    for name, shape in shapes(of).items():
        yield {"name": before + name, "label": shape.label.name,
               "may_be_empty": shape.label.empty, "repeats": shape.items is not None}  # fmt: skip
        if shape.items is not None:
            yield from _fields(shape.items, f"{before}{name}.")
