"""Hearing-style mediation (听证式调解): stages, panel, opinions, and how a hearing stops."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.hearing_stages import HoldStageSerializer
from disputes.api.serializers.hearings import HearingSerializer, ProposeHearingSerializer
from disputes.api.serializers.panel import (
    ChangePanelSerializer,
    DecideObjectionSerializer,
    GiveOpinionSerializer,
    ObjectSerializer,
    ResumeSerializer,
    RevealOpinionsSerializer,
    SuspendSerializer,
    TerminateSerializer,
    WithdrawConsentSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.casefile import CaseFile
from disputes.models import Hearing
from disputes.services import hearing as hearings
from disputes.services import hearing_stops, opinions, panel

TAGS = ["听证式调解"]
OF_HEARING = "If-Match 为该听证式调解的 ETag。"


class HearingsView(RecordView):
    model = Hearing
    serializer_class = HearingSerializer

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().prefetch_related(*HearingSerializer.READ)

    def answer(self, case: CaseFile, row: models.Model, status: int = 200) -> Response:
        """The hearing as it is stored now: its lists are many, and all have been written."""
        return super().answer(case, self.get_queryset().get(pk=row.pk), status)

    @extend_schema(
        operation_id="hearings_create",
        tags=TAGS,
        summary="提出听证式调解",
        description="听证式调解是调解的一种方式，不是行政处罚听证。",
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

    @extend_schema(
        operation_id="hearings_retrieve",
        tags=TAGS,
        summary="听证式调解详情",
        description="评议意见在全部提出并开示以前，任何人都看不到内容。",
    )
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="hearings_hold_stage",
        tags=TAGS,
        summary="记录听证环节",
        description=(
            "十四个环节依次记录，各环节的必填项和清单见 dictionaries 的 hearing_stages。"
            f"{OF_HEARING}"
        ),
        request=HoldStageSerializer,
        responses={201: answering(HearingSerializer)},
    )
    @if_match
    def hold_stage(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(HoldStageSerializer, hearings.hold_stage, 201)

    @extend_schema(
        operation_id="hearings_change_panel",
        tags=TAGS,
        summary="更换听证人员",
        description=f"退出须写明理由；陈述开始后不得补入。更换后仍须为规定人数且为单数。{OF_HEARING}",
        request=ChangePanelSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def change_panel(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(ChangePanelSerializer, panel.change_panel)

    @extend_schema(
        operation_id="hearings_object",
        tags=TAGS,
        summary="申请听证人员回避",
        description=f"决定作出以前听证不得开场或者继续。{OF_HEARING}",
        request=ObjectSerializer,
        responses={201: answering(HearingSerializer)},
    )
    @if_match
    def object(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(ObjectSerializer, panel.object_to, 201)

    @extend_schema(
        operation_id="hearings_decide_objection",
        tags=TAGS,
        summary="决定听证人员回避",
        description=f"由主持人和被申请人以外的所长、法制员决定；同意回避的同时补入人员。{OF_HEARING}",
        request=DecideObjectionSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def decide_objection(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(DecideObjectionSerializer, panel.decide)

    @extend_schema(
        operation_id="hearings_give_opinion",
        tags=TAGS,
        summary="密封提出评议意见",
        description="逐名听证员提出，提出后即密封，不得更改；不得由主持人录入。",
        request=GiveOpinionSerializer,
        responses={201: answering(HearingSerializer)},
    )
    @idempotent
    def give_opinion(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(GiveOpinionSerializer, opinions.give, 201, versioned=False)

    @extend_schema(
        operation_id="hearings_reveal_opinions",
        tags=TAGS,
        summary="开示评议意见",
        description=f"全部听证员提出意见以后一次开示，此后不得再提出。{OF_HEARING}",
        request=RevealOpinionsSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def reveal_opinions(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(RevealOpinionsSerializer, opinions.reveal)

    @extend_schema(
        operation_id="hearings_suspend",
        tags=TAGS,
        summary="中止听证",
        description=OF_HEARING,
        request=SuspendSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def suspend(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(SuspendSerializer, hearing_stops.suspend)

    @extend_schema(
        operation_id="hearings_resume",
        tags=TAGS,
        summary="恢复听证",
        description=OF_HEARING,
        request=ResumeSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def resume(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(ResumeSerializer, hearing_stops.resume)

    @extend_schema(
        operation_id="hearings_terminate",
        tags=TAGS,
        summary="终止听证",
        description=f"须告知其他救济途径；仍可另行组织普通调解。{OF_HEARING}",
        request=TerminateSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def terminate(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(TerminateSerializer, hearing_stops.terminate)

    @extend_schema(
        operation_id="hearings_withdraw_consent",
        tags=TAGS,
        summary="撤回听证同意",
        description=f"当事人撤回同意的，听证终止；仍可另行组织普通调解。{OF_HEARING}",
        request=WithdrawConsentSerializer,
        responses=answering(HearingSerializer),
    )
    @if_match
    def withdraw_consent(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._write(WithdrawConsentSerializer, hearing_stops.withdraw_consent)

    def _there(self, case: CaseFile) -> Hearing:
        """The hearing of the address, whatever its version: opinions come in side by side."""
        found = next((row for row in case.rows(Hearing) if row.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        return found

    def _write(
        self, form: Any, service: Any, status: int = 200, *, versioned: bool = True
    ) -> Response:
        """Read the body, let the service act on the open case, answer with the hearing."""
        with self.open_case() as case:
            hearing = self.on_file(case) if versioned else self._there(case)
            given = self.read(form, case=case)
            service(case, hearing.pk, actor=self.officer, **given)
        return self.answer(case, hearing, status)
