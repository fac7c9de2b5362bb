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


class KeepsRooms(BasePermission):
    """Everybody sees the rooms; chiefs and system administrators keep them."""

    code = "ROLE_FORBIDDEN"
    message = "仅所长、系统管理员可以维护调解室"
    writers = frozenset({Role.CHIEF, Role.SYSTEM_ADMIN})

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or request.user.role in self.writers


class KeepsTemplates(BasePermission):
    """Templates of papers are configuration: the system administrator's."""

    code = "ROLE_FORBIDDEN"
    message = "仅系统管理员可以维护文书模板"

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return user.is_authenticated and user.role == Role.SYSTEM_ADMIN


class KeepsPool(BasePermission):
    """Whoever handles cases reads the pool of hearing members; chiefs and legal officers keep it."""

    code = "ROLE_FORBIDDEN"
    message = "仅所长、法制员可以维护听证员库"
    writers = frozenset({Role.CHIEF, Role.LEGAL})

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or request.user.role in self.writers


class KeepsSeals(BasePermission):
    """The seal of a unit is in the keeping of its chief."""

    code = "ROLE_FORBIDDEN"
    message = "仅本单位所长可以保管印章图样"

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        return user.is_authenticated and user.role == Role.CHIEF


class KeepsCaseFileRules(BasePermission):
    """Whoever handles cases reads the rules of case files; legal officers make them."""

    code = "ROLE_FORBIDDEN"
    message = "仅法制员可以制定归卷规则"

    def has_permission(self, request: Request, view: Any) -> bool:
        user: Any = request.user
        roles = CASE_ROLES if request.method in SAFE_METHODS else {Role.LEGAL}
        return user.is_authenticated and user.role in roles
