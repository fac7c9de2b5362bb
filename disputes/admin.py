"""Administration pages (系统管理) for the three separated administrators (三员); no cases here.

The system administrator keeps units, accounts and dictionaries, the security administrator
accounts, the audit administrator reads what was recorded. Rights follow the role alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from disputes.choices import Role
from disputes.models import (
    AuditEvent,
    DisputeEvent,
    HearingPlan,
    Kind,
    MarkKind,
    MethodStep,
    Officer,
    ReviewRule,
    RiskFactor,
    RiskLevel,
    Unit,
)
from disputes.services import audit

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
SYSTEM = frozenset({Role.SYSTEM_ADMIN})
ACCOUNTS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
AUDIT = frozenset({Role.AUDIT_ADMIN})


def may_enter(request: HttpRequest) -> bool:
    """Whether somebody may see the administration at all, whatever `is_staff` says."""
    return request.user.is_active and _role(request) in ADMINISTRATORS


def _role(request: HttpRequest) -> str:
    return getattr(request.user, "role", "")


admin.site.has_permission = may_enter  # type: ignore[method-assign]
admin.site.unregister(Group)  # roles are fixed; nobody is given single rights


class RoleAdmin(ModelAdmin):  # type: ignore[misc]
    """A page for some roles. Nothing is deleted here, and every change is accounted for (审计)."""

    readers: frozenset[Role] = SYSTEM
    writers: frozenset[Role] = SYSTEM
    can_add = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _role(request) in self.readers

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _role(request) in self.readers

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _role(request) in self.writers

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.can_add and _role(request) in self.writers

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._account(request, "admin_add", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        self._account(request, "admin_change", obj, message)
        return super().log_change(request, obj, message)

    def _account(self, request: HttpRequest, action: str, obj: Model, message: Any) -> None:
        """The message names the changed fields, never their values."""
        officer: Any = request.user
        audit.record(
            actor=officer,
            action=action,
            target=f"{obj._meta.label}:{obj.pk}",
            details={"change": message},
            request_id=getattr(request, "request_id", ""),
        )


class ReadOnlyAdmin(RoleAdmin):
    """Records that nobody changes."""

    readers = AUDIT
    writers: frozenset[Role] = frozenset()


@admin.register(Unit)
class UnitAdmin(RoleAdmin):
    """Names, phone and use only: place in the tree and code are changed by `services.units`."""

    readers = ACCOUNTS
    can_add = False
    list_display = ("name", "short_name", "code", "level", "parent", "is_active")
    list_filter = ("level", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name", "code")
    readonly_fields = ("code", "level", "parent")

    def save_model(
        self, request: HttpRequest, obj: Unit, form: ModelForm[Any], change: bool
    ) -> None:
        obj.version += 1
        obj.save(update_fields=["name", "short_name", "phone", "is_active", "version"])


@admin.register(Officer)
class OfficerAdmin(RoleAdmin, UserAdmin):  # type: ignore[type-arg]
    """Accounts. Nobody changes the own one, so no administrator gives himself another role."""

    readers = writers = ACCOUNTS
    form, add_form = UserChangeForm, UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "name", "police_number", "role", "unit", "is_active", "last_login")
    list_filter = ("role", "is_active")
    list_select_related = ("unit",)
    search_fields = ("username", "name", "police_number")
    ordering = ("username",)
    autocomplete_fields = ("unit",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("人员", {"fields": ("name", "police_number", "unit")}),
        ("权限", {"fields": ("role", "is_active")}),
        ("时间", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        ("人员", {"fields": ("name", "police_number", "unit")}),
        ("权限", {"fields": ("role",)}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and obj != request.user

    def save_model(
        self, request: HttpRequest, obj: Officer, form: ModelForm[Any], change: bool
    ) -> None:
        obj.is_staff = obj.role in ADMINISTRATORS
        obj.version += 1 if change else 0
        super().save_model(request, obj, form, change)


@admin.register(Kind)
class KindAdmin(RoleAdmin):
    """A code is given once: figures are kept by it."""

    list_display = ("name", "code", "parent", "judicial_class", "is_active", "position")
    list_filter = ("judicial_class", "is_active")
    list_select_related = ("parent",)
    search_fields = ("name", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(HearingPlan)
class HearingPlanAdmin(RoleAdmin):
    """A unit's plan for hearings; units below without one follow it."""

    list_display = ("unit", "least_members", "most_members", "quorum", "notice_days")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)


class CodedAdmin(RoleAdmin):
    """Entries whose code is given once, because cases keep it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()


@admin.register(RiskLevel)
class RiskLevelAdmin(CodedAdmin):
    list_display = ("name", "code", "rank", "from_score", "leader_required", "is_active")


@admin.register(RiskFactor)
class RiskFactorAdmin(CodedAdmin):
    list_display = ("name", "code", "weight", "flag", "at_least", "is_active")


@admin.register(MarkKind)
class MarkKindAdmin(CodedAdmin):
    list_display = ("name", "code", "group", "is_active")
    list_filter = ("group", "is_active")


@admin.register(ReviewRule)
class ReviewRuleAdmin(RoleAdmin):
    list_display = ("level", "track", "kind", "amount_from", "is_active")
    list_select_related = ("kind",)
    autocomplete_fields = ("kind",)


@admin.register(MethodStep)
class MethodStepAdmin(RoleAdmin):
    list_display = ("method", "ordinal", "name", "unit", "is_active")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)


@admin.register(DisputeEvent)
class DisputeEventAdmin(ReadOnlyAdmin):
    """Who took which step when; what was said about people (`facts`) is not shown."""

    list_display = ("dispute", "seq", "action", "to_state", "actor", "unit", "recorded_at")
    list_select_related = ("dispute", "actor", "unit")
    list_filter = ("action",)
    search_fields = ("=dispute__number",)
    ordering = ("-pk",)
    exclude = ("facts",)
    show_full_result_count = False


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "unit", "action", "target", "purpose", "request_id")
    list_select_related = ("actor", "unit")
    list_filter = ("action",)
    search_fields = ("=actor__username", "target", "=request_id")
    ordering = ("-pk",)
    exclude = ("digest",)
    show_full_result_count = False
