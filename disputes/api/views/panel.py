"""The pool of hearing members (听证员库), and whom it proposes for a case."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import VersionedMixin, if_match
from config.rest.idempotency import idempotent
from disputes import clock
from disputes.api.paging import KeyPagination
from disputes.api.permissions import HandlesCases, KeepsPool
from disputes.api.serializers.panel import (
    CandidateFilters,
    CandidatesSerializer,
    ChangeMemberSerializer,
    EnrolSerializer,
    PanelMemberFilters,
    PanelMemberSerializer,
)
from disputes.api.views.base import CaseView, OfficerView
from disputes.casefile import CaseFile
from disputes.guards.panel import plan_of
from disputes.models import PanelMember
from disputes.services import panel

TAGS = ["听证员库"]


class PanelMembersView(VersionedMixin, OfficerView):
    """The members that the own unit, units below and units above keep."""

    serializer_class = PanelMemberSerializer
    permission_classes = [*OfficerView.permission_classes, HandlesCases, KeepsPool]
    pagination_class = KeyPagination
    query_form = PanelMemberFilters
    page_key = "id"

    def get_queryset(self) -> Any:
        rows = PanelMember.objects.visible_to(self.officer).with_load(clock.today())
        return rows.select_related("unit").prefetch_related("specialties")

    @extend_schema(
        operation_id="hearing_panel_members_list",
        tags=TAGS,
        summary="听证员库",
        description="本单位、下级和上级单位管理的听证员，附近12个月参加次数和在办次数。",
    )
    def list(self, request: Request) -> Response:
        asked = PanelMemberFilters.of(request).validated_data
        where = Q()
        if "capacity" in asked:
            where &= Q(capacity=asked["capacity"])
        if asked.get("is_active") is not None:
            where &= Q(is_active=asked["is_active"])
        if "kind" in asked:
            knows = PanelMember.objects.filter(specialties__code=asked["kind"])
            where &= Q(pk__in=knows.values("pk"))
        page = self.paginate_queryset(self.get_queryset().filter(where))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        operation_id="hearing_panel_members_create",
        tags=TAGS,
        summary="登记听证员",
        description="所长、法制员维护本单位和下级单位的听证员库。",
        request=EnrolSerializer,
        responses={201: PanelMemberSerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        given = self.read(EnrolSerializer)
        unit = given.pop("unit", self.officer.unit)
        made = panel.enrol(actor=self.officer, unit=unit, request_id=self.request_id, **given)
        return self._answer(made.pk, 201)

    @extend_schema(operation_id="hearing_panel_members_retrieve", tags=TAGS, summary="听证员详情")
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="hearing_panel_members_partial_update",
        tags=TAGS,
        summary="更正听证员",
        description="只更正所填的项目；不再担任的停用，不删除。If-Match 为该听证员的 ETag。",
        request=ChangeMemberSerializer,
        responses=PanelMemberSerializer,
    )
    @if_match
    def partial_update(self, request: Request, pk: int) -> Response:
        get_object_or_404(PanelMember.objects.kept_by(self.officer), pk=pk)
        panel.change(
            pk, actor=self.officer, expected=self.expected_version(pk),
            request_id=self.request_id, **self.read(ChangeMemberSerializer),
        )  # fmt: skip
        return self._answer(pk)

    def current(self) -> Response:
        return self._answer(self.kwargs["pk"])

    def _answer(self, pk: int, status: int = 200) -> Response:
        member = get_object_or_404(self.get_queryset(), pk=pk)
        response = Response(self.get_serializer(member).data, status=status)
        response.row = member  # type: ignore[attr-defined]
        return response


class CandidatesView(CaseView):
    serializer_class = CandidatesSerializer

    @extend_schema(
        operation_id="panel_candidates_retrieve",
        tags=TAGS,
        summary="建议听证员",
        description="按专长和工作量从听证员库中建议人选，写明理由；与当事人有利害关系的写明原因。",
        parameters=[CandidateFilters],
    )
    def retrieve(self, request: Request, dispute_id: int) -> Response:
        size = CandidateFilters.of(request).validated_data.get("size")
        dispute = self.visible().select_related("unit", "kind").filter(pk=dispute_id).first()
        if dispute is None:
            raise Http404
        case = CaseFile(dispute)
        plan = plan_of(case)
        body = {
            "least_members": plan.least_members,
            "most_members": plan.most_members,
            "candidates": panel.candidates(case, size=size),
        }
        return Response(CandidatesSerializer(body, context={"request": request}).data)
