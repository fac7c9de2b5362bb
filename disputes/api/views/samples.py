"""Drawn cases: the draw, to whom a case is given, and what came of it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination
from disputes.api.paging import KeyPagination
from disputes.api.permissions import HandlesCases
from disputes.api.serializers.followups import AssignSerializer, SampleSerializer
from disputes.api.serializers.samples import (
    DrawCasesSerializer,
    DrawDetailSerializer,
    DrawFilters,
    DrawSerializer,
    SampleFilters,
    SampleListSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import OfficerView, RecordView
from disputes.models import SampledCase, SampleDraw, Unit
from disputes.services import followup

TAGS = ["抽查回访"]


class DrawsView(OfficerView):
    """Draws of the own unit and below."""

    permission_classes = [*OfficerView.permission_classes, HandlesCases]
    serializer_class = DrawSerializer
    pagination_class = KeysetPagination
    query_form = DrawFilters
    page_day = "end"

    def get_queryset(self) -> QuerySet[SampleDraw]:
        units = Unit.objects.visible_to(self.officer)
        return SampleDraw.objects.filter(unit__in=units).select_related("unit", "drawn_by")

    @extend_schema(operation_id="sample_draws_list", tags=TAGS, summary="回访抽样列表")
    def list(self, request: Request) -> Response:
        DrawFilters.of(request)
        page = self.paginate_queryset(self.get_queryset().defer("population"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="sample_draws_create",
        tags=TAGS,
        summary="抽取回访样本",
        description=(
            "所长、法制员从期间内办结的纠纷中抽取；种子由系统产生并与抽样范围一并保存，"
            "任何人可以据此复算。抽样记录不可更改。"
        ),
        request=DrawCasesSerializer,
        responses={201: DrawDetailSerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        given = self.read(DrawCasesSerializer)
        unit = given.pop("unit", self.officer.unit)
        made = followup.draw(actor=self.officer, unit=unit, **given)
        return self._whole(made.pk, 201)

    @extend_schema(
        operation_id="sample_draws_retrieve",
        tags=TAGS,
        summary="回访抽样详情",
        description="抽样范围、种子、抽中的纠纷和满意度；未作评价的单独计数。",
        responses=DrawDetailSerializer,
    )
    def retrieve(self, request: Request, pk: int) -> Response:
        return self._whole(pk)

    def _whole(self, pk: int, status: int = 200) -> Response:
        rows = ("cases__dispute", "cases__assigned_to", "cases__follow_up")
        draw = get_object_or_404(self.get_queryset().prefetch_related(*rows), pk=pk)
        return Response(DrawDetailSerializer(draw).data, status=status)


class SampleListView(OfficerView):
    """Drawn cases of the own unit and below: who follows up what."""

    permission_classes = [*OfficerView.permission_classes, HandlesCases]
    serializer_class = SampleListSerializer
    pagination_class = KeyPagination
    query_form = SampleFilters
    page_key = "-id"

    @extend_schema(
        operation_id="follow_up_samples_list",
        tags=TAGS,
        summary="抽中的纠纷列表",
        description="本单位及下级抽中的纠纷，最新抽取的在前；assignee=me&done=false 为本人待办的抽查回访。",
    )
    def list(self, request: Request) -> Response:
        form = SampleFilters.of(request)
        rows = SampledCase.objects.visible_to(self.officer).filter(form.query(self.officer))
        read = ("dispute", "unit", "draw", "assigned_to", "follow_up")
        page = self.paginate_queryset(rows.select_related(*read).defer("draw__population"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class SamplesView(RecordView):
    model = SampledCase
    serializer_class = SampleSerializer

    @extend_schema(operation_id="samples_retrieve", tags=TAGS, summary="抽中的纠纷详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="samples_assign",
        tags=TAGS,
        summary="指派抽查回访",
        description="只能指派没有参加过本纠纷调解的民警。If-Match 为该记录的 ETag。",
        request=AssignSerializer,
        responses=answering(SampleSerializer),
    )
    @if_match
    def assign(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            sample = self.on_file(case)
            given = self.read(AssignSerializer, case=case)
            followup.assign(case, sample, actor=self.officer, **given)
        return self.answer(case, sample)
