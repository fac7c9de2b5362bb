"""Clocks of a case, extensions, and what is due or overdue for an officer and a unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination
from disputes import clock, clocks, holidays
from disputes.api.paging import KeyPagination
from disputes.api.serializers.clocks import (
    AlertFilters,
    AlertSerializer,
    CaseClocksSerializer,
    DueClockFilters,
    ExtendSerializer,
    ExtensionSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import CaseView, OfficerView, RecordView
from disputes.casefile import CaseFile
from disputes.choices import Role
from disputes.models import Alert, Extension
from disputes.querysets import case_scope, subtree
from disputes.services import alerts, extension
from disputes.workdays import CalendarUnknown

TAGS = ["期限和提醒"]


def within(scope: tuple[str, int]) -> Q:
    """The alerts of a unit: they carry it; the ancestors stand on the dispute."""
    column, pk = scope
    return Q(**{column if column == "unit_id" else f"dispute__{column}": pk})


def clocks_body(case: CaseFile, today: date) -> dict[str, Any]:
    """What `CaseClocksSerializer` prints of a case."""
    return {
        "today": today,
        "warnings": [str(CalendarUnknown(year)) for year in holidays.missing_years(today)],
        "clocks": clocks.clocks_of(case, today),
    }


class ClocksView(CaseView):
    serializer_class = CaseClocksSerializer

    @extend_schema(
        operation_id="disputes_clocks",
        tags=TAGS,
        summary="纠纷的各项期限",
        description="每项期限的起算日、依据、扣除、届满日、计算过程和状态；缺少放假安排时说明。",
        responses=CaseClocksSerializer,
    )
    def retrieve(self, request: Request, dispute_id: int) -> Response:
        rows = self.visible().select_related("risk_level")
        dispute = get_object_or_404(rows, pk=dispute_id)
        return Response(self.get_serializer(clocks_body(CaseFile(dispute), clock.today())).data)


class ExtensionsView(RecordView):
    model = Extension
    serializer_class = ExtensionSerializer

    @extend_schema(
        operation_id="extensions_create",
        tags=TAGS,
        summary="延长办案期限",
        description="登记上一级公安机关批准的延长；须在期限届满之前批准。",
        request=ExtendSerializer,
        responses={201: answering(ExtensionSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(ExtendSerializer, case=case)
            row = extension.extend(case, actor=self.officer, **given)
        return self.answer(case, row, 201)


class AlertsView(OfficerView):
    """The caller's alerts; a chief's are those of the unit and below."""

    serializer_class = AlertSerializer
    pagination_class = KeyPagination
    query_form = AlertFilters
    page_key = "-id"

    def get_queryset(self) -> QuerySet[Alert]:
        rows = Alert.objects.filter(within(case_scope(self.officer)))
        return rows.select_related("dispute", "unit", "officer")

    @extend_schema(
        operation_id="alerts_list",
        tags=TAGS,
        summary="提醒列表",
        description="本人的提醒，所长另可见本单位及下级的；最新的在前。",
    )
    def list(self, request: Request) -> Response:
        form = AlertFilters.of(request)
        rows = self.get_queryset().filter(form.query())
        if self.officer.role != Role.CHIEF or form.validated_data.get("mine"):
            rows = rows.filter(officer=self.officer)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="alerts_seen",
        tags=TAGS,
        summary="已阅",
        description="只能标记提醒本人的；“提示”类已阅即解除，期限类在办结后自动解除。可以重复提交。",
        request=None,
        responses=AlertSerializer,
    )
    def seen(self, request: Request, pk: int) -> Response:
        alert = get_object_or_404(self.get_queryset().filter(officer=self.officer), pk=pk)
        return Response(self.get_serializer(alerts.mark_seen(alert)).data)


class DueClocksView(OfficerView):
    """Clocks that are due or overdue: one row each, that of the officer responsible."""

    serializer_class = AlertSerializer
    pagination_class = KeysetPagination
    query_form = DueClockFilters
    page_day, earliest_first = "due_on", True

    @extend_schema(
        operation_id="clocks_list",
        tags=TAGS,
        summary="临期和逾期的期限",
        description="本单位及下级的，逾期最久的在前；可按单位、责任民警查看。每15分钟更新。",
    )
    def list(self, request: Request) -> Response:
        form = DueClockFilters.of(request)
        running = Q(cleared_at=None, due_on__isnull=False, officer=F("dispute__responsible"))
        rows = Alert.objects.filter(within(case_scope(self.officer)), running, form.query())
        if unit := form.validated_data.get("unit"):
            rows = rows.filter(within(subtree(unit)))
        page = self.paginate_queryset(rows.select_related("dispute", "unit", "officer"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
