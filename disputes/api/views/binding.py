"""The bound case file of a dispute, and the rules by which it is complete."""

from __future__ import annotations

import contextlib
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from kombu.exceptions import OperationalError
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.problems import ProblemRenderer, ProblemSerializer
from disputes import tasks
from disputes.api.files import AnyRenderer, FileUnavailable, download
from disputes.api.permissions import KeepsCaseFileRules
from disputes.api.serializers.binding import (
    AnnexSerializer,
    BeginRuleSerializer,
    BindSerializer,
    CaseFileRuleSerializer,
    CaseFileStandingSerializer,
    DecideAnnexSerializer,
    EndRuleSerializer,
    MakeAnnexSerializer,
    VolumeFileForm,
    VolumeSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import CaseView, OfficerView, RecordView
from disputes.casefile import CaseFile
from disputes.models import Annex, CaseFileRule, Volume
from disputes.privacy import Unsealable
from disputes.services import binding as service
from disputes.services import filing_rules
from disputes.volumes import needs

TAGS, RULE_TAGS = ["卷宗"], ["归卷规则"]
PDF, ZIP = "application/pdf", "application/zip"


class CaseFileStandingView(CaseView):
    serializer_class: Any = CaseFileStandingSerializer

    @extend_schema(
        operation_id="case_file_retrieve",
        tags=TAGS,
        summary="卷宗是否齐全",
        description="按办理途径和结果适用的归卷规则，列出缺少的文书、将入卷的文书、历次装订和附页。",
        responses=CaseFileStandingSerializer,
    )
    def retrieve(self, request: Request, dispute_id: int) -> Response:
        found = self.visible().select_related("unit", "kind", "responsible", "risk_level")
        case = CaseFile(get_object_or_404(found, pk=dispute_id))
        standing = needs.standing(case)
        body = {
            "outcome": standing.outcome, "complete": not standing.missing,
            "missing": standing.missing, "papers": standing.bound,
            "volumes": Volume.objects.filter(dispute=dispute_id).select_related(
                "requested_by", "pdf"),
            "annexes": Annex.objects.filter(dispute=dispute_id).select_related(
                "made_by", "approved_by"),
        }  # fmt: skip
        return Response(CaseFileStandingSerializer(body).data)


class VolumesView(RecordView):
    model = Volume
    serializer_class = VolumeSerializer

    def get_queryset(self) -> QuerySet[Volume]:
        return super().get_queryset().select_related("requested_by", "pdf", "archive")

    @extend_schema(
        operation_id="volumes_create",
        tags=TAGS,
        summary="装订成卷",
        description="后台进行，以详情查询进度：卷皮、目录、逐页编号、全部有效文书和附件。"
        "缺件时须说明理由（acknowledged）。",
        request=BindSerializer,
        responses={201: answering(VolumeSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            self.read(BindSerializer, case=case)
            volume = service.request(case, actor=self.officer)
            transaction.on_commit(lambda: _send(volume.pk))
        return self.answer(case, volume, 201)

    @extend_schema(operation_id="volumes_retrieve", tags=TAGS, summary="装订详情和进度")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()


def _send(volume_id: int) -> None:
    """To a worker at once; where no broker answers, the next minute finds the volume waiting."""
    with contextlib.suppress(OperationalError, OSError):
        tasks.bind_volume.delay(volume_id)


class VolumeFilesView(RecordView):
    """The bound files: full identity data, so every reading stands in the audit trail."""

    model = Volume
    serializer_class: Any = VolumeSerializer
    renderer_classes = [AnyRenderer]

    @extend_schema(
        operation_id="volumes_file",
        tags=TAGS,
        summary="下载卷宗",
        description="PDF，或者 Word 文书包（含摘要清单）；每次下载记入审计。",
        parameters=[VolumeFileForm],
        responses={
            (200, PDF): OpenApiTypes.BINARY,
            (200, ZIP): OpenApiTypes.BINARY,
            (503, ProblemRenderer.media_type): OpenApiResponse(
                ProblemSerializer, FileUnavailable.default_detail
            ),
        },
    )
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> HttpResponseBase:
        as_pdf = VolumeFileForm.of(request).validated_data["file_format"] == "pdf"
        volume = get_object_or_404(self.get_queryset().select_related("dispute"), pk=pk)
        kind, media_type = ("pdf", PDF) if as_pdf else ("archive", ZIP)
        try:
            content = service.read(volume, kind, actor=self.officer, request_id=self.request_id)
        except (Unsealable, OSError):
            raise FileUnavailable from None
        ending = "pdf" if as_pdf else "zip"
        return download(content, media_type, f"卷宗-{volume.dispute.number}.{ending}")


class AnnexesView(RecordView):
    model = Annex
    serializer_class = AnnexSerializer

    def get_queryset(self) -> QuerySet[Annex]:
        return super().get_queryset().select_related("made_by", "approved_by")

    @extend_schema(
        operation_id="annexes_create",
        tags=TAGS,
        summary="制作附页",
        description="归档后的更正、补充：原卷不动，附页经他人批准后生效。",
        request=MakeAnnexSerializer,
        responses={201: answering(AnnexSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(MakeAnnexSerializer, case=case)
            annex = service.make_annex(case, actor=self.officer, **given)
        return self.answer(case, annex, 201)

    @extend_schema(operation_id="annexes_retrieve", tags=TAGS, summary="附页详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="annexes_decide",
        tags=TAGS,
        summary="审批附页",
        description="由制作人以外的所长、法制员审批。If-Match 为该附页的 ETag。",
        request=DecideAnnexSerializer,
        responses=answering(AnnexSerializer),
    )
    @if_match
    def decide(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            annex = self.on_file(case)
            given = self.read(DecideAnnexSerializer, case=case)
            service.decide_annex(case, annex, actor=self.officer, **given)
        return self.answer(case, annex)


class CaseFileRulesView(OfficerView):
    """Rules of case files, kept by legal officers. They hold no case data."""

    permission_classes = [*OfficerView.permission_classes, KeepsCaseFileRules]
    serializer_class: Any = CaseFileRuleSerializer
    pagination_class = None

    @extend_schema(
        operation_id="case_file_rules_list",
        tags=RULE_TAGS,
        summary="归卷规则",
        description="现行的和已经停止的，按卷内顺序。",
        responses=CaseFileRuleSerializer(many=True),
    )
    def list(self, request: Request) -> Response:
        return Response(CaseFileRuleSerializer(CaseFileRule.objects.all(), many=True).data)

    @extend_schema(
        operation_id="case_file_rules_begin",
        tags=RULE_TAGS,
        summary="制定归卷规则",
        description="仅法制员。规则不修改：停止原规则，另行制定。",
        request=BeginRuleSerializer,
        responses={201: CaseFileRuleSerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        given = self.read(BeginRuleSerializer)
        rule = filing_rules.begin(actor=self.officer, request_id=self.request_id, **given)
        return Response(CaseFileRuleSerializer(rule).data, status=201)

    @extend_schema(
        operation_id="case_file_rules_end",
        tags=RULE_TAGS,
        summary="停止归卷规则",
        description="仅法制员。",
        request=EndRuleSerializer,
        responses=CaseFileRuleSerializer,
    )
    def end(self, request: Request, pk: int) -> Response:
        given = self.read(EndRuleSerializer)
        if not CaseFileRule.objects.filter(pk=pk).exists():
            raise Http404
        rule = filing_rules.end(pk, actor=self.officer, request_id=self.request_id, **given)
        return Response(CaseFileRuleSerializer(rule).data)
