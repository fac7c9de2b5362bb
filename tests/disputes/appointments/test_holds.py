"""Holds run out, are confirmed, and give way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes import clock
from disputes.choices import State
from disputes.errors import WrongState
from tests.disputes.appointments.arranging import arrange, at, blocking, stored, take
from tests.disputes.refusing import refused
from tests.factories import NOW, act, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_a_hold_that_ran_out_gives_way(dispute, chief, room):
    arrange(dispute, at(5, 9), room=room)
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    with clock.at(NOW + timedelta(hours=48)):
        assert arrange(other, at(5, 9), room=room).state == "held"
    assert blocking(dispute) == set()
    assert blocking(other) == {"room", "officer", "party"}


def test_a_hold_that_ran_out_is_still_confirmed_while_nobody_else_came(dispute, room):
    arrange(dispute, at(5, 9), room=room)
    with clock.at(NOW + timedelta(hours=49)):
        assert stored(dispute).is_expired(clock.now())
        take(dispute, "confirm")
    assert (stored(dispute).state, stored(dispute).hold_until) == ("confirmed", None)


def test_a_hold_confirmed_too_late_is_refused_when_the_time_was_taken(dispute, chief, room):
    arrange(dispute, at(5, 9), room=room)
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    with clock.at(NOW + timedelta(hours=49)):
        arrange(other, at(5, 10), room=room, confirmed=True)
        with refused(dispute, "APPOINTMENT_CONFLICT", by=WrongState, said=other.number):
            take(dispute, "confirm")


def test_the_time_of_a_case_that_has_ended_is_free(dispute, chief, room):
    arrange(dispute, at(5, 9), room=room, confirmed=True)
    act(dispute, "withdraw", chief, NOW.date())
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    assert arrange(other, at(5, 9), room=room).state == "held"
    take(dispute, "cancel", reason="当事人撤回")
    assert stored(dispute).state == "cancelled"


def test_only_a_hold_is_confirmed(dispute):
    arrange(dispute, confirmed=True)
    with refused(dispute, "APPOINTMENT_NOT_HELD", by=WrongState):
        take(dispute, "confirm")
