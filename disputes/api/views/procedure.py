"""Notices, recusals and decisions about the warning letter."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.procedure import (
    DecideRecusalSerializer,
    DecideWarningSerializer,
    NoticeSerializer,
    NotifySerializer,
    RecusalSerializer,
    RequestRecusalSerializer,
    WarningDecisionSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import Notice, Recusal, WarningDecision
from disputes.services import procedure

TAGS, RECUSAL_TAGS, WARNING_TAGS = ["告知"], ["回避"], ["告诫书"]


class NoticesView(RecordView):
    model = Notice
    serializer_class = NoticeSerializer

    @extend_schema(
        operation_id="notices_create",
        tags=TAGS,
        summary="登记告知",
        description="民间纠纷移交、不予调解、未化解结案之前须先告知其他途径。",
        request=NotifySerializer,
        responses={201: answering(NoticeSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(NotifySerializer, case=case)
            notice = procedure.notify(case, actor=self.officer, **given)
        return self.answer(case, notice, 201)


class RecusalsView(RecordView):
    model = Recusal
    serializer_class = RecusalSerializer

    @extend_schema(
        operation_id="recusals_create",
        tags=RECUSAL_TAGS,
        summary="申请回避",
        description="作出决定以前不得调解、结案；案情查明不停止。",
        request=RequestRecusalSerializer,
        responses={201: answering(RecusalSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(RequestRecusalSerializer, case=case)
            recusal = procedure.request_recusal(case, actor=self.officer, **given)
        return self.answer(case, recusal, 201)

    @extend_schema(operation_id="recusals_retrieve", tags=RECUSAL_TAGS, summary="回避申请详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="recusals_decide",
        tags=RECUSAL_TAGS,
        summary="决定回避",
        description="由所长决定，本人的回避由上级决定。If-Match 为该申请的 ETag。",
        request=DecideRecusalSerializer,
        responses=answering(RecusalSerializer),
    )
    @if_match
    def decide(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            recusal = self.on_file(case)
            given = self.read(DecideRecusalSerializer, case=case)
            procedure.decide_recusal(case, recusal, actor=self.officer, **given)
        return self.answer(case, recusal)


class WarningDecisionsView(RecordView):
    model = WarningDecision
    serializer_class = WarningDecisionSerializer

    @extend_schema(
        operation_id="warning_decisions_create",
        tags=WARNING_TAGS,
        summary="告诫书决定",
        description="涉家庭暴力的纠纷结案、归档之前须有决定，不出具的也须说明理由。",
        request=DecideWarningSerializer,
        responses={201: answering(WarningDecisionSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(DecideWarningSerializer, case=case)
            decision = procedure.decide_warning(case, actor=self.officer, **given)
        return self.answer(case, decision, 201)
