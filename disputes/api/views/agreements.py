"""Agreements, signatures and performance."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet, prefetch_related_objects
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.agreements import (
    AgreementSerializer,
    ApplyForConfirmationSerializer,
    ChangeAgreementSerializer,
    ConfirmationResultSerializer,
    ConfirmationSerializer,
    DraftAgreementSerializer,
    PerformSerializer,
    SignSerializer,
    WaiveSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.casefile import CaseFile
from disputes.models import Agreement, Confirmation
from disputes.services import agreement as agreements
from disputes.services import confirmation, performance

TAGS, CONFIRMATION_TAGS = ["调解协议"], ["司法确认"]


class AgreementsView(RecordView):
    model = Agreement
    serializer_class = AgreementSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().prefetch_related(*AgreementSerializer.READ)

    def answer(self, case: CaseFile, row: Model, status: int = 200) -> Response:
        prefetch_related_objects([row], *AgreementSerializer.READ)
        return super().answer(case, row, status)

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
        description=(
            "登记一项义务的履行，给付金钱的可以分次登记；最后一项履行完毕时协议即履行完毕。"
            "If-Match 为纠纷的 ETag。"
        ),
        request=PerformSerializer,
        responses={201: answering(AgreementSerializer)},
    )
    @if_match
    def perform(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(PerformSerializer, case=case)
            obligation = given.pop("obligation")
            performance.record_performance(case, obligation.pk, actor=self.officer, **given)
        return self.answer(case, obligation.agreement, 201)

    @extend_schema(
        operation_id="waivers_create",
        tags=TAGS,
        summary="免除义务",
        description=(
            "权利人书面免除一项义务中尚未履行的部分；免除不是履行，但不再要求履行。"
            "If-Match 为纠纷的 ETag。"
        ),
        request=WaiveSerializer,
        responses={201: answering(AgreementSerializer)},
    )
    @if_match
    def waive(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(WaiveSerializer, case=case)
            obligation = given.pop("obligation")
            performance.waive(case, obligation.pk, actor=self.officer, **given)
        return self.answer(case, obligation.agreement, 201)

    @extend_schema(
        operation_id="agreements_change",
        tags=TAGS,
        summary="变更协议",
        description=(
            "各方重新签订的协议代替原协议；原协议保留，已履行和已免除的义务转入新协议。"
            "If-Match 为原协议的 ETag。"
        ),
        request=ChangeAgreementSerializer,
        responses={201: answering(AgreementSerializer)},
    )
    @if_match
    def change(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            former = self.on_file(case)
            given = self.read(ChangeAgreementSerializer, case=case)
            new = agreements.change(
                case, former, actor=self.officer, on=given.pop("changed_on"), **given
            )
        return self.answer(case, new, 201)


class ConfirmationsView(RecordView):
    model = Confirmation
    serializer_class = ConfirmationSerializer

    @extend_schema(
        operation_id="confirmations_create",
        tags=CONFIRMATION_TAGS,
        summary="申请司法确认",
        description="双方当事人自协议生效之日起三十日内共同向人民法院申请。",
        request=ApplyForConfirmationSerializer,
        responses={201: answering(ConfirmationSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(ApplyForConfirmationSerializer, case=case)
            application = confirmation.apply_for_confirmation(
                case, given.pop("agreement"), actor=self.officer, **given
            )
        return self.answer(case, application, 201)

    @extend_schema(
        operation_id="confirmations_retrieve", tags=CONFIRMATION_TAGS, summary="司法确认详情"
    )
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="confirmations_result",
        tags=CONFIRMATION_TAGS,
        summary="登记司法确认结果",
        description="If-Match 为该司法确认的 ETag。",
        request=ConfirmationResultSerializer,
        responses=answering(ConfirmationSerializer),
    )
    @if_match
    def record_result(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            application = self.on_file(case)
            given = self.read(ConfirmationResultSerializer, case=case)
            confirmation.record_result(case, application, actor=self.officer, **given)
        return self.answer(case, application)
