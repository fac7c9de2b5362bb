"""Activity figures (工作量数据): entering, approving, totals and what is behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from config.rest.concurrency import VersionedMixin, if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination
from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from disputes import clock
from disputes.models import Officer, Unit
from reporting.activities import entering
from reporting.activities.kinds import KINDS
from reporting.activities.totals import counting, totals
from reporting.api.activities import (
    ActivityEntriesForm,
    ActivityEntriesSerializer,
    ActivityEntrySerializer,
    ActivityFilters,
    ActivityHistorySerializer,
    ActivityKindSerializer,
    ActivityKindsSerializer,
    ActivitySerializer,
    ActivityTotalsForm,
    ActivityTotalsSerializer,
    CreateActivitySerializer,
    ReasonSerializer,
    ReviseActivitySerializer,
    SubmitActivitySerializer,
)
from reporting.api.forms import PeriodForm, visible_unit
from reporting.api.permissions import HandlesActivities, ReadsFigures
from reporting.formatting import hedged
from reporting.models import Activity

TAGS = ["工作量数据"]


class ActivitiesView(VersionedMixin, GenericViewSet[Any]):
    """Entries of the own unit and below. Every step answers the entry with all its records."""

    permission_classes = [HasScope, HandlesActivities]
    required_scope = "statistics"
    serializer_class = ActivitySerializer
    pagination_class = KeysetPagination
    query_form = ActivityFilters
    page_day = "created_on"

    @property
    def officer(self) -> Officer:
        return cast(Officer, self.request.user)

    def get_queryset(self) -> QuerySet[Activity]:
        units = Unit.objects.visible_to(self.officer)
        rows = Activity.objects.filter(unit__in=units).select_related("unit")
        return rows.prefetch_related("records__actor")

    @extend_schema(
        operation_id="activities_list",
        tags=TAGS,
        summary="工作量数据列表",
        description="本单位和下级单位录入的，最近的在前。",
    )
    def list(self, request: Request) -> Response:
        form = ActivityFilters.of(request)
        rows = self.get_queryset().filter(form.query())
        if code := form.validated_data.get("unit"):
            rows = rows.filter(unit__in=Unit.objects.below(visible_unit(request, code)))
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="activities_retrieve",
        tags=TAGS,
        summary="工作量数据详情",
        description="含全部记录：谁在何时录入、修改、提交、审核、退回、撤销。",
        responses=ActivityHistorySerializer,
    )
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="activities_create",
        tags=TAGS,
        summary="录入工作量数据",
        description="为本单位或者下级单位录入，存为待提交。",
        request=CreateActivitySerializer,
        responses={201: ActivityHistorySerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        values = self._read(CreateActivitySerializer)
        unit = visible_unit(request, values.pop("unit", None) or self._own())
        made = entering.create(
            actor=self.officer, unit=unit, kind=values.pop("kind"), values=values
        )
        return self._answer(made.pk, 201)

    @extend_schema(
        operation_id="activities_revise",
        tags=TAGS,
        summary="修改或者更正工作量数据",
        description="已审核的，更正须重新提交、审核；此前仍以原数据计入。不能改变单位、种类和年度。",
        request=ReviseActivitySerializer,
        responses=ActivityHistorySerializer,
    )
    @if_match
    def revise(self, request: Request, pk: int) -> Response:
        return self._step(pk, entering.revise, values=self._read(ReviseActivitySerializer))

    @extend_schema(
        operation_id="activities_submit",
        tags=TAGS,
        summary="提交工作量数据",
        description="须写明依据。本单位或者上下级单位同期已有同类数据的，以 acknowledged 说明理由。",
        request=SubmitActivitySerializer,
        responses=ActivityHistorySerializer,
    )
    @if_match
    def submit(self, request: Request, pk: int) -> Response:
        given = self._read(SubmitActivitySerializer).get("acknowledged", ())
        reasons = {row["code"]: row["reason"] for row in given}
        return self._step(pk, entering.submit, acknowledged=reasons)

    @extend_schema(
        operation_id="activities_approve",
        tags=TAGS,
        summary="审核通过工作量数据",
        description="由本单位或者上级单位的所长、法制员、统计员审核；不得审核本人经手的。审核后计入统计和年报。",
        request=None,
        responses=ActivityHistorySerializer,
    )
    @if_match
    def approve(self, request: Request, pk: int) -> Response:
        return self._step(pk, entering.approve)

    @extend_schema(
        operation_id="activities_return",
        tags=TAGS,
        summary="退回工作量数据",
        request=ReasonSerializer,
        responses=ActivityHistorySerializer,
    )
    @if_match
    def give_back(self, request: Request, pk: int) -> Response:
        return self._step(pk, entering.give_back, **self._read(ReasonSerializer))

    @extend_schema(
        operation_id="activities_withdraw",
        tags=TAGS,
        summary="撤销工作量数据",
        description="不再计入；记录保留。",
        request=ReasonSerializer,
        responses=ActivityHistorySerializer,
    )
    @if_match
    def withdraw(self, request: Request, pk: int) -> Response:
        return self._step(pk, entering.withdraw, **self._read(ReasonSerializer))

    def current(self) -> Response:
        return self._answer(self.kwargs["pk"])

    def _step(self, pk: int, step: Callable[..., Activity], **given: Any) -> Response:
        get_object_or_404(self.get_queryset(), pk=pk)
        step(pk, actor=self.officer, expected=self.expected_version(pk), **given)
        return self._answer(pk)

    def _answer(self, pk: int, status: int = 200) -> Response:
        row = get_object_or_404(self.get_queryset(), pk=pk)
        response = Response(ActivityHistorySerializer(row).data, status=status)
        response.row = row  # type: ignore[attr-defined]
        return response

    def _read(self, form: type[Any]) -> dict[str, Any]:
        checked = form(data=self.request.data)
        checked.is_valid(raise_exception=True)
        return cast(dict[str, Any], checked.validated_data)

    def _own(self) -> str:
        return self.officer.unit.code if self.officer.unit else ""


class ActivityKindsView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="activity_kinds",
        tags=TAGS,
        summary="工作种类",
        description="可以录入的工作种类：名称、计量单位、口径和出处。",
        parameters=[],
        responses=ActivityKindsSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response({"results": ActivityKindSerializer(KINDS.values(), many=True).data})


class ActivityTotalsView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="activity_totals",
        tags=TAGS,
        summary="工作量合计",
        description="一个单位（含其下级）在期间内已审核的合计。期间完全在所查期间之内的数据才计入；"
        "划转的单位，以数据最后一天的隶属为准。",
        parameters=[ActivityTotalsForm],
        responses=ActivityTotalsSerializer,
    )
    def get(self, request: Request) -> Response:
        form = ActivityTotalsForm.of(request)
        unit, period = form.asked_unit(), form.validated_data["period"]
        found = totals(period, unit)
        place = {"unit": unit.code, "from": period.start, "to": period.end}
        results = [
            {
                **{name: getattr(kind, name) for name in ("code", "name", "field", "unit")},
                "value": total.value,
                "hedge": total.hedge,
                "text": hedged(str(total.value), kind.unit, total.hedge),
                "entries": total.entries,
                "url": f"{reverse('activity-entries')}?{urlencode({'kind': kind.code, **place})}",
            }
            for kind in KINDS.values()
            if (total := found.get(kind.code))
        ]
        return Response(_frame(form, unit) | {"results": results})


class ActivityEntriesView(APIView):
    permission_classes = [HasScope, HandlesActivities]
    required_scope = "statistics"

    @extend_schema(
        operation_id="activity_entries",
        tags=TAGS,
        summary="合计所含的工作量数据",
        description="一个工作种类的合计由哪些数据组成；数值相加等于合计。",
        parameters=[ActivityEntriesForm],
        responses=ActivityEntriesSerializer,
    )
    @transaction.atomic
    def get(self, request: Request) -> Response:
        form = ActivityEntriesForm.of(request)
        unit, given = form.asked_unit(), form.validated_data
        rows = counting(given["period"], unit, kinds=[given["kind"]])
        rows = rows.select_related("activity__unit", "actor").order_by("starts_on", "pk")
        results = ActivityEntrySerializer(rows, many=True).data
        total = sum(row["value"] for row in results)
        found = {"kind": given["kind"], "total": total, "results": results}
        return Response(_frame(form, unit) | found)


def _frame(form: PeriodForm, unit: Unit) -> dict[str, Any]:
    period = form.validated_data["period"]
    return {
        "unit": {"code": unit.code, "name": unit.name},
        "start": period.start,
        "end": period.end,
        "as_of": clock.now(),
    }
