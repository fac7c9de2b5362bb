"""What every operation of the OpenAPI file has without being told."""

from __future__ import annotations

from typing import Any

from drf_spectacular.drainage import warn
from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS, AllowAny

from config.rest.problems import CHINESE, TITLES, ProblemRenderer, ProblemSerializer

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="读取时得到的 ETag；内容已被他人更新时返回 412",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="上次读取时得到的 ETag；内容未变时返回 304",
)
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, description="内容的版本标记", response=[200, 201]
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    pattern="^[!-~]{8,80}$",
    description="由客户端生成的唯一键；以同一键重试得到第一次的结果",
)


class AutoSchema(SpectacularSchema):
    """Adds problem documents, version and retry headers, list parameters; insists on tags."""

    def get_tags(self) -> list[str]:
        """Reached only where `@extend_schema(tags=[...])` is missing."""
        warn(f"{self.method} {self.path}: no tags given")
        return super().get_tags()

    def get_description(self) -> str:  # type: ignore[override]
        """Docstrings are for engineers: what users read is said by `@extend_schema`."""
        return ""

    def _map_basic_serializer(self, serializer: Any, direction: str) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(  # type: ignore[no-untyped-call]
            serializer, direction
        )
        if not CHINESE.search(schema.get("description", "")):
            schema.pop("description", None)
        return schema

    def get_override_parameters(self) -> list[Any]:
        parameters = [*super().get_override_parameters()]
        if self._is_list_view() and hasattr(self.view, "query_form"):
            parameters.append(self.view.query_form)
        if self._is_marked("needs_version"):
            parameters += [IF_MATCH, ETAG]
        elif self._is_versioned_read():
            parameters += [IF_NONE_MATCH, ETAG]
        if self._is_marked("needs_key"):
            parameters.append(IDEMPOTENCY_KEY)
        return parameters

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation:
            responses = operation["responses"]
            if self._is_versioned_read():
                responses.setdefault("304", {"description": "内容未变"})
            for status in self._problem_statuses():
                responses.setdefault(str(status), self._problem(status))
            operation["responses"] = dict(sorted(responses.items()))
        return operation

    def _problem(self, status: int) -> dict[str, Any]:
        body: dict[str, Any] = self._get_response_for_code(  # type: ignore[no-untyped-call]
            ProblemSerializer, str(status), [ProblemRenderer.media_type]
        )
        return body | {"description": TITLES[status]}

    def _problem_statuses(self) -> list[int]:
        statuses = [400, 429]
        if not any(isinstance(each, AllowAny) for each in self.view.get_permissions()):
            statuses += [401, 403]
        if "{" in self.path:
            statuses.append(404)
        if self.method not in SAFE_METHODS:
            statuses += [404, 409, 422]  # 404: what is named in the body may be out of sight
        if self._is_marked("needs_version"):
            statuses += [412, 428]
        return statuses

    def _is_marked(self, mark: str) -> bool:
        """Whether the decorator `if_match` or `idempotent` stands on the view's method."""
        name = getattr(self.view, "action", None) or self.method.lower()
        return bool(getattr(getattr(self.view, name, None), mark, False))

    def _is_versioned_read(self) -> bool:
        """Whether a row itself is read; what is made of it (guidance, files) carries no version."""
        return (
            self.method == "GET"
            and hasattr(self.view, "expected_version")
            and self.path.endswith("}/")
            and not self._is_list_view()
        )
