"""Administration pages of what was counted and composed: read, never changed."""

from __future__ import annotations

from django.contrib import admin

from disputes.admin import AUDIT, SYSTEM, ReadOnlyAdmin, RoleAdmin
from reporting.models import DrainPass, Edition, Population, Reconciliation, Threshold


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("at", "cells", "differing", "seconds")


@admin.register(DrainPass)
class DrainPassAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("at", "keys", "seconds")


@admin.register(Population)
class PopulationAdmin(RoleAdmin):
    """Published numbers, entered once a year with their source."""

    readers = AUDIT | SYSTEM
    writers = SYSTEM
    list_display = ("unit", "year", "inhabitants", "source")
    list_select_related = ("unit",)
    list_filter = ("year",)
    autocomplete_fields = ("unit",)


@admin.register(Threshold)
class ThresholdAdmin(RoleAdmin):
    readers = AUDIT | SYSTEM
    writers = SYSTEM
    list_display = ("code", "value")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Which drafts exist; what is in them is for those who read figures."""

    readers = AUDIT | SYSTEM
    list_display = ("unit", "year", "status", "cutoff", "digest", "built_at")
    list_select_related = ("unit",)
    list_filter = ("year",)
    exclude = ("body",)
