"""Who may use an endpoint at all. Which rows exist for whom is the querysets' question."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from disputes.choices import Role


class ReadOrSystemAdmin(BasePermission):
    """Everybody reads, the system administrator writes: units are organisation, not cases."""

    code = "ROLE_FORBIDDEN"
    message = "仅系统管理员可以维护单位"

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or request.user.role == Role.SYSTEM_ADMIN
