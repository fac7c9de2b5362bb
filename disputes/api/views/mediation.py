"""Sessions, on-the-spot mediation and hearings."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.hearings import (
    HearingSerializer,
    HoldStageSerializer,
    ProposeHearingSerializer,
)
from disputes.api.serializers.sessions import (
    EndSessionSerializer,
    HoldSessionSerializer,
    OnTheSpotSerializer,
    RefuseSerializer,
    SessionSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.casefile import CaseFile
from disputes.models import Hearing, MediationSession
from disputes.services import hearing as hearings
from disputes.services import mediation, method

TAGS, HEARING_TAGS = ["调解"], ["听证式调解"]
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


class HearingsView(RecordView):
    model = Hearing
    serializer_class = HearingSerializer

    @extend_schema(
        operation_id="hearings_create",
        tags=HEARING_TAGS,
        summary="提出听证式调解",
        request=ProposeHearingSerializer,
        responses={201: answering(HearingSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(ProposeHearingSerializer, case=case)
            hearing = hearings.propose(
                case, actor=self.officer, on=given.pop("proposed_on"), **given
            )
        return self.answer(case, hearing, 201)

    @extend_schema(operation_id="hearings_retrieve", tags=HEARING_TAGS, summary="听证式调解详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="hearings_hold_stage",
        tags=HEARING_TAGS,
        summary="记录听证环节",
        description=(
            "十四个环节依次记录，各环节的必填项见 dictionaries 的 hearing_stages。"
            "If-Match 为该听证式调解的 ETag。"
        ),
        request=HoldStageSerializer,
        responses={201: answering(HearingSerializer)},
    )
    @if_match
    def hold_stage(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            hearing = self.on_file(case)
            given = self.read(HoldStageSerializer, case=case)
            hearings.hold_stage(case, pk, actor=self.officer, **given)
        return self.answer(case, hearing, 201)
