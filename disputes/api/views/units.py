"""Units and accounts: who exists, and how the tree is kept."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import VersionedMixin, if_match
from config.rest.idempotency import idempotent
from config.rest.permissions import HasScope
from disputes.api.csvfile import csv_lines
from disputes.api.filters import OfficerFilters, UnitFilters
from disputes.api.paging import KeyPagination
from disputes.api.permissions import ReadOrSystemAdmin
from disputes.api.serializers.units import (
    ChangeUnitSerializer,
    CreateUnitSerializer,
    MeSerializer,
    MoveUnitSerializer,
    OfficerSerializer,
    UnitImportSerializer,
    UnitSerializer,
)
from disputes.api.views.base import OfficerView
from disputes.models import Officer, Unit
from disputes.services import audit, units

TAGS, OFFICER_TAGS = ["单位"], ["账号"]
CSV = OpenApiExample(
    "两个派出所",
    media_type="text/csv",
    request_only=True,
    value="机构代码,单位名称,层级,上级代码\n621002510000,董志派出所,派出所,621002000000\n",
)


class UnitsView(VersionedMixin, OfficerView):
    """The tree of units as far as the caller sees it."""

    serializer_class = UnitSerializer
    permission_classes = [HasScope, ReadOrSystemAdmin]
    pagination_class = KeyPagination
    query_form = UnitFilters
    page_key = "path"

    def get_queryset(self) -> Any:
        return Unit.objects.visible_to(self.officer)

    @extend_schema(
        operation_id="units_list",
        tags=TAGS,
        summary="单位列表",
        description="本单位及全部下级，按树中位置排序。",
    )
    def list(self, request: Request) -> Response:
        form = UnitFilters.of(request)
        page = self.paginate_queryset(self.get_queryset().filter(form.query()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(operation_id="units_retrieve", tags=TAGS, summary="单位详情")
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="units_create",
        tags=TAGS,
        summary="新建单位",
        description="仅系统管理员。",
        request=CreateUnitSerializer,
        responses={201: UnitSerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        unit = units.create_unit(**self.read(CreateUnitSerializer))
        self._account("create_unit", unit)
        return self._answer(unit, 201)

    @extend_schema(
        operation_id="units_import",
        tags=TAGS,
        summary="导入单位",
        description=(
            "仅系统管理员。CSV 的列为：机构代码,单位名称,层级,上级代码，可另有文书简称。"
            "全部导入或者全部不导入；"
            "已存在且内容相同的单位不变，因此可以重复提交。"
        ),
        request={
            "text/csv": OpenApiTypes.STR,
            "multipart/form-data": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            },
        },
        responses={201: UnitImportSerializer},
        examples=[CSV],
    )
    @transaction.atomic
    def import_csv(self, request: Request) -> Response:
        created = units.import_units(csv_lines(request), actor=self.officer)
        for unit in created:
            self._account("create_unit", unit)
        body = {"created": len(created), "units": self.get_serializer(created, many=True).data}
        return Response(body, status=201)

    @extend_schema(
        operation_id="units_change",
        tags=TAGS,
        summary="更正单位信息",
        description="仅系统管理员。名称、文书简称、电话和是否在用；已出具的文书编号不变。",
        request=ChangeUnitSerializer,
        responses=UnitSerializer,
    )
    @if_match
    @transaction.atomic
    def partial_update(self, request: Request, pk: int) -> Response:
        unit = get_object_or_404(self.get_queryset(), pk=pk)
        given = self.read(ChangeUnitSerializer)
        unit = units.change_unit(unit.pk, expected=self.expected_version(unit.pk), **given)
        self._account("change_unit", unit)
        return self._answer(unit)

    @extend_schema(
        operation_id="units_move",
        tags=TAGS,
        summary="划转单位",
        description="仅系统管理员。以前月份的统计仍归原上级，权限立即随新上级。",
        request=MoveUnitSerializer,
        responses=UnitSerializer,
    )
    @if_match
    @transaction.atomic
    def move(self, request: Request, pk: int) -> Response:
        unit = get_object_or_404(self.get_queryset(), pk=pk)
        given = self.read(MoveUnitSerializer)
        units.move_unit(
            unit_id=unit.pk,
            parent_id=given.pop("parent").pk,
            actor=self.officer,
            expected=self.expected_version(unit.pk),
            **given,
        )
        unit.refresh_from_db()
        self._account("move_unit", unit)
        return self._answer(unit)

    def current(self) -> Response:
        return self._answer(get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]))

    def _account(self, action: str, unit: Unit) -> None:
        audit.record(
            actor=self.officer,
            action=action,
            target=f"unit:{unit.code}",
            request_id=self.request_id,
        )

    def _answer(self, unit: Unit, status: int = 200) -> Response:
        response = Response(self.get_serializer(unit).data, status=status)
        response.row = unit  # type: ignore[attr-defined]
        return response


class OfficersView(OfficerView):
    """Accounts of the own unit and below."""

    serializer_class = OfficerSerializer
    pagination_class = KeyPagination
    query_form = OfficerFilters
    page_key = "username"

    @extend_schema(operation_id="officers_list", tags=OFFICER_TAGS, summary="账号列表")
    def list(self, request: Request) -> Response:
        form = OfficerFilters.of(request)
        visible = Officer.objects.visible_to(self.officer).select_related("unit")
        page = self.paginate_queryset(visible.filter(form.query()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class MeView(OfficerView):
    """Who the caller is. Any valid token may ask."""

    serializer_class = MeSerializer
    permission_classes = [IsAuthenticated]
    required_scope = ""

    @extend_schema(
        operation_id="officers_me",
        tags=OFFICER_TAGS,
        summary="当前账号",
        description="当前账号的角色、单位和授权范围；浏览器会话同时得到 CSRF 令牌的 Cookie。",
    )
    def retrieve(self, request: Request) -> Response:
        return Response(self.get_serializer(request.user).data)
