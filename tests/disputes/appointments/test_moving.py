"""Moving keeps who, when and why; whoever was told is told anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes import clock
from disputes.choices import State
from disputes.errors import WrongState
from disputes.models import AppointmentMove, Booking, Dispute, Room
from tests.disputes.appointments.arranging import arrange, at, blocking, stored, take
from tests.disputes.refusing import refused
from tests.factories import NOW, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_a_move_keeps_who_when_why_and_both_arrangements(dispute, chief, room):
    arrange(dispute, room=room, confirmed=True)
    second = Room.objects.create(unit=chief.unit, name="二号调解室", capacity=8)
    take(
        dispute,
        "reschedule",
        reason="当事人外出",
        starts_at=at(3, 9),
        ends_at=at(3, 10),
        room=second,
    )
    move = AppointmentMove.objects.get()
    assert (move.moved_by, move.moved_at, move.reason) == (chief, NOW, "当事人外出")
    parties = [p.pk for p in dispute.parties.all()]
    same = {"venue": "room", "officers": [chief.pk], "parties": parties, "outsiders": []}
    assert move.before == same | {
        "starts_at": "2026-07-02T09:00:00+08:00", "ends_at": "2026-07-02T10:30:00+08:00",
        "place": "一号调解室",
    }  # fmt: skip
    assert move.after == same | {
        "starts_at": "2026-07-03T09:00:00+08:00", "ends_at": "2026-07-03T10:00:00+08:00",
        "place": "二号调解室",
    }  # fmt: skip
    row = stored(dispute)
    assert (row.day, row.sequence, row.version) == (at(3, 9).date(), 1, 2)
    assert dispute.events.last().facts["reason"] == "当事人外出"
    dropped = Booking.objects.get(dropped=True)
    assert (dropped.room, dropped.blocks) == (room, False)


def test_a_moved_appointment_frees_its_former_time_and_takes_the_new_one(dispute, chief, room):
    arrange(dispute, room=room)
    take(dispute, "reschedule", reason="改", starts_at=at(3, 9), ends_at=at(3, 10))
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    with refused(other, "APPOINTMENT_CONFLICT", by=WrongState):
        arrange(other, at(3, 9), room=room)
    assert arrange(other, at(2, 9), room=room).state == "held"


def test_an_appointment_does_not_stand_in_its_own_way(dispute, room):
    arrange(dispute, room=room)
    take(dispute, "reschedule", reason="延长", ends_at=at(2, 11))
    assert stored(dispute).ends_at == at(2, 11)


def test_it_is_not_moved_onto_what_is_taken(dispute, chief, room):
    arrange(dispute, room=room)
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    arrange(other, at(3, 9), room=room)
    with refused(other, "APPOINTMENT_CONFLICT", by=WrongState, said=dispute.number):
        take(other, "reschedule", reason="改", starts_at=at(2, 9), ends_at=at(2, 10))


def test_whoever_is_taken_off_is_free_and_may_be_taken_back(dispute, chief):
    colleague, other = make_officer(chief.unit), make_case(State.ACCEPTED, make_officer(chief.unit))
    arrange(dispute, officers=[chief, colleague])
    take(dispute, "reschedule", reason="换人", officers=[chief])
    arrange(other, officers=[colleague])
    with refused(dispute, "APPOINTMENT_CONFLICT", by=WrongState):
        take(dispute, "reschedule", reason="换回", officers=[chief, colleague])
    take(other, "cancel", reason="撤回")
    take(dispute, "reschedule", reason="换回", officers=[chief, colleague])
    officers = Booking.objects.filter(appointment__dispute=dispute, kind="officer")
    assert [(b.officer, b.dropped, b.blocks) for b in officers] == [
        (chief, False, True), (colleague, False, True),
    ]  # fmt: skip


def test_a_room_is_given_up_for_another_venue(dispute, room):
    arrange(dispute, room=room)
    take(dispute, "reschedule", reason="现场查看", venue="on_site", place="王家塬村委会")
    assert blocking(dispute) == {"officer", "party"}


def test_nothing_is_moved_without_a_reason_or_after_it_is_over(dispute):
    arrange(dispute)
    with refused(dispute, "REASON_MISSING"):
        take(dispute, "reschedule", reason=" ", starts_at=at(3, 9), ends_at=at(3, 10))
    take(dispute, "cancel", reason="当事人撤回")
    for name, given in (("reschedule", {"reason": "x"}), ("cancel", {"reason": "x"})):
        with refused(dispute, "APPOINTMENT_OVER", by=WrongState, said="已取消"):
            take(dispute, name, **given)


def people(dispute: Dispute) -> list[Booking]:
    return list(Booking.objects.filter(appointment__dispute=dispute, kind="party"))


def test_a_move_makes_an_earlier_notice_to_be_given_anew(dispute):
    arrange(dispute, confirmed=True)
    first, _ = people(dispute)
    take(dispute, "tell", people=[first], method="phone", told_on=NOW.date())
    assert [(b.notified_on, b.notice_method, b.notify_anew) for b in people(dispute)] == [
        (NOW.date(), "phone", False), (None, "", False),
    ]  # fmt: skip
    take(dispute, "reschedule", reason="改期", starts_at=at(3, 9), ends_at=at(3, 10))
    assert [(b.notified_on, b.notify_anew) for b in people(dispute)] == [
        (None, True), (None, False),
    ]  # fmt: skip
    take(dispute, "tell", people=people(dispute), method="phone", told_on=NOW.date())
    assert [b.notify_anew for b in people(dispute)] == [False, False]
    assert [e.action for e in dispute.events.all()][-3:] == [
        "tell_appointment", "reschedule", "tell_appointment",
    ]  # fmt: skip


def test_a_notice_is_not_older_than_what_it_tells_and_not_of_a_hold(dispute):
    arrange(dispute)
    with refused(dispute, "APPOINTMENT_NOT_CONFIRMED", by=WrongState):
        take(dispute, "tell", people=people(dispute), method="phone", told_on=NOW.date())
    take(dispute, "confirm")
    with refused(dispute, "NOTICE_BEFORE_MOVE"):
        yesterday = NOW.date() - timedelta(days=1)
        take(dispute, "tell", people=people(dispute), method="phone", told_on=yesterday)
    with clock.at(at(1, 9)):
        take(dispute, "reschedule", reason="改期", starts_at=at(3, 9), ends_at=at(3, 10))
        with refused(dispute, "NOTICE_BEFORE_MOVE"):
            take(dispute, "tell", people=people(dispute), method="phone", told_on=NOW.date())
        take(dispute, "tell", people=people(dispute), method="phone", told_on=at(1, 9).date())
