"""Administration pages of what was counted and composed: read, never changed."""

from __future__ import annotations

from django.contrib import admin

from disputes.admin import AUDIT, SYSTEM, ReadOnlyAdmin
from reporting.models import Edition, Reconciliation


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("at", "cells", "differing", "seconds")


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """Which drafts exist; what is in them is for those who read figures."""

    readers = AUDIT | SYSTEM
    list_display = ("unit", "year", "status", "cutoff", "digest", "built_at")
    list_select_related = ("unit",)
    list_filter = ("year",)
    exclude = ("body",)
