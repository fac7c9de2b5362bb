"""What clients must not send is refused in Chinese, with the field named, and never with a 5xx."""

import pytest

from disputes.models import Dispute, FollowUp, HearingStage, Party
from tests.disputes.api.addresses import OF_A_CASE
from tests.disputes.api.asking import LIST, Api, created, done, one, problem, register
from tests.disputes.api.folders import a_row_in_every_folder, addressed
from tests.disputes.refusing import everything_about
from tests.factories import make_case

pytestmark = pytest.mark.django_db
NEW = {"track": "civil", "kind": "debt.loan", "source": "walk_in", "summary": "借款两万元未还"}
WRITES = [op for op in OF_A_CASE if op.method != "get"]


@pytest.fixture
def dispute(chief):
    return a_row_in_every_folder(chief)


@pytest.mark.parametrize("bad", [
    '{"no_such_field": 1}', '{"summary": "a\\u0000b"}', '{"reason": "\\ud800"}', "[]", '"x"', "7",
    "null", "{", '{"a": NaN}', '{"a": 1, "a": 2}', b'{"reason": "\xff"}', "[" * 5000,
    '{"reason": {"deep": []}}', '{"occurred_on": 20260302}', '{"id_number": 123}',
])  # fmt: skip
def test_a_body_of_the_wrong_shape_is_refused_everywhere(bad, api, dispute):
    before = everything_about(dispute)
    for operation in WRITES:
        row = addressed(operation, dispute)
        headers = {"If-Match": f'"{row.pk}-{row.version}"', "Idempotency-Key": "k-0000001"}
        answer = api.client.generic(
            operation.method.upper(), operation.path(dispute_id=dispute.pk, pk=row.pk), bad,
            content_type="application/json", headers=headers,
        )  # fmt: skip
        assert answer.status_code in (400, 422), (operation, answer.content)
        assert answer["Content-Type"] == "application/problem+json"
    assert everything_about(dispute) == before


@pytest.mark.parametrize(("field", "value", "code"), [
    ("track", "criminal", "INVALID_CHOICE"),
    ("kind", "no.such", "DOES_NOT_EXIST"),
    ("kind", {"code": 1}, "DOES_NOT_EXIST"),
    ("summary", "", "BLANK"),
    ("summary", "字" * 4001, "TEXT_TOO_LONG"),
    ("summary", "a\u202eb", "TEXT_CHARACTERS"),
    ("summary", "a\x07b", "TEXT_CHARACTERS"),
    ("summary", None, "NULL"),
    ("amount", "-1", "MONEY_NEGATIVE"),
    ("amount", "0.001", "MONEY_PLACES"),
    ("amount", "1e400", "MONEY_FORMAT"),
    ("amount", 10**30, "MONEY_TOO_LARGE"),
    ("amount", True, "INVALID"),
    ("amount", [], "INVALID"),
    ("people_count", 40000, "MAX_VALUE"),
    ("people_count", 0, "MIN_VALUE"),
    ("people_count", "九", "INVALID"),
    ("occurred_at", "2026-02-30T10:00:00+08:00", "INVALID"),
    ("occurred_at", "0001-01-01T00:00:00+14:00", "OVERFLOW"),
    ("occurred_at", "1000-01-01T00:00:00Z", "TOO_EARLY"),
    ("occurred_at", "yesterday", "INVALID"),
    ("repeat_alarm", "perhaps", "INVALID"),
    ("number", "621002510000202603020001", "UNKNOWN_FIELD"),
    ("registered_at", "2020-01-01T00:00:00+08:00", "UNKNOWN_FIELD"),
    ("unit", 1, "UNKNOWN_FIELD"),
    ("parties", {}, "NOT_A_LIST"),
])  # fmt: skip
def test_an_impossible_registration_names_the_field(field, value, code, api):
    refusal = problem(api.post(LIST, NEW | {field: value}), 400, "INVALID")

    assert [(e["field"], e["code"]) for e in refusal["errors"]] == [(field, code)]
    assert not Dispute.objects.exists()


def test_what_has_not_happened_yet_was_not_known_before(api):
    late = NEW | {"occurred_at": "2099-01-01T00:00:00+08:00"}

    refusal = problem(api.post(LIST, late), 422, "CONSTRAINT_VIOLATED")
    assert refusal["detail"] == "发生、发现、报警时间不得晚于登记时间"
    assert not Dispute.objects.exists()


def test_a_major_kind_is_too_coarse(api):
    problem(api.post(LIST, NEW | {"kind": "debt"}), 422, "KIND_TOO_COARSE")


@pytest.mark.parametrize(("fields", "code"), [
    ({"id_number": "110105194912310021"}, "ID_NUMBER_CHECK"),
    ({"id_number": "110105491231002"}, "ID_NUMBER_OLD"),
    ({"id_number": "11010520991231002X"}, "ID_NUMBER_DATE"),
    ({"id_number": "99010519491231002X"}, "ID_NUMBER_REGION"),
    ({"id_number": "x" * 41}, "MAX_LENGTH"),
    ({"document_type": "credit_code", "id_number": "1"}, "CREDIT_CODE_FORMAT"),
    ({"phone": "12345"}, "PHONE_FORMAT"),
    ({"name": ""}, "BLANK"),
    ({"name": "王☺"}, "NAME_CHARACTERS"),
    ({"name": "王" * 51}, "NAME_TOO_LONG"),
    ({"born_on": "2099-01-01"}, "BIRTH_DATE"),
    ({"born_on": "0001-01-01"}, "BIRTH_DATE"),
    ({"role": "judge"}, "INVALID_CHOICE"),
])  # fmt: skip
def test_an_impossible_person_names_the_field_and_leaves_no_half_case(fields, code, api):
    person = {"role": "applicant", "name": "李明", **fields}
    refusal = problem(
        api.post(LIST, NEW | {"parties": [{"role": "respondent", "name": "王强"}, person]}),
        400, "INVALID",
    )  # fmt: skip

    assert [error["code"] for error in refusal["errors"]] == [code]
    assert refusal["errors"][0]["field"].startswith("parties.1.")
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("name", ["𠮷田", "﨑山", "买买提•吐尔逊", "Ⅲ世", "⿰亻尧", "王\ufe00"])
def test_rare_characters_are_kept_as_they_are(name, api, chief):
    dispute = register(chief)
    party = created(api.post(one(dispute, "parties/"), {"role": "applicant", "name": name}))

    assert party["name"] == name.replace("•", "·")
    assert Party.objects.get().name == party["name"]
    assert done(api.get(LIST))["results"][0]["party_names"][0].endswith("*")


def test_an_emoji_in_a_summary_is_kept(api):
    row = created(api.post(LIST, NEW | {"summary": "对方发来😡，𠮷家的事"}))

    assert done(api.get(one(row["id"])))["summary"] == "对方发来😡，𠮷家的事"


@pytest.mark.parametrize(("action", "facts", "status", "code"), [
    ("archive", {}, 409, "WRONG_STATE"),
    ("fail", {}, 422, "REASON_MISSING"),
    ("fail", {"reason": "分歧大"}, 422, "SUE_NOTICE_MISSING"),
    ("convert", {"reason": "伤情加重"}, 422, "CONVERSION_TARGET_MISSING"),
    ("agree", {"occurred_on": "2026-03-01"}, 422, "BEFORE_REGISTRATION"),
    ("agree", {"occurred_on": "2026-07-01"}, 422, "FUTURE_DATE"),
    ("agree", {"occurred_on": "0001-01-01"}, 422, "BEFORE_REGISTRATION"),
    ("agree", {"occurred_on": "9999-12-31"}, 422, "FUTURE_DATE"),
    ("settle", {}, 422, "TRACK_FORBIDDEN"),
    ("hold_session", {}, 400, "INVALID"),
    ("fulfil", {}, 400, "INVALID"),
    ("agree", {"exclusions": ["no_such"]}, 400, "INVALID"),
])  # fmt: skip
def test_a_step_that_is_not_possible_changes_nothing(action, facts, status, code, api, dispute):
    before = everything_about(dispute)

    problem(api.step(dispute, action, **facts), status, code)

    assert everything_about(dispute) == before


def test_a_refusal_is_problem_json_in_chinese_with_its_statute(api, chief):
    case = make_case("accepted", chief, track="security_case")
    created(api.post(one(case, "findings/"), {
        "offence": "beating", "minor_circumstances": True, "ground": "provoked",
        "basis": "询问笔录", "exclusions": ["gang_fight"],
    }))  # fmt: skip
    both = [{"party": party.pk, "consented": True} for party in case.parties.all()]
    session = {
        "mode": "ordinary", "place": "调解室", "facts_found": "互殴", "participants": both,
    }  # fmt: skip

    answer = api.post(one(case, "sessions/"), session)

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "不符合规定",
        "status": 422,
        "code": "EXCLUDED_CIRCUMSTANCE",
        "detail": "存在不适用调解的情形：结伙斗殴或者其他寻衅滋事",
        "statutes": ["《公安机关办理行政案件程序规定》第一百七十九条"],
    }


@pytest.mark.parametrize(("record", "code"), [
    ([], "NO_OBJECT"),
    ({"ground": "字" * 4001}, "TEXT_TOO_LONG"),
    ({"ground": "a\u202eb"}, "TEXT_CHARACTERS"),
    ({"a\u202eb": 1}, "TEXT_CHARACTERS"),
    ({"ground": ["字" * 3000] * 7}, "TOO_LARGE"),
    ({"ground": [[[[[[1]]]]]]}, "TOO_DEEP"),
])  # fmt: skip
def test_the_record_of_a_stage_is_bounded(record, code, api, dispute):
    hearing = dispute.hearings.get()
    here = one(dispute, f"hearings/{hearing.pk}/")
    body = {"stage": "initiation", "record": record}

    refusal = problem(api.post(f"{here}stages/", body, api.tag(here)), 400, "INVALID")

    assert [(e["field"], e["code"]) for e in refusal["errors"]] == [("record", code)]
    assert not HearingStage.objects.exists()


def test_stages_ask_for_what_the_domain_reads_from_their_record(api, dispute):
    hearing = dispute.hearings.get()
    here = one(dispute, f"hearings/{hearing.pk}/")

    def refused(stage, record, **more):
        body = {"stage": stage, "record": record, **more}
        answer = api.post(f"{here}stages/", body, api.tag(here))
        return [e["field"] for e in problem(answer, 400, "INVALID")["errors"]]

    consent = {"party": 1, "to_hearing": True, "to_disclosure": True}
    assert refused("consent", {}, consents=[consent]) == ["consents.0.party"]
    assert refused("consent", {}, consents=[{"party": {}}]) == ["consents.0.party"]
    assert refused("consent", {}, consents=1) == ["consents"]
    assert refused("panel", {}, seats=[{"seat": "member", "unrelated": True}]) == ["seats.0.name"]
    assert refused("opening", {}, attendance=[{"attended": True}]) == ["attendance.0.name"]
    assert refused("mediation", {}, proposals=[
        {"mode": "back_to_back", "content": "让步", "answer": "accepted"}
    ]) == ["proposals.0.party"]  # fmt: skip
    assert refused("statements", {}, began_at="2026-06-30T09:00:00+08:00") == ["began_at"]
    assert refused("notice", {"scheduled_on": 5}) == ["record.scheduled_on"]
    assert refused("opening", {"second_reason": "other"}) == ["record.second_reason"]
    assert refused("initiation", {}, follow_up={"method": "phone", "visited": "李明"}) == [
        "follow_up"
    ]
    assert not FollowUp.objects.exists()


def test_a_form_is_not_json(api):
    answer = api.client.post(LIST, "track=civil", content_type="application/x-www-form-urlencoded",
                             headers={"Idempotency-Key": "k-0000001"})  # fmt: skip

    problem(answer, 415, "UNSUPPORTED_MEDIA_TYPE")


@pytest.mark.parametrize("path", [
    f"{LIST}99999999999999999999/", f"{LIST}0/", f"{LIST}x/", "/api/v1/nowhere/",
    "/api/v1/units/99999999999999999999/",
])  # fmt: skip
def test_an_address_of_nothing_is_a_404_in_chinese(path, api):
    assert problem(api.get(path), 404, "NOT_FOUND")["detail"].startswith("未找到")


@pytest.mark.parametrize("method", ["put", "delete"])
def test_a_dispute_is_neither_replaced_nor_deleted(method, api, dispute):
    answer = getattr(api.client, method)(one(dispute))

    problem(answer, 405, "METHOD_NOT_ALLOWED")


def test_a_browser_write_without_its_csrf_token_is_refused(chief):
    browser = Api(chief)
    browser.client.handler.enforce_csrf_checks = True

    problem(browser.post(LIST, NEW), 403, "CSRF_FAILED")
    assert not Dispute.objects.exists()
    hint = done(browser.get("/api/v1/officers/me/"))["csrf"]
    token = browser.client.cookies[hint["cookie"]].value
    created(browser.post(LIST, NEW, **{hint["header"].replace("-", "_"): token}))
