"""The law of a security case over HTTP: finding, evidence, appraisal, recusal, notices, letters."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.choices import Role, State, Track
from disputes.models import Dispute, Recusal, WarningDecision
from tests.disputes.api.asking import LIST, Api, created, done, one, problem
from tests.factories import DAY, NOW, act, make_case, make_chief, make_officer

pytestmark = pytest.mark.django_db
TODAY = NOW.date().isoformat()
BRAWL = {
    "track": "security_case", "kind": "injury.fight", "source": "alarm_110",
    "summary": "双方因停车推搡，一方面部轻微受伤",
    "parties": [
        {"role": "victim", "name": "李明", "born_on": "1980-01-01"},
        {"role": "suspect", "name": "王强", "adult_confirmed": True},
    ],
}  # fmt: skip
FINDING = {
    "offence": "beating", "minor_circumstances": True, "ground": "acquaintance",
    "basis": "双方陈述和监控录像一致",
}  # fmt: skip


@pytest.fixture
def brawl(api):
    """The key of an accepted security case."""
    pk = created(api.post(LIST, BRAWL))["id"]
    done(api.step(pk, "accept"))
    return pk


def session(api, pk, **fields):
    parties = done(api.get(one(pk)))["parties"]
    return api.post(one(pk, "sessions/"), {
        "mode": "ordinary", "place": "调解室", "facts_found": "推搡属实", "in_case_area": True,
        "recording": "录-1", "participants": [
            {"party": p["id"], "consented": True} for p in parties
        ], **fields,
    })  # fmt: skip


def test_a_security_case_is_established_before_it_is_mediated(api, brawl):
    refusal = problem(session(api, brawl), 422, "NOT_SECURITY_CASE")
    assert "《公安机关办理行政案件程序规定》第一百七十八条" in refusal["statutes"]
    found = created(api.post(one(brawl, "findings/"), FINDING))
    assert (found["offence"], found["found_on"], found["exclusions"]) == ("beating", TODAY, [])

    problem(session(api, brawl), 422, "FACTS_NOT_ESTABLISHED")
    item = {"kind": "av", "title": "监控录像"}
    assert created(api.post(one(brawl, "evidence/"), item))["title"] == "监控录像"

    asked = created(api.post(one(brawl, "appraisals/"), {
        "subject": "injury", "organisation": "物证鉴定室",
    }))  # fmt: skip
    problem(session(api, brawl), 422, "APPRAISAL_PENDING")
    here = one(brawl, f"appraisals/{asked['id']}/")
    result = done(api.post(f"{here}result/", {"result": "slight"}, api.tag(here)))
    assert (result["result"], result["version"]) == ("slight", 2)

    held = created(session(api, brawl))
    assert (held["track"], held["in_case_area"]) == ("security_case", True)
    whole = done(api.get(one(brawl)))
    counts = {name: len(whole[name]) for name in ("findings", "evidence", "appraisals")}
    assert counts == {"findings": 1, "evidence": 1, "appraisals": 1}


def test_a_refusal_on_the_way_ends_the_mediation(api, brawl):
    created(api.post(one(brawl, "findings/"), FINDING))
    created(api.post(one(brawl, "evidence/"), {"kind": "statement", "title": "询问笔录"}))
    held = created(session(api, brawl))
    here = one(brawl, f"sessions/{held['id']}/")
    body = {"party": held["participants"][0]["party"], "reason": "要求依法处罚"}

    ended = done(api.post(f"{here}refusals/", body, api.tag(here)))

    assert ended["outcome"] == "not_agreed"
    assert [p["consented"] for p in ended["participants"]] == [False, True]
    problem(session(api, brawl, second_reason="police"), 422, "PARTY_REFUSED")
    gone = api.step(brawl, "convert", reason="拒绝调解", convert_to="penalty", ground="refused")
    assert done(gone)["state"] == "converted"


def test_exclusions_are_found_and_not_said_in_passing(api, brawl):
    created(api.post(one(brawl, "findings/"), FINDING | {"exclusions": ["gang_fight"]}))
    problem(session(api, brawl), 422, "EXCLUDED_CIRCUMSTANCE")
    answer = problem(session(api, brawl, exclusions=[]), 400, "INVALID")
    assert [e["code"] for e in answer["errors"]] == ["UNKNOWN_FIELD"]
    wrong = api.post(one(brawl, "findings/"), FINDING | {"exclusions": ["boredom"]})
    problem(wrong, 400, "INVALID")


def test_a_recusal_is_asked_for_and_decided_by_somebody_else(api, chief, brawl):
    body = {"officer": chief.pk, "ground": "interest", "statement": "系被侵害人表兄"}
    asked = created(api.post(one(brawl, "recusals/"), body))
    here = one(brawl, f"recusals/{asked['id']}/")
    decision = {"granted": True, "reason": "属实"}
    problem(api.post(f"{here}decide/", decision), 428, "PRECONDITION_REQUIRED")
    problem(api.post(f"{here}decide/", decision, api.tag(here)), 422, "RECUSAL_SELF_DECISION")

    superior = Api(make_chief(chief.unit.parent))
    stale = api.tag(here)
    decided = done(superior.post(f"{here}decide/", decision, stale))

    assert (decided["granted"], decided["decided_by_name"]) == (True, superior.officer.name)
    problem(superior.post(f"{here}decide/", decision, stale), 412, "OUTDATED")
    assert done(api.get(one(brawl)))["recusals"][0]["officer_name"] == chief.name


def test_only_officers_of_the_own_unit_are_asked_to_stand_back(api, brawl, stranger):
    body = {"officer": stranger.pk, "ground": "interest", "statement": "亲属"}
    refusal = problem(api.post(one(brawl, "recusals/"), body), 400, "INVALID")
    assert [e["field"] for e in refusal["errors"]] == ["officer"]
    assert not Recusal.objects.exists()


def test_a_recusal_is_decided_by_a_chief(api, chief, brawl):
    officer = Api(make_officer(chief.unit, Role.OFFICER))
    body = {"officer": officer.officer.pk, "ground": "interest", "statement": "亲属"}
    asked = created(officer.post(one(brawl, "recusals/"), body))
    here = one(brawl, f"recusals/{asked['id']}/")
    answer = officer.post(f"{here}decide/", {"granted": False, "reason": "无"}, api.tag(here))
    problem(answer, 422, "ROLE_FORBIDDEN")


def test_a_quarrel_is_passed_on_after_the_notice(api):
    pk = created(api.post(LIST, {
        "track": "civil", "kind": "debt.loan", "source": "walk_in", "summary": "借款未还",
    }))["id"]  # fmt: skip
    letter = {
        "receiver": "judicial_office", "receiver_name": "司法所", "channel": "letter",
        "reason": "宜由人民调解",
    }  # fmt: skip
    refusal = problem(api.post(one(pk, "referrals/"), letter), 422, "CIVIL_DISPUTE_MUST_INFORM")
    assert refusal["statutes"] == ["《公安机关办理行政案件程序规定》第一百七十八条第二款"]
    told = created(api.post(one(pk, "notices/"), {"about": "civil_remedies", "method": "phone"}))
    assert told["told_on"] == TODAY
    created(api.post(one(pk, "referrals/"), letter))


def test_domestic_violence_waits_for_the_decision_about_the_letter(api, chief):
    dispute = make_case(State.ACCEPTED, chief, domestic_violence=True)
    problem(api.step(dispute, "reconcile", reason="和好"), 422, "DV_WARNING_DECISION")
    letter = {"issued": True, "reason": "多次殴打"}
    problem(api.post(one(dispute, "warning-decisions/"), letter), 422, "WARNING_INCOMPLETE")
    letter |= {
        "perpetrator": dispute.parties.last().pk, "delivered_on": TODAY,
        "committee_told_on": TODAY,
    }  # fmt: skip
    assert created(api.post(one(dispute, "warning-decisions/"), letter))["issued"]
    assert done(api.step(dispute, "reconcile", reason="和好"))["state"] == "closed"
    assert WarningDecision.objects.get().decided_by == chief


def test_a_case_changes_its_track(api, chief):
    dispute = make_case(State.ACCEPTED, chief)
    problem(
        api.step(dispute, "change_track", reason="系交通事故", track="traffic"),
        422, "TRAFFIC_APPLICATION_MISSING",
    )  # fmt: skip
    papers = {
        "determined_on": TODAY, "applied_on": TODAY, "applied_by_all": True, "track": "traffic",
    }  # fmt: skip
    changed = done(api.step(dispute, "change_track", reason="系交通事故", **papers))
    assert (changed["track"], changed["state"]) == ("traffic", "accepted")
    assert Dispute.objects.get().track == Track.TRAFFIC


def test_the_whole_case_is_read_with_as_many_queries_however_much_there_is(api, chief):
    dispute = make_case(State.ACCEPTED, chief, track=Track.SECURITY_CASE)
    done(api.get(one(dispute)))  # what is read once for the process
    needed = []
    for _ in range(2):
        for action in ("find", "add_evidence", "notify", "request_appraisal"):
            act(dispute, action, chief, DAY)
        act(dispute, "request_recusal", chief, DAY, officer=make_officer(chief.unit))
        act(dispute, "decide_recusal", chief, DAY)
        with CaptureQueriesContext(connection) as captured:
            done(api.get(one(dispute)))
        needed.append(len(captured))
    assert needed[0] == needed[1]
