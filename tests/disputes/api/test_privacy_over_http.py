"""Identity numbers, phones and addresses leave masked; the one exception is accounted for."""

import json
import logging

import pytest

from disputes.models import AuditEvent, IdempotencyKey, Party
from disputes.services import audit
from tests.disputes.api.asking import LIST, created, done, one, problem, register

pytestmark = pytest.mark.django_db
ID_NUMBER, PHONE, ADDRESS = (
    "11010519491231002X",
    "13800000000",
    "甘肃省庆阳市镇原县城关镇东大街12号",
)
PERSON = {
    "role": "applicant", "name": "欧阳修远", "id_number": ID_NUMBER.lower(),
    "phone": "138-0000-0000", "address": ADDRESS,
}  # fmt: skip
SECRETS = (ID_NUMBER, ID_NUMBER.lower(), PHONE, "138-0000-0000", "东大街")


@pytest.fixture
def dispute(chief):
    return register(chief)


@pytest.fixture
def party(api, dispute):
    return created(api.post(one(dispute, "parties/"), PERSON))


@pytest.fixture
def representative(api, dispute, party):
    body = {"party": party["id"], "capacity": "guardian", "name": "欧阳父", "phone": PHONE}
    return created(api.post(one(dispute, "representatives/"), body))


def test_numbers_and_addresses_are_masked_in_every_answer(api, dispute, party, representative):
    assert party["id_number"] == "110105********002X"
    assert (party["phone"], party["address"]) == ("138****0000", "甘肃省庆阳市镇原县城关镇****")
    assert representative["phone"] == "138****0000"
    answers = [
        api.get(LIST),
        api.get(one(dispute)),
        api.get(one(dispute, "events/")),
        api.get(one(dispute, f"parties/{party['id']}/")),
        api.post("/api/v1/disputes/search/", {"phone": PHONE}),
    ]
    for answer in answers:
        assert not any(secret in answer.content.decode() for secret in SECRETS)


def test_the_birth_date_does_not_complete_the_masked_number(api, dispute, party):
    assert party["is_minor"] is False
    assert "1949" not in api.get(one(dispute)).content.decode()


def test_names_are_masked_in_lists_and_in_full_in_the_case(api, dispute, party):
    assert done(api.get(LIST))["results"][0]["party_names"] == ["欧阳*"]
    assert done(api.get(one(dispute)))["parties"][0]["name"] == "欧阳修远"


def test_the_kept_answers_of_creations_hold_nothing_in_full(api, party, representative):
    kept = json.dumps(list(IdempotencyKey.objects.values()), default=str, ensure_ascii=False)

    assert "138****0000" in kept
    assert not any(secret in kept for secret in SECRETS)


def test_numbers_reach_no_log(api, dispute, caplog):
    caplog.set_level(logging.DEBUG)
    created(api.post(one(dispute, "parties/"), PERSON))
    problem(api.post(one(dispute, "parties/"), PERSON | {"phone": "1380000000"}), 400, "INVALID")
    done(api.post("/api/v1/disputes/search/", {"id_number": ID_NUMBER}))

    logged = [r for r in caplog.records if not r.name.startswith("django.db")]
    assert logged
    assert not any(secret in record.getMessage() for record in logged for secret in SECRETS)


def test_full_data_is_shown_for_a_purpose_and_accounted_for(api, chief, dispute, party):
    here = one(dispute, f"parties/{party['id']}/reveal/")
    answer = api.post(here, {"purpose": "送达调解协议"}, X_Request_ID="walk-0001")

    shown = done(answer)
    assert (shown["id_number"], shown["phone"], shown["address"]) == (ID_NUMBER, PHONE, ADDRESS)
    assert shown["born_on"] == "1949-12-31"
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEvent.objects.get(action="reveal_identity")
    assert (entry.actor, entry.target) == (chief, f"party:{party['id']}")
    assert (entry.purpose, entry.request_id) == ("送达调解协议", "walk-0001")
    assert audit.broken_links() == []
    assert not any(secret in json.dumps(entry.details) for secret in SECRETS)


@pytest.mark.parametrize("body", [{}, {"purpose": ""}, {"purpose": "   "}])
def test_without_a_purpose_nothing_is_shown(body, api, dispute, party):
    refusal = api.post(one(dispute, f"parties/{party['id']}/reveal/"), body)

    problem(refusal, 422, "PURPOSE_MISSING")
    assert not AuditEvent.objects.exists()


def test_a_representatives_phone_is_shown_in_the_same_way(api, dispute, representative):
    here = one(dispute, f"representatives/{representative['id']}/reveal/")

    problem(api.post(here), 422, "PURPOSE_MISSING")
    assert done(api.post(here, {"purpose": "通知到场"}))["phone"] == PHONE
    assert AuditEvent.objects.get().target == f"representative:{representative['id']}"


@pytest.mark.parametrize("body", [
    {"id_number": ID_NUMBER}, {"id_number": " 11010519491231002x "}, {"phone": PHONE},
    {"phone": "+86 138 0000 0000"},
])  # fmt: skip
def test_a_number_finds_the_disputes_of_its_owner(body, api, chief, dispute, party):
    register(chief)
    found = done(api.post("/api/v1/disputes/search/", body))

    assert [row["id"] for row in found["results"]] == [dispute.pk]
    assert AuditEvent.objects.get().action == "search_party"


def test_a_passport_is_searched_as_a_passport(api, dispute):
    guest = {
        "role": "applicant",
        "name": "Li",
        "document_type": "passport",
        "id_number": "e1234 5678",
    }
    created(api.post(one(dispute, "parties/"), guest))
    search = {"document_type": "passport", "id_number": "E12345678"}

    assert len(done(api.post("/api/v1/disputes/search/", search))["results"]) == 1


@pytest.mark.parametrize("body", [
    {}, {"phone": PHONE, "id_number": ID_NUMBER}, {"phone": "1"}, {"id_number": "110105194912310021"},
    {"number": PHONE},
])  # fmt: skip
def test_a_search_for_no_possible_number_is_refused(body, api, party):
    problem(api.post("/api/v1/disputes/search/", body), 400, "INVALID")
    assert not AuditEvent.objects.exists()


def test_a_correction_is_sealed_and_searchable_too(api, dispute, party):
    here = one(dispute, f"parties/{party['id']}/")
    changed = done(api.patch(here, {"phone": "13900000001"}, api.tag(here)))

    assert changed["phone"] == "139****0001"
    assert changed["id_number"] == "110105********002X"
    assert done(api.post("/api/v1/disputes/search/", {"phone": PHONE}))["results"] == []
    assert len(done(api.post("/api/v1/disputes/search/", {"phone": "13900000001"}))["results"]) == 1
    assert Party.objects.get().phone == "13900000001"
