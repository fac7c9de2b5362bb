"""Keyset pages (游标分页): as fast on page 10 000 as on page 1, and no row twice.

Order is newest first: a day, then the row's id. The cursor is opaque to clients and unsigned,
because it grants nothing: the scope of visible rows is applied beside it.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.queries import QueryForm

SIZE, LARGEST = 50, 200
HIGHEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page; the next page begins after it.

    >>> str(Cursor(date(2025, 3, 1), 7))
    'WyIyMDI1LTAzLTAxIiw3XQ'
    >>> Cursor.parse("WyIyMDI1LTAzLTAxIiw3XQ")
    Cursor(day=datetime.date(2025, 3, 1), id=7)
    """

    day: date
    id: int

    def __str__(self) -> str:
        pair = json.dumps([self.day.isoformat(), self.id], separators=(",", ":"))
        return base64.urlsafe_b64encode(pair.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Raises ValueError for anything that `str` of a cursor cannot give."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), "-_", validate=True)
            day, number = json.loads(raw)
            cursor = cls(date.fromisoformat(day), number)
        except (binascii.Error, ValueError, TypeError, RecursionError):
            raise ValueError("malformed cursor") from None
        if type(number) is not int or not 0 < number <= HIGHEST_ID or str(cursor) != text:
            raise ValueError("malformed cursor")
        return cursor


class CursorField(serializers.CharField):
    default_error_messages = {"invalid_cursor": "分页游标无效，请从第一页重新查询"}

    def to_internal_value(self, data: Any) -> Cursor:  # type: ignore[override]
        try:
            return Cursor.parse(super().to_internal_value(data))
        except ValueError:
            self.fail("invalid_cursor")


class PageForm(QueryForm):
    """Base of the parameters of every list; add filters as fields."""

    cursor = CursorField(required=False, help_text="上一页返回的 next")
    page_size = serializers.IntegerField(
        required=False,
        default=SIZE,
        min_value=1,
        max_value=LARGEST,
        help_text=f"每页条数，1至{LARGEST}",
    )


class KeysetPagination(BasePagination):
    """Pages of a queryset. The view says by which day (`page_day = "registered_on"`) and, where
    it filters, which subclass of `PageForm` reads its parameters (`query_form`). What is due is
    read the other way round, the longest overdue first (`earliest_first`).

    Lists printed by PostgreSQL read their form themselves and answer the same two members.
    """

    next: Cursor | None = None

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> list[Any]:
        form = getattr(view, "query_form", PageForm).of(request).validated_data
        day, size, after = view.page_day, form["page_size"], form.get("cursor")
        upwards = getattr(view, "earliest_first", False)
        if after:
            # Not an OR: in this form the index begins at the day.
            done = Q((day, after.day), ("pk__lte" if upwards else "pk__gte", after.id))
            from_there = f"{day}__gte" if upwards else f"{day}__lte"
            queryset = queryset.filter(~done, (from_there, after.day))
        order = (day, "pk") if upwards else (f"-{day}", "-pk")
        rows = list(queryset.order_by(*order)[: size + 1])
        if len(rows) > size:
            last = rows[size - 1]
            self.next = Cursor(getattr(last, day), last.pk)
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": str(self.next) if self.next else None, "results": data})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []  # the view's form documents itself, see `AutoSchema`

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)


def page_schema(items: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI schema of a page: `next` is null on the last one."""
    following = {"type": "string", "nullable": True, "description": "下一页的游标；末页为空"}
    return {
        "type": "object",
        "required": ["next", "results"],
        "properties": {"next": following, "results": items},
    }
