"""Bearer tokens: whom a token speaks for, and how the OpenAPI file describes it."""

from __future__ import annotations

import copy
from typing import Any, cast

from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from oauth2_provider.settings import oauth2_settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

MACHINE = "client-credentials"


class OAuth2(OAuth2Authentication):  # type: ignore[misc]
    """OAuth 2 for the mobile client (a person) and for machines (an application's owner).

    A token of the client credentials grant belongs to no user; it speaks for the officer who
    owns the application, a machine account with a unit and a role like everybody else. Tokens
    are read from the Authorization header only: in addresses and bodies they end up in logs.
    """

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """Officer and token, or None without a valid token; 401 for a closed account."""
        # Most requests come with a session and need nothing of the library.
        if not request.headers.get("Authorization", "").lower().startswith("bearer "):
            return None
        probe = _bare(cast(WSGIRequest, request._request))
        found = super().authenticate(probe)
        # Where authenticate_header looks for it.
        request.oauth2_error = getattr(probe, "oauth2_error", {})  # type: ignore[attr-defined]
        if found is None:
            return None
        officer, token = found
        application = token.application
        if officer is None and application and application.authorization_grant_type == MACHINE:
            officer = application.user
        if officer is None or not officer.is_active:
            raise AuthenticationFailed("账号不存在或已停用", code="ACCOUNT_DISABLED")
        return officer, token


def _bare(request: WSGIRequest) -> WSGIRequest:
    """The request without query and body: the library would parse both to look for a token."""
    probe = copy.copy(request)
    probe.method = "GET"
    probe.META = probe.environ = request.META | {"QUERY_STRING": ""}
    return probe


class OAuth2Scheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "config.rest.authentication.OAuth2"
    name = "oauth2"

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        scope = getattr(auto_schema.view, "required_scope", None)
        return {self.name: [scope] if scope else []}

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = oauth2_settings.SCOPES
        address = reverse("oauth2_provider:token")
        token = {"tokenUrl": address, "scopes": scopes}
        people = token | {
            "authorizationUrl": reverse("oauth2_provider:authorize"),
            "refreshUrl": address,
        }
        return {
            "type": "oauth2",
            "description": "移动端使用授权码加 PKCE（S256）；系统对接使用客户端凭据",
            "flows": {"authorizationCode": people, "clientCredentials": token},
        }
