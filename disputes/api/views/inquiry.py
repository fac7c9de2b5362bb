"""Findings, evidence and appraisals."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.inquiry import (
    AddEvidenceSerializer,
    AppraisalSerializer,
    EvidenceSerializer,
    FindingSerializer,
    FindSerializer,
    RecordAppraisalSerializer,
    RequestAppraisalSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import Appraisal, Evidence, Finding
from disputes.services import inquiry

TAGS = ["案情查明"]


class FindingsView(RecordView):
    model = Finding
    serializer_class = FindingSerializer

    @extend_schema(
        operation_id="findings_create",
        tags=TAGS,
        summary="案情认定",
        description="治安案件调解前的认定；以最近一次认定为准，以前的认定保留。",
        request=FindSerializer,
        responses={201: answering(FindingSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(FindSerializer, case=case)
            finding = inquiry.find(case, actor=self.officer, **given)
        return self.answer(case, finding, 201)


class EvidenceView(RecordView):
    model = Evidence
    serializer_class = EvidenceSerializer

    @extend_schema(
        operation_id="evidence_create",
        tags=TAGS,
        summary="登记证据",
        request=AddEvidenceSerializer,
        responses={201: answering(EvidenceSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(AddEvidenceSerializer, case=case)
            item = inquiry.add_evidence(case, actor=self.officer, **given)
        return self.answer(case, item, 201)


class AppraisalsView(RecordView):
    model = Appraisal
    serializer_class = AppraisalSerializer

    @extend_schema(
        operation_id="appraisals_create",
        tags=TAGS,
        summary="委托鉴定",
        description="伤情鉴定出具结论以前不得调解。",
        request=RequestAppraisalSerializer,
        responses={201: answering(AppraisalSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(RequestAppraisalSerializer, case=case)
            appraisal = inquiry.request_appraisal(case, actor=self.officer, **given)
        return self.answer(case, appraisal, 201)

    @extend_schema(operation_id="appraisals_retrieve", tags=TAGS, summary="鉴定详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="appraisals_record_result",
        tags=TAGS,
        summary="登记鉴定结论",
        description="If-Match 为该鉴定的 ETag。",
        request=RecordAppraisalSerializer,
        responses=answering(AppraisalSerializer),
    )
    @if_match
    def record_result(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            appraisal = self.on_file(case)
            given = self.read(RecordAppraisalSerializer, case=case)
            inquiry.record_appraisal(case, appraisal, actor=self.officer, **given)
        return self.answer(case, appraisal)
