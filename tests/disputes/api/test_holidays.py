"""The calendar over HTTP: reading it, and taking over a notice with a preview."""

from __future__ import annotations

import pytest

from disputes.choices import Role
from disputes.holidays import current_calendar
from disputes.models import AuditEvent, Holiday
from tests.disputes.api.asking import Api, done, problem
from tests.disputes.test_calendar import NOTICE
from tests.factories import make_officer

pytestmark = pytest.mark.django_db

HERE = "/api/v1/holidays/"
IMPORT = f"{HERE}import/?source=国办发明电〔2026〕1号"


@pytest.fixture
def admin(station):
    return Api(make_officer(station, Role.SYSTEM_ADMIN))


def send(api: Api, text: str, address: str = IMPORT):
    return api.client.post(address, text.encode(), content_type="text/csv")


def test_everybody_reads_a_years_calendar(api):
    year = done(api.get(HERE))
    assert (year["year"], year["known"], year["missing_years"]) == (2026, True, [])
    first = year["days"][0]
    assert (first["day"], first["kind_name"], first["name"]) == ("2026-01-01", "放假", "元旦")
    unknown = done(api.get(HERE, {"year": 2031}))
    assert (unknown["known"], unknown["days"]) == (False, [])


def test_a_notice_is_previewed_and_nothing_is_stored(admin):
    before = list(Holiday.objects.values())
    body = done(send(admin, NOTICE, f"{IMPORT}&preview=true"))
    assert (body["preview"], len(body["added"]), body["changed"]) == (True, 14, [])
    assert list(Holiday.objects.values()) == before
    assert not AuditEvent.objects.filter(action="import_holidays").exists()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.LEGAL])
def test_a_notice_is_taken_over_and_accounted_for(station, role):
    api = Api(make_officer(station, role))
    body = done(send(api, NOTICE))
    assert (body["preview"], len(body["added"]), body["unchanged"]) == (False, 14, 0)
    assert 2027 in current_calendar().years
    assert Holiday.objects.get(day="2027-01-01").source == "国办发明电〔2026〕1号"
    entry = AuditEvent.objects.get(action="import_holidays")
    assert (entry.target, entry.details) == ("holidays:2027", {"source": "国办发明电〔2026〕1号"})
    again = done(send(api, NOTICE))
    assert (again["added"], again["changed"], again["unchanged"]) == ([], [], 14)


def test_a_correction_shows_what_stood_there_before(admin):
    days = [
        {"day": "2026-01-02", "kind": "on", "name": "元旦"},  # a Friday, off so far
        {"day": "2026-02-16", "kind": "off", "name": "除夕"},
        {"day": "2026-02-24", "kind": "off", "name": "春节"},
    ]
    body = done(admin.post(IMPORT, {"days": days}))
    assert [row["day"] for row in body["removed"]] == ["2026-01-02"]
    assert [row["day"] for row in body["added"]] == ["2026-02-24"]
    (changed,) = body["changed"]
    assert (changed["before"]["name"], changed["after"]["name"]) == ("春节", "除夕")
    assert Holiday.objects.filter(day="2026-02-24").exists()
    assert not Holiday.objects.filter(day="2026-01-02").exists()


@pytest.mark.parametrize(
    "content",
    [
        NOTICE + "2027-13-01,放假,元旦\n",
        "日期,类型,名称\n2027-01-01,放假,元旦\n",  # half a year would count as known
        "",
    ],
)
def test_a_faulty_notice_changes_nothing_not_even_as_a_preview(admin, content):
    before = list(Holiday.objects.values())
    for address in (IMPORT, f"{IMPORT}&preview=true"):
        problem(send(admin, content, address), 400, "INVALID")
    assert list(Holiday.objects.values()) == before


def test_a_day_named_twice_is_refused_as_json_too(admin):
    days = [{"day": "2026-02-24", "kind": kind, "name": "春节"} for kind in ("off", "on")]
    refusal = problem(admin.post(IMPORT, {"days": days}), 400, "INVALID")
    assert "日期重复" in refusal["errors"][0]["detail"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CHIEF, Role.SECURITY_ADMIN])
def test_nobody_else_takes_over_a_notice(station, role):
    answer = send(Api(make_officer(station, role)), NOTICE)
    assert problem(answer, 403, "ROLE_FORBIDDEN")["detail"].startswith("仅系统管理员")
