"""Who may use an endpoint at all. Which rows exist for whom is the querysets' question."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from disputes.choices import CASE_ROLES, Role


class ReadOrSystemAdmin(BasePermission):
    """Everybody reads, the system administrator writes: units are organisation, not cases."""

    code = "ROLE_FORBIDDEN"
    message = "仅系统管理员可以维护单位"

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or request.user.role == Role.SYSTEM_ADMIN


class HandlesCases(BasePermission):
    """Officers, chiefs and legal officers with a unit: those for whom cases exist."""

    code = "ROLE_FORBIDDEN"
    message = "您的角色不能查看办案情况"

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return user.is_authenticated and user.role in CASE_ROLES and user.unit_id is not None


class KeepsCalendar(BasePermission):
    """Everybody reads the calendar; system administrators and legal officers take over a notice."""

    code = "ROLE_FORBIDDEN"
    message = "仅系统管理员、法制员可以导入放假安排"
    writers = frozenset({Role.SYSTEM_ADMIN, Role.LEGAL})

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or request.user.role in self.writers


class KeepsTemplates(BasePermission):
    """Templates of papers are configuration: the system administrator's."""

    code = "ROLE_FORBIDDEN"
    message = "仅系统管理员可以维护文书模板"

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return user.is_authenticated and user.role == Role.SYSTEM_ADMIN
