"""Reviews and drawn cases over HTTP."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.casefile import case_file
from disputes.choices import Role, Track
from disputes.models import Review, SampledCase, SampleDraw
from disputes.services import followup
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.factories import DAY, act, days, make_case, make_chief, make_officer, make_station

pytestmark = pytest.mark.django_db

DRAWS, QUEUE = "/api/v1/sample-draws/", "/api/v1/reviews/"
SAMPLES = "/api/v1/follow-up-samples/"
PERIOD = {"start": "2026-01-01", "end": "2026-12-31"}


def statements(api: Api, path: str, query: dict | None = None) -> int:
    done(api.get(path, query or {}))
    with CaptureQueriesContext(connection) as captured:
        done(api.get(path, query or {}))
    return len(captured)


# --- reviews


@pytest.fixture
def penal(chief):
    return make_case("fulfilled", chief, track=Track.SECURITY_CASE)


@pytest.fixture
def reviewer(chief):
    return Api(make_officer(chief.unit.parent, Role.LEGAL))


def test_a_case_is_sent_found_in_the_queue_and_passed(penal, api, reviewer):
    sent = created(api.post(one(penal, "reviews/"), {}))
    assert (sent["level"], sent["passed"]) == ("legal", None)

    (row,) = done(reviewer.get(QUEUE, {"open": "true"}))["results"]
    assert (row["id"], row["number"], row["dispute"]) == (sent["id"], penal.number, penal.pk)
    here = one(penal, f"reviews/{sent['id']}/")
    tag = reviewer.tag(here)
    passed = done(reviewer.post(f"{here}decide/", {"passed": True}, tag))
    assert (passed["passed"], passed["reviewed_by"]) == (True, reviewer.officer.pk)
    problem(reviewer.post(f"{here}decide/", {"passed": True}, tag), 412, "OUTDATED")

    assert done(reviewer.get(QUEUE, {"open": "true"}))["results"] == []
    assert len(done(reviewer.get(QUEUE, {"open": "false", "level": "legal"}))["results"]) == 1
    assert done(api.get(one(penal)))["reviews"][0]["reviewed_by_name"] == reviewer.officer.name
    assert done(api.step(penal, "close"))["state"] == "closed"


def test_the_queue_shows_the_cases_in_scope_only(penal, api, stranger):
    created(api.post(one(penal, "reviews/"), {}))
    assert done(Api(stranger).get(QUEUE))["results"] == []
    assert done(Api(make_officer(penal.unit, Role.STATISTICIAN)).get(QUEUE))["results"] == []


def test_the_queue_needs_the_same_statements_for_one_case_and_for_many(penal, api, chief):
    created(api.post(one(penal, "reviews/"), {}))
    few = statements(api, QUEUE)
    for _ in range(4):
        other = make_case("fulfilled", make_chief(chief.unit), track=Track.SECURITY_CASE)
        created(api.post(one(other, "reviews/"), {}))
    assert statements(api, QUEUE) == few
    assert Review.objects.count() == 5


# --- drawn cases


@pytest.fixture
def ended(chief):
    return [make_case("closed", chief) for _ in range(4)]


def test_a_draw_shows_all_that_is_needed_to_repeat_it(ended, api):
    made = created(api.post(DRAWS, PERIOD | {"size": 2}))
    assert made["population"] == sorted(d.pk for d in ended)
    drawn = [case["dispute"] for case in made["cases"]]
    assert followup.chosen(made["seed"], made["population"], made["size"]) == drawn
    assert made["satisfaction"] == {
        "answered": {"count": 0, "of": 2, "percent": "0.00"},
        "satisfied": {"count": 0, "of": 0, "percent": None},
        "not_followed_up": 2,
    }  # fmt: skip
    assert done(api.get(f"{DRAWS}{made['id']}/")) == made
    assert [row["id"] for row in done(api.get(DRAWS))["results"]] == [made["id"]]


@pytest.mark.parametrize("more", [{}, {"size": 1, "share": 1}, {"size": 0}, {"share": 101}])
def test_a_draw_has_a_size_or_a_share(more, ended, api):
    problem(api.post(DRAWS, PERIOD | more), 400, "INVALID")


def test_draws_exist_for_their_unit_and_those_above(ended, api, stranger, chief):
    made = created(api.post(DRAWS, PERIOD | {"share": 50}))
    problem(Api(stranger).get(f"{DRAWS}{made['id']}/"), 404, "NOT_FOUND")
    assert done(Api(stranger).get(DRAWS))["results"] == []
    above = Api(make_chief(chief.unit.parent))
    assert done(above.get(f"{DRAWS}{made['id']}/"))["size"] == 2
    problem(api.post(DRAWS, PERIOD | {"size": 1, "unit": stranger.unit.pk}), 400, "INVALID")
    for role in (Role.STATISTICIAN, Role.MACHINE, Role.SYSTEM_ADMIN):
        problem(Api(make_officer(chief.unit, role)).get(DRAWS), 403, "ROLE_FORBIDDEN")
    problem(Api(make_officer(chief.unit)).post(DRAWS, PERIOD | {"size": 1}), 422, "ROLE_FORBIDDEN")


def test_a_drawn_case_is_assigned_and_followed_up_by_somebody_else(ended, api, chief):
    made = created(api.post(DRAWS, PERIOD | {"size": 1}))
    sample = SampledCase.objects.get()
    here = one(sample.dispute_id, f"samples/{sample.pk}/")
    body = {"officer": chief.pk}
    problem(api.post(f"{here}assign/", body, api.tag(here)), 422, "FOLLOW_UP_BY_MEDIATOR")
    other = make_officer(chief.unit)
    assigned = done(api.post(f"{here}assign/", {"officer": other.pk}, api.tag(here)))
    assert assigned["assigned_to_name"] == other.name

    visit = {"method": "visit", "visited": "李明", "satisfaction": "very", "sample": sample.pk}
    made_by = created(Api(other).post(one(sample.dispute_id, "follow-ups/"), visit))
    detail = done(api.get(f"{DRAWS}{made['id']}/"))
    assert detail["cases"][0]["follow_up"] == made_by["id"]
    assert detail["satisfaction"]["satisfied"] == {"count": 1, "of": 1, "percent": "100.00"}
    assert done(api.get(one(sample.dispute_id)))["samples"][0]["follow_up"] == made_by["id"]


def test_everybody_sees_the_drawn_cases_that_wait_for_a_visit_of_his_own(ended, api, chief):
    created(api.post(DRAWS, PERIOD | {"size": 3}))
    first, second, third = SampledCase.objects.order_by("pk")
    mine, other = make_officer(chief.unit), make_officer(chief.unit)
    for sample, officer in ((first, mine), (second, mine), (third, other)):
        act(sample.dispute, "assign_follow_up", chief, DAY, officer=officer)
    with case_file(first.dispute_id) as case:
        followup.record_follow_up(
            case, actor=mine, held_on=DAY, method="visit", visited="李明",
            sample=case.row(SampledCase, first.pk),
        )  # fmt: skip
    listed = done(Api(mine).get(SAMPLES, {"assignee": "me"}))["results"]
    assert [row["id"] for row in listed] == [second.pk, first.pk]
    (todo,) = done(Api(mine).get(SAMPLES, {"assignee": "me", "done": "false"}))["results"]
    assert (todo["number"], todo["unit_name"]) == (second.dispute.number, chief.unit.name)
    by_key = done(api.get(SAMPLES, {"assignee": str(other.pk)}))["results"]
    assert [row["assigned_to_name"] for row in by_key] == [other.name]
    assert len(done(Api(make_chief(chief.unit.parent)).get(SAMPLES))["results"]) == 3
    assert done(Api(make_chief(make_station())).get(SAMPLES))["results"] == []
    problem(api.get(SAMPLES, {"assignee": "everybody"}), 400, "INVALID")
    problem(Api(make_officer(chief.unit, Role.STATISTICIAN)).get(SAMPLES), 403, "ROLE_FORBIDDEN")


def test_the_list_of_drawn_cases_needs_the_same_statements_however_many_there_are(ended, api):
    created(api.post(DRAWS, PERIOD | {"size": 1}))
    few = statements(api, SAMPLES)
    created(api.post(DRAWS, PERIOD | {"size": 4}))
    assert statements(api, SAMPLES) == few


def test_a_draw_needs_the_same_statements_however_many_cases(ended, api):
    small = created(api.post(DRAWS, PERIOD | {"size": 1}))
    large = created(api.post(DRAWS, PERIOD | {"size": 4}))
    paths = [f"{DRAWS}{made['id']}/" for made in (small, large)]
    few, many = (statements(api, path) for path in paths)
    assert few == many
    listed = statements(api, DRAWS)
    SampleDraw.objects.exclude(pk=small["id"]).first()
    created(api.post(DRAWS, PERIOD | {"size": 1}))
    assert statements(api, DRAWS) == listed


def test_a_detail_needs_the_same_statements_however_many_reviews_and_samples(api, chief):
    dispute = make_case("fulfilled", chief, track=Track.SECURITY_CASE)

    def lengthen() -> None:
        act(dispute, "assess_risk", chief, days(1))
        act(dispute, "record_persuasion", chief, days(1))
        with case_file(dispute.pk) as case:
            draw = SampleDraw.objects.create(
                unit=chief.unit, start=DAY, end=DAY, seed="0", population=[dispute.pk], size=1,
                drawn_at=case.dispute.registered_at,
            )  # fmt: skip
            case.add(SampledCase(draw=draw, assigned_to=make_officer(chief.unit)))
        legal = make_officer(chief.unit.parent, Role.LEGAL)
        act(dispute, "submit_review", chief, days(1))
        act(dispute, "review", legal, days(1))

    lengthen()
    few = statements(api, one(dispute))
    lengthen(), lengthen()
    assert statements(api, one(dispute)) == few
