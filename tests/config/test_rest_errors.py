"""Whatever goes wrong leaves as one kind of document, in Chinese, with a stable code."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.exceptions import ValidationError as ModelValidationError
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.renderers import BaseRenderer

from disputes import statutes
from disputes.errors import Outdated, Refusal, RuleViolation, WrongState
from disputes.models import Officer
from tests.config.asking import Open, ask, problem, raising, running


def test_a_refusal_carries_code_sentence_and_statutes():
    refused = RuleViolation(
        "存在不适用调解的情形：结伙斗殴",
        code="EXCLUDED_CIRCUMSTANCE",
        statutes=[statutes.NOT_MEDIABLE],
    )

    assert problem(ask(raising(refused))) == {
        "type": "about:blank",
        "title": "不符合规定",
        "status": 422,
        "code": "EXCLUDED_CIRCUMSTANCE",
        "detail": "存在不适用调解的情形：结伙斗殴",
        "statutes": ["《公安机关办理行政案件程序规定》第一百七十九条"],
    }


@pytest.mark.parametrize(
    ("refused", "status", "code"),
    [
        (WrongState("已结案的纠纷不能受理"), 409, "WRONG_STATE"),
        (Outdated(), 412, "OUTDATED"),
        (Refusal("不予办理"), 422, "REFUSED"),
        (type("Special", (WrongState,), {"code": "SPECIAL"})("不能"), 409, "SPECIAL"),
    ],
)
def test_each_meaning_of_a_refusal_has_its_status(refused, status, code):
    answer = ask(raising(refused))
    assert (answer.status_code, problem(answer)["code"]) == (status, code)


@pytest.mark.parametrize(
    ("raised", "status", "code"),
    [
        (exceptions.NotAuthenticated(), 401, "NOT_AUTHENTICATED"),
        (exceptions.AuthenticationFailed(), 401, "AUTHENTICATION_FAILED"),
        (exceptions.PermissionDenied(), 403, "PERMISSION_DENIED"),
        (PermissionDenied("not for you"), 403, "PERMISSION_DENIED"),
        (exceptions.NotFound(), 404, "NOT_FOUND"),
        (Http404("No Dispute matches the given query."), 404, "NOT_FOUND"),
        (exceptions.MethodNotAllowed("PUT"), 405, "METHOD_NOT_ALLOWED"),
        (exceptions.NotAcceptable(), 406, "NOT_ACCEPTABLE"),
        (exceptions.UnsupportedMediaType("a/b"), 415, "UNSUPPORTED_MEDIA_TYPE"),
        (exceptions.ParseError("Malformed request."), 400, "PARSE_ERROR"),
        (exceptions.Throttled(), 429, "THROTTLED"),
        (SuspiciousOperation("odd"), 400, "BAD_REQUEST"),
        (exceptions.APIException("Broken pipe"), 500, "ERROR"),
    ],
)
def test_every_exception_of_the_frameworks_is_worded_in_chinese(raised, status, code):
    class Authenticated(raising(raised)):
        authentication_classes = [Challenge]

    answer = ask(Authenticated)
    document = problem(answer)

    assert (answer.status_code, document["code"], document["statutes"]) == (status, code, [])
    assert "errors" not in document


class Challenge(SessionAuthentication):
    def authenticate_header(self, request):
        return "Bearer"


def test_a_sentence_of_our_own_is_kept():
    own = exceptions.NotFound("没有2019年的年度报告")
    assert problem(ask(raising(own)))["detail"] == "没有2019年的年度报告"


def test_a_foreign_row_and_a_missing_row_read_the_same():
    foreign, missing = (ask(raising(kind())) for kind in (Http404, exceptions.NotFound))
    assert problem(foreign) == problem(missing)
    assert "管辖范围" in problem(foreign)["detail"]


def test_an_answer_to_an_impatient_client_says_how_long_to_wait():
    answer = ask(raising(exceptions.Throttled(wait=17)))
    assert answer["Retry-After"] == "17"
    assert "17秒" in problem(answer)["detail"]


def test_an_unknown_method_names_the_known_ones():
    answer = ask(running(lambda request: 1), "PUT")
    assert problem(answer)["code"] == "METHOD_NOT_ALLOWED"
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_client_that_asks_for_html_is_told_so_in_json():
    answer = ask(running(lambda request: 1), headers={"Accept": "text/html"})
    assert problem(answer)["code"] == "NOT_ACCEPTABLE"


def test_a_refused_export_is_a_problem_document_and_no_broken_file():
    class Csv(BaseRenderer):
        media_type, format = "text/csv", "csv"

        def render(self, data, *args):
            return "编号,状态"

    class Export(raising(RuleViolation("期间过长", code="PERIOD"))):
        renderer_classes = [Csv]

    assert problem(ask(Export))["code"] == "PERIOD"


def test_a_stranger_is_asked_to_sign_in():
    class ForOfficers(Open):
        authentication_classes = Open.settings.DEFAULT_AUTHENTICATION_CLASSES
        permission_classes = Open.settings.DEFAULT_PERMISSION_CLASSES

    answer = ask(ForOfficers)

    assert problem(answer)["code"] == "NOT_AUTHENTICATED"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_page_that_forgot_its_csrf_token_learns_what_is_missing():
    class ForBrowsers(running(lambda request: 1)):
        authentication_classes = [SessionAuthentication]

    answer = ask(ForBrowsers, "POST", user=Officer(username="a"), enforce_csrf_checks=True)

    assert problem(answer)["code"] == "CSRF_FAILED"
    assert answer.status_code == 403


# --- fields


class PhoneSerializer(serializers.Serializer):
    number = serializers.CharField(max_length=11)


class PartySerializer(serializers.Serializer):
    name = serializers.CharField()
    phones = PhoneSerializer(many=True)
    tags = serializers.ListField(child=serializers.IntegerField(), required=False)

    def validate(self, attrs):
        raise serializers.ValidationError("姓名与证件不符", code="mismatch")


class CaseSerializer(serializers.Serializer):
    parties = PartySerializer(many=True)


def refused_fields(serializer, data) -> list[tuple[str, str]]:
    def check(request):
        serializer(data=data).is_valid(raise_exception=True)

    answer = ask(running(check))
    document = problem(answer)
    assert (answer.status_code, document["code"]) == (400, "INVALID")
    assert all("一" <= error["detail"][0] <= "鿿" for error in document["errors"])
    return [(error["field"], error["code"]) for error in document["errors"]]


def test_every_wrong_field_is_named_by_its_path():
    phones = [{"number": "1"}, {"number": "1" * 12}, {}]
    party = {"name": "", "phones": phones, "tags": [1, "二"]}

    assert refused_fields(CaseSerializer, {"parties": [party]}) == [
        ("parties.0.name", "BLANK"),
        ("parties.0.phones.1.number", "MAX_LENGTH"),
        ("parties.0.phones.2.number", "REQUIRED"),
        ("parties.0.tags.1", "INVALID"),
    ]


def test_a_mistake_of_a_whole_row_is_named_by_the_row():
    party = {"name": "王", "phones": [{"number": "1"}]}
    assert refused_fields(CaseSerializer, {"parties": [party]}) == [("parties.0", "MISMATCH")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\0b", "NULL_CHARACTERS_NOT_ALLOWED"),
        ("a\ud800", "SURROGATE_CHARACTERS_NOT_ALLOWED"),
    ],
)
def test_unstorable_text_is_refused_in_chinese(text, code):
    assert refused_fields(PhoneSerializer, {"number": text}) == [("number", code)]


def test_a_single_mistake_is_the_summary_and_several_are_counted():
    one = exceptions.ValidationError({"name": ["姓名不能为空"]})
    two = exceptions.ValidationError({"name": ["姓名不能为空"], "amount": ["金额不得为负数"]})
    assert problem(ask(raising(one)))["detail"] == "姓名不能为空"
    assert problem(ask(raising(two)))["detail"] == "提交的内容有2处错误"


def test_a_models_own_sentence_reaches_the_caller():
    broken = ModelValidationError({"__all__": ["化解日期不得早于登记日期"]})
    answer = ask(raising(broken))
    document = problem(answer)

    assert (answer.status_code, document["code"]) == (422, "CONSTRAINT_VIOLATED")
    assert document["errors"] == [
        {"field": "", "code": "INVALID", "detail": "化解日期不得早于登记日期"}
    ]


# --- faults of ours


def test_an_unforeseen_error_is_not_dressed_up_as_the_callers_mistake():
    for fault in (KeyError("secret"), UnicodeEncodeError("ascii", "枫", 0, 1, "ordinal")):
        with pytest.raises(type(fault)):
            ask(raising(fault))
