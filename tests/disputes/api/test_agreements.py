"""Agreements over HTTP: payments in parts, waivers, new versions, courts, a hundred parties."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.models import Agreement, Dispute, Obligation, Performance
from tests.disputes.api.asking import LIST, Api, created, done, one, problem
from tests.disputes.api.test_walk import NEIGHBOURS, agreement
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about
from tests.factories import NOW, make_case

pytestmark = pytest.mark.django_db
TODAY = NOW.date().isoformat()


@pytest.fixture
def case(api, chief):
    """A case whose parties agreed today: 100 yuan, to be paid by today."""
    dispute = make_case("agreed", chief, day=NOW.date())
    return done(api.get(one(dispute)))


def owed(case):
    return case["agreements"][-1]["obligations"][0]


def pay(api, case, **fields):
    body = {"obligation": owed(case)["id"], "proof": "收条", **fields}
    return api.post(one(case["id"], "performances/"), body, api.tag(one(case["id"])))


def test_a_sum_is_paid_in_parts_and_the_rest_waived(api, case):
    here = one(case["id"])
    part = created(pay(api, case, amount="33.35"))
    assert (part["fulfilled_on"], part["dispute"]["state"]) == (None, "agreed")
    paid = part["obligations"][0]["performances"]
    assert [(row["amount"], row["performed_on"]) for row in paid] == [("33.35", TODAY)]

    refusal = problem(pay(api, case, amount="66.66"), 422, "OVERPAID")
    assert refusal["detail"] == "超过尚未履行的金额66.65元"
    waiver = {
        "obligation": owed(case)["id"], "reason": "念及邻里情分", "consent": "声明1",
        "signer": "party", "name": "李明",
    }  # fmt: skip
    rest = created(api.post(one(case["id"], "waivers/"), waiver, api.tag(here)))

    assert (rest["fulfilled_on"], rest["has_waiver"]) == (TODAY, True)
    assert (rest["obligations"][0]["waived_on"], rest["dispute"]["state"]) == (TODAY, "fulfilled")
    shown = done(api.get(here))["agreements"][0]["obligations"][0]
    assert (shown["fulfilled_on"], shown["waiver_consent"]) == (None, "声明1")
    assert len(shown["performances"]) == 1


@pytest.mark.parametrize(("amount", "code"), [
    ("0", "MONEY_NOT_POSITIVE"), ("-1", "MONEY_NEGATIVE"), ("0.001", "MONEY_PLACES"),
    ("abc", "MONEY_FORMAT"),
])  # fmt: skip
def test_an_impossible_payment_names_the_field(amount, code, api, case):
    refusal = problem(pay(api, case, amount=amount), 400, "INVALID")
    assert [(e["field"], e["code"]) for e in refusal["errors"]] == [("amount", code)]
    assert not Performance.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clients_that_pay_the_same_at_once_pay_it_once(chief):
    dispute = make_case("agreed", chief, day=NOW.date())
    tag, body = f'"{dispute.pk}-{dispute.version}"', {
        "obligation": Obligation.objects.get().pk, "proof": "收条",
    }  # fmt: skip
    clients = Api(chief), Api(chief)

    answers = at_once(*(
        lambda c=c: c.post(one(dispute, "performances/"), body, tag) for c in clients
    ))  # fmt: skip

    assert sorted(answer.status_code for answer in answers) == [201, 412]
    assert Performance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clients_that_sign_the_same_line_at_once_sign_it_once(chief):
    dispute = make_case("mediating", chief, day=NOW.date())
    api, clients = Api(chief), (Api(chief), Api(chief))
    first, second = done(api.get(one(dispute)))["parties"]
    unsigned = agreement(first, second, signatures=[])
    drafted = created(api.post(one(dispute, "agreements/"), unsigned))
    here = one(dispute, f"agreements/{drafted['id']}/signatures/")
    row = {"signer": "party", "party": first["id"], "name": first["name"]}

    answers = at_once(*(lambda c=c: c.post(here, {"signatures": [row]}) for c in clients))

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    told = next(answer for answer in answers if answer.status_code == 409)
    assert problem(told, 409, "ALREADY_SIGNED")["detail"] == "李*（当事人）已经签名，不能重复签名"
    assert Agreement.objects.get().signatures.count() == 1


def test_a_signature_says_whose_line_it_is(api, chief):
    dispute = make_case("mediating", chief, day=NOW.date())
    first, second = done(api.get(one(dispute)))["parties"]
    drafted = created(
        api.post(one(dispute, "agreements/"), agreement(first, second, signatures=[]))
    )
    here = one(dispute, f"agreements/{drafted['id']}/signatures/")
    for row, field in (
        ({"signer": "party", "name": "李明"}, "party"),
        ({"signer": "host", "party": first["id"]}, "party"),
        ({"signer": "seal"}, "name"),
    ):
        refusal = problem(api.post(here, {"signatures": [row]}), 400, "INVALID")
        assert [e["field"] for e in refusal["errors"]] == [f"signatures.0.{field}"]
    seen = api.tag(one(dispute, f"agreements/{drafted['id']}/"))
    signed = api.post(here, {"signatures": [{"signer": "mediator"}]})
    assert created(signed)["signatures"][0]["name"] == "赵六"
    assert signed["ETag"] == api.tag(one(dispute, f"agreements/{drafted['id']}/")) != seen


def test_an_agreement_is_changed_on_the_version_that_was_seen(api, case):
    created(pay(api, case, amount="40"))
    former = case["agreements"][0]
    here = one(case["id"], f"agreements/{former['id']}/")
    new = agreement(*case["parties"], reason="约定分期")
    new["obligations"][0]["amount"] = "60"
    seen = api.tag(here)

    changed = created(api.post(f"{here}changes/", new, seen))

    assert (changed["replaces"], changed["effective_on"]) == (former["id"], TODAY)
    assert [row["amount"] for row in changed["obligations"]] == ["40.00", "60.00"]
    assert changed["obligations"][0]["carried_from"] == owed(case)["id"]
    stale = problem(api.post(f"{here}changes/", new, seen), 412, "OUTDATED")
    assert stale["current"]["replaced_on"] == TODAY
    problem(api.post(f"{here}changes/", new, api.tag(here)), 409, "WRONG_STATE")
    both = done(api.get(one(case["id"])))["agreements"]
    assert [row["replaced_on"] for row in both] == [TODAY, None]


def test_what_a_people_s_agreement_may_leave_out_needs_a_reason(api, chief):
    dispute = make_case("mediating", chief, day=NOW.date())
    first, second = done(api.get(one(dispute)))["parties"]
    created(api.post(one(dispute, "agreements/"), agreement(first, second, issues="")))
    before = everything_about(dispute)
    assert "争议事项" in problem(api.step(dispute, "agree"), 422, "AGREEMENT_BRIEF")["detail"]
    assert everything_about(dispute) == before
    reason = [{"code": "AGREEMENT_BRIEF", "reason": "双方无其他争议"}]
    assert done(api.step(dispute, "agree", acknowledged=reason))["state"] == "agreed"


def test_parties_go_to_court_and_the_ruling_is_recorded_once(api, case):
    body = {
        "agreement": case["agreements"][0]["id"], "court": "西峰区人民法院",
        "applied_by_all": True, "personal_status": False,
    }  # fmt: skip
    address = one(case["id"], "confirmations/")
    problem(api.post(address, body | {"applied_by_all": False}), 422, "CONFIRMATION_NOT_JOINT")
    applied = created(api.post(address, body, Idempotency_Key="k-0000009"))
    again = api.post(address, body, Idempotency_Key="k-0000009")
    assert (created(again)["id"], again["Idempotent-Replayed"]) == (applied["id"], "true")
    here = one(case["id"], f"confirmations/{applied['id']}/")
    seen = api.tag(here)

    ruled = done(api.post(f"{here}result/", {"result": "confirmed"}, seen))

    assert (ruled["result"], ruled["result_on"], ruled["version"]) == ("confirmed", TODAY, 2)
    problem(api.post(f"{here}result/", {"result": "rejected"}, seen), 412, "OUTDATED")
    problem(api.post(f"{here}result/", {"result": "rejected"}, api.tag(here)), 409, "WRONG_STATE")
    shown = done(api.get(one(case["id"])))["confirmations"]
    assert [row["result"] for row in shown] == ["confirmed"]


# --- many parties


def village(n):
    """A contractor who owes wages to n workers, known by name only."""
    workers = [{"role": "applicant", "name": f"工人{chr(0x4E00 + i)}", "adult_confirmed": True}
               for i in range(n)]  # fmt: skip
    boss = {"role": "respondent", "name": "包工头", "adult_confirmed": True}
    return NEIGHBOURS | {"kind": "labour.wages", "parties": [boss, *workers]}


def counted(do):
    with CaptureQueriesContext(connection) as seen:
        answer = do()
    return answer, len(seen)


def wages(api, n):
    """The whole way for n workers; how many statements each request took."""
    registered, at_registration = counted(lambda: api.post(LIST, village(n)))
    pk = created(registered)["id"]
    done(api.step(pk, "accept"))
    boss, *workers = done(api.get(one(pk)))["parties"]
    created(api.post(one(pk, "sessions/"), {
        "mode": "ordinary", "place": "驻所调解室", "facts_found": "欠薪属实",
        "participants": [{"party": p["id"], "consented": True} for p in (boss, *workers)],
    }))  # fmt: skip
    told = agreement(boss, workers[0])
    told["obligations"] = [
        {"type": "money", "debtor": boss["id"], "creditor": w["id"], "content": "支付工资",
         "method": "转账", "amount": "9000.50", "due_on": TODAY} for w in workers
    ]  # fmt: skip
    told["signatures"] = told["signatures"][2:] + [
        {"signer": "party", "party": p["id"], "name": p["name"]} for p in (boss, *workers)
    ]
    drafted, at_draft = counted(lambda: api.post(one(pk, "agreements/"), told))
    obligations = created(drafted)["obligations"]
    stepped, at_step = counted(lambda: api.step(pk, "agree"))
    done(stepped)
    body = {"obligation": obligations[-1]["id"], "proof": "转账凭证"}
    paid, at_payment = counted(lambda: api.post(one(pk, "performances/"), body, api.tag(one(pk))))
    created(paid)
    shown, at_reading = counted(lambda: api.get(one(pk)))
    assert len(done(shown)["agreements"][0]["obligations"]) == n
    assert Obligation.objects.filter(agreement__dispute=pk).exclude(fulfilled_on=None).count() == 1
    return at_registration, at_draft, at_step, at_payment, at_reading


def test_an_agreement_with_a_hundred_parties_takes_no_more_statements_than_one_with_five(api):
    few = wages(api, 4)
    many = wages(api, 100)
    assert all(n <= least for n, least in zip(many, few, strict=True)), (few, many)


def test_a_dispute_has_no_more_parties_than_anybody_can_type(api):
    refusal = problem(api.post(LIST, village(200)), 400, "INVALID")
    assert [e["field"] for e in refusal["errors"]] == ["parties"]
    assert not Dispute.objects.exists()
