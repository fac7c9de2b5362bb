"""Clocks, alerts and extensions over HTTP."""

from __future__ import annotations

from datetime import date

import pytest

from disputes import clock
from disputes.choices import Role, State, Track
from disputes.models import Alert, Dispute, DisputeEvent, Holiday
from disputes.services.alerts import sweep
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.clocks.reading import ART_183, STANDARD_9, take
from tests.factories import DAY, days, make_case, make_officer, nine

pytestmark = pytest.mark.django_db

BEFORE_HOLIDAYS, EIGHTH = date(2025, 9, 25), date(2025, 10, 13)
ALERTS, CLOCKS = "/api/v1/alerts/", "/api/v1/clocks/"


def security_case(chief, state: str, day: date = DAY) -> Dispute:
    return make_case(state, officer=chief, track=Track.SECURITY_CASE, day=day)


def session(dispute: Dispute, held_on: date, **fields) -> dict:
    """The body of an ordinary session of everybody."""
    everybody = dispute.parties.order_by("pk")
    return {
        "mode": "ordinary", "held_on": str(held_on), "place": "调解室", "facts_found": "漏水属实",
        "participants": [{"party": party.pk, "consented": True} for party in everybody],
        "in_case_area": True, "recording": "录-1", **fields,
    }  # fmt: skip


# --- too late


def test_the_eighth_working_day_across_a_made_up_weekend_is_refused_with_the_count(api, chief):
    dispute = security_case(chief, State.MEDIATING, BEFORE_HOLIDAYS)
    take(dispute, "end_session", BEFORE_HOLIDAYS)
    other = make_officer(chief.unit)
    body = session(dispute, EIGHTH, second_reason="police", second_officer=other.pk)

    refusal = problem(api.post(one(dispute, "sessions/"), body), 422, "SECOND_MEDIATION_LATE")

    assert refusal["statutes"] == [ART_183]
    assert refusal["detail"] == (
        "再次调解应当在首次调解后七个工作日内完成，现已超过期限，不能再调解或者达成协议；"
        "请依法转处罚，并告知当事人可以就民事争议提起民事诉讼。期限计算："
        "2025年9月25日的次日起算7个工作日，2025年10月11日届满：9月26日工作日，计1日；"
        "9月27日周末，不计；9月28日调休上班，计1日；9月29日至9月30日工作日，计2日；"
        "10月1日至10月3日法定节假日，不计；10月4日至10月5日周末，不计；"
        "10月6日至10月8日法定节假日，不计；10月9日至10月10日工作日，计2日；10月11日调休上班，计1日"
    )
    assert dispute.sessions.count() == 1
    assert created(api.post(one(dispute, "sessions/"), body | {"held_on": "2025-10-11"}))


def test_a_missing_calendar_is_a_refusal_that_says_whom_to_ask(api, chief):
    dispute = security_case(chief, State.MEDIATING, date(2026, 1, 5))
    take(dispute, "end_session", date(2026, 1, 5))
    Holiday.objects.filter(day__year=2026).delete()
    body = session(dispute, date(2026, 1, 15), second_reason="police")
    refusal = problem(api.post(one(dispute, "sessions/"), body), 422, "CALENDAR_UNKNOWN")
    assert "请联系系统管理员导入" in refusal["detail"]
    assert "acknowledge" not in refusal


def test_a_warning_names_its_code_and_goes_on_with_a_reason(api, chief):
    dispute = security_case(chief, State.ACCEPTED)
    body = session(dispute, days(4))
    refusal = problem(api.post(one(dispute, "sessions/"), body), 422, "FIRST_MEDIATION_LATE")
    assert (refusal["acknowledge"], refusal["statutes"]) == ("FIRST_MEDIATION_LATE", [STANDARD_9])

    reason = {"code": refusal["acknowledge"], "reason": "当事人住院"}
    created(api.post(one(dispute, "sessions/"), body | {"acknowledged": [reason]}))

    event = DisputeEvent.objects.get(action="hold_session")
    assert event.facts["acknowledged"] == {"FIRST_MEDIATION_LATE": "当事人住院"}


@pytest.mark.parametrize(
    "wrong", [[{"code": "FIRST_MEDIATION_LATE"}], [{"code": "X", "reason": ""}], ["X"], {"X": "y"}]
)
def test_an_acknowledgement_without_a_reason_is_a_bad_request(api, chief, wrong):
    dispute = security_case(chief, State.ACCEPTED)
    body = session(dispute, days(4), acknowledged=wrong)
    problem(api.post(one(dispute, "sessions/"), body), 400, "INVALID")


def test_every_address_that_takes_a_step_takes_reasons():
    from drf_spectacular.generators import SchemaGenerator

    schema = SchemaGenerator().get_schema(public=True)
    parts, prefix = schema["components"]["schemas"], "/api/v1/disputes/{dispute_id}/"
    steps = (
        "steps/", "sessions/", "sessions/{id}/end/", "hearings/", "hearings/{id}/stages/",
        "agreements/", "agreements/{id}/signatures/", "performances/", "referrals/",
        "referrals/{id}/receive/", "referrals/{id}/return/", "referrals/{id}/answer/",
        "follow-ups/", "risk-assessments/", "on-the-spot/", "amendments/", "extensions/",
    )  # fmt: skip
    for rest in steps:
        body = schema["paths"][prefix + rest]["post"]["requestBody"]["content"]
        name = body["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert "acknowledged" in parts[name]["properties"], rest


# --- the clocks of a case


def test_a_case_shows_start_source_pauses_due_day_and_count_of_every_clock(api, chief):
    dispute = security_case(chief, State.FAILED)
    body = done(api.get(one(dispute, "clocks/")))
    limit = next(row for row in body["clocks"] if row["code"] == "case_limit")
    assert (body["today"], body["warnings"]) == ("2026-06-30", [])
    assert limit == {
        "code": "case_limit", "name": "办案期限", "subject": 0,
        "source": "《公安机关办理行政案件程序规定》第一百八十五条、"
                  "《公安机关办理行政案件程序规定》第一百六十五条",
        "statutes": ["《公安机关办理行政案件程序规定》第一百八十五条",
                     "《公安机关办理行政案件程序规定》第一百六十五条"],
        "starts_on": "2026-03-02", "days": 30, "unit": "日", "pauses": [],
        "due_on": "2026-04-01", "how": "2026年3月2日的次日起算30日，2026年4月1日届满",
        "advisory": False, "state": "overdue", "state_name": "已超期", "met_on": None,
        "days_left": -90,
    }  # fmt: skip


def test_a_missing_year_is_said_beside_the_clocks(api, chief):
    dispute = security_case(chief, State.FAILED)
    Holiday.objects.filter(day__year=2026).delete()
    body = done(api.get(one(dispute, "clocks/")))
    assert body["warnings"] == ["尚未导入2026年的放假安排，无法计算工作日，请联系系统管理员导入"]
    states = {row["code"]: (row["state"], row["due_on"]) for row in body["clocks"]}
    assert states["case_limit"] == ("unknown", None)


def test_clocks_of_another_station_do_not_exist(stranger, chief):
    dispute = security_case(chief, State.FAILED)
    problem(Api(stranger).get(one(dispute, "clocks/")), 404, "NOT_FOUND")


def test_an_extension_is_registered_by_the_chief_and_moves_the_day(api, chief):
    dispute = security_case(chief, State.FAILED)
    body = {"reason": "案情复杂", "approved_by": "县公安局王局长", "approved_on": "2026-03-20"}
    answer = created(api.post(one(dispute, "extensions/"), body))
    assert (answer["days"], answer["dispute"]["state"]) == (30, "failed")
    clocks = done(api.get(one(dispute, "clocks/")))["clocks"]
    assert next(c for c in clocks if c["code"] == "case_limit")["due_on"] == "2026-05-06"
    officer = Api(make_officer(chief.unit))
    problem(officer.post(one(dispute, "extensions/"), body), 422, "ROLE_FORBIDDEN")


# --- alerts


@pytest.fixture
def alerted(chief):
    """An officer with an overdue case, and the alerts of the day."""
    officer = make_officer(chief.unit)
    make_case(State.FAILED, officer=officer, track=Track.SECURITY_CASE)
    with clock.at(nine(days(31))):
        sweep()
    return officer


def test_an_officer_sees_the_own_alerts_a_chief_those_of_the_unit(api, chief, alerted, stranger):
    own = done(Api(alerted).get(ALERTS))["results"]
    assert [(a["code"], a["officer"], a["days_left"]) for a in own] == [
        ("case_limit", alerted.pk, -90)
    ]
    assert {a["officer"] for a in done(api.get(ALERTS))["results"]} == {alerted.pk, chief.pk}
    mine = done(api.get(ALERTS, {"mine": "true"}))["results"]
    assert [a["officer"] for a in mine] == [chief.pk]
    assert done(Api(stranger).get(ALERTS))["results"] == []
    above = make_officer(chief.unit.parent, Role.CHIEF)
    assert len(done(Api(above).get(ALERTS))["results"]) == 2
    admin = make_officer(chief.unit, Role.SYSTEM_ADMIN)
    assert done(Api(admin).get(ALERTS))["results"] == []


def test_alerts_are_narrowed_by_level_code_and_being_open(api, alerted):
    Alert.objects.filter(officer=alerted).update(cleared_at=nine(days(40)))
    for query, many in (
        ({}, 2), ({"open": "true"}, 1), ({"open": "false"}, 1), ({"level": "overdue"}, 2),
        ({"level": "due"}, 0), ({"code": "case_limit"}, 2), ({"code": "recusal"}, 0),
    ):  # fmt: skip
        assert len(done(api.get(ALERTS, query))["results"]) == many, query
    problem(api.get(ALERTS, {"level": "red"}), 400, "INVALID")


def test_alerts_come_in_pages_the_newest_first(api, alerted):
    first = done(api.get(ALERTS, {"page_size": 1}))
    second = done(api.get(ALERTS, {"page_size": 1, "cursor": first["next"]}))
    ids = [page["results"][0]["id"] for page in (first, second)]
    assert ids == sorted(ids, reverse=True)
    assert second["next"] is None


def test_an_alert_is_seen_by_its_addressee_and_nobody_else(api, chief, alerted):
    row = Alert.objects.get(officer=alerted)
    problem(api.post(f"{ALERTS}{row.pk}/seen/"), 404, "NOT_FOUND")
    mine = Api(alerted)
    seen = done(mine.post(f"{ALERTS}{row.pk}/seen/"))
    assert (seen["seen_at"], seen["cleared_at"]) == ("2026-06-30T12:00:00+08:00", None)
    assert done(mine.post(f"{ALERTS}{row.pk}/seen/")) == seen


# --- what is due in the unit


def test_due_clocks_are_one_row_each_the_longest_overdue_first(api, chief, alerted):
    make_case(State.FAILED, officer=chief, track=Track.SECURITY_CASE, day=date(2026, 2, 2))
    make_case(State.FAILED, officer=chief, track=Track.SECURITY_CASE, day=days(2))
    with clock.at(nine(days(31))):
        sweep()
    rows = done(api.get(CLOCKS))["results"]
    assert [(r["due_on"], r["level"], r["officer"]) for r in rows] == [
        ("2026-03-04", "overdue", chief.pk), ("2026-04-01", "overdue", alerted.pk),
        ("2026-04-03", "due", chief.pk),
    ]  # fmt: skip
    paged, query = [], {"page_size": 1}
    while True:
        page = done(api.get(CLOCKS, query))
        paged += page["results"]
        if page["next"] is None:
            break
        query = {"page_size": 1, "cursor": page["next"]}
    assert paged == rows
    assert len(done(api.get(CLOCKS, {"officer": alerted.pk}))["results"]) == 1
    assert len(done(api.get(CLOCKS, {"unit": chief.unit.pk, "level": "due"}))["results"]) == 1


def test_due_clocks_are_one_query_whatever_their_number(api, chief, alerted):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    done(api.get(CLOCKS))  # signs in
    counts = []
    for n in (1, 6):
        for _ in range(n):
            make_case(State.FAILED, officer=chief, track=Track.SECURITY_CASE)
        with clock.at(nine(days(31))):
            sweep()
        with CaptureQueriesContext(connection) as queries:
            done(api.get(CLOCKS))
        counts.append(len(queries))
    assert counts[0] == counts[1]
