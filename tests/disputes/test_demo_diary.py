"""What lies ahead in the demo: rooms, people to sit on hearings, appointments on days to come."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from disputes import clock
from disputes.choices import Role, State
from disputes.demo import bureau, diary, people, plan, seed
from disputes.models import Appointment, Booking, Officer, PanelMember, Room
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Officer:
    bureau.build(plan.SIZES["small"], random.Random(seed.SEED))
    return Officer.objects.get(unit__name=diary.STATION, role=Role.CHIEF)


def test_a_room_of_the_station_one_of_the_bureau_and_a_pool_that_nobody_can_ring_up(chief):
    diary.open_diary()
    assert [room.unit.name for room in Room.objects.order_by("capacity")] == [
        diary.STATION, diary.BUREAU,
    ]  # fmt: skip
    pool = PanelMember.objects.all()
    assert {member.capacity for member in pool} == {capacity for capacity, *_ in diary.POOL}
    assert all(member.phone.startswith(people.NO_SEGMENT) for member in pool)
    known = [kind.code for member in pool for kind in member.specialties.all()]
    assert sorted(known) == sorted(kind for *_, kind in diary.POOL if kind)


def test_open_quarrels_of_the_station_are_put_down_for_the_next_weekdays(chief):
    cases = [make_case(State.ACCEPTED, chief) for _ in range(7)]
    closed = make_case(State.CLOSED, chief)

    diary.open_diary()

    found = Appointment.objects.order_by("starts_at")
    days = [appointment.day for appointment in found]
    assert len(days) == len(set(days)) == len(diary.HOURS)
    assert all(day.weekday() < 5 for day in days)
    assert days[0] > clock.today()
    assert days[-1] <= clock.today() + timedelta(days=10)
    assert {appointment.state for appointment in found} == {"held", "confirmed"}
    assert {appointment.dispute_id for appointment in found} < {case.pk for case in cases}
    assert not found.filter(dispute=closed).exists()
    assert Booking.objects.filter(kind="room", blocks=True).count() == len(diary.HOURS)


def test_a_second_run_changes_nothing(chief):
    make_case(State.ACCEPTED, chief)
    diary.open_diary()
    before = [model.objects.count() for model in (Room, PanelMember, Appointment, Booking)]
    diary.open_diary()
    assert [m.objects.count() for m in (Room, PanelMember, Appointment, Booking)] == before
