"""Consent, panel, conflicts, objections; who is there, and the pool itself."""

from __future__ import annotations

import pytest

from disputes.choices import Role
from tests.disputes.api.asking import Api, created, done, problem
from tests.disputes.api.hearings.hall import POOL, RECORDS, fill_pool
from tests.disputes.api.hearings.seeing import (
    ART_15,
    ART_17,
    PIPL_23,
    refuse,
    unchanged,
)
from tests.factories import make_officer

pytestmark = pytest.mark.django_db


def test_without_the_separate_consent_to_disclosure_nobody_is_heard(hearing):
    hearing.propose().until("consent")
    consents = hearing.lists("consent")["consents"]
    consents[1]["to_disclosure"] = False
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("consent", consents=consents), "HEARING_CONSENT_MISSING",
               ART_17, PIPL_23, said="王*")  # fmt: skip


def test_the_pool_proposes_by_specialty_and_least_load_and_says_why(hearing):
    names = [(c["person"]["name"], c["proposed"]) for c in hearing.candidates()]
    assert names == [("钱所长", True), ("孙代表", True), ("周委员", True), ("吴调解", False)]
    hearing.propose().until("notice")
    busy = {c["person"]["name"]: c for c in hearing.candidates()}
    assert busy["钱所长"]["reason"].endswith("；近12个月参加听证0次；在办1次")
    assert busy["吴调解"]["reason"] == "未登记本类纠纷专长；近12个月参加听证0次；在办0次"
    hearing.until("conclusion")
    created(hearing.hold("conclusion"))
    after = {c["person"]["name"]: c["person"] for c in hearing.candidates()}
    assert (after["钱所长"]["heard"], after["钱所长"]["open"]) == (1, 0)
    assert (after["吴调解"]["heard"], after["吴调解"]["open"]) == (0, 0)
    # Who is free comes before who sat, among those who know the matter equally well.
    order = [c["person"]["name"] for c in hearing.candidates()]
    assert order == ["钱所长", "孙代表", "吴调解", "周委员"]


def test_an_even_panel_is_refused_over_http(hearing):
    hearing.propose().until("panel")
    seats = hearing.lists("panel")["seats"]
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("panel", seats=seats[:4]), "PANEL_INVALID",
               said="听证员3至7名且为单数")  # fmt: skip


def test_a_member_who_declares_to_be_a_relative_does_not_sit(hearing):
    hearing.propose().until("panel")
    seats = hearing.lists("panel")["seats"]
    seats[2] |= {"unrelated": False, "relation": "系王强的堂叔"}
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("panel", seats=seats), "PANEL_CONFLICT", ART_15,
               said="声明系王强的堂叔")  # fmt: skip


@pytest.mark.parametrize(
    "same",
    [
        {"name": "李某", "id_number": "11010519491231002X"},  # the number alone is proof
        {"name": "王强", "phone": "139 0000 0000"},  # the name with the phone as well
    ],
)
def test_a_party_does_not_sit_on_its_own_panel(hearing, same):
    hearing.propose().until("panel")
    seats = hearing.lists("panel")["seats"]
    seats[2] = {"seat": "member", "capacity": "elder", "unrelated": True} | same
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("panel", seats=seats), "PANEL_CONFLICT", ART_15,
               said=f"{same['name']}是本案")  # fmt: skip


def test_a_surname_proves_nothing_and_a_name_asks_for_a_word(hearing):
    hearing.propose().until("panel")
    seats = hearing.lists("panel")["seats"]
    by_hand = {"seat": "member", "capacity": "elder", "unrelated": True}
    seats[2], seats[3] = by_hand | {"name": "李大爷"}, by_hand | {"name": "王强"}
    with unchanged(hearing.pk):
        told = problem(hearing.hold("panel", seats=seats), 422, "PANEL_DOUBT")
        assert "王强与本案当事人" in told["detail"] and "李大爷" not in told["detail"]
    word = [{"code": "PANEL_DOUBT", "reason": "经核对证件，系邻村同名人员"}]
    created(hearing.hold("panel", seats=seats, acknowledged=word))


def test_an_objection_waits_for_somebody_else_than_the_host_and_the_panel_stays_odd(
    hearing, lawyer
):
    hearing.propose().until("opening")
    member, applicant = hearing.seats()[0], hearing.parties[1]["id"]
    asked = created(hearing.send("objections", {
        "seat": member["id"], "applicant": applicant, "reason": "曾为对方代理诉讼",
    }))  # fmt: skip
    objection = next(o for s in asked["seats"] for o in s["objections"])["id"]
    fit = {"seat": "member", "name": "郑老师", "capacity": "elder", "unrelated": True}
    decision = {"objection": objection, "granted": True, "reason": "情况属实"}
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("opening"), "OBJECTION_PENDING", ART_15, said="钱所长")
        twice = {"seat": member["id"], "applicant": applicant, "reason": "同上"}
        refuse(hearing, hearing.send("objections", twice), "OBJECTION_PENDING")
        own = hearing.send("objections/decide", decision | {"replacement": fit})
        refuse(hearing, own, "OBJECTION_SELF_DECISION", ART_15)
        refuse(hearing, hearing.send("objections/decide", decision, by=lawyer), "PANEL_INVALID")
    replaced = done(hearing.send("objections/decide", decision | {"replacement": fit}, by=lawyer))

    assert sorted(s["name"] for s in replaced["seats"] if s["seat"] == "member" and not s["left_on"]) == [
        "周委员", "孙代表", "郑老师",
    ]  # fmt: skip
    assert "钱所长" in [
        s["name"] for s in replaced["seats"] if s["left_reason"] == "回避：情况属实"
    ]
    created(hearing.hold("opening"))


def test_an_objection_may_be_turned_down_with_a_reason(hearing, lawyer):
    hearing.propose().until("notice")
    asked = created(hearing.send("objections", {
        "seat": hearing.seats()[0]["id"], "applicant": hearing.parties[1]["id"], "reason": "面生",
    }))  # fmt: skip
    objection = next(o for s in asked["seats"] for o in s["objections"])["id"]
    body = {"objection": objection, "granted": False, "reason": "没有法定或者约定的回避情形"}
    kept = done(hearing.send("objections/decide", body, by=lawyer))
    assert len(hearing.seats()) == 3
    assert kept["seats"][2]["objections"][0]["granted"] is False
    with unchanged(hearing.pk):
        refuse(
            hearing, hearing.send("objections/decide", body, by=lawyer), "WRONG_STATE", status=409
        )


def test_everybody_is_called_by_name_and_an_absent_member_is_replaced_first(hearing):
    hearing.propose().until("opening")
    roll, member = hearing.lists("opening")["attendance"], hearing.seats()[0]
    away = [row | ({"attended": False, "absence": "住院"} if row.get("seat") == member["id"] else {})
            for row in roll]  # fmt: skip
    with unchanged(hearing.pk):
        refuse(hearing, hearing.hold("opening", attendance=roll[1:]), "HEARING_ATTENDANCE_MISSING",
               said="李明")  # fmt: skip
        silent = [row | {"absence": ""} for row in away]
        refuse(hearing, hearing.hold("opening", attendance=silent), "HEARING_ABSENCE_UNEXPLAINED")
        refuse(hearing, hearing.hold("opening", attendance=away), "HEARING_QUORUM_MISSING",
               said="钱所长未到场")  # fmt: skip
    other = {"seat": "member", "name": "郑老师", "capacity": "elder", "unrelated": True}
    leaving = [{"seat": member["id"], "reason": "住院"}]
    with unchanged(hearing.pk):
        refuse(hearing, hearing.send("panel", {"leaving": leaving}), "PANEL_INVALID")
    done(hearing.send("panel", {"leaving": leaving, "joining": [other]}))
    created(hearing.hold("opening"))
    created(hearing.hold("statements"))
    with unchanged(hearing.pk):
        late = {"leaving": [{"seat": hearing.seats()[0]["id"], "reason": "有事"}],
                "joining": [other | {"name": "冯老师"}]}  # fmt: skip
        refuse(hearing, hearing.send("panel", late), "PANEL_CHANGED_LATE")


def test_the_pool_is_kept_by_chiefs_and_legal_officers_of_the_unit_or_above(
    api, clerk, chief, stranger
):
    (member, *_) = fill_pool(api)
    here = f"{POOL}{member['id']}/"
    assert member["phone"] == "137****0001"
    problem(clerk.post(POOL, {"name": "甲某", "capacity": "elder"}), 403, "ROLE_FORBIDDEN")
    problem(Api(stranger).get(here), 404, "NOT_FOUND")
    county = Api(make_officer(chief.unit.parent, Role.CHIEF))
    whole = created(county.post(POOL, {"name": "县律师", "capacity": "lawyer"}))
    problem(api.patch(f"{POOL}{whole['id']}/", {"is_active": False}, api.tag(f"{POOL}{whole['id']}/")),
            404, "NOT_FOUND")  # fmt: skip
    listed = done(api.get(POOL, {"capacity": "lawyer"}))["results"]
    assert [m["name"] for m in listed] == ["县律师"]
    assert [m["name"] for m in done(api.get(POOL, {"kind": "land"}))["results"]] == ["钱所长"]
    tag = api.tag(here)
    problem(api.patch(here, {"is_active": False}), 428, "PRECONDITION_REQUIRED")
    assert done(api.patch(here, {"is_active": False}, tag))["is_active"] is False
    problem(api.patch(here, {"is_active": True}, tag), 412, "OUTDATED")
    problem(api.post(POOL, {"name": "甲某", "capacity": "elder", "id_number": "1"}), 400, "INVALID")


def test_a_stage_needs_the_tag_of_the_hearing(hearing):
    hearing.propose()
    body = {"stage": "initiation", "record": RECORDS["initiation"]}
    with unchanged(hearing.pk):
        problem(hearing.chief.post(f"{hearing.here}stages/", body), 428, "PRECONDITION_REQUIRED")
