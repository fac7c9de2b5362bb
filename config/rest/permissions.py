"""Scopes: what a token may be used for. What its officer may do is the domain's question."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class HasScope(BasePermission):
    """Signed in; and a token must carry the view's `required_scope` ("disputes", "statistics").

    A session is not limited by scopes. A view that names no scope is closed to tokens, so that
    a forgotten attribute opens nothing.
    """

    code = "INSUFFICIENT_SCOPE"
    message = "访问令牌不具备该接口所需的授权范围"

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        token: Any = request.auth
        scope = getattr(view, "required_scope", None)
        return token is None or bool(scope and token.is_valid([scope]))
