"""Disputes: list, search, register, read, step, amend, history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination, PageForm
from disputes import workflow
from disputes.api.filters import DisputeFilters
from disputes.api.paging import KeyPageForm, KeyPagination
from disputes.api.reading import BY_NUMBER, disputes_page
from disputes.api.serializers.disputes import (
    AmendSerializer,
    DisputeRowSerializer,
    DisputeSerializer,
    EventSerializer,
    RegisterSerializer,
    StepSerializer,
)
from disputes.api.serializers.people import SearchSerializer
from disputes.api.views.base import CaseView
from disputes.models import Dispute
from disputes.services import audit, intake, marks

TAGS = ["矛盾纠纷"]
REGISTER = OpenApiExample(
    "邻里漏水纠纷",
    request_only=True,
    value={
        "track": "civil",
        "kind": "neighbour.neighbour_water",
        "source": "walk_in",
        "place": "某小区3号楼",
        "summary": "楼上卫生间漏水，双方就赔偿发生争执",
        "parties": [
            {"role": "applicant", "name": "张建国", "phone": "13800000000"},
            {"role": "respondent", "name": "李红"},
        ],
    },
)
ACCEPT = OpenApiExample("受理", request_only=True, value={"action": "accept"})
FAIL = OpenApiExample(
    "调解不成",
    request_only=True,
    value={"action": "fail", "reason": "双方分歧较大", "remedies_told": True},
)


class DisputesView(CaseView):
    """Disputes. No PUT, no DELETE: a dispute moves by steps only."""

    queryset = Dispute.objects.all()
    serializer_class = DisputeSerializer
    pagination_class = KeysetPagination
    query_form: type[PageForm] = DisputeFilters

    @extend_schema(
        operation_id="disputes_list",
        tags=TAGS,
        summary="纠纷列表",
        description="本单位及下级单位的纠纷，最新登记的在前；当事人姓名已遮蔽。",
        responses=DisputeRowSerializer(many=True),
    )
    def list(self, request: Request) -> HttpResponse:
        form = DisputeFilters.of(request)
        page = form.validated_data
        body = disputes_page(
            self.officer,
            form.conditions(),
            form.values(),
            after=page.get("cursor"),
            size=page["page_size"],
        )
        return HttpResponse(body, content_type="application/json")

    @extend_schema(
        operation_id="disputes_create",
        tags=TAGS,
        summary="登记纠纷",
        description="单位、编号和登记时间由服务器确定；当事人可一并登记。",
        request=RegisterSerializer,
        responses={201: DisputeRowSerializer},
        examples=[REGISTER],
    )
    @idempotent
    def create(self, request: Request) -> Response:
        case = intake.register_dispute(officer=self.officer, **self.read(RegisterSerializer))
        return self.row_answer(case.dispute.pk, 201)

    @extend_schema(operation_id="disputes_retrieve", tags=TAGS, summary="纠纷详情")
    def retrieve(self, request: Request, dispute_id: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="disputes_take_step",
        tags=TAGS,
        summary="推进一步",
        description="执行状态流转中的一个动作；状态不允许返回 409，规定不允许返回 422 和法律依据。",
        request=StepSerializer,
        responses=DisputeRowSerializer,
        examples=[ACCEPT, FAIL],
    )
    @if_match
    def take_step(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            facts = self.read(StepSerializer, case=case)
            action, on = facts.pop("action"), facts.pop("occurred_on")
            workflow.take_step(case, action, actor=self.officer, on=on, facts=facts)
        return self.row_answer(dispute_id)

    @extend_schema(
        operation_id="disputes_amend",
        tags=TAGS,
        summary="更正登记信息",
        description="只更正所填的项目；更正前后的内容保留在流转记录中。",
        request=AmendSerializer,
        responses=DisputeRowSerializer,
    )
    @if_match
    def amend(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            intake.amend(case, actor=self.officer, **self.read(AmendSerializer, case=case))
        return self.row_answer(dispute_id)

    def current(self) -> Response:
        form = DisputeSerializer
        rows = self.visible().select_related(*form.JOINED).prefetch_related(*form.READ)
        dispute = get_object_or_404(rows, pk=self.kwargs["dispute_id"])
        response = Response(self.get_serializer(dispute).data)
        response.row = dispute  # type: ignore[attr-defined]
        return response


class SearchView(CaseView):
    """Exact search by a party's number."""

    serializer_class = DisputeRowSerializer
    pagination_class = KeysetPagination
    query_form = PageForm

    @extend_schema(
        operation_id="disputes_search",
        tags=TAGS,
        summary="按证件号码或者电话查找纠纷",
        description="只作完全匹配；号码只在请求体中传送，不进入地址和日志。每次查找记入审计。",
        request=SearchSerializer,
        parameters=[PageForm],
        responses=DisputeRowSerializer(many=True),
    )
    def list(self, request: Request) -> HttpResponse:
        page = PageForm.of(request).validated_data
        form = SearchSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        domain, number = form.fingerprint()
        audit.record(
            actor=self.officer,
            action="search_party",
            target=f"party.{domain}",
            request_id=self.request_id,
        )
        body = disputes_page(
            self.officer,
            [BY_NUMBER[domain]],
            {"number": number},
            after=page.get("cursor"),
            size=page["page_size"],
        )
        return HttpResponse(body, content_type="application/json")


class EventsView(CaseView):
    """The history of a dispute, oldest first."""

    serializer_class = EventSerializer
    pagination_class = KeyPagination
    query_form = KeyPageForm
    page_key = "seq"

    def get_queryset(self) -> Any:
        dispute = get_object_or_404(self.visible(), pk=self.kwargs["dispute_id"])
        return marks.history(dispute, reader=self.officer).select_related("actor")

    @extend_schema(operation_id="disputes_events_list", tags=TAGS, summary="流转记录")
    def list(self, request: Request, dispute_id: int) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
