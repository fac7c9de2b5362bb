"""Agreements, signatures and performance."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.agreements import (
    AgreementSerializer,
    DraftAgreementSerializer,
    PerformSerializer,
    SignSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import Agreement
from disputes.services import agreement as agreements

TAGS = ["调解协议"]


class AgreementsView(RecordView):
    model = Agreement
    serializer_class = AgreementSerializer

    @extend_schema(
        operation_id="agreements_create",
        tags=TAGS,
        summary="拟定协议",
        description="协议及其履行义务；签名可以随后补充。协议由动作 agree 生效。",
        request=DraftAgreementSerializer,
        responses={201: answering(AgreementSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(DraftAgreementSerializer, case=case)
            agreement = agreements.draft(
                case, actor=self.officer, on=given.pop("drafted_on"), **given
            )
        return self.answer(case, agreement, 201)

    @extend_schema(operation_id="agreements_retrieve", tags=TAGS, summary="协议详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="agreements_sign",
        tags=TAGS,
        summary="在协议上签名",
        request=SignSerializer,
        responses={201: answering(AgreementSerializer)},
    )
    @idempotent
    def sign(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            agreement = self.on_file(case)
            given = self.read(SignSerializer, case=case)
            agreements.sign(case, agreement, actor=self.officer, on=given.pop("signed_on"), **given)
        return self.answer(case, agreement, 201)

    @extend_schema(
        operation_id="performances_create",
        tags=TAGS,
        summary="登记履行",
        description="登记一项义务的履行；最后一项履行完毕时协议即履行完毕。If-Match 为纠纷的 ETag。",
        request=PerformSerializer,
        responses={201: answering(AgreementSerializer)},
    )
    @if_match
    def perform(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(PerformSerializer, case=case)
            obligation = given.pop("obligation")
            agreements.record_performance(case, obligation.pk, actor=self.officer, **given)
        return self.answer(case, obligation.agreement, 201)
