"""Rooms to mediate in: read by whoever may book them, kept by chiefs and administrators."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import VersionedMixin, if_match
from config.rest.idempotency import idempotent
from config.rest.permissions import HasScope
from disputes.api.paging import KeyPagination
from disputes.api.permissions import KeepsRooms
from disputes.api.serializers.rooms import (
    ChangeRoomSerializer,
    CreateRoomSerializer,
    RoomFilters,
    RoomSerializer,
)
from disputes.api.views.base import OfficerView
from disputes.errors import RuleViolation
from disputes.models import Room
from disputes.services import rooms

TAGS = ["调解室"]


class RoomsView(VersionedMixin, OfficerView):
    """Rooms of the own unit and below, and those that other units share."""

    serializer_class = RoomSerializer
    permission_classes = [HasScope, KeepsRooms]
    pagination_class = KeyPagination
    query_form = RoomFilters
    page_key = "id"

    def get_queryset(self) -> QuerySet[Room]:
        return Room.objects.visible_to(self.officer).select_related("unit")

    @extend_schema(
        operation_id="rooms_list",
        tags=TAGS,
        summary="调解室列表",
        description="本单位及下级的调解室，和其他单位供本单位使用的调解室。",
    )
    def list(self, request: Request) -> Response:
        form = RoomFilters.of(request)
        page = self.paginate_queryset(self.get_queryset().filter(**form.query()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(operation_id="rooms_retrieve", tags=TAGS, summary="调解室详情")
    def retrieve(self, request: Request, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="rooms_create",
        tags=TAGS,
        summary="新建调解室",
        description="所长、系统管理员；本单位或者下级单位的。",
        request=CreateRoomSerializer,
        responses={201: RoomSerializer},
    )
    @idempotent
    def create(self, request: Request) -> Response:
        given = self.read(CreateRoomSerializer)
        unit = given.pop("unit", self.officer.unit)
        if unit is None:
            raise RuleViolation("本账号没有单位，请指定单位", code="ROOM_OF_ANOTHER_UNIT")
        room = rooms.create_room(actor=self.officer, unit=unit, request_id=self.request_id, **given)
        return self._answer(room, 201)

    @extend_schema(
        operation_id="rooms_change",
        tags=TAGS,
        summary="更改调解室",
        description="所长、系统管理员；已排定的时间不变，停用后不能再排期。",
        request=ChangeRoomSerializer,
        responses=RoomSerializer,
    )
    @if_match
    def partial_update(self, request: Request, pk: int) -> Response:
        room = get_object_or_404(self.get_queryset(), pk=pk)
        given = self.read(ChangeRoomSerializer)
        expected = self.expected_version(room.pk)
        room = rooms.change_room(
            room.pk, actor=self.officer, expected=expected, request_id=self.request_id, **given
        )
        return self._answer(room)

    def current(self) -> Response:
        return self._answer(get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"]))

    def _answer(self, room: Room, status: int = 200) -> Response:
        body: dict[str, Any] = self.get_serializer(room).data
        response = Response(body, status=status)
        response.row = room  # type: ignore[attr-defined]
        return response
