"""Merging, splitting, recurrence, criminal cases and the balance over HTTP."""

from __future__ import annotations

import pytest

from disputes.models import AuditEvent, CriminalCase, Dispute, Recurrence
from tests.disputes.api.asking import LIST, Api, created, done, one, problem
from tests.disputes.api.test_reading import statements
from tests.disputes.refusing import everything_about
from tests.factories import act, days, make_case, make_chief, make_officer

pytestmark = pytest.mark.django_db
ID = "11010519491231002X"
REGISTER = "/api/v1/criminal-cases/"
BALANCE = "/api/v1/balance/"


@pytest.fixture
def dispute(chief):
    return make_case("accepted", chief)


# --- merge and split


def merge(api, dispute, into, **fields):
    body = {"into": into.pk, "reason": "同一事由", **fields}
    return api.post(one(dispute, "merge/"), body, api.tag(one(dispute)))


def test_both_cases_name_each_other_after_a_merger(api, chief, dispute):
    other = make_case("mediating", chief)
    row = done(merge(api, dispute, other))
    assert (row["id"], row["state"]) == (dispute.pk, "voided")
    named = {"id": other.pk, "number": other.number, "state": "mediating"}
    assert done(api.get(one(dispute)))["merged_into"] == named
    kept = done(api.get(one(other)))
    assert [case["number"] for case in kept["merged"]] == [dispute.number]
    assert kept["merged_into"] is None


def test_what_the_caller_cannot_see_he_cannot_merge_into(api, dispute, stranger):
    foreign = make_case("accepted", stranger)
    before = everything_about(dispute)
    refusal = problem(merge(api, dispute, foreign), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == ["into"]
    county = Api(make_chief(dispute.unit.parent))
    problem(merge(county, dispute, foreign), 422, "ANOTHER_UNIT")
    assert everything_about(dispute) == before


def test_a_merger_needs_the_version_it_was_decided_on(api, chief, dispute):
    other, tag = make_case("accepted", chief), api.tag(one(dispute))
    act(dispute, "assess_risk", chief, days(1))
    body = {"into": other.pk, "reason": "同一事由"}
    problem(api.post(one(dispute, "merge/"), body, tag), 412, "OUTDATED")
    assert not Dispute.objects.filter(state="voided").exists()


def split_body(dispute, **fields):
    return {
        "parties": [dispute.parties.first().pk], "kind": "debt.loan", "summary": "借款未还",
        "reason": "并非同一事由", **fields,
    }  # fmt: skip


def test_a_split_answers_the_new_case_and_both_name_each_other(api, dispute):
    new = created(api.post(one(dispute, "split/"), split_body(dispute)))
    assert (new["state"], new["kind"], new["party_names"]) == ("registered", "debt.loan", ["李*"])
    assert done(api.get(one(new["id"])))["split_from"]["number"] == dispute.number
    assert [c["id"] for c in done(api.get(one(dispute)))["split_off"]] == [new["id"]]


def test_a_split_takes_parties_of_this_case_only(api, chief, dispute):
    other = make_case("accepted", chief)
    for body in (split_body(other), split_body(dispute, parties=[])):
        problem(api.post(one(dispute, "split/"), body), 400, "INVALID")
    assert Dispute.objects.count() == 2


# --- recurrence


def register(api, **fields):
    people = [{"role": "applicant", "name": "周芳", "id_number": ID}]
    body = {"track": "civil", "kind": "debt.loan", "source": "walk_in", "summary": "借款未还",
            "parties": people, **fields}  # fmt: skip
    return created(api.post(LIST, body))


def test_the_case_shows_earlier_ones_and_an_officer_decides(api, chief):
    earlier, now = register(api), register(api)
    row = done(api.get(one(now["id"])))["recurrences"][0]
    assert row["earlier"]["number"] == earlier["number"]
    assert row["earlier"]["id"] == earlier["id"]
    assert (row["parties_in_common"], row["is_recurrence"]) == (1, None)

    here = one(now["id"], f"recurrences/{row['id']}/")
    body = {"is_recurrence": True, "reason": "同一笔借款", "repeat_alarm": True}
    tag = api.tag(here)
    decided = done(api.post(f"{here}decide/", body, tag))
    assert (decided["decided_by_name"], decided["version"]) == (chief.name, 2)
    assert done(api.get(one(now["id"])))["repeat_alarm"] is True
    problem(api.post(f"{here}decide/", body, tag), 412, "OUTDATED")


def test_of_a_case_outside_his_scope_an_officer_learns_unit_and_number_only(api, stranger, chief):
    earlier, now = register(Api(stranger)), register(api)
    row = done(api.get(one(now["id"])))["recurrences"][0]
    assert row["earlier"] == {
        "number": earlier["number"], "unit_name": stranger.unit.name, "id": None,
        "registered_on": None, "state": None,
    }  # fmt: skip
    problem(api.get(one(earlier["id"])), 404, "NOT_FOUND")
    county = Api(make_chief(chief.unit.parent))
    seen = done(county.get(one(now["id"])))["recurrences"][0]["earlier"]
    assert (seen["id"], seen["state"]) == (earlier["id"], "registered")


def test_a_candidate_of_another_station_does_not_exist(api, stranger):
    register(api)
    now = register(api)
    row = Recurrence.objects.get()
    here = one(now["id"], f"recurrences/{row.pk}/")
    body = {"is_recurrence": True, "reason": "同一笔借款"}
    problem(Api(stranger).get(here), 404, "NOT_FOUND")
    problem(Api(stranger).post(f"{here}decide/", body, api.tag(here)), 404, "NOT_FOUND")
    row.refresh_from_db()
    assert row.is_recurrence is None


def test_a_case_with_many_candidates_costs_what_one_with_few_does(api):
    for _ in range(2):
        now = register(api)
    few = statements(api, one(now["id"]))
    for _ in range(4):
        now = register(api)
    assert statements(api, one(now["id"])) == few


# --- criminal cases


def link(api, dispute, number="A6210002026030001", **fields):
    body = {"kind": "civil_to_criminal", "number": number, "charge": "故意伤害罪",
            "filed_on": "2026-03-10", **fields}  # fmt: skip
    return api.post(one(dispute, "criminal-cases/"), body)


def test_a_criminal_case_stands_on_the_dispute_and_in_the_register(api, dispute):
    row = created(link(api, dispute))
    assert row["kind_name"] == "民转刑"
    assert done(api.get(one(dispute)))["criminal_cases"][0]["number"] == row["number"]
    line = done(api.get(REGISTER))["results"][0]
    assert (line["number"], line["dispute_number"]) == (row["number"], dispute.number)


def test_what_is_impossible_is_refused_in_chinese(api, chief, dispute):
    created(link(api, dispute))
    other = make_case("accepted", chief)
    twice = problem(link(api, other), 422, "CONSTRAINT_VIOLATED")
    assert twice["detail"] == "该刑事案件已经关联纠纷"
    deadly = problem(link(api, other, "A2", kind="criminal_to_death"), 422, "CONSTRAINT_VIOLATED")
    assert deadly["detail"] == "刑转命案件须填写死亡人数"
    problem(link(api, other, "A2", filed_on="2026-03-01"), 422, "BEFORE_REGISTRATION")
    assert CriminalCase.objects.count() == 1


def test_the_register_is_of_the_own_unit_and_below(api, chief, dispute, stranger):
    created(link(api, dispute))
    created(link(api, dispute, "A2", kind="criminal_to_death", deaths=1, filed_on="2026-04-01"))
    created(link(Api(stranger), make_case("closed", stranger), "A3"))

    def numbers(by, **query):
        return [row["number"][:2] for row in done(by.get(REGISTER, query))["results"]]

    county = Api(make_chief(chief.unit.parent))
    assert numbers(api) == ["A2", "A6"]
    assert numbers(api, kind="criminal_to_death") == ["A2"]
    assert numbers(api, filed_from="2026-03-10", filed_to="2026-03-31") == ["A6"]
    assert numbers(county) == ["A2", "A3", "A6"]
    assert numbers(county, unit=stranger.unit.pk) == ["A3"]
    assert numbers(Api(make_officer(chief.unit, "statistician"))) == []
    problem(link(Api(stranger), dispute, "A4"), 404, "NOT_FOUND")


def test_the_register_costs_the_same_for_few_and_for_many(api, dispute):
    created(link(api, dispute))
    few = statements(api, REGISTER)
    for n in range(5):
        created(link(api, dispute, f"B{n}"))
    assert statements(api, REGISTER) == few <= 5


# --- balance


def test_the_balance_of_the_own_unit(api, chief, dispute):
    act(make_case("accepted", chief), "reconcile", chief, days(3), reason="和好")
    told = done(api.get(BALANCE, {"from": "2026-03-01", "to": "2026-03-31"}))
    assert (told["unit"], told["from"], told["to"]) == (chief.unit.pk, "2026-03-01", "2026-03-31")
    assert (told["opening"], told["registered"], told["closing"]) == (0, 2, 1)
    assert {"bucket": "resolved", "name": "化解", "number": 1} in told["ended"]
    assert told["difference"] == 0
    assert told["opening"] + told["registered"] == told["closing"] + sum(
        row["number"] for row in told["ended"]
    )


def test_a_bureau_balances_what_is_below_it_and_nobody_else(api, chief, dispute, stranger):
    make_case("accepted", stranger)
    county = Api(make_chief(chief.unit.parent))
    since = {"from": "2026-03-01"}
    assert done(county.get(BALANCE, since))["closing"] == 2
    assert done(county.get(BALANCE, since | {"unit": stranger.unit.pk}))["closing"] == 1
    problem(api.get(BALANCE, since | {"unit": stranger.unit.pk}), 400, "INVALID")
    problem(Api(make_officer(chief.unit, "system_admin")).get(BALANCE, since), 403,
            "ROLE_FORBIDDEN")  # fmt: skip


@pytest.mark.parametrize("query", [{}, {"from": "2026-03-02", "to": "2026-03-01"},
                                   {"from": "0001-01-01"}, {"from": "x"},
                                   {"from": "2026-03-01", "until": "2026-03-02"}])  # fmt: skip
def test_days_that_mean_nothing_are_refused(query, api):
    problem(api.get(BALANCE, query), 400, "INVALID")


def test_nothing_here_is_a_disclosure(api, dispute):
    done(api.get(BALANCE, {"from": "2026-03-01"}))
    assert not AuditEvent.objects.exists()
