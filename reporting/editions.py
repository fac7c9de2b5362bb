"""Editions (报告版本): what was composed is kept with its digest."""

from __future__ import annotations

import json
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.serializers.json import DjangoJSONEncoder

from disputes.choices import UnitLevel
from disputes.models import Unit
from reporting.drain import exact_snapshot
from reporting.models import Edition
from reporting.report import annual_report


def canonical(body: dict[str, Any]) -> bytes:
    """One spelling of a body: sorted keys, no blanks, UTF-8. What the digest is taken over."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"),
                      cls=DjangoJSONEncoder)  # fmt: skip
    return text.encode()


def digest(body: dict[str, Any]) -> str:
    """SM3 over the canonical body, 64 hexadecimal digits (GB/T 32905)."""
    state = Hash(SM3())
    state.update(canonical(body))
    return state.finalize().hex()


def build_draft(year: int, unit: Unit) -> Edition:
    """Compose a unit's draft anew from one exact snapshot; an earlier draft is replaced."""
    with exact_snapshot():
        body = json.loads(canonical(annual_report(year, unit)))
    values = {"body": body, "digest": digest(body), "cutoff": body["cutoff"]}
    edition, _ = Edition.objects.update_or_create(
        unit=unit, year=year, status=Edition.Status.DRAFT, defaults=values
    )
    return edition


def build_drafts(year: int) -> list[Edition]:
    """Every bureau's draft; stations report to their bureau and have none of their own."""
    bureaus = Unit.objects.filter(is_active=True).exclude(level=UnitLevel.STATION)
    return [build_draft(year, bureau) for bureau in bureaus]
