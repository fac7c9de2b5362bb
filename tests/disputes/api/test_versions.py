"""Two clients and one case: who writes must have seen what is there; a retry writes once."""

import pytest

from disputes.choices import Role
from disputes.models import Dispute, DisputeEvent, IdempotencyKey, MediationSession, Party
from tests.disputes.api.addresses import ALL
from tests.disputes.api.asking import LIST, Api, created, done, one, problem, register
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about
from tests.factories import DAY, act, make_case, make_officer

NEW = {"track": "civil", "kind": "debt.loan", "source": "walk_in", "summary": "借款两万元未还"}
KEYED = [op for op in ALL if getattr(op.handler, "needs_key", False)]
VERSIONED = [op for op in ALL if getattr(op.handler, "needs_version", False)]
# Sent twice they do what once does: they read, or take over the whole of what they are given.
FREE = {"reveal", "import_csv", "take_over", "seen", "list", "suggest", "revoke"}
# An officer has one feed, and a new address ends the former; a rule ends once.
FREE_ROUTES = {"calendar-feed/", "case-file-rules/<int:pk>/end/"}


@pytest.fixture
def dispute(chief):
    return make_case("mediating", chief)


def test_every_write_asks_for_a_key_or_for_a_version():
    writes = {
        str(op)
        for op in ALL
        if op.method != "get" and op.name not in FREE and op.route not in FREE_ROUTES
    }

    assert {str(op) for op in [*KEYED, *VERSIONED]} == writes
    assert not {str(op) for op in KEYED} & {str(op) for op in VERSIONED}


def writer(operation, chief):
    """Whoever may use the operation."""
    organisation = operation.route.startswith(("units/", "paper-templates/"))
    organisation &= "seals" not in operation.route  # kept by the chief
    if operation.route.startswith("case-file-rules/"):
        return Api(make_officer(chief.unit, Role.LEGAL))
    return Api(make_officer(chief.unit, Role.SYSTEM_ADMIN) if organisation else chief)


@pytest.mark.django_db
def test_a_write_without_a_version_is_asked_for_one(chief, dispute):
    for operation in VERSIONED:
        path = operation.path(dispute_id=dispute.pk, pk=dispute.pk)
        send = getattr(writer(operation, chief), operation.method)
        problem(send(path), 428, "PRECONDITION_REQUIRED")


@pytest.mark.django_db
def test_a_creation_without_a_key_is_asked_for_one(chief, dispute):
    for operation in KEYED:
        path = operation.path(dispute_id=dispute.pk, pk=dispute.pk)
        answer = writer(operation, chief).post(path, Idempotency_Key="short")
        refusal = problem(answer, 400, "INVALID")
        assert [error["field"] for error in refusal["errors"]] == ["Idempotency-Key"]


@pytest.mark.django_db
def test_a_step_needs_the_version_it_was_decided_on(api, chief):
    dispute = register(chief)
    here, accept = one(dispute, "steps/"), {"action": "accept"}
    seen = api.tag(one(dispute))

    stepped = api.post(here, accept, seen)
    assert done(stepped)["version"] == 2
    assert stepped["ETag"] == api.tag(one(dispute)) != seen
    stale = problem(api.post(here, {"action": "withdraw", "reason": "和好"}, seen), 412, "OUTDATED")
    assert stale["current"]["state"] == "accepted"
    assert Dispute.objects.get().state == "accepted"


@pytest.mark.django_db
@pytest.mark.parametrize("tag", ['"1-1"', '"0-0"', "*", 'W/"1-1"', "1", '"999-1", "1-1"'])
def test_another_rows_tag_never_matches(tag, api, chief):
    dispute = register(chief)
    if tag == '"1-1"':
        tag = f'"{dispute.pk + 1}-1"'

    refusal = api.post(one(dispute, "steps/"), {"action": "accept"}, tag)

    assert refusal.status_code in (412, 428)
    assert Dispute.objects.get().state == "registered"


@pytest.mark.django_db
def test_what_has_not_changed_is_not_sent_again(api, dispute):
    tag = api.tag(one(dispute))
    again = api.get(one(dispute), If_None_Match=tag)

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert "private" in again["Cache-Control"]


@pytest.mark.django_db
def test_a_party_has_a_version_of_its_own(api, dispute):
    party = Party.objects.filter(dispute=dispute).first()
    here = one(dispute, f"parties/{party.pk}/")
    seen = api.tag(here)

    changed = api.patch(here, {"employer": "水利局"}, seen)
    assert done(changed)["version"] == 2
    assert changed["ETag"] == api.tag(here)
    assert changed.json()["dispute"]["etag"] == api.tag(one(dispute))
    stale = problem(api.patch(here, {"employer": "林业局"}, seen), 412, "OUTDATED")
    assert stale["current"]["employer"] == "水利局"


@pytest.mark.django_db
def test_a_session_is_ended_on_the_version_that_was_seen(api, dispute):
    session = MediationSession.objects.get()
    here = one(dispute, f"sessions/{session.pk}/")
    seen, end = api.tag(here), {"outcome": "not_agreed", "record": "分歧较大"}

    assert done(api.post(f"{here}end/", end, seen))["outcome"] == "not_agreed"
    problem(api.post(f"{here}end/", end, seen), 412, "OUTDATED")
    problem(api.post(f"{here}end/", end, api.tag(here)), 409, "WRONG_STATE")


@pytest.mark.django_db
def test_a_creation_honours_the_version_of_the_case_if_it_names_one(api, dispute):
    seen = api.tag(one(dispute))
    body = {"role": "applicant", "name": "李芳"}

    created(api.post(one(dispute, "parties/"), body, seen))
    stale = problem(api.post(one(dispute, "parties/"), body, seen), 412, "OUTDATED")

    assert stale["current"]["id"] == dispute.pk
    assert Party.objects.filter(dispute=dispute, name="李芳").count() == 1


@pytest.mark.django_db
def test_a_retried_registration_gets_the_first_answer(api):
    first = api.post(LIST, NEW, Idempotency_Key="k-0000001")
    again = api.post(LIST, NEW, Idempotency_Key="k-0000001")
    other = api.post(LIST, NEW | {"summary": "水渠"}, Idempotency_Key="k-0000001")

    assert created(first) == created(again)
    assert (first["ETag"], again["Idempotent-Replayed"]) == (again["ETag"], "true")
    problem(other, 422, "IDEMPOTENCY_KEY_REUSED")
    assert Dispute.objects.count() == 1


@pytest.mark.django_db
def test_a_refused_creation_uses_up_no_key_and_leaves_nothing(api, dispute):
    before = everything_about(dispute)
    here, body = one(dispute, "referrals/"), {
        "receiver": "court", "receiver_name": "法院", "channel": "letter", "reason": "需判决",
        "sent_on": "2099-01-01",
    }  # fmt: skip

    problem(api.post(here, body, Idempotency_Key="k-0000002"), 422, "FUTURE_DATE")
    assert everything_about(dispute) == before
    assert not IdempotencyKey.objects.exists()
    body.pop("sent_on")
    created(api.post(here, body, Idempotency_Key="k-0000002"))


@pytest.mark.django_db
def test_keys_of_two_officers_do_not_meet(api, chief):
    other = Api(make_officer(chief.unit))
    first = created(api.post(LIST, NEW, Idempotency_Key="k-0000003"))
    second = created(other.post(LIST, NEW, Idempotency_Key="k-0000003"))

    assert first["id"] != second["id"]


@pytest.mark.django_db(transaction=True)
def test_two_clients_pressing_the_same_button_make_one_event(chief):
    dispute = register(chief)
    tag, here = f'"{dispute.pk}-1"', one(dispute, "steps/")
    clients = Api(chief), Api(chief)

    answers = at_once(*(lambda c=c: c.post(here, {"action": "accept"}, tag) for c in clients))

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert DisputeEvent.objects.filter(dispute=dispute, action="accept").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_creation_sent_twice_at_once_makes_one_row(chief):
    clients = Api(chief), Api(chief)

    answers = at_once(*(
        lambda c=c: c.post(LIST, NEW, Idempotency_Key="k-0000004") for c in clients
    ))  # fmt: skip

    assert created(answers[0]) == created(answers[1])
    assert Dispute.objects.count() == 1


@pytest.mark.django_db
def test_a_referral_is_answered_on_the_version_that_was_seen(api, chief, dispute):
    act(dispute, "refer", chief, DAY)
    pk = done(api.get(one(dispute)))["referrals"][0]["id"]
    here = one(dispute, f"referrals/{pk}/")
    seen = api.tag(here)

    done(api.post(f"{here}receive/", {"received_by": "钱主任"}, seen))
    body = {"reason": "不属本单位"}
    stale = problem(api.post(f"{here}return/", body, seen), 412, "OUTDATED")
    assert stale["current"]["received_by"] == "钱主任"
    assert done(api.post(f"{here}return/", body, api.tag(here)))["return_reason"] == "不属本单位"
    problem(api.post(f"{here}return/", body, api.tag(here)), 409, "REFERRAL_OVER")
