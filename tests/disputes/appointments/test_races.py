"""Eight clients at the same moment: one gets the room, the officer, the address, the rest are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from disputes import clock
from disputes.choices import State
from disputes.errors import WrongState
from disputes.models import Appointment, Booking, CalendarFeed, DisputeEvent, Room
from disputes.services import feed
from tests.disputes.api.asking import Api, one
from tests.disputes.appointments.arranging import arrange, at, take
from tests.disputes.racing import at_once
from tests.factories import NOW, make_case, make_chief, make_officer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("standing_clock"),
]
CLIENTS = 8
OVERLAPS = """
SELECT count(*) FROM disputes_booking a JOIN disputes_booking b ON a.id < b.id
WHERE a.resource = b.resource AND a.blocks AND b.blocks
  AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
"""


def doubles() -> int:
    """Pairs of bookings that overlap, counted without asking the constraint."""
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        return cursor.fetchone()[0]


def cases(chief, number: int = CLIENTS):
    """Cases of one station, each of another officer."""
    return [make_case(State.ACCEPTED, make_officer(chief.unit)) for _ in range(number)]


def body(**fields):
    return {
        "purpose": "ordinary", "starts_at": "2026-07-02T09:00:00+08:00",
        "ends_at": "2026-07-02T10:00:00+08:00", **fields,
    }  # fmt: skip


def sent(dispute, officer, content):
    api = Api(officer)
    return lambda: api.post(one(dispute, "appointments/"), content)


def test_of_eight_clients_who_book_the_same_room_one_gets_it(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    chief = make_chief()
    room = Room.objects.create(unit=chief.unit, name="一号调解室", capacity=8)
    wanted = [sent(d, d.registered_by, body(room=room.pk)) for d in cases(chief)]

    answers = at_once(*wanted)

    assert sorted(a.status_code for a in answers) == [201] + [409] * 7
    got = next(a for a in answers if a.status_code == 201).json()
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["code"] == "APPOINTMENT_CONFLICT"
            assert got["dispute_number"] in answer.json()["detail"]
    assert (Appointment.objects.count(), doubles()) == (1, 0)
    assert DisputeEvent.objects.filter(action="arrange").count() == 1


def test_of_eight_cases_that_want_the_same_officer_one_gets_him(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    chief = make_chief()
    content = body(venue="remote", officers=[chief.pk])

    answers = at_once(*[sent(d, chief, content) for d in cases(chief)])

    assert sorted(a.status_code for a in answers) == [201] + [409] * 7
    assert (Appointment.objects.count(), doubles()) == (1, 0)


def test_resources_wanted_crosswise_end_in_answers_and_not_in_a_deadlock():
    chief = make_chief()
    rooms = [Room.objects.create(unit=chief.unit, name=name, capacity=8) for name in "甲乙"]
    officers = [make_officer(chief.unit) for _ in rooms]
    pairs = [(rooms[n % 2], officers[(n // 2) % 2]) for n in range(CLIENTS)]

    ended = at_once(*[
        lambda d=d, r=r, o=o: arrange(d, room=r, officers=[o])
        for d, (r, o) in zip(cases(chief), pairs, strict=True)
    ])  # fmt: skip

    assert all(isinstance(end, Appointment | WrongState) for end in ended), ended
    assert 1 <= sum(isinstance(end, Appointment) for end in ended) <= 2
    assert doubles() == 0


def test_moves_of_eight_appointments_onto_one_hour_let_one_through():
    chief = make_chief()
    room = Room.objects.create(unit=chief.unit, name="甲", capacity=8)
    those = cases(chief)
    for n, dispute in enumerate(those):
        arrange(dispute, at(3 + n, 9), room=room)
    new = {"reason": "改", "starts_at": at(2, 9), "ends_at": at(2, 10)}

    ended = at_once(*[lambda d=d: take(d, "reschedule", **new) for d in those])

    assert sum(isinstance(end, Appointment) for end in ended) == 1
    assert {end.code for end in ended if isinstance(end, WrongState)} == {"APPOINTMENT_CONFLICT"}
    assert (Appointment.objects.filter(starts_at=at(2, 9)).count(), doubles()) == (1, 0)


def test_a_late_confirmation_races_with_those_who_take_the_time():
    chief = make_chief()
    room = Room.objects.create(unit=chief.unit, name="甲", capacity=8)
    late, *others = cases(chief)
    arrange(late, at(6, 9), room=room)

    with clock.at(NOW + timedelta(hours=49)):
        ended = at_once(
            lambda: take(late, "confirm"),
            *[lambda d=d: arrange(d, at(6, 9), room=room) for d in others],
        )

    assert sum(isinstance(end, Appointment) for end in ended) == 1
    assert all(isinstance(end, Appointment | WrongState) for end in ended), ended
    assert doubles() == 0
    room_rows = Booking.objects.filter(kind="room", blocks=True)
    assert room_rows.count() == 1


def test_the_database_itself_lets_nobody_be_in_two_places_at_once():
    chief = make_chief()
    first, second = cases(chief, 2)
    arrange(first)
    arrange(second, at(3, 9))
    taken = Booking.objects.get(appointment__dispute=first, kind="officer")
    other = Booking.objects.filter(appointment__dispute=second, kind="officer")

    with pytest.raises(IntegrityError, match="booking_not_twice"):
        other.update(resource=taken.resource, starts_at=at(2, 10), ends_at=at(2, 11))
    other.update(resource=taken.resource, starts_at=taken.ends_at, ends_at=at(2, 12))
    with pytest.raises(IntegrityError, match="booking_not_twice"):
        other.update(starts_at=at(2, 10))
    other.update(starts_at=at(2, 10), blocks=False)


def test_an_officer_who_asks_for_a_feed_eight_times_at_once_has_one():
    officer = make_officer()
    told = at_once(*[lambda: feed.issue(actor=officer)] * CLIENTS)
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1
    assert sum(feed.owner(token) is not None for _, token in told) == 1
