"""Persuasion (法·理·情), working methods (工作法), and both compared between stations."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.idempotency import idempotent
from disputes.api.permissions import HandlesCases
from disputes.api.serializers.method import (
    ComparisonForm,
    CompletionSerializer,
    PersuadingSerializer,
    RecordPersuasionSerializer,
    StepProgressSerializer,
    TakeMethodStepSerializer,
)
from disputes.api.serializers.sessions import SessionSerializer
from disputes.api.serializers.standing import answering
from disputes.api.views.base import OfficerView, RecordView
from disputes.casefile import CaseFile
from disputes.guards.method import method_of
from disputes.models import MediationSession, MethodStepDone
from disputes.services import method, practice

TAGS, COMPARE_TAGS = ["工作方法"], ["工作方法比较"]


class PersuasionsView(RecordView):
    """What was said at the mediation of the address."""

    model = MediationSession
    serializer_class = SessionSerializer

    @extend_schema(
        operation_id="persuasions_create",
        tags=TAGS,
        summary="记录法理情疏导",
        request=RecordPersuasionSerializer,
        responses={201: answering(SessionSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            session = self.on_file(case)
            given = self.read(RecordPersuasionSerializer, case=case)
            method.record_persuasion(
                case, session, actor=self.officer, on=given.pop("recorded_on"), **given
            )
        return self.answer(case, session, 201)


class MethodStepsView(RecordView):
    model = MethodStepDone
    serializer_class: Any = StepProgressSerializer

    @extend_schema(
        operation_id="method_steps_list",
        tags=TAGS,
        summary="工作法步骤完成情况",
        description="本单位的工作法；本单位没有的，适用最近的上级单位的。",
        responses=StepProgressSerializer(many=True),
    )
    def list(self, request: Request, dispute_id: int) -> Response:
        visible = self.visible().select_related("unit")
        case = CaseFile(get_object_or_404(visible, pk=dispute_id))
        return Response(_progress(case))

    @extend_schema(
        operation_id="method_steps_create",
        tags=TAGS,
        summary="完成工作法步骤",
        description="依次完成；不按顺序的，以 acknowledged 说明理由。",
        request=TakeMethodStepSerializer,
        responses={201: StepProgressSerializer(many=True)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(TakeMethodStepSerializer, case=case)
            steps = {step.pk: step for step in method_of(case)}
            step = steps.get(given.pop("step"))
            if step is None:
                raise Http404
            method.take_method_step(
                case, step, actor=self.officer, on=given.pop("done_on"), **given
            )
        return Response(_progress(case), status=201)


def _progress(case: CaseFile) -> Any:
    rows = [
        {"step": step} | ({"done_on": d.done_on, "done_by": d.done_by, "note": d.note} if d else {})
        for step, d in method.progress(case)
    ]
    return StepProgressSerializer(rows, many=True).data


class ComparisonsView(OfficerView):
    """Stations side by side, within the caller's own unit and below."""

    permission_classes = [*OfficerView.permission_classes, HandlesCases]
    serializer_class: Any = PersuadingSerializer

    @extend_schema(
        operation_id="persuasion_comparison",
        tags=COMPARE_TAGS,
        summary="各所法理情疏导比较",
        description="期间内已结束的调解：件数、达成协议数，按“法、理、情”分列。",
        parameters=[ComparisonForm],
        responses=PersuadingSerializer(many=True),
    )
    def persuasion(self, request: Request) -> Response:
        rows = practice.persuasion_by_unit(**self._asked(request))
        return Response(PersuadingSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="method_comparison",
        tags=COMPARE_TAGS,
        summary="各所工作法完成情况比较",
        description="期间内登记的纠纷截至今天的完成情况。",
        parameters=[ComparisonForm],
        responses=CompletionSerializer(many=True),
    )
    def method(self, request: Request) -> Response:
        rows = practice.method_by_unit(**self._asked(request))
        return Response(CompletionSerializer(rows, many=True).data)

    def _asked(self, request: Request) -> dict[str, Any]:
        return {"unit": self.officer.unit} | dict(ComparisonForm.of(request).validated_data)
