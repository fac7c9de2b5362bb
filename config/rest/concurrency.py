"""Optimistic concurrency: ETag on reads, If-Match on writes to existing rows (RFC 9110)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Protocol

from django.http import Http404, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

TAG = re.compile(r'"([0-9]{1,19})-([0-9]{1,10})"')


class PreconditionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "PRECONDITION_REQUIRED"
    default_detail = "请先读取最新内容，并在 If-Match 请求头中带上读取时得到的 ETag"


class Versioned(Protocol):
    """A row whose version grows with every change of what is read of it."""

    pk: Any
    version: int


def etag(row: Versioned) -> str:
    """Strong: the representation depends on nothing but the row's version."""
    return f'"{row.pk}-{row.version}"'


def if_match(write: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a writing view method: without If-Match it answers 428, whatever the body says."""

    @functools.wraps(write)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> Any:
        _tag(request)
        return write(view, request, *args, **kwargs)

    wrapper.needs_version = True  # type: ignore[attr-defined]  # read by `AutoSchema`
    return wrapper


def _tag(request: Request) -> tuple[int, int]:
    """Row and version named by If-Match. A list, a weak tag and * name no single version."""
    found = TAG.fullmatch(request.headers.get("If-Match", "").strip())
    if not found:
        raise PreconditionRequired
    return int(found[1]), int(found[2])


class VersionedMixin(GenericAPIView[Any]):
    """Reads carry an ETag; `expected_version` hands If-Match to the domain.

    The view never compares versions itself: only the domain holds the row lock. A view method
    says which row it answers by `response.row = row`.
    """

    def expected_version(self, pk: int) -> int:
        """The version that the caller saw; 0, which never matches, for another row's tag."""
        named, version = _tag(self.request)
        return version if named == pk else 0

    def current(self) -> Response:
        """The row as it is now, for a caller who was too late (412)."""
        row = self.get_object()
        response = Response(self.get_serializer(row).data)
        response.row = row  # type: ignore[attr-defined]
        return response

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if response.status_code == status.HTTP_412_PRECONDITION_FAILED:
            self._add_current(response)
        return response

    def _add_current(self, response: Response) -> None:
        try:
            now = self.current()
        except Http404:  # gone, or moved out of the caller's sight
            return
        response.data["current"] = now.data
        response.row = getattr(now, "row", None)  # type: ignore[attr-defined]

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        if row := getattr(response, "row", None):
            response["ETag"] = etag(row)
            # The caller's role and scope shape the answer, and it holds personal data.
            patch_cache_control(response, private=True, no_cache=True)
            if _unchanged(request, response):
                response = HttpResponseNotModified(headers=dict(response.items()))
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]


def _unchanged(request: Request, response: HttpResponseBase) -> bool:
    if request.method not in SAFE_METHODS or response.status_code != status.HTTP_200_OK:
        return False
    known = parse_etags(request.headers.get("If-None-Match", ""))
    # Weak comparison: a proxy that compresses may have weakened our tag.
    return "*" in known or response["ETag"] in {tag.removeprefix("W/") for tag in known}
