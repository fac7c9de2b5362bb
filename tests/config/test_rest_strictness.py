"""What a client did not mean is refused: unknown names, doubled names, unstorable text."""

import pytest
from django.test import override_settings
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from config.rest.parsers import StrictJSONParser
from config.rest.queries import QueryForm
from config.rest.serializers import CleanedField, StrictSerializer
from disputes import identity
from tests.config.asking import ask, problem, running


def mistakes(answer) -> dict[str, str]:
    assert answer.status_code == 400
    return {error["field"]: error["code"] for error in problem(answer)["errors"]}


# --- query parameters


class Filters(QueryForm):
    state = serializers.ChoiceField(["open", "closed"], required=False)
    kind = serializers.ListField(child=serializers.CharField(), required=False)
    since = serializers.DateField()


def filtered(query: str):
    view = running(lambda request: Filters.of(request).validated_data)
    return ask(view, path=f"/api/v1/x/?{query}")


def test_declared_parameters_arrive_checked():
    answer = filtered("since=2026-03-01&state=open&kind=a&kind=b")
    assert answer.data["state"] == "open"
    assert answer.data["kind"] == ["a", "b"]
    assert f"{answer.data['since']:%Y-%m-%d}" == "2026-03-01"


def test_a_misspelt_parameter_is_not_ignored():
    assert mistakes(filtered("since=2026-03-01&stat=open")) == {"stat": "UNKNOWN_PARAMETER"}


def test_a_parameter_given_twice_has_no_meaning():
    answer = filtered("since=2026-03-01&state=open&state=closed")
    assert mistakes(answer) == {"state": "DUPLICATE_PARAMETER"}


def test_all_mistakes_are_told_at_once():
    assert mistakes(filtered("state=gone&x=1&since=2026-02-30")) == {
        "state": "INVALID_CHOICE",
        "since": "INVALID",
        "x": "UNKNOWN_PARAMETER",
    }


# --- bodies


class PartySerializer(StrictSerializer):
    name = CleanedField(identity.person_name)
    phone = CleanedField(identity.phone, required=False)


class CaseSerializer(StrictSerializer):
    id = serializers.IntegerField(read_only=True)
    summary = serializers.CharField(max_length=20)
    parties = PartySerializer(many=True, required=False)


def registered(body, content_type: str = "application/json"):
    def register(request):
        form = CaseSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return form.validated_data

    class Register(running(register)):
        parser_classes = [StrictJSONParser]

    return ask(Register, "POST", body=body, content_type=content_type)


def test_a_body_arrives_in_the_stored_spelling():
    answer = registered(
        {"summary": "水渠", "parties": [{"name": "𠮷田", "phone": "138 0000 0000"}]}
    )
    assert answer.data == {
        "summary": "水渠",
        "parties": [{"name": "𠮷田", "phone": "13800000000"}],
    }


def test_an_unknown_field_is_a_mistake_on_every_level():
    answer = registered({"summary": "", "sumary": "x", "parties": [{"name": "王", "sex": "1"}]})
    assert mistakes(answer) == {
        "summary": "BLANK",
        "sumary": "UNKNOWN_FIELD",
        "parties.0.sex": "UNKNOWN_FIELD",
    }


def test_what_only_the_server_decides_cannot_be_sent():
    assert mistakes(registered({"summary": "水渠", "id": 7})) == {"id": "UNKNOWN_FIELD"}


def test_the_reason_of_a_domain_check_reaches_its_field():
    answer = registered({"summary": "水渠", "parties": [{"name": "王", "phone": "110"}]})
    assert mistakes(answer) == {"parties.0.phone": "PHONE_FORMAT"}
    assert "手机号码" in problem(answer)["detail"]


def test_a_list_where_an_object_belongs_is_a_mistake():
    assert mistakes(registered([{"summary": "水渠"}])) == {"": "INVALID"}


# --- JSON


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "该字段"),
        (b"{", "第1行第2列"),
        (b'{"summary": "a", "summary": "b"}', "重复"),
        (b'{"summary": NaN}', "NaN"),
        (b"\xff\xfe{", "UTF-8"),
        ('{"summary": "水渠"}'.encode("gbk"), "UTF-8"),
        (b"[" * 100_000, "嵌套"),
        (b'{"summary": ' + b"9" * 5000 + b"}", "无法识别"),
        (b'{"summary": "a\nb"}', "第1行"),
    ],
)
def test_a_body_that_is_no_plain_json_is_refused_with_the_place(body, why):
    answer = registered(body)
    assert answer.status_code == 400
    assert why in str(problem(answer))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rb'{"summary": "a\u0000b"}', "summary"),
        (rb'{"summary": "a\ud800"}', "summary"),
        (rb'{"parties": [{"name": "\udfff"}]}', "parties.0.name"),
        (rb'{"parties": [{"x\ud800": {"y": "\u0000"}}]}', "parties.0"),
        (rb'"\u0000"', ""),
    ],
)
def test_unstorable_characters_are_refused_wherever_they_stand(body, field):
    assert mistakes(registered(body)) == {field: "TEXT_CHARACTERS"}


def test_a_whole_pair_of_surrogates_is_one_rare_character():
    assert registered(rb'{"summary": "\ud842\udfb7"}').data["summary"] == "𠮷"


def test_a_byte_order_mark_does_no_harm():
    assert registered(b'\xef\xbb\xbf{"summary": "a"}').data["summary"] == "a"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_only_json_is_read(content_type):
    answer = registered(b"summary=a", content_type)
    assert (answer.status_code, problem(answer)["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_a_body_beyond_the_limit_is_not_read():
    with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
        answer = registered({"summary": "a" * 200})
    assert (answer.status_code, problem(answer)["code"]) == (413, "TOO_LARGE")


def test_a_domain_error_without_a_code_still_has_one():
    field = CleanedField(int)
    with pytest.raises(serializers.ValidationError) as refused:
        field.run_validation("x")
    assert [ErrorDetail.__str__(each) and each.code for each in refused.value.detail] == ["invalid"]
