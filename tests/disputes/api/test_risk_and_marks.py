"""Risk and marks over HTTP."""

from __future__ import annotations

import json

import pytest

from disputes.choices import Role
from disputes.models import AuditEvent, Dispute, PartyMark, RiskAssessment
from tests.disputes.api.asking import LIST, Api, created, done, one, problem
from tests.factories import make_case, make_chief, make_officer

pytestmark = pytest.mark.django_db

# --- risk


def test_a_suggestion_explains_itself_and_stores_nothing(api, chief):
    dispute = make_case("accepted", chief, domestic_violence=True)
    here = one(dispute, "risk-suggestion/")

    plain = done(api.get(here))
    ticked = done(api.post(here, {"factors": ["threats"]}))

    assert (plain["score"], plain["level"], plain["level_name"]) == (20, "yellow", "黄色（中）")
    assert (ticked["score"], ticked["level"]) == (45, "orange")
    assert ticked["factors"][0] == {
        "code": "threats", "name": "扬言报复或者采取极端行为", "points": 25, "by_case": False,
    }  # fmt: skip
    assert "合计45分，建议橙色（较高）" in ticked["explanation"]
    assert not RiskAssessment.objects.exists()
    assert Dispute.objects.get().version == dispute.version
    problem(api.post(here, {"factors": ["nonsense"]}), 422, "RISK_FACTOR_UNKNOWN")


def test_an_officer_decides_with_a_leader_and_with_a_reason_where_the_score_says_more(api, chief):
    dispute = make_case("accepted", chief, domestic_violence=True)
    here = one(dispute, "risk-assessments/")
    body = {"level": "blue", "basis": "已经分居", "factors": ["drink"]}

    refusal = problem(api.post(here, body), 422, "RISK_BELOW_SUGGESTION")
    assert "评分30分" in refusal["detail"]
    reasons = [{"code": "RISK_BELOW_SUGGESTION", "reason": "已无接触"}]
    below = created(api.post(here, body | {"acknowledged": reasons}))
    assert (below["level"], below["suggested"], below["score"]) == ("blue", "yellow", 30)

    problem(api.post(here, {"level": "red", "basis": "扬言报复"}), 422, "LEADER_REQUIRED")
    high = created(api.post(here, {"level": "red", "basis": "扬言报复", "leader": chief.pk}))
    assert (high["leader"], high["leader_name"]) == (chief.pk, chief.name)
    assert [row["level"] for row in done(api.get(one(dispute)))["risk_assessments"]] == [
        "blue", "red",
    ]  # fmt: skip


def test_a_leader_from_beside_does_not_exist(api, chief, stranger):
    dispute = make_case("accepted", chief)
    body = {"level": "red", "basis": "扬言报复", "leader": stranger.pk}
    refusal = problem(api.post(one(dispute, "risk-assessments/"), body), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == ["leader"]


# --- marks


@pytest.fixture
def marked(api, chief):
    dispute = make_case("accepted", chief)
    party = dispute.parties.first()
    here = one(dispute, f"parties/{party.pk}/marks/")
    answer = api.post(here, {"kind": "lost_mind", "basis": "近期就诊记录"})
    assert created(answer)["kind_name"] == "精神失常"
    assert answer["Cache-Control"] == "no-store"
    return dispute, here


def test_marks_stand_neither_in_the_list_nor_in_the_detail_nor_in_the_history(marked, api):
    dispute, _ = marked
    party = dispute.parties.first()
    places = (LIST, one(dispute), one(dispute, "events/"), one(dispute, f"parties/{party.pk}/"))
    for place in places:
        text = json.dumps(done(api.get(place)), ensure_ascii=False)
        assert "lost_mind" not in text and "精神失常" not in text and "就诊" not in text, place


def test_marks_are_read_with_a_purpose_and_every_read_is_accounted_for(marked, api):
    _, here = marked
    problem(api.post(f"{here}reveal/", {}), 422, "PURPOSE_MISSING")
    assert not AuditEvent.objects.filter(action="read_marks").exists()

    answer = api.post(f"{here}reveal/", {"purpose": "上门走访前了解情况"})

    (row,) = done(answer)
    assert (row["kind"], row["group"], row["basis"]) == ("lost_mind", "六失人员", "近期就诊记录")
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEvent.objects.get(action="read_marks")
    assert (entry.purpose, entry.actor) == ("上门走访前了解情况", api.officer)


def test_marks_are_open_to_the_responsible_unit_only(marked, stranger, chief):
    _, here = marked
    body = {"purpose": "了解"}
    problem(Api(stranger).post(f"{here}reveal/", body), 404, "NOT_FOUND")
    for somebody in (make_chief(chief.unit.parent), make_officer(chief.unit, Role.LEGAL)):
        refusal = problem(Api(somebody).post(f"{here}reveal/", body), 422, "MARK_ACCESS")
        assert refusal["statutes"]
    assert len(done(Api(make_officer(chief.unit)).post(f"{here}reveal/", body))) == 1


def test_a_mark_is_taken_off_with_a_reason(marked, api):
    _, here = marked
    gone = done(api.post(f"{here}remove/", {"kind": "lost_mind", "reason": "误标"}))
    assert gone["removal_reason"] == "误标"
    problem(api.post(f"{here}remove/", {"kind": "lost_mind", "reason": "误标"}), 409, "WRONG_STATE")
    assert PartyMark.objects.get().removed_on is not None
