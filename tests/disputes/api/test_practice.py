"""Persuasion and working methods over HTTP, and how stations compare in them."""

from __future__ import annotations

import pytest

from disputes.choices import Role
from disputes.models import MethodStep
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.factories import DAY, act, days, make_case, make_chief, make_officer

pytestmark = pytest.mark.django_db

PERIOD = {"start": "2026-01-01", "end": "2026-12-31"}


def test_persuasion_is_recorded_with_the_session_its_end_or_later(api, chief):
    dispute = make_case("accepted", chief)
    everybody = [{"party": p.pk, "consented": True} for p in dispute.parties.all()]
    session = {
        "mode": "ordinary", "place": "调解室", "facts_found": "漏水属实",
        "participants": everybody, "persuasions": [{"dimension": "law", "content": "讲解相邻关系"}],
    }  # fmt: skip
    held = created(api.post(one(dispute, "sessions/"), session))
    assert held["persuasions"] == [{"dimension": "law", "content": "讲解相邻关系"}]
    here = one(dispute, f"sessions/{held['id']}/")
    end = {"outcome": "not_agreed", "persuasions": [{"dimension": "reason", "content": "算账"}]}
    done(api.post(f"{here}end/", end, api.tag(here)))
    later = {"persuasions": [{"dimension": "feeling", "content": "远亲不如近邻"}]}
    created(api.post(f"{here}persuasions/", later))

    (row,) = done(api.get(one(dispute)))["sessions"]
    assert [p["dimension"] for p in row["persuasions"]] == ["law", "reason", "feeling"]
    problem(api.post(f"{here}persuasions/", {"persuasions": []}), 400, "INVALID")


def test_steps_of_the_working_method_are_listed_and_taken(api, chief):
    dispute = make_case("accepted", chief)
    county = chief.unit.parent
    for n, name in enumerate(("听", "查"), start=1):
        MethodStep.objects.create(unit=county, method="两步法", ordinal=n, name=name)
    here = one(dispute, "method-steps/")
    listen, look = done(api.get(here))
    assert (listen["step"]["name"], listen["done_on"], look["done_by_name"]) == ("听", None, None)

    body = {"step": look["step"]["id"]}
    problem(api.post(here, body), 422, "METHOD_STEP_ORDER")
    reasons = [{"code": "METHOD_STEP_ORDER", "reason": "现场先查"}]
    after = created(api.post(here, body | {"acknowledged": reasons, "note": "已勘查"}))
    assert [(row["done_by_name"], row["note"]) for row in after] == [
        (None, None), (chief.name, "已勘查"),
    ]  # fmt: skip
    problem(api.post(here, {"step": 10**9}), 404, "NOT_FOUND")


def test_stations_are_compared_within_the_callers_scope(api, chief, stranger):
    county = chief.unit.parent
    for somebody in (chief, stranger):
        dispute = make_case("mediating", somebody)
        act(dispute, "record_persuasion", somebody, DAY)
        act(dispute, "end_session", somebody, DAY)
    here = "/api/v1/practice/persuasion/"

    (own,) = done(api.get(here, PERIOD))
    assert own["unit_name"] == chief.unit.name
    assert own["feeling"] == {"count": 0, "of": 1, "percent": "0.00"}
    assert own["law"] == {"count": 0, "of": 0, "percent": None}
    assert len(done(Api(make_chief(county)).get(here, PERIOD))) == 2
    problem(api.get(here, PERIOD | {"unit": county.pk}), 400, "INVALID")
    problem(api.get(here, {"start": "2026-01-01", "end": "2027-01-02"}), 400, "INVALID")
    problem(Api(make_officer(chief.unit, Role.MACHINE)).get(here, PERIOD), 403, "ROLE_FORBIDDEN")


def test_completion_is_compared_with_its_counts(api, chief):
    step = MethodStep.objects.create(unit=chief.unit, method="一步法", ordinal=1, name="听")
    act(make_case("accepted", chief), "take_method_step", chief, days(1))
    make_case("accepted", chief)

    (row,) = done(api.get("/api/v1/practice/method/", PERIOD))

    half = {"count": 1, "of": 2, "percent": "50.00"}
    assert row["completed"] == half
    assert row["steps"] == [
        {"step": {"id": step.pk, "method": "一步法", "ordinal": 1, "name": "听"}, "taken": half}
    ]
