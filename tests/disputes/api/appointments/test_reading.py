"""Who sees appointments and busy time, and which of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes import clock
from disputes.choices import Role, State
from disputes.models import Appointment, Room
from tests.disputes.api.appointments.sending import FREE_BUSY, LIST, body
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.factories import NOW, make_case, make_chief, make_officer, make_unit

pytestmark = pytest.mark.django_db


def test_appointments_exist_for_the_own_unit_and_those_above_only(api, here, dispute, stranger):
    row = created(api.post(here, body()))
    address, tag = f"{here}{row['id']}/", api.tag(f"{here}{row['id']}/")
    other = Api(stranger)

    for path in (here, address, one(dispute, "appointment-proposals/")):
        problem(other.get(path), 404, "NOT_FOUND")
    for path in ("", "confirm/", "reschedule/", "cancel/", "notices/", "keep/", "miss/"):
        sent = other.post(address + path if path else here, body(), tag)
        problem(sent, 404, "NOT_FOUND")
    assert Appointment.objects.get().version == 1
    superior = Api(make_chief(dispute.unit.parent))
    assert done(superior.get(address))["id"] == row["id"]
    assert [a["id"] for a in done(superior.get(LIST))["results"]] == [row["id"]]
    assert done(other.get(LIST))["results"] == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.CHIEF, Role.LEGAL}))
def test_whoever_sees_no_cases_sees_no_calendar(api, here, station, role):
    created(api.post(here, body()))
    nobody = Api(make_officer(station, role))
    assert done(nobody.get(LIST))["results"] == []
    problem(nobody.get(here), 404, "NOT_FOUND")
    problem(nobody.get(FREE_BUSY, {"officer": 1}), 403, "ROLE_FORBIDDEN")


def test_an_appointment_of_another_case_is_none_of_this_one(api, here, chief):
    row = created(api.post(here, body()))
    elsewhere = one(make_case(State.ACCEPTED, chief), f"appointments/{row['id']}/")
    problem(api.get(elsewhere), 404, "NOT_FOUND")


def test_the_list_is_narrowed_and_comes_by_day(api, here, room, chief):
    other = one(make_case(State.ACCEPTED, make_officer(chief.unit)), "appointments/")
    last = created(api.post(here, body(room, "2026-07-08", confirmed=True)))
    first = created(api.post(other, body(None, "2026-07-02")))

    def ids(**query):
        return [row["id"] for row in done(api.get(LIST, query))["results"]]

    assert ids() == [first["id"], last["id"]]
    assert ids(since="2026-07-03") == [last["id"]]
    assert ids(until="2026-07-03") == [first["id"]]
    assert ids(state="confirmed") == ids(room=room.pk) == ids(to_notify=True) == [last["id"]]
    assert ids(purpose="hearing") == ids(officer=999999) == []
    problem(api.get(LIST, {"rooom": 1}), 400, "INVALID")


def test_the_list_asks_as_often_for_ten_as_for_one(api, here, chief, django_assert_max_num_queries):
    def ask() -> int:
        with django_assert_max_num_queries(40) as asked:
            done(api.get(LIST))
        return len(asked)

    created(api.post(here, body()))
    once = ask()
    for day in range(3, 12):
        created(api.post(here, body(day=f"2026-07-{day:02d}")))
    assert ask() == once


def test_busy_time_is_shown_to_all_who_ask_and_the_case_only_to_those_who_may_see_it(
    api, here, dispute, chief
):
    county = make_chief(chief.unit.parent)
    shared = Room.objects.create(unit=county.unit, name="县局", capacity=20, sharing="below")
    row = created(api.post(here, body(shared)))
    sister = Api(make_chief(make_unit(county.unit)))
    query = {"room": shared.pk, "since": "2026-07-01", "until": "2026-07-05"}

    (theirs,) = done(sister.get(FREE_BUSY, query))["calendars"]
    assert theirs["busy"] == [
        {"starts_at": "2026-07-02T09:00:00+08:00", "ends_at": "2026-07-02T10:30:00+08:00",
         "appointment": None, "dispute": None, "dispute_number": None, "purpose_name": None}
    ]  # fmt: skip
    room_, officer = done(api.get(FREE_BUSY, query | {"officer": chief.pk}))["calendars"][::-1]
    assert room_["busy"] == officer["busy"]
    assert room_["busy"][0]["dispute_number"] == dispute.number
    assert (room_["busy"][0]["appointment"], officer["name"]) == (row["id"], chief.name)


def test_free_busy_is_by_interval_and_leaves_out_what_is_given_up(api, here, chief):
    row = created(api.post(here, body()))

    def busy(since, until):
        query = {"officer": chief.pk, "since": since, "until": until}
        return len(done(api.get(FREE_BUSY, query))["calendars"][0]["busy"])

    assert [busy("2026-07-01", "2026-07-01"), busy("2026-07-02", "2026-07-02"),
            busy("2026-07-03", "2026-07-03")] == [0, 1, 0]  # fmt: skip
    with clock.at(NOW + timedelta(hours=48)):
        assert busy("2026-07-02", "2026-07-02") == 0
    address = f"{here}{row['id']}/"
    done(api.post(f"{address}cancel/", {"reason": "撤回"}, api.tag(address)))
    assert busy("2026-07-02", "2026-07-02") == 0


@pytest.mark.parametrize(
    "query",
    [{}, {"officer": 999999}, {"since": "2026-07-05", "until": "2026-07-01"},
     {"since": "2026-01-01", "until": "2026-12-31"}, {"since": "9999-12-31"},
     {"since": "0001-01-01"}, {"since": "x"}],
)  # fmt: skip
def test_a_span_that_is_none_is_refused(api, chief, query):
    asked = query if "officer" in query or not query else query | {"officer": chief.pk}
    problem(api.get(FREE_BUSY, asked), 400, "INVALID")


def test_the_time_of_a_stranger_is_not_told(api, stranger):
    problem(api.get(FREE_BUSY, {"officer": stranger.pk}), 400, "INVALID")
