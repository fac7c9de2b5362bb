"""What was made public (公开台账), and which sensitive figures may be."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.idempotency import idempotent
from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from disputes.models import Officer, Unit
from reporting.api.forms import own_code, visible_unit
from reporting.api.lint import (
    ApprovalFormSerializer,
    ApprovalSerializer,
    ApprovalsSerializer,
    ReleaseDetailSerializer,
    ReleaseFilters,
    ReleaseSerializer,
    ReleasesSerializer,
)
from reporting.api.permissions import PreparesReports
from reporting.api.views.lint import TAGS
from reporting.disclosure import releasing
from reporting.models import DisclosureApproval, Release


class _LedgerView(APIView):
    """Hidden values stand in the ledger, so that only those who work on reports read it."""

    permission_classes = [HasScope, PreparesReports]
    required_scope = "statistics"

    def releases(self) -> QuerySet[Any]:
        units = Unit.objects.visible_to(cast(Officer, self.request.user))
        rows = Release.objects.filter(unit__in=units).select_related("unit", "released_by")
        return rows.annotate(
            shown=Count("cells", filter=Q(cells__hidden=False)),
            hidden=Count("cells", filter=Q(cells__hidden=True)),
        )


class ReleasesView(_LedgerView):
    @extend_schema(
        operation_id="releases_list",
        tags=TAGS,
        summary="公开台账",
        description="何时、向谁、以何格式公开了哪些附表，最近的在前。",
        parameters=[ReleaseFilters],
        responses=ReleasesSerializer,
    )
    def get(self, request: Request) -> Response:
        rows = self.releases().filter(**ReleaseFilters.of(request).query())
        return Response({"results": ReleaseSerializer(rows, many=True).data})


class ReleaseView(_LedgerView):
    @extend_schema(
        operation_id="releases_retrieve",
        tags=TAGS,
        summary="一次公开的全部数字",
        description="含隐去的数字及其原值，仅供核对以后的公开是否可以相减。",
        responses=ReleaseDetailSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        row = get_object_or_404(self.releases().prefetch_related("cells"), pk=pk)
        return Response(ReleaseDetailSerializer(row).data)


class DisclosureApprovalsView(_LedgerView):
    @extend_schema(
        operation_id="disclosure_approvals_list",
        tags=TAGS,
        summary="批准公开的敏感指标",
        responses=ApprovalsSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        units = Unit.objects.visible_to(cast(Officer, request.user))
        rows = DisclosureApproval.objects.filter(unit__in=units)
        found = rows.select_related("unit", "approved_by")
        return Response({"results": ApprovalSerializer(found, many=True).data})

    @extend_schema(
        operation_id="disclosure_approvals_create",
        tags=TAGS,
        summary="批准公开一项敏感指标",
        description="由单位负责人批准，限于一个单位、一个年度；小数值仍然隐去。",
        request=ApprovalFormSerializer,
        responses={201: ApprovalSerializer},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        form = ApprovalFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given, officer = form.validated_data, cast(Officer, request.user)
        unit = visible_unit(request, given.pop("unit", None) or own_code(officer))
        made = releasing.approve(actor=officer, unit=unit, **given)
        return Response(ApprovalSerializer(made).data, 201)
