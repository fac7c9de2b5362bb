"""Attachments of a case: put on file, looked at, downloaded under account, voided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.problems import ProblemRenderer, ProblemSerializer
from disputes.api.files import AnyRenderer, FileUnavailable, headers, ranged
from disputes.api.serializers.attachments import (
    AttachmentSerializer,
    AttachSerializer,
    VoidAttachmentSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import Attachment
from disputes.privacy import Unsealable
from disputes.services import attachments as service
from disputes.services.attachments import Content

TAGS = ["附件"]
UNAVAILABLE = OpenApiResponse(ProblemSerializer, FileUnavailable.default_detail)
RANGE = OpenApiParameter(
    "Range", str, OpenApiParameter.HEADER, description="只取一段，例如 bytes=0-1023"
)


class AttachmentsView(RecordView):
    model = Attachment
    serializer_class = AttachmentSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Attachment]:
        return super().get_queryset().select_related("file", "uploaded_by", "voided_by")

    @extend_schema(
        operation_id="attachments_list",
        tags=TAGS,
        summary="本纠纷的附件",
        responses=AttachmentSerializer(many=True),
    )
    def list(self, request: Request, dispute_id: int) -> Response:
        if not self.visible().filter(pk=dispute_id).exists():
            raise Http404
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(
        operation_id="attachments_create",
        tags=TAGS,
        summary="上传附件",
        description="照片、录音、录像、扫描件，归于本纠纷，或者其中一次调解、一项义务（履行凭证）、"
        "一次听证或者一项证据。类型以内容为准；同一内容只存一份，加密存放。",
        request={"multipart/form-data": AttachSerializer},
        responses={
            201: answering(AttachmentSerializer),
            (413, ProblemRenderer.media_type): OpenApiResponse(
                ProblemSerializer, "超过一次上传的上限"
            ),
        },
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(AttachSerializer, case=case)
            uploaded = given.pop("file")
            row = service.attach(
                case, Content.of(uploaded.read()), actor=self.officer, name=uploaded.name, **given
            )
        return self.answer(case, row, 201)

    @extend_schema(operation_id="attachments_retrieve", tags=TAGS, summary="附件详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="attachments_void",
        tags=TAGS,
        summary="作废附件",
        description="文件保留，不再入卷。If-Match 为该附件的 ETag。",
        request=VoidAttachmentSerializer,
        responses=answering(AttachmentSerializer),
    )
    @if_match
    def void(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            row = self.on_file(case)
            given = self.read(VoidAttachmentSerializer, case=case)
            service.void(case, row, actor=self.officer, **given)
        return self.answer(case, row)


class AttachmentFilesView(RecordView):
    """The contents. Every reading stands in the audit trail."""

    model = Attachment
    serializer_class: Any = AttachmentSerializer
    renderer_classes = [AnyRenderer]

    def _row(self) -> Attachment:
        return get_object_or_404(self.get_queryset().select_related("file"), pk=self.kwargs["pk"])

    @extend_schema(
        operation_id="attachments_file",
        tags=TAGS,
        summary="下载附件",
        description="原文件，每次下载记入审计；可以只取一段（Range）。",
        parameters=[RANGE],
        responses={
            (200, "*/*"): OpenApiTypes.BINARY,
            (206, "*/*"): OpenApiTypes.BINARY,
            (416, "application/octet-stream"): OpenApiResponse(description="超出文件长度"),
            (503, ProblemRenderer.media_type): UNAVAILABLE,
        },
    )
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> HttpResponseBase:
        row = self._row()

        def part(start: int, stop: int | None) -> Iterable[bytes]:
            try:
                return service.read(
                    row, actor=self.officer, request_id=self.request_id, start=start, stop=stop
                )
            except (Unsealable, OSError):
                raise FileUnavailable from None

        return ranged(request, row.file.size, row.file.media_type, row.name, part)

    @extend_schema(
        operation_id="attachments_thumbnail",
        tags=TAGS,
        summary="附件缩略图",
        description="只有图片有缩略图，不含拍摄信息；记入审计。",
        responses={
            (200, "image/jpeg"): OpenApiTypes.BINARY,
            (503, ProblemRenderer.media_type): UNAVAILABLE,
        },
    )
    def thumbnail(self, request: Request, dispute_id: int, pk: int) -> HttpResponse:
        row = self._row()
        try:
            small = service.thumbnail(row, actor=self.officer, request_id=self.request_id)
        except (Unsealable, OSError):
            raise FileUnavailable from None
        if small is None:
            raise Http404
        return HttpResponse(small, content_type="image/jpeg", headers=headers("thumbnail.jpg"))
