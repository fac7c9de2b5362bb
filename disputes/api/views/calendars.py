"""The calendar across cases: what is arranged, who is busy, and an officer's own feed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import reverse
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import KeysetPagination
from config.rest.permissions import HasScope
from disputes.api.permissions import HandlesCases
from disputes.api.serializers.appointments import AppointmentRowSerializer
from disputes.api.serializers.calendars import (
    AppointmentFilters,
    FeedSerializer,
    FreeBusyForm,
    FreeBusySerializer,
    NewFeedSerializer,
)
from disputes.api.views.base import OfficerView
from disputes.models import Appointment
from disputes.services import feed, freetime

TAGS, FEED_TAGS = ["排期"], ["日历订阅"]


class AppointmentListView(OfficerView):
    """Appointments of the cases that the caller can see, the earliest first."""

    serializer_class = AppointmentRowSerializer
    pagination_class = KeysetPagination
    query_form = AppointmentFilters
    page_day, earliest_first = "day", True

    @extend_schema(
        operation_id="appointments_list",
        tags=TAGS,
        summary="排期列表",
        description="本单位及下级单位纠纷的排期，按日期先后；可以只看已定而尚待通知的。",
    )
    def list(self, request: Request) -> Response:
        form = AppointmentRowSerializer
        rows = Appointment.objects.visible_to(self.officer)
        rows = rows.select_related(*form.JOINED).prefetch_related(*form.READ)
        page = self.paginate_queryset(AppointmentFilters.of(request).narrow(rows))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class FreeBusyView(OfficerView):
    """When officers and rooms are taken."""

    serializer_class = FreeBusySerializer
    permission_classes = [HasScope, HandlesCases]

    @extend_schema(
        operation_id="free_busy",
        tags=TAGS,
        summary="忙闲",
        description="民警、调解室在一段日期内已占用的时段；无权查看的纠纷只显示占用的时间。",
        parameters=[FreeBusyForm],
        responses=FreeBusySerializer,
    )
    def retrieve(self, request: Request) -> Response:
        form = FreeBusyForm.of(request)
        given, (start, end) = form.validated_data, form.span()
        found = freetime.calendars(
            asker=self.officer,
            officers=given.get("officer", []),
            rooms=given.get("room", []),
            start=start,
            end=end,
        )
        body = {"since": given["since"], "until": given["until"], "calendars": found}
        return Response(self.get_serializer(body).data)


class FeedView(OfficerView):
    """The caller's own feed: whether there is one, a new address, taking it back."""

    serializer_class = FeedSerializer
    permission_classes = [HasScope, HandlesCases]

    @extend_schema(
        operation_id="calendar_feed",
        tags=FEED_TAGS,
        summary="日历订阅情况",
        responses=FeedSerializer,
    )
    def retrieve(self, request: Request) -> Response:
        return self._answer()

    @extend_schema(
        operation_id="calendar_feed_issue",
        tags=FEED_TAGS,
        summary="生成日历订阅地址",
        description=(
            "iCalendar 格式，只含本人参加的排期的时间、调解室和纠纷编号，不含当事人信息。"
            "地址只显示一次，再次生成时原地址失效。"
        ),
        request=None,
        responses={201: NewFeedSerializer},
    )
    def create(self, request: Request) -> Response:
        made, token = feed.issue(actor=self.officer, request_id=self.request_id)
        url = request.build_absolute_uri(f"{reverse('calendar')}?token={token}")
        body = NewFeedSerializer({"url": url, "created_at": made.created_at}).data
        return Response(body, status=201, headers={"Cache-Control": "no-store"})

    @extend_schema(
        operation_id="calendar_feed_revoke",
        tags=FEED_TAGS,
        summary="撤销日历订阅地址",
        description="原地址立即失效。可以重复提交。",
        request=None,
        responses=FeedSerializer,
    )
    def revoke(self, request: Request) -> Response:
        feed.revoke(actor=self.officer, request_id=self.request_id)
        return self._answer()

    def _answer(self) -> Response:
        there = feed.current(self.officer)
        body: dict[str, Any] = {
            "active": there is not None, "created_at": there.created_at if there else None,
        }  # fmt: skip
        return Response(self.get_serializer(body).data)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The feed itself, for calendar programs that cannot sign in.

    The token is a query parameter: our log keeps addresses without their queries.
    """
    officer = feed.owner(request.GET.get("token", ""))
    if officer is None:
        return HttpResponseNotFound(content_type="text/plain")
    return HttpResponse(
        feed.calendar_of(officer),
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"},
    )
