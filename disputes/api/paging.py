"""Keyset pages ordered by one unique column: units by their path, accounts by their name."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.pagination import LARGEST, SIZE, page_schema
from config.rest.queries import QueryForm


def written(key: str | int) -> str:
    """A cursor: opaque to clients, unsigned because it grants nothing.

    >>> written("zhang"), read(written("zhang"))
    ('InpoYW5nIg', 'zhang')
    """
    text = json.dumps(key, ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str) -> Any:
    """Raises ValueError for anything `written` cannot give."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), "-_", validate=True)
        key = json.loads(raw)
        known = isinstance(key, str | int) and written(key) == cursor
    except (binascii.Error, ValueError, RecursionError):
        known = False
    if not known or (isinstance(key, str) and "\0" in key):
        raise ValueError("malformed cursor")
    return key


class KeyField(serializers.CharField):
    default_error_messages = {"invalid_cursor": "分页游标无效，请从第一页重新查询"}

    def to_internal_value(self, data: Any) -> Any:
        try:
            return read(super().to_internal_value(data))
        except ValueError:
            self.fail("invalid_cursor")


class KeyPageForm(QueryForm):
    """Base of the parameters of such a list; add filters as fields."""

    cursor = KeyField(required=False, help_text="上一页返回的 next")
    page_size = serializers.IntegerField(
        required=False, default=SIZE, min_value=1, max_value=LARGEST,
        help_text=f"每页条数，1至{LARGEST}",
    )  # fmt: skip


class KeyPagination(BasePagination):
    """Pages of a queryset. The view names the column (`page_key`) and the form (`query_form`).

    A column with a minus is read downwards: "-id" is newest first.
    """

    next: str | None = None

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> list[Any]:
        form = view.query_form.of(request).validated_data
        key, size = view.page_key.removeprefix("-"), form["page_size"]
        if "cursor" in form:
            beyond = "lt" if view.page_key.startswith("-") else "gt"
            queryset = queryset.filter(**{f"{key}__{beyond}": form["cursor"]})
        rows = list(queryset.order_by(view.page_key)[: size + 1])
        if len(rows) > size:
            self.next = written(getattr(rows[size - 1], key))
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next, "results": data})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return []  # the view's form documents itself, see `AutoSchema`

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)
