"""Whole cases over HTTP and nothing else, as a station's client would take them."""

import pytest

from disputes.models import DisputeEvent
from tests.disputes.api.asking import LIST, created, done, one
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date().isoformat()
NEIGHBOURS = {
    "track": "civil",
    "kind": "neighbour.neighbour_water",
    "source": "walk_in",
    "summary": "楼上卫生间漏水，双方就赔偿发生争执",
    "amount": "800.00",
    "parties": [
        {"role": "applicant", "name": "李明", "id_number": "11010519491231002x"},
        {
            "role": "respondent",
            "name": "欧阳修远",
            "phone": "138 0000 0000",
            "adult_confirmed": True,
        },
    ],
}


def consents(parties):
    return [{"party": party["id"], "consented": True} for party in parties]


def agreement(first, second, **fields):
    """What the parties of a civil dispute agree on before the people's mediation committee."""
    return {
        "form": "peoples",
        "facts": "卫生间漏水损坏楼下天花板",
        "issues": "赔偿数额",
        "responsibility": "楼上住户负全部责任",
        "content": "一次性赔偿八百元",
        "mediator": "赵六",
        "obligations": [
            {"type": "money", "debtor": second["id"], "creditor": first["id"],
             "content": "赔偿损失", "method": "现金", "amount": "800", "due_on": TODAY},
        ],
        "signatures": [
            *({"signer": "party", "party": p["id"], "name": p["name"]} for p in (first, second)),
            {"signer": "mediator"},
            {"signer": "seal", "name": "幸福村人民调解委员会"},
        ],
        **fields,
    }  # fmt: skip


def test_a_civil_dispute_from_the_counter_to_the_follow_up(api):
    registered = created(api.post(LIST, NEIGHBOURS))
    pk = registered["id"]
    assert (registered["state"], registered["party_names"]) == ("registered", ["李*", "欧阳*"])

    assert done(api.step(pk, "accept"))["state"] == "accepted"
    first, second = done(api.get(one(pk)))["parties"]
    held = created(api.post(one(pk, "sessions/"), {
        "mode": "ordinary", "place": "驻所调解室", "facts_found": "漏水属实",
        "participants": consents([first, second]),
    }))  # fmt: skip
    assert held["dispute"]["state"] == "mediating"

    drafted = created(api.post(one(pk, "agreements/"), agreement(first, second)))
    assert drafted["effective_on"] is None
    agreed = done(api.step(pk, "agree"))
    assert (agreed["state"], agreed["resolved_on"]) == ("agreed", TODAY)

    obligation = drafted["obligations"][0]["id"]
    paid = api.post(
        one(pk, "performances/"), {"obligation": obligation, "proof": "收条"}, api.tag(one(pk))
    )
    assert created(paid)["fulfilled_on"] == TODAY
    assert paid.json()["dispute"]["state"] == "fulfilled"

    visit = created(api.post(one(pk, "follow-ups/"), {
        "method": "phone", "visited": "李明", "performed": True, "satisfaction": "very",
    }))  # fmt: skip
    assert visit["satisfaction"] == "very"
    assert done(api.step(pk, "close"))["state"] == "closed"

    case = done(api.get(one(pk)))
    assert case["sessions"][0]["outcome"] == "agreed"
    assert case["agreements"][0]["obligations"][0]["proof"] == "收条"
    assert [event["seq"] for event in done(api.get(one(pk, "events/")))["results"]] == list(
        range(1, case["version"] + 1)
    )


def test_a_security_case_on_the_spot(api):
    registered = created(api.post(LIST, NEIGHBOURS | {
        "track": "security_case", "kind": "injury.fight", "source": "alarm_110",
        "parties": [
            {"role": "victim", "name": "李明", "adult_confirmed": True},
            {"role": "suspect", "name": "王强", "adult_confirmed": True},
        ],
    }))  # fmt: skip
    pk = registered["id"]
    first, second = done(api.get(one(pk)))["parties"]
    shown = dict.fromkeys(("shows_parties", "shows_facts", "shows_content"), True)
    recorded = {"form": "on_the_spot", "recording": "执法记录仪0001", **shown}
    settled = agreement(first, second, **recorded)
    spot = {
        "minor": True, "facts_clear": True, "loss_undisputed": True, "performed_now": True,
        "proof": "当场支付，录像为证",
        "finding": {
            "offence": "beating", "minor_circumstances": True, "ground": "acquaintance",
            "basis": "现场录像",
        },
        "evidence": [{"kind": "av", "title": "执法记录仪录像"}],
        "session": {
            "place": "案发现场", "facts_found": "因停车推搡", "recording": "执法记录仪0001",
            "in_case_area": True,
            "participants": consents([first, second]),
        },
        "agreement": {k: v for k, v in settled.items() if k != "signatures"},
    }  # fmt: skip

    answer = created(api.post(one(pk, "on-the-spot/"), spot))

    assert (answer["mode"], answer["outcome"]) == ("on_the_spot", "agreed")
    assert answer["dispute"]["state"] == "fulfilled"
    case = done(api.get(one(pk)))
    assert case["resolved_on"] == case["agreements"][0]["fulfilled_on"] == TODAY
    changes = DisputeEvent.objects.filter(dispute=pk).values_list("change", flat=True)
    assert sum(changes) == 1


def test_a_case_is_referred_answered_and_resolved_by_the_receiver(api):
    pk = created(api.post(LIST, NEIGHBOURS))["id"]
    created(api.post(one(pk, "notices/"), {"about": "civil_remedies", "method": "in_person"}))
    sent = created(api.post(one(pk, "referrals/"), {
        "receiver": "governance_centre", "receiver_name": "西峰区综治中心",
        "channel": "letter", "reason": "需多部门处理",
    }))  # fmt: skip
    here = one(pk, f"referrals/{sent['id']}/")
    assert done(api.get(one(pk)))["state"] == "registered"

    done(api.post(f"{here}receive/", {"received_by": "钱主任"}, api.tag(here)))
    answered = done(api.post(
        f"{here}answer/", {"answer": "已调处", "resolved": True}, api.tag(here)
    ))  # fmt: skip

    assert answered["resolved_on"] == TODAY
    assert (answered["dispute"]["state"], answered["dispute"]["resolved_on"]) == ("closed", TODAY)


def test_a_relapse_and_a_new_agreement_count_once_at_the_end(api):
    pk = created(api.post(LIST, NEIGHBOURS))["id"]
    done(api.step(pk, "accept"))
    done(api.step(pk, "reconcile", reason="双方握手言和"))
    back = done(api.step(pk, "relapse", reason="又起争执"))

    assert (back["state"], back["resolved_on"], back["relapse_count"]) == ("accepted", None, 1)
