"""Calendar feeds (日历订阅, RFC 5545): an officer's own appointments for a phone or desk calendar.

Who has the address reads the feed without signing in. So it says when, which case by its number
and in which room, and nothing of the people; the address can be taken back at any time.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, timedelta

from django.db import transaction
from icalendar import Calendar, Event

from disputes import clock
from disputes.choices import CASE_ROLES
from disputes.clocks.clock import OVER
from disputes.models import Appointment, Booking, CalendarFeed, Dispute, Officer
from disputes.services import audit

State, Venue = Appointment.State, Appointment.Venue
BYTES = 32  # of a token: nobody guesses it
KEPT = timedelta(days=90)  # how long past appointments stay in a feed
STATUS = {
    State.HELD: "TENTATIVE", State.CONFIRMED: "CONFIRMED", State.KEPT: "CONFIRMED",
    State.MISSED: "CANCELLED", State.CANCELLED: "CANCELLED",
}  # fmt: skip
ELSEWHERE = {Venue.ON_SITE: "现场（地点见系统）", Venue.REMOTE: "远程视频"}


@transaction.atomic
def issue(*, actor: Officer, request_id: str = "") -> tuple[CalendarFeed, str]:
    """A new address of the officer's calendar and its token, told once; the former one ends."""
    _lock(actor)
    _revoke(actor)
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed.objects.create(
        officer=actor, token_digest=_digest(token), created_at=clock.now()
    )
    audit.record(actor=actor, action="issue_feed", target=f"feed:{feed.pk}", request_id=request_id)
    return feed, token


@transaction.atomic
def revoke(*, actor: Officer, request_id: str = "") -> bool:
    """Take the address back; whoever has it reads nothing from now on. False: there was none."""
    _lock(actor)
    taken = _revoke(actor)
    if taken:
        audit.record(
            actor=actor, action="revoke_feed", target=f"officer:{actor.pk}", request_id=request_id
        )
    return bool(taken)


def current(officer: Officer) -> CalendarFeed | None:
    """The address in use."""
    return CalendarFeed.objects.filter(officer=officer, revoked_at=None).first()


def owner(token: str) -> Officer | None:
    """Whose calendar it is; None for an unknown or revoked token and for a closed account."""
    feed = (
        CalendarFeed.objects.filter(token_digest=_digest(token), revoked_at=None)
        .select_related("officer__unit")
        .first()
    )
    if feed is None or not feed.officer.is_active or feed.officer.role not in CASE_ROLES:
        return None
    return feed.officer


def calendar_of(officer: Officer) -> bytes:
    """The appointments of an officer as iCalendar, those of cases that still exist for him."""
    calendar = Calendar()
    calendar.add("prodid", "-//Fengqiao//Appointments//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"枫桥排期（{officer.name}）")
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    since = clock.now() - KEPT
    mine = Booking.objects.filter(officer=officer, appointment__ends_at__gte=since)
    mine = mine.filter(appointment__dispute__in=Dispute.objects.visible_to(officer))
    rows = mine.select_related("appointment__dispute").order_by("appointment__starts_at", "pk")
    rooms = _rooms([row.appointment_id for row in rows])
    for row in rows:
        calendar.add_component(_event(row, rooms.get(row.appointment_id, "")))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _lock(officer: Officer) -> None:
    """One officer's requests come one after another: only one address is in use."""
    Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)


def _revoke(officer: Officer) -> int:
    in_use = CalendarFeed.objects.filter(officer=officer, revoked_at=None)
    return in_use.update(revoked_at=clock.now())


def _digest(token: str) -> str:
    """A token of 256 random bits needs no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _rooms(appointments: list[int]) -> dict[int, str]:
    """Unit and room of each appointment that takes place in one; one query."""
    taken = Booking.objects.filter(
        appointment__in=appointments, kind=Booking.Kind.ROOM, dropped=False
    )
    return {
        row.appointment_id: f"{row.room.unit.name}{row.room.name}"
        for row in taken.select_related("room__unit")
        if row.room is not None
    }


def _event(row: Booking, room: str) -> Event:
    """What stands or stood in the officer's calendar; what he need not attend is cancelled.

    SEQUENCE is twice the number of changes, and one more where the time was lost without a
    change: when a hold ran out, the officer was taken off or the case ended.
    """
    appointment, lost = row.appointment, _is_lost(row)
    event = Event()
    event.add("uid", str(appointment.uid))
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("last-modified", appointment.changed_at.astimezone(UTC))
    event.add("sequence", 2 * appointment.sequence + lost)
    event.add("status", "CANCELLED" if lost else STATUS[State(appointment.state)])
    event.add("dtstart", clock.local(appointment.starts_at))
    event.add("dtend", clock.local(appointment.ends_at))
    event.add("summary", f"{appointment.get_purpose_display()} {appointment.dispute.number}")
    event.add("location", room or ELSEWHERE.get(Venue(appointment.venue), ""))
    event.add("class", "PRIVATE")
    return event


def _is_lost(row: Booking) -> bool:
    appointment = row.appointment
    expired = appointment.is_expired(clock.now())
    ended = appointment.is_open and appointment.dispute.state in OVER
    return row.dropped or expired or ended
