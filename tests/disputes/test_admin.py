"""The administration pages: who enters, what each administrator may do, and that it is recorded."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from disputes.choices import Role
from disputes.models import AuditEvent, Dispute, Kind, Officer, Unit
from disputes.services import audit
from tests.factories import make_case, make_officer, make_unit

pytestmark = pytest.mark.django_db
PASSWORD = "修渠引水-2026-Xifeng"
R = Role
# Page: who reads it, who changes what is there, who adds to it.
PAGES = {
    "disputes/unit": ({R.SYSTEM_ADMIN, R.SECURITY_ADMIN}, {R.SYSTEM_ADMIN}, set()),
    "disputes/officer": (*[{R.SYSTEM_ADMIN, R.SECURITY_ADMIN}] * 3,),
    "disputes/kind": (*[{R.SYSTEM_ADMIN}] * 3,),
    "disputes/risklevel": (*[{R.SYSTEM_ADMIN}] * 3,),
    "disputes/riskfactor": (*[{R.SYSTEM_ADMIN}] * 3,),
    "disputes/markkind": (*[{R.SYSTEM_ADMIN}] * 3,),
    "disputes/reviewrule": (*[{R.SYSTEM_ADMIN}] * 3,),
    "disputes/methodstep": (*[{R.SYSTEM_ADMIN}] * 3,),
    "disputes/disputeevent": ({R.AUDIT_ADMIN}, set(), set()),
    "disputes/auditevent": ({R.AUDIT_ADMIN}, set(), set()),
    "reporting/reconciliation": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
    "reporting/edition": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
    "reporting/signededition": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
    "reporting/erratum": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
    "reporting/unlocking": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
    "reporting/activity": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
    "reporting/outlinechoice": ({R.AUDIT_ADMIN, R.SYSTEM_ADMIN}, set(), set()),
}


@pytest.fixture(autouse=True)
def city():
    return make_unit()


def browser(role: str, **fields) -> Client:
    fields = {"is_staff": True, **fields}
    officer = make_officer(make_unit(), role, **fields)
    client = Client(raise_request_exception=False)
    client.force_login(officer, "config.accounts.SignIn")
    client.officer = officer
    return client


@pytest.mark.parametrize("role", list(Role))
def test_only_the_three_administrators_enter_whatever_the_flag_says(role):
    may = role in (R.SYSTEM_ADMIN, R.SECURITY_ADMIN, R.AUDIT_ADMIN)
    answer = browser(role).get("/admin/")
    assert (answer.status_code == 200) is may
    assert browser(role, is_active=False).get("/admin/").status_code == 302


@pytest.mark.parametrize("role", [R.SYSTEM_ADMIN, R.SECURITY_ADMIN, R.AUDIT_ADMIN])
def test_each_administrator_sees_the_own_pages_only(role):
    client = browser(role)
    for page, (readers, _, adders) in PAGES.items():
        assert (client.get(f"/admin/{page}/").status_code == 200) is (role in readers), page
        assert (client.get(f"/admin/{page}/add/").status_code == 200) is (role in adders), page


def test_no_case_is_listed_and_nothing_can_be_deleted():
    assert Dispute not in admin.site._registry
    client = browser(R.SYSTEM_ADMIN)
    for page, row in (("unit", Unit), ("officer", Officer), ("kind", Kind)):
        answer = client.post(
            f"/admin/disputes/{page}/{row.objects.first().pk}/delete/", {"post": "yes"}
        )
        assert answer.status_code == 403
    assert client.get("/admin/disputes/dispute/").status_code == 404


def test_an_account_is_opened_with_a_password_and_recorded(city):
    client = browser(R.SYSTEM_ADMIN)

    answer = client.post("/admin/disputes/officer/add/", {
        "username": "zhang", "password1": PASSWORD, "password2": PASSWORD, "name": "张三",
        "police_number": "A001", "unit": city.pk, "role": R.AUDIT_ADMIN,
    })  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    opened = Officer.objects.get(username="zhang")
    assert opened.check_password(PASSWORD)
    assert (opened.role, opened.unit, opened.is_staff, opened.is_superuser) == (
        R.AUDIT_ADMIN, city, True, False,
    )  # fmt: skip
    entry = AuditEvent.objects.get()
    assert (entry.actor, entry.action) == (client.officer, "admin_add")
    assert entry.target == f"disputes.Officer:{opened.pk}"
    assert PASSWORD not in str(entry.details)
    assert audit.broken_links() == []


def account(officer: Officer, **changed) -> dict[str, object]:
    fields = {"username": officer.username, "name": officer.name, "police_number": "",
              "unit": officer.unit.pk, "role": officer.role, "is_active": "on"}  # fmt: skip
    return fields | changed


def test_another_role_takes_the_flag_away_and_is_recorded():
    client, other = browser(R.SECURITY_ADMIN), make_officer(role=R.SYSTEM_ADMIN, is_staff=True)

    answer = client.post(
        f"/admin/disputes/officer/{other.pk}/change/", account(other, role=R.OFFICER)
    )

    assert answer.status_code == 302, answer.content.decode()
    other.refresh_from_db()
    assert (other.role, other.is_staff, other.version) == (R.OFFICER, False, 2)
    assert "角色" in str(AuditEvent.objects.get().details)


def test_nobody_changes_the_own_account():
    client = browser(R.SYSTEM_ADMIN)
    own = client.officer
    page = f"/admin/disputes/officer/{own.pk}"

    assert client.post(f"{page}/change/", account(own, role=R.CHIEF)).status_code == 403
    assert (
        client.post(f"{page}/password/", {"password1": PASSWORD, "password2": PASSWORD}).status_code
        == 403
    )

    own.refresh_from_db()
    assert own.role == R.SYSTEM_ADMIN


def test_a_forgotten_password_is_replaced_and_recorded():
    client, other = browser(R.SECURITY_ADMIN), make_officer()

    answer = client.post(f"/admin/disputes/officer/{other.pk}/password/", {
        "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true",
        "set-password": "1",
    })  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    other.refresh_from_db()
    assert other.check_password(PASSWORD)
    assert AuditEvent.objects.get().action == "admin_change"


def test_a_unit_gets_another_name_but_no_other_place(city):
    county = make_unit(city)
    before = Unit.objects.values("code", "path", "parent", "level").get(pk=county.pk)

    answer = browser(R.SYSTEM_ADMIN).post(
        f"/admin/disputes/unit/{county.pk}/change/",
        {
            "name": "西峰分局",
            "is_active": "on",
            "code": "999999999999",
            "parent": "",
            "level": "city",
        },
    )

    assert answer.status_code == 302
    county.refresh_from_db()
    assert (county.name, county.version) == ("西峰分局", 2)
    assert Unit.objects.values("code", "path", "parent", "level").get(pk=county.pk) == before


def test_the_code_of_a_kind_is_given_once():
    kind = Kind.objects.get(code="debt.loan")
    fields = {"code": "debt.other", "name": "借贷", "parent": kind.parent_id,
              "judicial_class": "contract", "is_active": "on", "position": 5}  # fmt: skip

    browser(R.SYSTEM_ADMIN).post(f"/admin/disputes/kind/{kind.pk}/change/", fields)

    kind.refresh_from_db()
    assert (kind.code, kind.name) == ("debt.loan", "借贷")


def test_the_history_of_cases_is_shown_without_what_was_said():
    dispute = make_case("declined")
    event = dispute.events.last()
    client = browser(R.AUDIT_ADMIN)

    assert dispute.number in client.get("/admin/disputes/disputeevent/").content.decode()
    page = client.get(f"/admin/disputes/disputeevent/{event.pk}/change/").content.decode()

    assert "不予调解" in page
    assert event.facts["reason"] not in page
    assert client.post(f"/admin/disputes/disputeevent/{event.pk}/change/", {}).status_code == 403
