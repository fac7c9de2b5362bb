"""Whom a token speaks for, and what it may be used for. With the real token endpoint."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import path
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application
from rest_framework.response import Response
from rest_framework.views import APIView

from config import urls
from config.rest.parsers import StrictJSONParser
from config.rest.permissions import HasScope
from disputes.choices import Role
from disputes.models import Officer
from tests.config.asking import problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class Reports(APIView):
    permission_classes = [HasScope]
    parser_classes = [StrictJSONParser]
    throttle_classes = []
    required_scope = "statistics"

    def get(self, request):
        return Response(request.user.username)

    def post(self, request):
        return Response(request.data)


class Nameless(Reports):
    required_scope = None


urlpatterns = [
    path("api/v1/x/", Reports.as_view()),
    path("api/v1/nameless/", Nameless.as_view()),
    *urls.urlpatterns,
]
URL = "/api/v1/x/"


@pytest.fixture
def machine() -> Officer:
    return Officer.objects.create(username="yearly", name="年报对接", role=Role.MACHINE)


@pytest.fixture
def application(machine) -> Application:
    return Application.objects.create(
        user=machine,
        name="年报",
        client_id="yearly",
        client_secret="secret",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )


def token_of(application: Application, scope: str = "statistics") -> str:
    asked = {
        "grant_type": "client_credentials",
        "client_id": application.client_id,
        "client_secret": "secret",
        "scope": scope,
    }
    return Client().post("/o/token/", asked).json()["access_token"]


def with_token(token: str, url: str = URL, method: str = "get", **more):
    return getattr(Client(), method)(url, headers={"Authorization": f"Bearer {token}"}, **more)


def test_a_machine_signs_in_by_itself_and_acts_as_its_account(application):
    answer = with_token(token_of(application))
    assert (answer.status_code, answer.json()) == (200, "yearly")


def test_a_token_serves_only_the_scope_it_was_given(application):
    answer = with_token(token_of(application, "disputes"))
    assert (answer.status_code, problem(answer)["code"]) == (403, "INSUFFICIENT_SCOPE")


def test_a_view_that_forgot_to_name_its_scope_is_closed_to_tokens(application, machine):
    answer = with_token(token_of(application, "statistics disputes"), "/api/v1/nameless/")
    assert (answer.status_code, problem(answer)["code"]) == (403, "INSUFFICIENT_SCOPE")


def test_a_session_is_not_limited_by_scopes(client, machine):
    client.force_login(machine, backend="config.accounts.SignIn")
    assert client.get(URL).json() == "yearly"


def test_a_token_of_a_closed_account_opens_nothing(application, machine):
    token = token_of(application)
    machine.is_active = False
    machine.save()

    answer = with_token(token)

    assert (answer.status_code, problem(answer)["code"]) == (401, "ACCOUNT_DISABLED")


def test_a_token_of_an_application_without_owner_opens_nothing(application):
    token = token_of(application)
    Application.objects.update(user=None)
    assert with_token(token).status_code == 401


def personal(application: Application, **more) -> str:
    """A token as the mobile client gets one: for a person, through an application."""
    Application.objects.update(authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE)
    fields = {"scope": "statistics", "expires": timezone.now() + timedelta(minutes=15)} | more
    AccessToken.objects.create(token="personal-token", application=application, **fields)
    return "personal-token"


def test_a_persons_token_speaks_for_the_person_and_not_for_the_applications_owner(application):
    officer = Officer.objects.create(username="wang", name="王建国")
    assert with_token(personal(application, user=officer)).json() == "wang"


def test_a_token_of_nobody_does_not_become_the_owner_of_the_mobile_application(application):
    assert with_token(personal(application, user=None)).status_code == 401


def test_an_expired_or_invented_token_is_told_apart_from_none(application):
    officer = Officer.objects.create(username="wang", name="王建国")
    old = personal(application, user=officer, expires=timezone.now())
    for token in (old, "invented"):
        answer = with_token(token)
        assert problem(answer)["code"] == "NOT_AUTHENTICATED"
        assert "invalid_token" in answer["WWW-Authenticate"]
    assert "invalid_token" not in Client().get(URL)["WWW-Authenticate"]


def test_a_token_in_the_address_is_not_looked_at(application):
    answer = Client().get(f"{URL}?access_token={token_of(application)}")
    assert answer.status_code == 401


def test_a_strangers_body_is_not_read_before_he_is_known():
    posted = with_token("invented", method="post", data="{", content_type="application/json")
    assert posted.status_code == 401


@pytest.mark.parametrize("query", ["a=%zz", "a=%ff", "q=枫桥", "q=a b&c=[]"])
def test_no_query_string_makes_a_valid_token_fail(application, query):
    assert with_token(token_of(application), f"{URL}?{query}").status_code == 200


def test_a_body_behind_a_valid_token_arrives(application):
    token, body = token_of(application), {"name": "𠮷田"}
    answer = with_token(token, method="post", data=body, content_type="application/json")
    assert answer.json() == body
