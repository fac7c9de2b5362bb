"""Which rows exist for whom: outside the own unit and those below it, nothing does."""

import pytest

from disputes.casefile import case_file
from disputes.choices import CASE_ROLES, Role
from disputes.models import Dispute, Party
from disputes.services import agreement
from tests import acts
from tests.disputes.api.addresses import ALL, OF_A_CASE
from tests.disputes.api.asking import LIST, Api, done, one, problem
from tests.disputes.api.folders import a_row_in_every_folder, addressed
from tests.disputes.refusing import everything_about
from tests.factories import DAY, make_case, make_chief, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute(chief):
    return a_row_in_every_folder(chief)


def ask(operation, dispute, officer):
    """The operation on the rows of `dispute`, with the tag of what stands there now."""
    row = addressed(operation, dispute)
    path = operation.path(dispute_id=dispute.pk, pk=row.pk)
    if operation.method == "get":
        return Api(officer).get(path)
    return getattr(Api(officer), operation.method)(path, {}, f'"{row.pk}-{row.version}"')


@pytest.mark.parametrize("operation", OF_A_CASE, ids=str)
def test_a_case_exists_for_its_own_unit_and_those_above_only(operation, dispute, stranger):
    before = everything_about(dispute)
    own, superior = dispute.registered_by, make_chief(dispute.unit.parent)

    problem(ask(operation, dispute, stranger), 404, "NOT_FOUND")
    assert everything_about(dispute) == before
    for officer in (own, superior):
        answer = ask(operation, dispute, officer)
        assert answer.status_code in (
            {200} if operation.method == "get" else {200, 201, 400, 409, 422}
        )


@pytest.mark.parametrize("role", Role)
def test_administrators_statisticians_and_machines_see_no_case(role, dispute):
    officer = make_officer(dispute.unit, role)

    for operation in OF_A_CASE:  # empty bodies: nothing is written on the way
        answer = ask(operation, dispute, officer)
        if role in CASE_ROLES:
            assert answer.status_code not in (401, 403, 404), operation
        else:
            problem(answer, 404, "NOT_FOUND")


def test_nobody_is_let_in_without_signing_in():
    nobody = Api()
    for operation in ALL:
        path = operation.path(dispute_id=1, pk=1)
        problem(getattr(nobody, operation.method)(path), 401, "NOT_AUTHENTICATED")


@pytest.mark.parametrize("role", Role)
def test_the_list_shows_each_role_what_is_its_own(role, dispute, stranger):
    make_case("registered", stranger)
    page = done(Api(make_officer(dispute.unit, role)).get(LIST))

    assert [row["id"] for row in page["results"]] == ([dispute.pk] if role in CASE_ROLES else [])


def test_a_superior_sees_all_stations_below_and_an_account_without_unit_none(dispute, stranger):
    other = make_case("registered", stranger)
    lost = make_officer(dispute.unit)
    lost.unit = None
    lost.save()

    county = done(Api(make_chief(dispute.unit.parent)).get(LIST))["results"]
    assert [row["id"] for row in county] == [other.pk, dispute.pk]
    assert done(Api(lost).get(LIST))["results"] == []


def test_rows_of_another_visible_case_are_not_rows_of_this_one(api, chief, dispute):
    other = make_case("registered", chief)
    party = Party.objects.filter(dispute=other).first()
    here = one(dispute, f"parties/{party.pk}/")

    problem(api.get(here), 404, "NOT_FOUND")
    problem(api.patch(here, {"employer": "水利局"}, api.tag(one(other, f"parties/{party.pk}/"))),
            404, "NOT_FOUND")  # fmt: skip
    problem(api.post(f"{here}reveal/", {"purpose": "核对"}), 404, "NOT_FOUND")


def test_a_body_cannot_name_rows_of_another_case(api, chief, dispute):
    other = Party.objects.filter(dispute=make_case("registered", chief)).first()
    body = {
        "mode": "ordinary", "place": "所", "facts_found": "属实",
        "participants": [{"party": other.pk, "consented": True}],
    }  # fmt: skip

    refusal = problem(api.post(one(dispute, "sessions/"), body), 400, "INVALID")

    assert refusal["errors"] == [
        {"field": "participants.0.party", "code": "NOT_ON_FILE", "detail": "本纠纷中没有这条记录"}
    ]


def test_a_host_comes_from_the_own_unit_or_below(api, dispute, stranger):
    body = {
        "mode": "ordinary", "place": "所", "facts_found": "属实", "host": stranger.pk,
        "participants": [{"party": Party.objects.first().pk, "consented": True}],
    }  # fmt: skip

    refusal = problem(api.post(one(dispute, "sessions/"), body), 400, "INVALID")

    assert [error["field"] for error in refusal["errors"]] == ["host"]


@pytest.mark.parametrize(("action", "role"), [("void", Role.OFFICER), ("accept", Role.LEGAL)])
def test_a_role_without_the_step_is_told_so(action, role, chief):
    dispute = make_case("registered", chief)
    person = Api(make_officer(dispute.unit, role))

    assert action not in done(person.get(one(dispute)))["available_actions"]
    problem(person.step(dispute, action, reason="重复登记"), 422, "ROLE_FORBIDDEN")
    assert Dispute.objects.get().state == "registered"


def test_signatures_go_under_the_agreement_of_this_case_only(api, chief, dispute):
    other = make_case("mediating", chief)
    with case_file(other.pk) as case:
        drafted = agreement.draft(case, actor=chief, on=DAY, **acts.agreement_fields(case, DAY))

    answer = api.post(one(dispute, f"agreements/{drafted.pk}/signatures/"), {"signatures": []})

    problem(answer, 404, "NOT_FOUND")
