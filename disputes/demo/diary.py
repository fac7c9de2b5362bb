"""What lies ahead of whoever starts the demo: rooms, people to sit on hearings, appointments.

By the ordinary services and on the real clock: the days to come are those after the first start.
A second run finds it done.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db import transaction

from disputes import clock
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.demo import people
from disputes.models import Appointment, Dispute, HearingSeat, Kind, Officer, Room, Unit
from disputes.services import appointment, panel, rooms

STATION, BUREAU = "玄马派出所", "庆城县公安局"
Capacity = HearingSeat.Capacity
POOL = (  # capacity, body, what somebody is asked for, major kind of dispute
    (Capacity.PEOPLES_DEPUTY, "庆城县人大代表联络站", "熟悉村务和土地承包", "land"),
    (Capacity.CPPCC_MEMBER, "庆城县政协", "长期从事群众工作", ""),
    (Capacity.LAWYER, "庆城县法律援助中心", "合同、劳务纠纷", "labour"),
    (Capacity.MEDIATOR, "玄马镇人民调解委员会", "婚姻家庭、邻里纠纷", "love_family"),
    (Capacity.VILLAGE_CADRE, "玄马镇村民委员会", "邻里、宅基地纠纷", "neighbour"),
    (Capacity.ELDER, "玄马镇五老调解队", "邻里纠纷", "neighbour"),
)
# One appointment on each of the next days.
HOURS = (time(9), time(15), time(10, 30), time(16), time(9, 30), time(14, 30))
LENGTH = timedelta(hours=1, minutes=30)
SEED = 621021


@transaction.atomic
def open_diary() -> None:
    """Two rooms, a pool of panel members, and appointments on the next working days."""
    if Room.objects.exists():
        return
    station, bureau = Unit.objects.get(name=STATION), Unit.objects.get(name=BUREAU)
    chief = Officer.objects.get(unit=station, role=Role.CHIEF)
    legal = Officer.objects.get(unit=bureau, role=Role.LEGAL)
    places = {
        station: rooms.create_room(actor=chief, unit=station, name="玄马派出所调解室", capacity=8,
                                   equipment="同步录音录像、电子签名板"),
        bureau: rooms.create_room(actor=legal, unit=bureau, name="庆城县公安局听证调解室",
                                  capacity=20, equipment="同步录音录像、远程视频"),
    }  # fmt: skip
    _fill_pool(bureau, legal)
    _arrange(places, bureau)


def _fill_pool(bureau: Unit, legal: Officer) -> None:
    rng, kinds = random.Random(SEED), {kind.code: kind for kind in Kind.objects.all()}
    for number, (capacity, body, expertise, kind) in enumerate(POOL):
        panel.enrol(
            actor=legal, unit=bureau, name=people.name(rng, number % 3 == 0),
            organisation=body, capacity=capacity, expertise=expertise, phone=people.phone(rng),
            specialties=[kinds[kind]] if kind in kinds else [],
        )  # fmt: skip


def _arrange(places: dict[Unit, Room], bureau: Unit) -> None:
    """The newest open quarrels of the bureau, the station's own first; every second is only held."""
    waiting = Dispute.objects.filter(
        track=Track.CIVIL, state__in=(State.ACCEPTED, State.MEDIATING),
        unit__path__startswith=bureau.path,
    ).order_by("-registered_at", "-pk")  # fmt: skip
    own = waiting.filter(unit__in=places)
    found = [*own[: len(HOURS)], *waiting.exclude(unit__in=places)[: len(HOURS)]]
    for number, (dispute, start) in enumerate(zip(found, _moments(), strict=False)):
        with case_file(dispute.pk) as case:
            appointment.arrange(
                case, actor=dispute.responsible, purpose=Appointment.Purpose.ORDINARY,
                starts_at=start, ends_at=start + LENGTH, venue=Appointment.Venue.ROOM,
                room=places.get(dispute.unit, places[bureau]), confirmed=number % 2 == 0,
            )  # fmt: skip


def _moments() -> Iterator[datetime]:
    """One on each of the next weekdays: the notice of the year's holidays may not be imported."""
    day = clock.now()
    for hour in HOURS:
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        yield datetime.combine(day, hour, day.tzinfo)
