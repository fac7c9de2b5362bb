"""From the hold to the mediation that kept it, and what wrong requests are told."""

from __future__ import annotations

import pytest

from disputes import clock
from disputes.choices import State
from disputes.models import Appointment, Booking, PanelMember, Room
from tests.disputes.api.appointments.sending import body
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.appointments.arranging import at
from tests.factories import act, make_case, make_chief

pytestmark = pytest.mark.django_db


def test_an_appointment_lives_from_the_hold_to_the_mediation_that_kept_it(api, here, dispute, room):
    held = created(api.post(here, body(room)))
    assert (held["state"], held["expired"], held["to_notify"]) == ("held", False, [])
    assert held["hold_until"] == "2026-07-02T09:00:00+08:00"
    assert [(b["kind"], b["name"]) for b in held["bookings"]][2:] == [
        ("party", "李*"), ("party", "王*"),
    ]  # fmt: skip
    row = f"{here}{held['id']}/"

    firm = done(api.post(f"{row}confirm/", {}, api.tag(row)))
    assert (firm["state"], len(firm["to_notify"]), firm["sequence"]) == ("confirmed", 2, 1)
    told = {"people": firm["to_notify"], "method": "phone"}
    assert done(api.post(f"{row}notices/", told, api.tag(row)))["to_notify"] == []

    moved = {"reason": "当事人外出", "starts_at": "2026-07-03T09:00:00+08:00",
             "ends_at": "2026-07-03T10:00:00+08:00"}  # fmt: skip
    after = done(api.post(f"{row}reschedule/", moved, api.tag(row)))
    assert (after["day"], after["to_notify"]) == ("2026-07-03", firm["to_notify"])
    assert [b["notify_anew"] for b in after["bookings"]] == [False, False, True, True]
    assert after["moves"][0]["before"]["starts_at"] == "2026-07-02T09:00:00+08:00"
    assert after["moves"][0]["reason"] == "当事人外出"

    with clock.at(at(3, 11)):
        act(dispute, "hold_session", dispute.registered_by, at(3, 9).date())
        kept = done(api.get(row))
    assert (kept["state_name"], kept["session"]) == ("已举行", dispute.sessions.get().pk)
    actions = [e.action for e in dispute.events.all()]
    assert actions[-5:] == ["arrange", "confirm_appointment", "tell_appointment", "reschedule",
                            "hold_session"]  # fmt: skip


def test_every_time_is_shanghai_time_whatever_zone_it_was_sent_in(api, here, room):
    sent = body(room, starts_at="2026-07-02T01:00:00Z", ends_at="2026-07-01T21:30:00-05:00")
    row = created(api.post(here, sent))
    assert (row["starts_at"], row["ends_at"]) == (
        "2026-07-02T09:00:00+08:00", "2026-07-02T10:30:00+08:00",
    )  # fmt: skip
    naive = body(starts_at="2026-07-03T09:00:00", ends_at="2026-07-03T10:00:00")
    assert created(api.post(here, naive))["starts_at"] == "2026-07-03T09:00:00+08:00"


@pytest.mark.parametrize(
    "moment",
    ["2026-07-02T09:00:00 Asia/Shanghai", "2026-07-02T09:00:00 CST", "2026-07-02", "明天上午",
     "2026-02-30T09:00:00+08:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00",
     "1899-12-31T00:00:00+08:00", 1782900000, None],
)  # fmt: skip
def test_a_time_that_is_none_is_refused_field_by_field(api, here, moment):
    refusal = problem(api.post(here, body(starts_at=moment)), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == ["starts_at"]
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"ends_at": "2026-07-02T08:00:00+08:00"}, "APPOINTMENT_SPAN"),
     ({"ends_at": "2026-07-12T09:00:00+08:00"}, "APPOINTMENT_SPAN"),
     ({"starts_at": "2026-06-30T11:00:00+08:00"}, "APPOINTMENT_PAST"),
     ({"starts_at": "2200-01-01T09:00:00+08:00", "ends_at": "2200-01-01T10:00:00+08:00"},
      "APPOINTMENT_TOO_FAR")],
)  # fmt: skip
def test_what_no_calendar_can_hold_is_refused(api, here, changed, code):
    problem(api.post(here, body(**changed)), 422, code)
    assert not Appointment.objects.exists()


def test_the_same_request_sent_again_books_once(api, here, room):
    first = api.post(here, body(room), Idempotency_Key="booking-0001")
    again = api.post(here, body(room), Idempotency_Key="booking-0001")

    assert (again.status_code, again["Idempotent-Replayed"]) == (201, "true")
    assert created(again)["id"] == created(first)["id"]
    assert Appointment.objects.count() == 1
    problem(api.post(here, body(room), Idempotency_Key="booking-0002"), 409, "APPOINTMENT_CONFLICT")


def test_a_refused_booking_leaves_no_key_behind(api, here, room, dispute, chief):
    other = make_case(State.ACCEPTED, chief)
    taken = created(api.post(one(other, "appointments/"), body(room)))
    key = {"Idempotency_Key": "booking-0003"}
    problem(api.post(here, body(room), **key), 409, "APPOINTMENT_CONFLICT")
    row = one(other, f"appointments/{taken['id']}/")
    done(api.post(f"{row}cancel/", {"reason": "撤回"}, api.tag(row)))
    created(api.post(here, body(room), **key))


def test_a_change_is_decided_on_what_stands_there_now(api, here):
    row = f"{here}{created(api.post(here, body()))['id']}/"
    old = api.tag(row)
    problem(api.post(f"{row}confirm/", {}), 428, "PRECONDITION_REQUIRED")
    done(api.post(f"{row}confirm/", {}, old))
    late = problem(api.post(f"{row}cancel/", {"reason": "撤回"}, old), 412, "OUTDATED")
    assert late["current"]["state"] == "confirmed"


def test_a_room_of_another_unit_is_unknown_or_not_for_this_case(api, here, chief, stranger):
    theirs = Room.objects.create(unit=stranger.unit, name="隔壁", capacity=8)
    refusal = problem(api.post(here, body(theirs)), 400, "INVALID")
    assert [e["field"] for e in refusal["errors"]] == ["room"]
    above = Room.objects.create(unit=chief.unit.parent, name="县局", capacity=8, sharing="unit")
    county = Api(make_chief(chief.unit.parent))
    problem(county.post(here, body(above)), 422, "ROOM_UNAVAILABLE")


def test_an_unknown_person_is_not_told_of_it(api, here, chief):
    row = created(api.post(here, body(confirmed=True)))
    other = one(make_case(State.ACCEPTED, chief), "appointments/")
    foreign = created(api.post(other, body(day="2026-07-03", confirmed=True)))
    told = {"people": foreign["to_notify"], "method": "phone"}
    refusal = problem(
        api.post(f"{here}{row['id']}/notices/", told, api.tag(f"{here}{row['id']}/")),
        400, "INVALID",
    )  # fmt: skip
    assert [e["field"] for e in refusal["errors"]] == ["people"]
    assert not Booking.objects.exclude(notified_on=None).exists()


def test_panel_members_come_from_the_pool_or_by_name_but_not_both(api, here, station):
    member = PanelMember.objects.create(unit=station, name="钱代表", capacity="peoples_deputy")
    both = body(outsiders=[{"person": member.pk, "name": "孙律师"}])
    problem(api.post(here, both), 400, "INVALID")
    row = created(api.post(here, body(outsiders=[{"person": member.pk}, {"name": "孙律师"}])))
    outside = [(b["name"], b["person"]) for b in row["bookings"] if b["kind"] == "outsider"]
    assert outside == [("钱代表", member.pk), ("孙律师", None)]
