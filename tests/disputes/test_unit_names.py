"""The short name of a unit (文书简称) in the numbers of its papers, and who gives it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from disputes import numbering
from disputes.choices import Role, State
from disputes.models import AuditEvent, Unit
from disputes.services import units
from tests.disputes.api.asking import Api, created, done, problem
from tests.factories import DAY, act, make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_a_papers_number_begins_with_the_short_name_and_else_with_the_code():
    unit = make_unit(code="621021510000", short_name="庆公（玄马）")
    other = make_unit(code="621021520000")
    assert numbering.paper_number(unit, "调", 2026) == "庆公（玄马）调字〔2026〕1号"
    assert numbering.paper_number(other, "调", 2026) == "621021520000调字〔2026〕1号"


def test_agreements_letters_and_papers_of_a_station_carry_its_short_name():
    chief = make_chief()
    Unit.objects.filter(pk=chief.unit_id).update(short_name="庆公（玄马）")
    chief.unit.refresh_from_db()
    dispute = make_case(State.MEDIATING, chief)
    for action in ("draft_agreement", "refer"):
        act(dispute, action, chief, DAY)
    assert dispute.agreements.get().number == "庆公（玄马）调字〔2026〕1号"
    assert dispute.referrals.get().number == "庆公（玄马）移字〔2026〕1号"


def test_a_new_short_name_goes_on_counting():
    unit = make_unit(code="621021510000")
    assert numbering.paper_number(unit, "调", 2026).endswith("〕1号")
    unit = units.change_unit(unit.pk, short_name="庆公（玄马）")
    assert numbering.paper_number(unit, "调", 2026) == "庆公（玄马）调字〔2026〕2号"


def test_two_units_of_one_short_name_would_give_the_same_number_twice():
    make_unit(short_name="庆公（玄马）")
    other = make_unit()
    with pytest.raises(ValidationError, match="文书编号会重复"):
        units.change_unit(other.pk, short_name="庆公（玄马）")
    make_unit()  # without one as many as there are


def test_system_administrators_give_it_over_the_api_and_nobody_else():
    chief = make_chief()
    here = f"/api/v1/units/{chief.unit_id}/"
    admin = Api(make_officer(chief.unit.parent, Role.SYSTEM_ADMIN))
    new = {"short_name": "庆公（玄马）"}
    problem(Api(chief).patch(here, new, Api(chief).tag(here)), 403, "ROLE_FORBIDDEN")
    problem(admin.patch(here, new), 428, "PRECONDITION_REQUIRED")
    old = admin.tag(here)
    assert done(admin.patch(here, new, old))["short_name"] == "庆公（玄马）"
    problem(admin.patch(here, {"short_name": ""}, old), 412, "OUTDATED")
    problem(admin.patch(here, {"code": "621021510000"}, admin.tag(here)), 400, "INVALID")
    far = make_unit()
    problem(admin.patch(f"/api/v1/units/{far.pk}/", new, f'"{far.pk}-1"'), 404, "NOT_FOUND")
    assert AuditEvent.objects.filter(action="change_unit").count() == 1


def test_it_comes_with_a_new_unit_and_with_an_imported_one():
    county = make_unit(make_unit())
    admin = Api(make_officer(county, Role.SYSTEM_ADMIN))
    body = {"code": "621021510000", "name": "玄马派出所", "level": "station", "parent": county.pk,
            "short_name": "庆公（玄马）"}  # fmt: skip
    assert created(admin.post("/api/v1/units/", body))["short_name"] == "庆公（玄马）"
    lines = ["机构代码,单位名称,层级,上级代码,文书简称",
             f"621021520000,城关派出所,派出所,{county.code},庆公（城关）",
             f"621021510000,玄马派出所,派出所,{county.code},"]  # fmt: skip
    (made,) = units.import_units(lines)
    assert (made.name, made.short_name) == ("城关派出所", "庆公（城关）")
