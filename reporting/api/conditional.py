"""Answers that carry an ETag over their content (RFC 9110, section 8.8.3)."""

from __future__ import annotations

from typing import Any

from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request
from rest_framework.response import Response

from reporting.editions.digests import digest

UNCHANGED = {304: OpenApiResponse(description="内容未变")}


def tagged(request: Request, body: dict[str, Any], tag: str = "") -> Any:
    """The answer, or 304 when If-None-Match names it. `tag` is by default the body's digest."""
    response = Response(body, headers={"ETag": quote_etag(tag or digest(body))})
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=response["ETag"], response=response)
