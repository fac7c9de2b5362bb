"""Free time (空闲时间): when officers and rooms are busy, and when all that is needed is free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone

from disputes import clock
from disputes.casefile import CaseFile
from disputes.guards.appointment import running_out
from disputes.models import Appointment, Booking, Dispute, Officer, Party, Room
from disputes.services import booking
from disputes.workdays import DAY, CalendarUnknown, WorkCalendar

STEP = timedelta(minutes=30)  # proposals begin on the hour or half past


class Busy(NamedTuple):
    """A span in which somebody or a room is taken; the appointment only if the asker may see it."""

    starts_at: datetime
    ends_at: datetime
    appointment: Appointment | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """One officer or room, and when it is taken."""

    kind: str
    id: int
    name: str
    busy: list[Busy]


def calendars(
    *, asker: Officer, officers: Iterable[Officer], rooms: Iterable[Room], start: datetime,
    end: datetime,
) -> list[Calendar]:  # fmt: skip
    """When officers and rooms are busy between two moments. Three queries, however many."""
    who = {booking.of_officer(o): (Booking.Kind.OFFICER, o.pk, str(o)) for o in officers}
    who |= {booking.of_room(r): (Booking.Kind.ROOM, r.pk, str(r)) for r in rooms}
    found: dict[int, list[Busy]] = {resource: [] for resource in who}
    for row, seen in _seen_by(asker, start, end, who):
        found[row.resource].append(Busy(row.starts_at, row.ends_at, seen))
    return [Calendar(*who[resource], busy) for resource, busy in found.items()]


def _seen_by(
    asker: Officer, start: datetime, end: datetime, resources: Collection[int]
) -> Iterator[tuple[Booking, Appointment | None]]:
    """What stands between two moments, with the appointments of the cases that exist for `asker`."""
    rows = booking.during(start, end, resources).exclude(booking.lapsed(clock.now()))
    taken = list(rows.select_related("appointment__dispute").order_by("starts_at", "pk"))
    cases = {row.appointment.dispute_id for row in taken}
    known = set(Dispute.objects.visible_to(asker).filter(pk__in=cases).values_list("pk", flat=True))
    for row in taken:
        yield row, row.appointment if row.appointment.dispute_id in known else None


@dataclass(frozen=True, slots=True)
class Slot:
    """A free span in office hours. `late` names the periods that will have run out by then.

    `rooms` are free then and large enough, the smallest first; empty where none is asked for.
    """

    starts_at: datetime
    ends_at: datetime
    rooms: list[Room]
    late: list[str]
    notice_due_on: date | None
    notice_short: bool


@dataclass(frozen=True, slots=True)
class Proposals:
    slots: list[Slot]
    warnings: list[str]


def propose(
    case: CaseFile,
    *,
    duration: timedelta,
    since: date,
    until: date,
    officers: Iterable[Officer],
    parties: Iterable[Party],
    rooms: Sequence[Room] | None,
    hearing: bool = False,
    most: int = 20,
) -> Proposals:
    """The next spans on working days in which everybody and one of the rooms is free.

    `rooms` None: none is needed. A missing calendar ends the search and is told, because
    working days cannot be guessed.
    """
    people = {booking.of_officer(o) for o in officers} | {booking.of_party(p) for p in parties}
    if rooms is not None and not rooms:
        return Proposals([], ["没有可用且坐得下的调解室，请指定调解室或者选择不需要调解室"])
    wanted = sorted(rooms or (), key=lambda room: (room.capacity, room.pk))
    start, end = _midnight(since), _midnight(until + DAY)
    taken = _taken(people | {booking.of_room(room) for room in wanted}, start, end)
    slots: list[Slot] = []
    try:
        for begin in _beginnings(case.calendar, since, until, duration):
            span = begin, begin + duration
            free = [r for r in wanted if not _overlaps(taken, {booking.of_room(r)}, *span)]
            if not _overlaps(taken, people, *span) and (free or not wanted):
                slots.append(_slot(case, span, free, hearing))
            if len(slots) == most:
                break
    except CalendarUnknown as unknown:
        return Proposals(slots, [str(unknown)])
    return Proposals(slots, [])


def _taken(
    resources: Collection[int], start: datetime, end: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    """When each resource is taken; one query."""
    rows = booking.during(start, end, resources).exclude(booking.lapsed(clock.now()))
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for resource, begin, finish in rows.values_list("resource", "starts_at", "ends_at"):
        found.setdefault(resource, []).append((begin, finish))
    return found


def _overlaps(
    taken: dict[int, list[tuple[datetime, datetime]]],
    resources: Collection[int],
    start: datetime,
    end: datetime,
) -> bool:
    return any(
        begin < end and finish > start
        for resource in resources
        for begin, finish in taken.get(resource, ())
    )


def _beginnings(
    calendar: WorkCalendar, since: date, until: date, duration: timedelta
) -> Iterator[datetime]:
    """Every half hour from which the duration fits into the office hours. Raises CalendarUnknown."""
    now = clock.now()
    for n in range((until - since).days + 1):
        day = since + n * DAY
        if not calendar.is_working(day):
            continue
        for opens, closes in settings.OFFICE_HOURS:
            begin, end = (_at(day, moment) for moment in (opens, closes))
            while begin + duration <= end:
                if begin > now:
                    yield begin
                begin += STEP


def _slot(
    case: CaseFile, span: tuple[datetime, datetime], rooms: list[Room], hearing: bool
) -> Slot:
    day, today = clock.local(span[0]).date(), clock.today()
    late = [
        f"{name}最迟应于{due_on:%Y-%m-%d}完成" for name, due_on, *_ in running_out(case, day, today)
    ]
    notice = day - timedelta(days=settings.HEARING_NOTICE_DAYS) if hearing else None
    return Slot(*span, rooms, late, notice, notice is not None and notice < today)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _at(day: date, moment: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))  # type: ignore[arg-type]
