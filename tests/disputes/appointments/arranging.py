"""Appointments of July 2026 and what is done with them, in one line each."""

from __future__ import annotations

from datetime import datetime, timedelta

from disputes.casefile import case_file
from disputes.models import Appointment, Booking, Dispute
from disputes.services import appointment
from tests.factories import SHANGHAI


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of July 2026; the clock stands at noon of 30 June."""
    return datetime(2026, 7, day, hour, minute, tzinfo=SHANGHAI)


MORNING = at(2, 9)


def arrange(dispute: Dispute, start: datetime = MORNING, **given) -> Appointment:
    told = {"purpose": "ordinary", "venue": "on_site", "place": "村委会"} | given
    if "room" in told:
        told = told | {"venue": "room", "place": ""}
    told.setdefault("ends_at", start + timedelta(minutes=90))
    with case_file(dispute.pk) as case:
        return appointment.arrange(
            case, actor=told.pop("actor", dispute.registered_by), starts_at=start, **told
        )


def take(dispute: Dispute, name: str, **given):
    """One of the services on the only appointment of a case."""
    with case_file(dispute.pk) as case:
        case.acknowledged = given.pop("acknowledged", {})
        row = case.rows(Appointment)[-1]
        actor = given.pop("actor", dispute.registered_by)
        return getattr(appointment, name)(case, row, actor=actor, **given)


def stored(dispute: Dispute) -> Appointment:
    return Appointment.objects.get(dispute=dispute)


def blocking(dispute: Dispute) -> set[str]:
    rows = Booking.objects.filter(appointment__dispute=dispute, blocks=True)
    return set(rows.values_list("kind", flat=True))
