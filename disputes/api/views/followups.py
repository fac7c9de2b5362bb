"""Referrals, follow-ups and risk."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.followups import (
    AnswerSerializer,
    AssessRiskSerializer,
    FollowUpSerializer,
    ReceiveSerializer,
    RecordFollowUpSerializer,
    ReferralSerializer,
    ReferSerializer,
    ReturnSerializer,
    RiskAssessmentSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import FollowUp, Referral, RiskAssessment
from disputes.services import followup, intake
from disputes.services import referral as referrals

TAGS, FOLLOW_UP_TAGS, RISK_TAGS = ["移交"], ["回访"], ["风险评估"]
TAG_OF_REFERRAL = "If-Match 为该移交的 ETag。"


class ReferralsView(RecordView):
    model = Referral
    serializer_class = ReferralSerializer

    @extend_schema(
        operation_id="referrals_create",
        tags=TAGS,
        summary="移交",
        description="移交是一条记录，不改变纠纷的状态；公安机关继续负责。",
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
        description=TAG_OF_REFERRAL,
        request=ReceiveSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def receive(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            referral = self.on_file(case)
            given = self.read(ReceiveSerializer, case=case)
            referrals.receive(
                case, referral, actor=self.officer, on=given.pop("received_on"), **given
            )
        return self.answer(case, referral)

    @extend_schema(
        operation_id="referrals_return",
        tags=TAGS,
        summary="退回移交",
        description=TAG_OF_REFERRAL,
        request=ReturnSerializer,
        responses=answering(ReferralSerializer),
    )
    @if_match
    def send_back(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            referral = self.on_file(case)
            given = self.read(ReturnSerializer, case=case)
            referrals.send_back(
                case, referral, actor=self.officer, on=given.pop("returned_on"), **given
            )
        return self.answer(case, referral)

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


class FollowUpsView(RecordView):
    model = FollowUp
    serializer_class = FollowUpSerializer

    @extend_schema(
        operation_id="follow_ups_create",
        tags=FOLLOW_UP_TAGS,
        summary="登记回访",
        description="回访发现反复的，由所长以动作 relapse 登记。",
        request=RecordFollowUpSerializer,
        responses={201: answering(FollowUpSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            visit = followup.record_follow_up(
                case, actor=self.officer, **self.read(RecordFollowUpSerializer, case=case)
            )
        return self.answer(case, visit, 201)


class RiskAssessmentsView(RecordView):
    model = RiskAssessment
    serializer_class = RiskAssessmentSerializer

    @extend_schema(
        operation_id="risk_assessments_create",
        tags=RISK_TAGS,
        summary="评估风险",
        description="评分只作参考，等级由具名民警决定。",
        request=AssessRiskSerializer,
        responses={201: answering(RiskAssessmentSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(AssessRiskSerializer, case=case)
            assessment = intake.assess_risk(
                case, actor=self.officer, on=given.pop("assessed_on"), **given
            )
        return self.answer(case, assessment, 201)
