"""Canonical form and digest of what still holds dates and decimals."""

from __future__ import annotations

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from reporting.editions import verifier


def plain(body: dict[str, Any]) -> dict[str, Any]:
    """The body as its JSON reads: days, moments and decimals as texts."""
    read: dict[str, Any] = json.loads(json.dumps(body, cls=DjangoJSONEncoder))
    return read


def canonical(body: dict[str, Any]) -> bytes:
    """One spelling of a body: sorted keys, no blanks, UTF-8. What the digest is taken over."""
    return verifier.canonical(plain(body))


def digest(body: dict[str, Any]) -> str:
    """SM3 over the canonical body, 64 hexadecimal digits (GB/T 32905)."""
    return verifier.sm3(canonical(body))
