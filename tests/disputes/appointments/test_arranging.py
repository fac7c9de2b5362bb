"""Arranging: how long a hold lasts, how far ahead, in which room, by whom."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from disputes.casefile import case_file
from disputes.choices import Role
from disputes.errors import Caution
from disputes.models import Room
from disputes.services import appointment
from tests.disputes.appointments.arranging import arrange, at, take
from tests.disputes.refusing import refused
from tests.factories import NOW, SHANGHAI, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_a_hold_takes_up_room_officer_and_every_party_and_runs_out_by_itself(dispute, room, chief):
    row = arrange(dispute, room=room)
    assert (row.state, row.day, row.hold_until) == ("held", at(2, 9).date(), at(2, 9))
    rows = row.bookings.order_by("pk")
    assert [b.kind for b in rows] == ["room", "officer", "party", "party"]
    assert all((b.starts_at, b.ends_at) == (at(2, 9), at(2, 10, 30)) for b in rows)
    event = dispute.events.last()
    assert event.action == "arrange"
    assert event.facts == {
        "appointment": row.pk, "purpose": "ordinary", "confirmed": False,
        "starts_at": "2026-07-02T09:00:00+08:00", "ends_at": "2026-07-02T10:30:00+08:00",
    }  # fmt: skip


def test_a_hold_lasts_as_long_as_the_bureau_has_set(dispute, settings):
    settings.APPOINTMENT_HOLD_HOURS = 5
    assert arrange(dispute).hold_until == NOW + timedelta(hours=5)


def test_a_hold_may_name_its_own_end(dispute):
    assert arrange(dispute, hold_until=at(1, 9)).hold_until == at(1, 9)


def test_the_last_day_and_the_longest_time_that_may_be_taken_up(dispute):
    last = NOW + timedelta(days=180)
    assert arrange(dispute, last, ends_at=last + timedelta(hours=10)).state == "held"


@pytest.mark.parametrize("until", [NOW, at(2, 9, 1)])
def test_a_hold_ends_in_the_future_and_before_it_would_begin(dispute, until):
    with refused(dispute, "HOLD_INVALID"):
        arrange(dispute, hold_until=until)


@pytest.mark.parametrize(
    ("start", "code"),
    [(NOW, "APPOINTMENT_PAST"), (NOW - timedelta(days=30), "APPOINTMENT_PAST"),
     (NOW + timedelta(days=181), "APPOINTMENT_TOO_FAR"),
     (datetime(9998, 1, 1, 9, tzinfo=SHANGHAI), "APPOINTMENT_TOO_FAR")],
)  # fmt: skip
def test_time_is_taken_up_ahead_but_not_too_far(dispute, start, code):
    with refused(dispute, code):
        arrange(dispute, start)


@pytest.mark.parametrize(
    "end", [at(2, 9), at(2, 8), at(12, 9), at(3, 9, 30), at(2, 19, 1)]
)  # before or at its start, ten days, overnight, more than ten hours
def test_an_appointment_is_of_one_day_and_not_endless(dispute, end):
    with refused(dispute, "APPOINTMENT_SPAN"):
        arrange(dispute, ends_at=end)


def test_an_appointment_needs_a_venue_that_exists(dispute, room):
    with refused(dispute, "VENUE_MISSING"):
        arrange(dispute, venue="room", place="")
    with refused(dispute, "VENUE_MISSING"):
        arrange(dispute, place="  ")
    assert arrange(dispute, venue="remote", place="").venue == "remote"


@pytest.mark.parametrize(
    ("sharing", "where", "usable"),
    [("unit", "own", True), ("unit", "parent", False), ("below", "parent", True),
     ("below", "sister", False), ("siblings", "sister", True), ("siblings", "stranger", False)],
)  # fmt: skip
def test_a_room_is_open_to_its_own_unit_and_to_those_it_is_shared_with(
    dispute, chief, sharing, where, usable
):
    units = {
        "own": lambda: chief.unit, "parent": lambda: chief.unit.parent,
        "sister": lambda: make_unit(chief.unit.parent),
        "stranger": lambda: make_unit(make_unit(chief.unit.parent.parent)),
    }  # fmt: skip
    room = Room.objects.create(unit=units[where](), name="甲", capacity=9, sharing=sharing)
    if usable:
        assert arrange(dispute, room=room).venue == "room"
    else:
        with refused(dispute, "ROOM_UNAVAILABLE"):
            arrange(dispute, room=room)


def test_a_room_that_is_closed_is_not_booked(dispute, room):
    Room.objects.update(is_active=False)
    with refused(dispute, "ROOM_UNAVAILABLE"):
        arrange(dispute, room=room)


def test_a_room_too_small_is_a_warning_that_takes_a_reason(dispute, room):
    Room.objects.update(capacity=2)
    room.refresh_from_db()
    with refused(dispute, "ROOM_TOO_SMALL", by=Caution, said="容纳2人，预计到场3人"):
        arrange(dispute, room=room)
    with case_file(dispute.pk) as case:
        case.acknowledged = {"ROOM_TOO_SMALL": "加座"}
        appointment.arrange(case, actor=dispute.registered_by, purpose="ordinary", venue="room",
                            room=room, starts_at=at(2, 9), ends_at=at(2, 10))  # fmt: skip
    assert dispute.events.last().facts["acknowledged"] == {"ROOM_TOO_SMALL": "加座"}


def test_a_room_that_just_holds_them_is_large_enough(dispute, room):
    Room.objects.update(capacity=3)
    room.refresh_from_db()
    assert arrange(dispute, room=room).state == "held"


def test_a_room_that_shrank_meanwhile_is_warned_about_when_the_hold_is_confirmed(dispute, room):
    arrange(dispute, room=room)
    Room.objects.update(capacity=2)
    with refused(dispute, "ROOM_TOO_SMALL", by=Caution, said="容纳2人，预计到场3人"):
        take(dispute, "confirm")


@pytest.mark.parametrize(
    ("left_out", "code"),
    [("officers", "APPOINTMENT_WITHOUT_OFFICER"), ("parties", "APPOINTMENT_WITHOUT_PARTY")],
)
def test_an_officer_and_a_party_are_always_expected(dispute, left_out, code):
    arrange(dispute)
    with refused(dispute, code, said="请指定"):
        take(dispute, "reschedule", reason="另行安排", **{left_out: []})


@pytest.mark.parametrize("role", [Role.LEGAL, Role.STATISTICIAN])
def test_only_officers_and_chiefs_arrange(dispute, role):
    other = make_officer(dispute.unit, role)
    with refused(dispute, "ROLE_FORBIDDEN"):
        arrange(dispute, actor=other)
