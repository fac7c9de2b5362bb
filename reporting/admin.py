"""Administration pages of what was counted and composed: read, never changed."""

from __future__ import annotations

from django.contrib import admin

from disputes.admin import AUDIT, SYSTEM, ReadOnlyAdmin, RoleAdmin
from reporting.models import (
    Activity,
    DrainPass,
    Edition,
    Erratum,
    OutlineChoice,
    Population,
    Reconciliation,
    SignedEdition,
    Threshold,
    Unlocking,
)


@admin.register(Reconciliation)
class ReconciliationAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("at", "cells", "differing", "unbalanced", "seconds")


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
    exclude = ("body", "texts", "parts")


@admin.register(SignedEdition)
class SignedEditionAdmin(ReadOnlyAdmin):
    """Which files were signed, by whom and with which key."""

    readers = AUDIT | SYSTEM
    list_display = ("edition", "signed_by", "signed_at", "key_id", "digest")
    list_select_related = ("edition__unit", "signed_by")
    exclude = ("content",)


@admin.register(Erratum)
class ErratumAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("edition", "number", "reason", "signed_by", "signed_at", "key_id")
    list_select_related = ("edition__unit", "signed_by")
    exclude = ("content",)


@admin.register(Unlocking)
class UnlockingAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("unit", "year", "reason", "granted_by", "granted_at", "ends_at")
    list_select_related = ("unit", "granted_by")
    list_filter = ("year",)


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    """Which entries exist; they are entered and approved by their units."""

    readers = AUDIT | SYSTEM
    list_display = ("unit", "kind", "year", "status", "version")
    list_select_related = ("unit",)
    list_filter = ("year", "status")


@admin.register(OutlineChoice)
class OutlineChoiceAdmin(ReadOnlyAdmin):
    readers = AUDIT | SYSTEM
    list_display = ("unit", "outline", "chosen_by", "chosen_at")
    list_select_related = ("unit", "chosen_by")
