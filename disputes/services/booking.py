"""Taking up time (占用): no room, officer, party or panel member is in two places at once.

A lock for each resource lets bookers come one after another, so that the late one is told who was
faster; the database's exclusion constraint makes a double impossible whoever writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from disputes import clock
from disputes.casefile import CaseFile
from disputes.clocks.clock import OVER
from disputes.errors import WrongState
from disputes.models import Appointment, Booking, Dispute, Officer, PanelMember, Party, Room

Kind = Booking.Kind
State = Appointment.State
Fields = dict[str, Any]
# In the order given: two bookers of the same resources wait instead of deadlocking.
LOCK = """
SELECT pg_advisory_xact_lock(hashtextextended('disputes.booking', resource))
FROM unnest(%s::bigint[]) AS resource
"""
ROOM, OFFICER, PERSON, OUTSIDER = range(4)  # the last digit (base 4) of a resource
BITS = 60  # of a hash, so that kind and sign fit into 64


# --- who or what it is


def of_room(room: Room) -> int:
    return room.pk * 4 + ROOM


def of_officer(officer: Officer) -> int:
    return officer.pk * 4 + OFFICER


def of_party(party: Party) -> int:
    """The person, whatever the case, where an identity number says so; else this party alone."""
    return _of_number(party.id_number_index) or -party.pk * 4 + PERSON


def of_member(member: PanelMember) -> int:
    """A panel member; the very person who is a party elsewhere, if the numbers say so."""
    return _of_number(member.id_number_index) or -member.pk * 4 + OUTSIDER


def of_name(name: str, organisation: str) -> int:
    """Somebody known by name only: the same name from the same body is the same person."""
    digest = hashlib.sha256(f"{name}\n{organisation}".encode()).digest()
    return _hashed(digest) * 4 + OUTSIDER


def _of_number(index: bytes | memoryview | None) -> int | None:
    return _hashed(bytes(index)) * 4 + PERSON if index else None


def _hashed(digest: bytes) -> int:
    return int.from_bytes(digest[:8]) >> (64 - BITS)


# --- when it is taken


def standing(case: CaseFile, appointment: Appointment) -> list[Booking]:
    """What an appointment wants to take up."""
    return [row for row in case.rows_of(appointment, Booking) if not row.dropped]


def take_up(case: CaseFile, appointment: Appointment, *, actor: Officer) -> None:
    """Make sure that everything an open file's appointment wants is free, and stays so.

    Others who want any of it wait here until this file is written or given up. Holds that ran out
    and appointments of cases that have ended give way. Raises WrongState (APPOINTMENT_CONFLICT).
    """
    wanted = sorted(row.resource for row in standing(case, appointment))
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [wanted])
    others = during(appointment.starts_at, appointment.ends_at, wanted)
    others = others.exclude(appointment=appointment.pk)
    _release(others)
    rows = others.select_related("appointment__dispute", "room", "officer", "party")
    if taken := list(rows.order_by("starts_at", "pk")):
        raise WrongState(_said(taken, actor), code="APPOINTMENT_CONFLICT")


def during(
    start: datetime, end: datetime, resources: Collection[int] | None = None
) -> QuerySet[Booking]:
    """What is taken up at some moment of a span."""
    rows = Booking.objects.filter(blocks=True, starts_at__lt=end, ends_at__gt=start)
    return rows if resources is None else rows.filter(resource__in=resources)


def lapsed(now: datetime) -> Q:
    """Appointments that hold their time no longer: run out, or of a case that has ended."""
    run_out = Q(appointment__state=State.HELD, appointment__hold_until__lte=now)
    open_ones = (State.HELD, State.CONFIRMED)
    ended = Q(appointment__state__in=open_ones, appointment__dispute__state__in=OVER)
    return run_out | ended


def _release(others: QuerySet[Booking]) -> None:
    gone = others.filter(lapsed(clock.now())).values("appointment")
    Booking.objects.filter(appointment__in=list(gone.values_list("appointment", flat=True))).update(
        blocks=False
    )


def _said(taken: Iterable[Booking], actor: Officer) -> str:
    """Who was faster, as far as the asker may know."""
    rows = list(taken)
    cases = {row.appointment.dispute_id for row in rows}
    known = set(Dispute.objects.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True))
    return "；".join(dict.fromkeys(_one(row, row.appointment.dispute_id in known) for row in rows))


def _one(row: Booking, known: bool) -> str:
    span = in_words(row.starts_at, row.ends_at)
    if known:
        return f"{row}{span}已被纠纷{row.appointment.dispute.number}占用"
    # Where a party or somebody from outside is at another station is not told.
    private = row.kind in (Kind.PARTY, Kind.OUTSIDER)
    return f"{row}该时段已被占用" if private else f"{row}{span}已被占用"


def in_words(start: datetime, end: datetime) -> str:
    """A span as it is read, in Shanghai: 2026年3月5日09:00至10:30."""
    start, end = clock.local(start), clock.local(end)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y年%-m月%-d日%H:%M}"
    return f"{start:%Y年%-m月%-d日%H:%M}至{until}"


# --- what an appointment takes up


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody from outside: of the pool, or known by name and body."""

    name: str
    organisation: str = ""
    person: PanelMember | None = None


def wanted(
    rooms: Iterable[Room] | None = None,
    officers: Iterable[Officer] | None = None,
    parties: Iterable[Party] | None = None,
    outsiders: Iterable[Outsider] | None = None,
) -> dict[str, dict[int, Fields]]:
    """What is to be taken up, by kind and resource; a kind that is None is not spoken of."""
    found: dict[str, dict[int, Fields]] = {}
    if rooms is not None:
        found[Kind.ROOM] = {of_room(one): {"room": one} for one in rooms}
    if officers is not None:
        found[Kind.OFFICER] = {of_officer(one): {"officer": one} for one in officers}
    if parties is not None:
        found[Kind.PARTY] = {of_party(one): {"party": one} for one in parties}
    if outsiders is not None:
        found[Kind.OUTSIDER] = dict(map(_outsider, outsiders))
    return found


def want(case: CaseFile, row: Appointment, wanted: dict[str, dict[int, Fields]]) -> None:
    """Let the bookings of an appointment be these, at its time."""
    for kind, rows in wanted.items():
        _replace(case, row, kind, rows)
    block(case, row)


def _outsider(one: Outsider) -> tuple[int, Fields]:
    key = of_member(one.person) if one.person is not None else of_name(one.name, one.organisation)
    return key, {"person": one.person, "name": one.name, "organisation": one.organisation}


def _replace(case: CaseFile, row: Appointment, kind: str, wanted: dict[int, Fields]) -> None:
    """Drop what is not wanted any more, take back what was dropped, add what is new."""
    there = {b.resource: b for b in case.rows_of(row, Booking)}
    for resource, old in there.items():
        if old.kind == kind and old.dropped != (resource not in wanted):
            case.change(old, dropped=not old.dropped, blocks=False)
    for resource, fields in wanted.items():
        if resource not in there:
            case.add(Booking(
                appointment=row, kind=kind, resource=resource, starts_at=row.starts_at,
                ends_at=row.ends_at, **fields,
            ))  # fmt: skip


def block(case: CaseFile, row: Appointment) -> None:
    """Whatever an appointment wants blocks its time, also what others were let have meanwhile."""
    for taken in standing(case, row):
        case.change(taken, starts_at=row.starts_at, ends_at=row.ends_at, blocks=True)
