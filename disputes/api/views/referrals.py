"""Referrals: of one case from letter to answer, and the list of all that are silent."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination
from disputes.api.serializers.referrals import (
    AnswerSerializer,
    LetterForm,
    LetterSerializer,
    ReceiveSerializer,
    ReferralFilters,
    ReferralRowSerializer,
    ReferralSerializer,
    ReferSerializer,
    RemindSerializer,
    ReturnSerializer,
    WithdrawReferralSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import OfficerView, RecordView
from disputes.models import Referral
from disputes.services import letter
from disputes.services import referral as referrals

TAGS = ["移交"]
TAG_OF_REFERRAL = "If-Match 为该移交的 ETag。"


class ReferralsView(RecordView):
    model = Referral
    serializer_class = ReferralSerializer

    @extend_schema(
        operation_id="referrals_create",
        tags=TAGS,
        summary="移交",
        description="移交协办不改变纠纷的状态，公安机关继续负责；移送主办经签收后移送办结。",
        request=ReferSerializer,
        responses={201: answering(ReferralSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(ReferSerializer, case=case)
            referral = referrals.refer(case, actor=self.officer, on=given.pop("sent_on"), **given)
        return self.answer(case, referral, 201)

    @extend_schema(operation_id="referrals_retrieve", tags=TAGS, summary="移交详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="referrals_receive",
        tags=TAGS,
        summary="签收移交",
        description="移送主办的，签收后纠纷移送办结。" + TAG_OF_REFERRAL,
        request=ReceiveSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def receive(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(ReceiveSerializer, "received_on", referrals.receive)

    @extend_schema(
        operation_id="referrals_return",
        tags=TAGS,
        summary="退回移交",
        description="移送办结的纠纷被退回后恢复办理。" + TAG_OF_REFERRAL,
        request=ReturnSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def send_back(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(ReturnSerializer, "returned_on", referrals.send_back)

    @extend_schema(
        operation_id="referrals_remind",
        tags=TAGS,
        summary="催办移交",
        description="记录催办的次数和日期。" + TAG_OF_REFERRAL,
        request=RemindSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def remind(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(RemindSerializer, "reminded_on", referrals.remind)

    @extend_schema(
        operation_id="referrals_withdraw",
        tags=TAGS,
        summary="撤回移交",
        description="反馈以后不能撤回。" + TAG_OF_REFERRAL,
        request=WithdrawReferralSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def withdraw(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(WithdrawReferralSerializer, "withdrawn_on", referrals.withdraw)

    @extend_schema(
        operation_id="referrals_answer",
        tags=TAGS,
        summary="反馈移交",
        description="接收单位反馈；已经化解的，纠纷随之化解。" + TAG_OF_REFERRAL,
        request=AnswerSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def take_answer(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            referral = self.on_file(case)
            given = self.read(AnswerSerializer, case=case)
            referrals.answer(
                case,
                referral,
                actor=self.officer,
                on=given["answered_on"],
                text=given["answer"],
                resolved=given["resolved"],
            )
        return self.answer(case, referral)

    @extend_schema(
        operation_id="referrals_letter",
        tags=TAGS,
        summary="移交函内容",
        description="只含接收单位办理所需的内容；每次提供记入审计：接收单位、目的和所含个人信息。",
        parameters=[LetterForm],
        responses=LetterSerializer,
    )
    def letter(self, request: Request, dispute_id: int, pk: int) -> Response:
        purpose = letter.Purpose(LetterForm.of(request).validated_data["purpose"])
        with self.open_case() as case:
            content = letter.disclose(
                case,
                self.on_file(case),
                actor=self.officer,
                purpose=purpose,
                request_id=self.request_id,
            )
        return Response(LetterSerializer(content).data, headers={"Cache-Control": "no-store"})

    def _step(self, form: type, day: str, take: Any) -> Response:
        with self.open_case() as case:
            referral = self.on_file(case)
            given = self.read(form, case=case)
            take(case, referral, actor=self.officer, on=given.pop(day), **given)
        return self.answer(case, referral)


class ReferralListView(OfficerView):
    """Referrals of the cases that the caller can see, newest letter first."""

    serializer_class = ReferralRowSerializer
    pagination_class = KeysetPagination
    query_form = ReferralFilters
    page_day = "sent_on"

    @extend_schema(
        operation_id="referrals_list",
        tags=TAGS,
        summary="移交列表",
        description="本单位及下级单位的移交，最新发函的在前；含无回音天数、催办次数和最近催办日期。",
    )
    def list(self, request: Request) -> Response:
        rows = Referral.objects.visible_to(self.officer).select_related("dispute", "unit")
        page = self.paginate_queryset(ReferralFilters.of(request).narrow(rows))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
