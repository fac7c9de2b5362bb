"""Signing in: a browser's session, a person's mobile client (PKCE), a machine's credentials."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import get_application_model

from disputes.choices import Role
from tests.disputes.api.addresses import ALL
from tests.disputes.api.asking import LIST, Api, created, done, problem, register
from tests.factories import make_officer

pytestmark = pytest.mark.django_db
ME, TOKEN = "/api/v1/officers/me/", "/o/token/"
PASSWORD = "one-long-password"
VERIFIER = "verifier-" + "0123456789" * 5
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
NEW = {"track": "civil", "kind": "debt.loan", "source": "walk_in", "summary": "借款两万元未还"}
Application = get_application_model()


@pytest.fixture
def person(station):
    return make_officer(station, name="张三", password=PASSWORD)


@pytest.fixture
def mobile():
    return Application.objects.create(
        name="移动端", client_type="public", authorization_grant_type="authorization-code",
        redirect_uris="fengqiao://signed-in",
    )  # fmt: skip


def bearer(token: str) -> Api:
    return Api(Authorization=f"Bearer {token}")


def ask_for_code(app, **changed):
    return reverse("oauth2_provider:authorize") + "?" + "&".join(
        f"{name}={value}"
        for name, value in {
            "response_type": "code", "client_id": app.client_id, "scope": "disputes", "state": "s",
            "redirect_uri": "fengqiao://signed-in", "code_challenge": CHALLENGE,
            "code_challenge_method": "S256", **changed,
        }.items() if value
    )  # fmt: skip


def signed_in_by_form(person, following: str) -> Client:
    """A browser that came to the sign-in page and was sent on to `following`."""
    browser = Client()
    page = browser.get("/accounts/login/", {"next": following})
    assert "登录" in page.content.decode()
    sent = browser.post("/accounts/login/", {
        "login": person.username, "password": PASSWORD, "next": following,
    })  # fmt: skip
    assert (sent.status_code, sent["Location"]) == (302, following)
    return browser


def code_for(person, app) -> str:
    """The code that a person's consent sends to the mobile client."""
    asked = ask_for_code(app)
    browser = signed_in_by_form(person, asked)
    page = browser.get(asked)
    assert "授权“移动端”" in page.content.decode()
    assert "办理纠纷" in page.content.decode()
    form = {name: value or "" for name, value in page.context["form"].initial.items()}
    sent = browser.post(asked, form | {"allow": "1"})
    assert sent.status_code == 302, sent.content.decode()
    assert sent["Location"].startswith("fengqiao://signed-in?")
    return parse_qs(urlsplit(sent["Location"]).query)["code"][0]


def tokens(app, **data):
    return Client().post(TOKEN, {"client_id": app.client_id, **data})


def exchange(app, code: str, verifier: str = VERIFIER):
    return tokens(app, grant_type="authorization_code", code=code, code_verifier=verifier,
                  redirect_uri="fengqiao://signed-in")  # fmt: skip


def test_a_person_signs_in_on_the_mobile_client_and_works(person, mobile):
    given = exchange(mobile, code_for(person, mobile)).json()
    api = bearer(given["access_token"])

    me = done(api.get(ME))
    assert (me["username"], me["role"], me["scopes"]) == (person.username, "officer", ["disputes"])
    assert me["csrf"] is None
    row = created(api.post(LIST, NEW))
    assert [r["id"] for r in done(api.get(LIST))["results"]] == [row["id"]]


def test_without_the_right_verifier_there_is_no_token(person, mobile):
    code = code_for(person, mobile)

    assert exchange(mobile, code, "wrong-" + VERIFIER).status_code == 400
    assert Client().get(ask_for_code(mobile, code_challenge="")).status_code in (302, 400)


def test_a_code_is_good_for_one_exchange(person, mobile):
    code = code_for(person, mobile)

    assert exchange(mobile, code).status_code == 200
    assert exchange(mobile, code).status_code == 400


def test_a_refresh_token_used_twice_ends_its_whole_family(person, mobile):
    first = exchange(mobile, code_for(person, mobile)).json()
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = tokens(mobile, **refresh).json()
    done(bearer(second["access_token"]).get(ME))

    assert tokens(mobile, **refresh).status_code == 400
    problem(bearer(second["access_token"]).get(ME), 401, "NOT_AUTHENTICATED")
    again = refresh | {"refresh_token": second["refresh_token"]}
    assert tokens(mobile, **again).status_code == 400


def test_a_revoked_token_is_worth_nothing(person, mobile):
    given = exchange(mobile, code_for(person, mobile)).json()
    revoked = Client().post("/o/revoke_token/", {
        "client_id": mobile.client_id, "token": given["access_token"],
    })  # fmt: skip

    assert revoked.status_code == 200
    problem(bearer(given["access_token"]).get(ME), 401, "NOT_AUTHENTICATED")


def test_a_closed_account_is_closed_for_its_tokens_too(person, mobile):
    given = exchange(mobile, code_for(person, mobile)).json()
    person.is_active = False
    person.save()

    problem(bearer(given["access_token"]).get(ME), 401, "ACCOUNT_DISABLED")


@pytest.fixture
def machine(station):
    return make_officer(station, Role.MACHINE, name="年报系统")


def machine_token(machine, scope: str) -> str:
    secret = "a-long-client-secret"
    app = Application.objects.create(
        name="年报系统", user=machine, client_type="confidential", client_secret=secret,
        authorization_grant_type="client-credentials",
    )  # fmt: skip
    answer = tokens(app, grant_type="client_credentials", client_secret=secret, scope=scope)
    return answer.json()["access_token"]


def test_a_machine_speaks_for_its_account_and_sees_no_case(machine, chief):
    dispute = register(chief)
    api = bearer(machine_token(machine, "disputes"))

    assert done(api.get(ME))["role"] == "machine"
    assert done(api.get(LIST))["results"] == []
    problem(api.get(f"{LIST}{dispute.pk}/"), 404, "NOT_FOUND")
    problem(api.post(LIST, NEW), 422, "ROLE_FORBIDDEN")


def test_a_token_for_figures_opens_no_address_of_the_cases(machine):
    api = bearer(machine_token(machine, "statistics"))

    for operation in ALL:
        answer = getattr(api, operation.method)(operation.path(dispute_id=1, pk=1))
        if operation.route == "officers/me/":
            assert done(answer)["scopes"] == ["statistics"]
        else:
            problem(answer, 403, "INSUFFICIENT_SCOPE")


def test_a_browser_signs_in_through_the_headless_address(person):
    browser = Client()
    answer = browser.post(
        "/_allauth/browser/v1/auth/login",
        {"username": person.username, "password": PASSWORD},
        content_type="application/json",
    )

    assert answer.status_code == 200
    assert browser.get(ME).json()["name"] == "张三"


def test_nobody_registers_an_application_or_an_account_alone(person):
    browser = Client()
    browser.force_login(person, "config.accounts.SignIn")

    assert browser.get("/o/applications/").status_code == 404
    assert browser.post("/o/applications/register/", {"name": "x"}).status_code == 404
    fresh = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    assert "登录" not in Client().post("/accounts/signup/", fresh).content.decode()
    assert not type(person).objects.filter(username="x").exists()
