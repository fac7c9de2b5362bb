"""Drawn signatures and seals on issued papers, and the seals of units."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.idempotency import idempotent
from disputes.api.permissions import KeepsSeals
from disputes.api.serializers.signing import (
    KeepSealSerializer,
    PaperSignatureSerializer,
    SealImageSerializer,
    SealPaperSerializer,
    SigningPlaceSerializer,
    SignPaperSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import OfficerView, RecordView
from disputes.casefile import CaseFile
from disputes.models import Paper, SealImage, Unit
from disputes.services import signing as service

TAGS = ["文书签名"]
SEAL_TAGS = ["印章"]


class PaperSignaturesView(RecordView):
    """The places of one paper (`pk`), and what stands in them."""

    model = Paper
    serializer_class: Any = PaperSignatureSerializer
    pagination_class = None

    @extend_schema(
        operation_id="paper_signatures_list",
        tags=TAGS,
        summary="文书的签名处",
        description="从已出具的文书中读出的签名处、用印处，和已有的签名、印章。",
        responses=SigningPlaceSerializer(many=True),
    )
    def list(self, request: Request, dispute_id: int, pk: int) -> Response:
        paper = get_object_or_404(self.get_queryset(), pk=pk)
        case = CaseFile(self.visible().get(pk=dispute_id))
        rows = [
            {"slot": slot.number, "label": slot.label, "seal": slot.seal, "signature": row}
            for slot, row in service.places(case, case.row(Paper, paper.pk))
        ]
        return Response(SigningPlaceSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="paper_signatures_create",
        tags=TAGS,
        summary="手写签名",
        description="签名人当场在签字板上书写。一次签名只属于这一份文书的这一处，不能用于其他文书；"
        "笔录须由签名人核对（看过或者向其宣读过）。",
        request=SignPaperSerializer,
        responses={201: answering(PaperSignatureSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            paper = self.on_file(case)
            given = self.read(SignPaperSerializer, case=case)
            row = service.sign(case, paper, actor=self.officer, request_id=self.request_id, **given)
        return self.answer(case, row, 201)

    @extend_schema(
        operation_id="paper_signatures_seal",
        tags=TAGS,
        summary="用印",
        description="所长在文书的用印处加盖本单位启用的印章图样。",
        request=SealPaperSerializer,
        responses={201: answering(PaperSignatureSerializer)},
    )
    @idempotent
    def seal(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            paper = self.on_file(case)
            given = self.read(SealPaperSerializer, case=case)
            row = service.apply_seal(
                case, paper, actor=self.officer, request_id=self.request_id, **given
            )
        return self.answer(case, row, 201)

    def answer(self, case: CaseFile, row: Any, status: int = 200) -> Response:
        """A signature has no version of its own."""
        context = {"request": self.request, "case": case}
        return Response(answering(PaperSignatureSerializer)(row, context=context).data, status)


class SealsView(OfficerView):
    """The seals of one unit, kept by its chief."""

    permission_classes = [*OfficerView.permission_classes, KeepsSeals]
    serializer_class: Any = SealImageSerializer
    pagination_class = None

    def _unit(self) -> Unit:
        return get_object_or_404(Unit.objects.filter(pk=self.officer.unit_id), pk=self.kwargs["pk"])

    @extend_schema(
        operation_id="seals_list",
        tags=SEAL_TAGS,
        summary="本单位的印章",
        description="启用和停用的印章图样的记录；图样只出现在加盖的文书上。",
        responses=SealImageSerializer(many=True),
    )
    def list(self, request: Request, pk: int) -> Response:
        rows = SealImage.objects.filter(unit=self._unit()).select_related("kept_by")
        return Response(SealImageSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="seals_create",
        tags=SEAL_TAGS,
        summary="启用印章图样",
        description="仅本单位所长；原有图样即日停用。",
        request=KeepSealSerializer,
        responses={201: SealImageSerializer},
    )
    @idempotent
    def create(self, request: Request, pk: int) -> Response:
        unit, given = self._unit(), self.read(KeepSealSerializer)
        kept = service.keep_seal(
            unit, given["png"], actor=self.officer, reason=given["reason"],
            request_id=self.request_id,
        )  # fmt: skip
        return Response(SealImageSerializer(kept).data, status=201)
