"""The dictionaries as one document."""

from __future__ import annotations

import hashlib
import json

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request

from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes.api.serializers.dictionaries import DictionariesSerializer, document
from disputes.api.views.base import OfficerView


class DictionariesView(OfficerView):
    """Everything a client needs to build its forms. It depends on no caller."""

    serializer_class = DictionariesSerializer

    @extend_schema(
        operation_id="dictionaries_retrieve",
        tags=["字典"],
        summary="全部字典",
        description="类型、状态、来源、动作、听证环节等；内容未变时以 If-None-Match 得到 304。",
        parameters=[IF_NONE_MATCH, ETAG],
        responses={
            200: DictionariesSerializer,
            304: OpenApiResponse(description="内容未变"),
        },
    )
    def retrieve(self, request: Request) -> HttpResponse:
        content = document()
        text = json.dumps(content, ensure_ascii=False)
        version = hashlib.sha256(text.encode()).hexdigest()[:16]
        tag = f'"{version}"'
        known = {
            old.removeprefix("W/") for old in parse_etags(request.headers.get("If-None-Match", ""))
        }
        if known & {tag, "*"}:
            response: HttpResponse = HttpResponseNotModified()
        else:
            body = json.dumps({"version": version} | content, ensure_ascii=False)
            response = HttpResponse(body, content_type="application/json")
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
        return response
