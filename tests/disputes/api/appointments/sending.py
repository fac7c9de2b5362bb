"""What is sent to arrange an appointment."""

from __future__ import annotations

from disputes.models import Room

LIST, FREE_BUSY = "/api/v1/appointments/", "/api/v1/free-busy/"


def body(room: Room | None = None, day: str = "2026-07-02", **fields):
    where = {"room": room.pk} if room else {"venue": "on_site", "place": "王家塬村委会"}
    return {
        "purpose": "ordinary", "starts_at": f"{day}T09:00:00+08:00",
        "ends_at": f"{day}T10:30:00+08:00", **where, **fields,
    }  # fmt: skip
