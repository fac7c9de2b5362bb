"""Exports of editions: asked for, looked after, downloaded."""

from __future__ import annotations

import contextlib
from typing import Any, cast
from urllib.parse import quote

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from kombu.exceptions import OperationalError
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.idempotency import idempotent
from config.rest.permissions import HasScope
from config.rest.problems import ProblemRenderer, ProblemSerializer
from config.rest.queries import QueryForm
from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes.models import Officer, Unit
from disputes.privacy import Unsealable
from reporting import tasks
from reporting.api.conditional import UNCHANGED
from reporting.api.exports import (
    AskExportSerializer,
    ExportFileForm,
    ExportJobSerializer,
    ExportJobsSerializer,
)
from reporting.api.permissions import ReadsFigures
from reporting.editions.schema import json_schema
from reporting.exports import jobs
from reporting.exports.making import MEDIA_TYPES
from reporting.models import Edition, ExportJob
from reporting.models.export import Format, Progress

TAGS = ["报告导出"]


class ExportUnavailable(APIException):
    status_code = 503
    default_code = "FILE_UNAVAILABLE"
    default_detail = "文件暂时无法读取，或者存储的内容已被改动，请联系管理员"


class _FileRenderer(BaseRenderer):
    """Only negotiated with: a file is answered as what it is."""

    media_type = "*/*"
    format = "file"


class _ExportView(APIView):
    """About editions of the own unit and below; anything else is not found."""

    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @property
    def officer(self) -> Officer:
        return cast(Officer, self.request.user)

    @property
    def request_id(self) -> str:
        return str(getattr(self.request, "request_id", ""))

    def edition(self, pk: int) -> Edition:
        units = Unit.objects.visible_to(self.officer)
        found: Edition = get_object_or_404(
            Edition.objects.select_related("unit"), pk=pk, unit__in=units
        )
        return found

    def jobs(self) -> QuerySet[ExportJob]:
        units = Unit.objects.visible_to(self.officer)
        rows = ExportJob.objects.filter(edition__unit__in=units)
        return rows.select_related("requested_by", "edition__unit")


class EditionExportsView(_ExportView):
    @extend_schema(
        operation_id="exports_list",
        tags=TAGS,
        summary="一份报告的导出",
        description="最近的在前，含已过期的。",
        responses=ExportJobsSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        rows = self.jobs().filter(edition=self.edition(pk))
        return Response({"results": ExportJobSerializer(rows, many=True).data})

    @extend_schema(
        operation_id="exports_create",
        tags=TAGS,
        summary="导出报告",
        description=(
            "后台进行，以详情查询进度。同一内容、同一格式只生成一个文件，再次申请的得到同一个导出。"
            "未签发的导出件标明“送审稿”。每次申请和下载记入审计。"
        ),
        request=AskExportSerializer,
        responses={201: ExportJobSerializer},
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        form = AskExportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        job = jobs.ask(
            self.edition(pk), given["format"], public=given["public"], purpose=given["purpose"],
            actor=self.officer, request_id=self.request_id,
        )  # fmt: skip
        if job.progress == Progress.QUEUED:
            transaction.on_commit(lambda: _send(job.pk))
        return Response(ExportJobSerializer(job).data, 201)


def _send(job_id: int) -> None:
    """To a worker at once; where no broker answers, the next minute finds the job waiting."""
    with contextlib.suppress(OperationalError, OSError):
        tasks.make_export.delay(job_id)


class ExportView(_ExportView):
    @extend_schema(
        operation_id="exports_retrieve",
        tags=TAGS,
        summary="导出的进度",
        responses=ExportJobSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        return Response(ExportJobSerializer(get_object_or_404(self.jobs(), pk=pk)).data)


class ExportFileView(_ExportView):
    renderer_classes = [_FileRenderer]

    @extend_schema(
        operation_id="exports_file",
        tags=TAGS,
        summary="下载导出的文件",
        description="须写明用途，每次下载记入审计。ETag 为文件的SM3摘要，未变的不再下载。",
        parameters=[ExportFileForm, IF_NONE_MATCH, ETAG],
        responses={
            **{(200, kind.partition(";")[0]): OpenApiTypes.BINARY
               for _, kind in MEDIA_TYPES.values()},
            **UNCHANGED,
            (503, ProblemRenderer.media_type): OpenApiResponse(
                ProblemSerializer, ExportUnavailable.default_detail
            ),
        },
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Any:
        purpose = ExportFileForm.of(request).validated_data["purpose"]
        job = get_object_or_404(self.jobs(), pk=pk)
        tag = f'"{job.digest}"'
        unchanged = job.digest and get_conditional_response(request, etag=tag)
        answer: Any = unchanged or self._file(job, purpose)
        answer["ETag"] = tag
        patch_cache_control(answer, private=True, no_cache=True)
        return answer

    def _file(self, job: ExportJob, purpose: str) -> HttpResponse:
        try:
            content = jobs.read(
                job, purpose=purpose, actor=self.officer, request_id=self.request_id
            )
        except Unsealable:
            raise ExportUnavailable from None
        name = quote(jobs.name_of(job), safe="")
        return HttpResponse(content, content_type=MEDIA_TYPES[Format(job.format)][1], headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        })  # fmt: skip


class EditionSchemaView(APIView):
    """Public like the keys: whoever receives a signed file must be able to read it."""

    authentication_classes = ()
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="edition_schema",
        tags=TAGS,
        summary="签发文件的JSON Schema",
        description="与 docs/edition.schema.json 相同。",
        auth=[],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response(json_schema())
