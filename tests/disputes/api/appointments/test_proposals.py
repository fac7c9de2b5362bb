"""Free times of a case: what is proposed can be booked."""

from __future__ import annotations

from datetime import time

import pytest

from disputes.choices import State
from disputes.models import Room
from tests.disputes.api.appointments.sending import body
from tests.disputes.api.asking import created, done, one, problem
from tests.factories import NOW, act, make_case

pytestmark = pytest.mark.django_db


def slots(api, dispute, **query):
    return done(api.get(one(dispute, "appointment-proposals/"), query))


def test_proposals_are_the_next_free_office_hours_of_working_days(api, here, dispute, room, chief):
    created(api.post(here, body(room, "2026-07-01")))
    found = slots(api, dispute, minutes=90, since="2026-06-30", until="2026-07-06", most=100)
    starts = [slot["starts_at"][:16] for slot in found["slots"]]
    # Tuesday afternoon is left, Wednesday from 09:00 to 10:30 is taken, the weekend is off.
    assert starts[:6] == ["2026-06-30T14:30", "2026-06-30T15:00", "2026-06-30T15:30",
                          "2026-06-30T16:00", "2026-06-30T16:30", "2026-07-01T10:30"]  # fmt: skip
    assert {start[:10] for start in starts} == {
        "2026-06-30", "2026-07-01", "2026-07-02", "2026-07-03", "2026-07-06",
    }  # fmt: skip
    assert found["slots"][0]["rooms"] == [{"id": room.pk, "name": room.name, "capacity": 8}]
    assert found["warnings"] == []


def test_every_proposal_can_be_booked_and_then_is_none_any_more(api, here, dispute, room):
    query = {"minutes": 60, "since": "2026-07-01", "until": "2026-07-02", "most": 100}
    for _ in range(3):
        slot = slots(api, dispute, **query)["slots"][0]
        sent = {"purpose": "ordinary", "starts_at": slot["starts_at"], "ends_at": slot["ends_at"],
                "room": slot["rooms"][0]["id"]}  # fmt: skip
        created(api.post(here, sent))
        assert slot not in slots(api, dispute, **query)["slots"]


def test_office_hours_are_those_of_the_bureau_and_made_up_days_are_worked(api, dispute, settings):
    settings.OFFICE_HOURS = ((time(19), time(20)),)
    # 10 October 2026 is a Saturday that is worked, 1 to 7 October are off.
    found = slots(api, dispute, minutes=60, since="2026-10-01", until="2026-10-12",
                  without_room=True)  # fmt: skip
    assert [slot["starts_at"][:16] for slot in found["slots"]] == [
        "2026-10-08T19:00", "2026-10-09T19:00", "2026-10-10T19:00", "2026-10-12T19:00",
    ]  # fmt: skip


def test_a_slot_says_which_period_is_over_by_then(api, chief):
    dispute = make_case(State.ACCEPTED, chief, track="security_case", day=NOW.date())
    for action in ("hold_session", "end_session"):
        act(dispute, action, chief, NOW.date())
    found = slots(api, dispute, minutes=60, since="2026-07-09", until="2026-07-10", most=100,
                  without_room=True)["slots"]  # fmt: skip
    late = {slot["starts_at"][:10]: slot["late"] for slot in found}
    assert late == {"2026-07-09": [], "2026-07-10": ["再次调解最迟应于2026-07-09完成"]}


def test_a_slot_of_a_hearing_says_by_when_people_are_told(api, dispute):
    found = slots(api, dispute, purpose="hearing", since="2026-07-02", until="2026-07-03",
                  without_room=True, most=100)["slots"]  # fmt: skip
    told = {slot["notice_due_on"]: slot["notice_short"] for slot in found}
    assert told == {"2026-06-29": True, "2026-06-30": False}


def test_a_year_without_calendar_is_told_and_not_guessed(api, dispute):
    found = slots(api, dispute, since="2030-12-20", until="2031-01-10", without_room=True)
    assert found["slots"] == []
    assert found["warnings"] == ["尚未导入2030年的放假安排，无法计算工作日，请联系系统管理员导入"]


def test_no_room_that_is_large_enough_means_no_slot(api, dispute, room):
    Room.objects.update(capacity=2)
    found = slots(api, dispute)
    assert found["slots"] == []
    assert found["warnings"][0].startswith("没有可用且坐得下的调解室")
    assert slots(api, dispute, room=room.pk)["slots"]
    assert slots(api, dispute, without_room=True)["slots"][0]["rooms"] == []


def test_a_proposal_asks_for_parties_of_this_case(api, dispute, chief):
    foreign = make_case(State.ACCEPTED, chief).parties.first()
    address = one(dispute, "appointment-proposals/")
    problem(api.get(address, {"party": foreign.pk}), 400, "INVALID")
    problem(api.get(address, {"minutes": 5}), 400, "INVALID")
