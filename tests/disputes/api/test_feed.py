"""The calendar feed: read by a real parser, revocable, and silent about people."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from icalendar import Calendar

from disputes import clock
from disputes.choices import Role, State
from disputes.models import AuditEvent, CalendarFeed, Room
from disputes.services.booking import Outsider
from tests.disputes.api.asking import Api, created, done, problem
from tests.disputes.appointments.arranging import arrange, at, stored, take
from tests.factories import NOW, act, make_case, make_officer

pytestmark = pytest.mark.django_db
FEED = "/api/v1/calendar-feed/"


@pytest.fixture
def url(api):
    parts = urlsplit(created(api.post(FEED))["url"])
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def dispute(chief):
    dispute = make_case(State.ACCEPTED, chief, claims="李明要求王强赔偿", summary="李明与王强口角")
    dispute.parties.update(employer="水利局")
    return dispute


def read(url: str):
    answer = Client().get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def events(url: str):
    return read(url).walk("VEVENT")


def shape(event):
    return str(event["STATUS"]), event["SEQUENCE"]


def test_a_confirmed_appointment_reads_with_zone_number_and_room(url, dispute, station):
    room = Room.objects.create(unit=station, name="一号调解室", capacity=8)
    arrange(dispute, room=room, confirmed=True)
    parsed = read(url)
    (event,) = parsed.walk("VEVENT")
    assert parsed["VERSION"] == "2.0"
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Asia/Shanghai"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (at(2, 9), at(2, 10, 30))
    (zone,) = parsed.walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(at(2, 9).replace(tzinfo=None)) == timedelta(hours=8)
    assert str(event["SUMMARY"]) == f"普通调解 {dispute.number}"
    assert str(event["LOCATION"]) == f"{station.name}一号调解室"
    assert str(event["UID"]) == str(stored(dispute).uid)
    assert event.decoded("dtstamp") == NOW


def test_lines_are_folded_and_ended_as_the_standard_asks(url, dispute):
    arrange(dispute)
    text = Client().get(url).content
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_nothing_of_the_people_leaves_in_a_feed(url, dispute, chief):
    act(dispute, "propose_hearing", chief, NOW.date())
    arrange(dispute, at(8, 9), purpose="hearing", place="李明家中，庆城县玄马镇三号",
            outsiders=[Outsider("孙律师", "正义律师事务所")])  # fmt: skip
    text = Client().get(url).content.decode().replace("\r\n ", "")
    assert dispute.number in text
    assert "听证式调解" in text
    for name in ("李明", "王强", "孙律师", "正义", "玄马镇", "赔偿", "口角", "水利局"):
        assert name not in text


def test_a_cancelled_appointment_stays_as_cancelled_with_a_higher_sequence(url, dispute):
    arrange(dispute)
    seen = [shape(events(url)[0])]
    for name, given in (
        ("confirm", {}),
        ("reschedule", {"reason": "改", "starts_at": at(3, 9), "ends_at": at(3, 10)}),
        ("cancel", {"reason": "撤回"}),
    ):
        take(dispute, name, **given)
        seen.append(shape(events(url)[0]))
    assert [status for status, _ in seen] == ["TENTATIVE", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    sequences = [number for _, number in seen]
    assert sequences == sorted(set(sequences))
    assert len({str(e["UID"]) for e in events(url)}) == 1


def test_a_hold_that_ran_out_is_cancelled_and_comes_back_when_it_is_confirmed(url, dispute):
    arrange(dispute, at(6, 9))
    held = shape(events(url)[0])
    with clock.at(NOW + timedelta(hours=49)):
        lost = shape(events(url)[0])
        take(dispute, "confirm")
        firm = shape(events(url)[0])
    assert [held[0], lost[0], firm[0]] == ["TENTATIVE", "CANCELLED", "CONFIRMED"]
    assert held[1] < lost[1] < firm[1]


def test_an_officer_taken_off_sees_it_cancelled(url, dispute, chief):
    arrange(dispute, confirmed=True)
    take(dispute, "reschedule", reason="换人", officers=[make_officer(chief.unit)])
    assert shape(events(url)[0])[0] == "CANCELLED"


def test_the_appointments_of_a_case_that_ended_are_cancelled(url, dispute, chief):
    arrange(dispute, confirmed=True)
    act(dispute, "withdraw", chief, NOW.date())
    assert shape(events(url)[0])[0] == "CANCELLED"


def test_only_the_own_appointments_of_cases_in_sight_are_told(url, dispute, chief, stranger):
    colleague = make_officer(chief.unit)
    arrange(dispute, officers=[colleague])
    assert events(url) == []
    mine = make_case(State.ACCEPTED, chief)
    arrange(mine)
    assert len(events(url)) == 1
    chief.unit = stranger.unit
    chief.save()
    assert events(url) == []


def test_a_token_is_kept_as_its_digest_and_shown_once(api, url):
    token = url.partition("token=")[2]
    assert len(token) >= 43
    (row,) = CalendarFeed.objects.values()
    assert token not in str(row)
    assert set(done(api.get(FEED))) == {"active", "created_at"}
    assert done(api.get(FEED))["active"] is True


def test_a_new_address_ends_the_former_one_and_one_taken_back_is_gone(api, url):
    new = created(api.post(FEED))["url"]
    assert Client().get(url).status_code == 404
    assert Client().get(new).status_code == 200
    assert done(api.post(f"{FEED}revoke/"))["active"] is False
    assert Client().get(new).status_code == 404
    assert done(api.post(f"{FEED}revoke/"))["active"] is False
    told = list(
        AuditEvent.objects.filter(action__endswith="_feed").values_list("action", flat=True)
    )
    assert told == ["issue_feed", "issue_feed", "revoke_feed"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.STATISTICIAN}])
def test_a_closed_account_has_no_calendar(url, chief, change):
    type(chief).objects.filter(pk=chief.pk).update(**change)
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=abc", "?token=%00", "?token=" + "x" * 5000]
)
def test_without_the_token_there_is_nothing(url, query):
    assert Client().get(f"/calendar.ics{query}").status_code in (400, 404)


def test_the_feed_is_only_read_and_never_cached(url):
    assert Client().post(url).status_code == 405
    assert Client().get(url)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.CHIEF, Role.LEGAL}))
def test_whoever_handles_no_cases_gets_no_address(station, role):
    problem(Api(make_officer(station, role)).post(FEED), 403, "ROLE_FORBIDDEN")
    assert not CalendarFeed.objects.exists()
