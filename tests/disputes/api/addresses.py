"""Every operation of the disputes API, read from its addresses: no list to forget one in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver

from disputes.api import urls

TEMPLATE = "registration_form"


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    route: str
    name: str  # the view's method
    view: type

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    def path(self, **ids: int) -> str:
        """The address with its numbers filled in."""
        route = self.route
        for name, value in ids.items():
            route = route.replace(f"<int:{name}>", str(value))
        return f"/api/v1/{route.replace('<slug:code>', TEMPLATE)}"

    @property
    def handler(self) -> object:
        return getattr(self.view, self.name)


def operations(patterns: list | None = None, before: str = "") -> Iterator[Operation]:
    for pattern in urls.urlpatterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from operations(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            yield from (Operation(m, route, name, view.cls) for m, name in view.actions.items())


ALL = list(operations())
OF_A_CASE = [op for op in ALL if op.route.startswith("disputes/<int:dispute_id>/")]
