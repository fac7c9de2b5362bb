"""Sessions and on-the-spot mediation."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.sessions import (
    EndSessionSerializer,
    HoldSessionSerializer,
    JoinSessionSerializer,
    OnTheSpotSerializer,
    RefuseSerializer,
    SessionSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.casefile import CaseFile
from disputes.models import MediationSession
from disputes.services import mediation, method

TAGS = ["调解"]
SPOT_FACTS = ("minor", "facts_clear", "loss_undisputed", "performed_now")


class SessionsView(RecordView):
    model = MediationSession
    serializer_class = SessionSerializer

    @extend_schema(
        operation_id="sessions_create",
        tags=TAGS,
        summary="进行调解",
        description="普通调解或者联合调解；须逐人记录当事人是否同意。",
        request=HoldSessionSerializer,
        responses={201: answering(SessionSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(HoldSessionSerializer, case=case)
            said = given.pop("persuasions", [])
            session = mediation.hold_session(case, actor=self.officer, **given)
            self._persuade(case, session, session.held_on, said)
        return self.answer(case, session, 201)

    @extend_schema(operation_id="sessions_retrieve", tags=TAGS, summary="调解详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="sessions_join",
        tags=TAGS,
        summary="补充到场当事人",
        description=(
            "调解开始后才登记的当事人，补充登记其是否同意调解和到场情况；协议生效前每名当事人都须有记录。"
            "If-Match 为该次调解的 ETag。"
        ),
        request=JoinSessionSerializer,
        responses=answering(SessionSerializer),
    )
    @if_match
    def join(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            session = self.on_file(case)
            given = self.read(JoinSessionSerializer, case=case)
            mediation.join_session(case, session, actor=self.officer, **given)
        return self.answer(case, session)

    @extend_schema(
        operation_id="sessions_refuse",
        tags=TAGS,
        summary="登记拒绝调解",
        description="当事人在调解过程中明确表示不愿意调解的，调解终止。If-Match 为该次调解的 ETag。",
        request=RefuseSerializer,
        responses=answering(SessionSerializer),
    )
    @if_match
    def refuse(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            session = self.on_file(case)
            given = self.read(RefuseSerializer, case=case)
            mediation.record_refusal(case, session, actor=self.officer, **given)
        return self.answer(case, session)

    @extend_schema(
        operation_id="sessions_end",
        tags=TAGS,
        summary="记录调解结果",
        description="If-Match 为该次调解的 ETag。",
        request=EndSessionSerializer,
        responses=answering(SessionSerializer),
    )
    @if_match
    def end(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            session = self.on_file(case)
            given = self.read(EndSessionSerializer, case=case)
            said, on = given.pop("persuasions", []), given.pop("ended_on")
            mediation.end_session(case, pk, actor=self.officer, on=on, **given)
            self._persuade(case, session, on, said)
        return self.answer(case, session)

    def _persuade(
        self, case: CaseFile, session: MediationSession, on: date, said: list[dict[str, Any]]
    ) -> None:
        if said:
            method.record_persuasion(case, session, actor=self.officer, on=on, persuasions=said)

    @extend_schema(
        operation_id="mediate_on_the_spot",
        tags=TAGS,
        summary="当场调解",
        description="受理、调解、达成协议并当场履行，一次完成；任何一项不符合规定则全部不保存。",
        request=OnTheSpotSerializer,
        responses={201: answering(SessionSerializer)},
    )
    @idempotent
    def on_the_spot(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(OnTheSpotSerializer, case=case)
            facts: dict[str, Any] = {name: given.pop(name) for name in SPOT_FACTS}
            mediation.mediate_on_the_spot(case, actor=self.officer, facts=facts, **given)
        return self.answer(case, case.rows(MediationSession)[-1], 201)
