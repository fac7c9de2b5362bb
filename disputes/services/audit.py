"""Accounting (审计): sensitive reads and administrative writes, in one chain."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, transaction

from disputes import clock, privacy
from disputes.models import AuditEvent, Officer

LOCK = "SELECT pg_advisory_xact_lock(hashtext('disputes.audit'))"


@transaction.atomic
def record(
    *,
    actor: Officer,
    action: str,
    target: str,
    purpose: str = "",
    details: dict[str, Any] | None = None,
    request_id: str = "",
) -> AuditEvent:
    """Append one entry. Entries are written one after another: each seals the one before."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    last = AuditEvent.objects.order_by("-pk").first()
    event = AuditEvent(at=clock.now(), actor=actor, unit=actor.unit, action=action, target=target,
                       purpose=purpose, details=details or {}, request_id=request_id)  # fmt: skip
    event.digest = _digest(event, bytes(last.digest) if last else b"")
    event.save(force_insert=True)
    return event


def broken_links() -> list[int]:
    """Ids of entries whose digest does not fit them and the entry before; empty when intact."""
    before, broken = b"", []
    for event in AuditEvent.objects.order_by("pk").iterator():
        if _digest(event, before) != bytes(event.digest):
            broken.append(event.pk)
        before = bytes(event.digest)
    return broken


def _digest(event: AuditEvent, before: bytes) -> bytes:
    content = [event.at.timestamp(), event.actor_id, event.unit_id, event.action, event.target,
               event.purpose, event.details, event.request_id]  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return privacy.audit_mac(before + text.encode())
