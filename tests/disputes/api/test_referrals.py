"""Referrals over HTTP: the list of silence, the letter, reminders, and who may see what."""

from __future__ import annotations

from datetime import date

import pytest

from disputes import clock
from disputes.models import AuditEvent, Party, Referral
from disputes.services import audit
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.api.test_reading import statements
from tests.disputes.refusing import everything_about
from tests.factories import DAY, act, days, make_case, make_chief, make_officer

pytestmark = pytest.mark.django_db
ALL = "/api/v1/referrals/"
ID, PHONE = "11010519491231002X", "13800138000"


@pytest.fixture
def dispute(chief):
    return make_case("accepted", chief, summary=f"周芳（{ID}，电话{PHONE}）称王强漏水")


@pytest.fixture
def letter(dispute, chief):
    act(dispute, "refer", chief, DAY)
    return Referral.objects.get()


def here(letter, rest="", **query):
    return one(letter.dispute_id, f"referrals/{letter.pk}/{rest}")


def post(api, letter, rest, **body):
    return api.post(here(letter, rest), body, api.tag(here(letter)))


def test_a_transfer_from_the_letter_to_the_return(api, dispute):
    sent = created(api.post(one(dispute, "referrals/"), {
        "kind": "transfer", "receiver": "other_police", "receiver_name": "邻县公安局",
        "channel": "letter", "reason": "属邻县管辖",
    }))  # fmt: skip
    assert (sent["kind"], sent["standing"], sent["silent_days"]) == ("transfer", "sent", 0)
    letter = Referral.objects.get()
    signed = done(post(api, letter, "receive/", received_by="钱主任"))
    assert (signed["standing_name"], signed["dispute"]["state"]) == ("已签收未反馈", "closed")
    back = done(post(api, letter, "return/", reason="不属我县"))
    assert (back["standing"], back["silent_days"]) == ("returned", None)
    assert back["dispute"]["state"] == "accepted"


def test_reminders_and_a_withdrawal_are_read_back(api, letter):
    reminded = done(post(api, letter, "remind/"))
    assert (reminded["reminders"], reminded["reminded_on"]) == (1, str(clock.today()))
    tag = api.tag(here(letter))
    gone = done(api.post(here(letter, "withdraw/"), {"reason": "已自行化解"}, tag))
    assert (gone["standing"], gone["withdrawal_reason"]) == ("withdrawn", "已自行化解")
    late = {"answer": "已化解", "resolved": True}
    problem(api.post(here(letter, "answer/"), late, tag), 412, "OUTDATED")
    told = problem(api.post(here(letter, "answer/"), late, api.tag(here(letter))), 409,
                   "REFERRAL_OVER")  # fmt: skip
    assert "已撤回" in told["detail"]


# --- the list


@pytest.fixture
def letters(chief):
    """Five letters of five cases, one of each standing, sent on five days."""
    made = {}
    ends = {"sent": (), "received": ("receive",), "returned": ("return",),
            "withdrawn": ("withdraw_referral",), "answered": ("answer",)}  # fmt: skip
    for n, (standing, steps) in enumerate(ends.items()):
        case = make_case("accepted", chief)
        for action in ("refer", *steps):
            act(case, action, chief, days(n))
        made[standing] = case.referrals.get()
    return made


@pytest.mark.parametrize(("query", "found"), [
    ({}, "answered withdrawn returned received sent"),
    ({"standing": "sent"}, "sent"),
    ({"standing": ["sent", "received"]}, "received sent"),
    ({"standing": "answered"}, "answered"),
    ({"standing": "returned"}, "returned"),
    ({"standing": "withdrawn"}, "withdrawn"),
    ({"older_than": 120}, "sent"),
    ({"older_than": 119}, "received sent"),
    ({"older_than": 121}, ""),
    ({"receiver": "court"}, ""),
    ({"receiver": "governance_centre", "kind": "refer", "standing": "sent"}, "sent"),
    ({"kind": "transfer"}, ""),
])  # fmt: skip
def test_filters_narrow_the_list_newest_first(query, found, letters, api):
    assert clock.today() - DAY == date(2026, 6, 30) - date(2026, 3, 2)  # 120 days
    rows = done(api.get(ALL, query))["results"]
    assert [row["id"] for row in rows] == [letters[name].pk for name in found.split()]


def test_a_row_says_whose_case_it_is_and_how_long_it_has_been_silent(letters, api):
    row = done(api.get(ALL, {"standing": "sent"}))["results"][0]
    sent = letters["sent"]
    assert row["dispute_number"] == sent.dispute.number
    assert (row["unit_name"], row["dispute_state"]) == (sent.unit.name, "accepted")
    assert (row["silent_days"], row["reminders"], row["reminded_on"]) == (120, 0, None)


def test_pages_follow_each_other(letters, api):
    first = done(api.get(ALL, {"page_size": 3}))
    second = done(api.get(ALL, {"page_size": 3, "cursor": first["next"]}))
    assert [r["id"] for r in first["results"] + second["results"]] == [
        letters[name].pk for name in ("answered", "withdrawn", "returned", "received", "sent")
    ]
    assert second["next"] is None


def test_each_sees_the_letters_of_the_own_unit_and_below(letters, chief, stranger):
    make_case("accepted", stranger)
    county = Api(make_chief(chief.unit.parent))
    assert len(done(county.get(ALL))["results"]) == 5
    assert len(done(county.get(ALL, {"unit": chief.unit.pk}))["results"]) == 5
    assert done(county.get(ALL, {"unit": stranger.unit.pk}))["results"] == []
    assert done(Api(stranger).get(ALL))["results"] == []
    problem(Api(stranger).get(ALL, {"unit": chief.unit.pk}), 400, "INVALID")
    assert done(Api(make_officer(chief.unit, "system_admin")).get(ALL))["results"] == []


def test_the_list_costs_the_same_for_few_and_for_many(letters, chief, api):
    few = statements(api, ALL)
    for n in range(5):
        act(make_case("accepted", chief), "refer", chief, days(n))
    assert statements(api, ALL) == few <= 5


@pytest.mark.parametrize("query", [{"standing": "lost"}, {"older_than": -1}, {"receiver": "x"},
                                   {"days": 3}, {"cursor": "?"}])  # fmt: skip
def test_a_filter_that_means_nothing_is_refused(query, api):
    problem(api.get(ALL, query), 400, "INVALID")


# --- the letter


@pytest.fixture
def named(dispute, chief, letter):
    """The case with people whose numbers are known."""
    person = Party.objects.filter(dispute=dispute).first()
    person.name, person.id_number, person.phone = "周芳", ID, PHONE
    person.save()
    act(dispute, "assess_risk", chief, days(1))
    return letter


def test_the_letter_says_what_the_receiver_needs_and_no_more(api, named, dispute, chief):
    answer = api.get(here(named, "letter/"))
    told = done(answer)
    assert (told["number"], told["to"]) == (named.number, "第1综治中心")
    assert (told["dispute_number"], told["reason"]) == (dispute.number, named.reason)
    assert told["summary"] == "周*（******，电话******）称王*漏水"
    assert told["parties"] == [
        {"role_name": "申请人", "name": "周*", "phone": ""},
        {"role_name": "被申请人", "name": "王*", "phone": ""},
    ]
    assert told["risk_level"] == "黄色（中）"
    assert told["done"][-1] == "2026-03-02 移交"
    assert told["contact"]["unit_name"] == chief.unit.name
    for secret in (ID, PHONE, "周芳", "王强"):
        assert secret not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_phones_are_given_only_to_a_body_that_will_call(api, named):
    told = done(api.get(here(named, "letter/"), {"purpose": "contact"}))
    assert [p["phone"] for p in told["parties"]] == [PHONE, ""]
    problem(api.get(here(named, "letter/"), {"purpose": "curiosity"}), 400, "INVALID")


def test_each_disclosure_is_accounted_for_with_receiver_purpose_and_fields(api, named, chief):
    done(api.get(here(named, "letter/")))
    done(api.get(here(named, "letter/"), {"purpose": "contact"}))
    plain, call = AuditEvent.objects.filter(action="disclose_referral").order_by("pk")
    assert (plain.actor, plain.target) == (chief, f"referral:{named.pk}")
    assert (plain.purpose, call.purpose) == ("协同化解纠纷", "接收单位直接联系当事人")
    assert plain.details["receiver_name"] == "第1综治中心"
    assert plain.details["fields"] == [
        "parties.name", "parties.role_name", "reason", "summary",
    ]  # fmt: skip
    assert "parties.phone" in call.details["fields"]
    assert PHONE not in str(call.details)
    assert audit.broken_links() == []


def test_a_letter_of_another_station_does_not_exist_and_is_not_accounted_for(named, stranger):
    before = everything_about(named.dispute)
    problem(Api(stranger).get(here(named, "letter/")), 404, "NOT_FOUND")
    assert not AuditEvent.objects.exists()
    assert everything_about(named.dispute) == before


# --- joint handling


def test_the_bodies_that_help_are_named_once_each(api, dispute, chief, letter):
    act(dispute, "refer", chief, DAY)
    Referral.objects.filter(pk=letter.pk).update(receiver_name="司法所")
    people = [{"party": p.pk, "consented": True} for p in dispute.parties.all()]
    meeting = {"mode": "joint", "place": "调解室", "facts_found": "属实", "participants": people,
               "in_case_area": True, "recording": "录-1"}  # fmt: skip
    person = {"name": "孙所长", "capacity": "所长"}
    problem(api.post(one(dispute, "sessions/"), meeting | {"guests": [person]}), 422,
            "JOINT_WITHOUT_PARTNER")  # fmt: skip
    guests = [person | {"organisation": "司法所"}, person | {"organisation": "某律师事务所"}]
    created(api.post(one(dispute, "sessions/"), meeting | {"guests": guests}))

    assert done(api.get(one(dispute)))["partners"] == ["司法所", "第2综治中心", "某律师事务所"]
