"""The holidays in force, and taking over a yearly notice."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.permissions import HasScope
from disputes import clock, holidays
from disputes.api.csvfile import csv_lines
from disputes.api.permissions import KeepsCalendar
from disputes.api.serializers.holidays import (
    CalendarSerializer,
    ChangesSerializer,
    HolidayNoticeSerializer,
    NoticeForm,
    YearForm,
    as_invalid,
)
from disputes.api.views.base import OfficerView
from disputes.models import Holiday
from disputes.services import audit, calendar

TAGS = ["放假安排"]
CSV = OpenApiExample(
    "一份通知",
    media_type="text/csv",
    request_only=True,
    value="日期,类型,名称\n2027-01-01,放假,元旦\n2027-10-09,上班,国庆节\n",
)
FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary"}},
}


class HolidaysView(OfficerView):
    """The calendar that the clocks count by."""

    serializer_class = CalendarSerializer
    permission_classes = [HasScope, KeepsCalendar]

    @extend_schema(
        operation_id="holidays_list",
        tags=TAGS,
        summary="一年的放假安排",
        parameters=[YearForm],
        responses=CalendarSerializer,
    )
    def retrieve(self, request: Request) -> Response:
        today = clock.today()
        year = YearForm.of(request).validated_data.get("year", today.year)
        body = {
            "year": year,
            "known": year in holidays.current_calendar().years,
            "missing_years": holidays.missing_years(today),
            "days": Holiday.objects.filter(day__year=year),
        }
        return Response(self.get_serializer(body).data)

    @extend_schema(
        operation_id="holidays_import",
        tags=TAGS,
        summary="导入一年的放假安排",
        description=(
            "系统管理员、法制员。CSV 的列为：日期,类型,名称，类型为放假或者上班；也可以 JSON 提交。"
            "全部导入或者全部不导入，所涉年份导入后仍不完整的不导入；可以重复提交。"
        ),
        parameters=[NoticeForm],
        request={
            "text/csv": OpenApiTypes.STR,
            "multipart/form-data": FORM,
            "application/json": HolidayNoticeSerializer,
        },
        responses=ChangesSerializer,
        examples=[CSV],
    )
    @transaction.atomic
    def take_over(self, request: Request) -> Response:
        told = NoticeForm.of(request).validated_data
        try:
            rows = self._rows(told["source"])
            changes = calendar.take_over(rows, preview=told["preview"])
        except ValidationError as refused:
            raise as_invalid(refused) from None
        if not told["preview"]:
            self._account(rows)
        return Response(ChangesSerializer(changes, context=told).data)

    def _rows(self, source: str) -> list[Holiday]:
        if self.request.content_type == "application/json":
            days = self.read(HolidayNoticeSerializer)["days"]
            return [Holiday(source=source, **day) for day in days]
        return calendar.read_csv(csv_lines(self.request), source)

    def _account(self, rows: list[Holiday]) -> None:
        years = sorted({row.day.year for row in rows})
        audit.record(
            actor=self.officer,
            action="import_holidays",
            target=f"holidays:{'、'.join(map(str, years))}",
            details={"source": rows[0].source},
            request_id=self.request_id,
        )
