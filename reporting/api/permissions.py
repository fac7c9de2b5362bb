"""Who may use an endpoint at all. Which units exist for whom is the querysets' question."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from disputes.choices import FIGURE_ROLES, Role

BUILDERS = frozenset({Role.CHIEF, Role.LEGAL, Role.STATISTICIAN})


class ReadsFigures(BasePermission):
    """Everybody but the administrators reads figures of the own unit and below."""

    code = "ROLE_FORBIDDEN"
    message = "您的角色不能查看统计和年度报告"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in FIGURE_ROLES


class ReadsCasesBehindFigures(BasePermission):
    """Machines read figures, but not which cases are behind them."""

    code = "ROLE_FORBIDDEN"
    message = "您的角色不能查看统计数字所含的纠纷"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in FIGURE_ROLES - {Role.MACHINE}


class HandlesActivities(BasePermission):
    """Whoever reads figures reads entries, but machines; which steps a role takes is the rules'."""

    code = "ROLE_FORBIDDEN"
    message = "您的角色不能查看和录入工作量数据"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in FIGURE_ROLES - {Role.MACHINE}


class ChoosesOutlines(BasePermission):
    code = "ROLE_FORBIDDEN"
    message = "年度报告提纲由统计员、法制员或者所长选定"

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or _role(request) in BUILDERS


class BuildsDrafts(BasePermission):
    code = "ROLE_FORBIDDEN"
    message = "年度报告初稿由统计员、法制员或者所长生成"

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or _role(request) in BUILDERS


class PreparesReports(BasePermission):
    code = "ROLE_FORBIDDEN"
    message = "报告的校核和公开由统计员、法制员或者所长办理"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in BUILDERS


class Supervises(BasePermission):
    """Signals are for those who answer for a unit's figures, never for everybody."""

    code = "ROLE_FORBIDDEN"
    message = "数据异常提示由统计员、法制员或者所长查看"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in BUILDERS


class Oversees(BasePermission):
    """How the service runs is for its administrators and auditors, and for what watches it."""

    code = "ROLE_FORBIDDEN"
    message = "运行告警由系统管理员、审计管理员或者系统对接账号查看"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in {Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.MACHINE}


class ReadsMetrics(BasePermission):
    code = "ROLE_FORBIDDEN"
    message = "运行指标由系统对接账号或者系统管理员查看"

    def has_permission(self, request: Request, view: Any) -> bool:
        return _role(request) in {Role.MACHINE, Role.SYSTEM_ADMIN}


def _role(request: Request) -> str:
    user: Any = request.user  # signed in, as `HasScope` saw
    return str(user.role)
