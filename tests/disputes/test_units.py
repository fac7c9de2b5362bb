"""The tree of units: created one by one and imported, all or nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disputes.choices import UnitLevel
from disputes.errors import RuleViolation
from disputes.models import Unit, UnitAncestry
from disputes.services.units import import_units
from tests.disputes.racing import at_once
from tests.factories import make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

APRIL = date(2026, 4, 1)


def place(unit: Unit) -> tuple[str, list[int | None]]:
    unit.refresh_from_db()
    return unit.path, [unit.province_id, unit.city_id, unit.county_id]


def above(unit: Unit, on: date) -> set[Unit]:
    """Who stood above the unit (itself included) on a day, as the history says."""
    rows = UnitAncestry.objects.filter(unit=unit, since__lte=on, until__gt=on)
    assert len({row.ancestor_id for row in rows}) == len(rows)
    return {row.ancestor for row in rows}


# --- created


def test_a_unit_knows_its_path_and_the_ancestor_of_each_level():
    province = make_unit(level=UnitLevel.PROVINCE)
    city = make_unit(province)
    county = make_unit(city)
    first, second = make_unit(county), make_unit(county)

    assert place(city) == (f"{province.path}0001", [province.pk, city.pk, None])
    assert place(first) == (f"{county.path}0001", [province.pk, city.pk, county.pk])
    assert place(second)[0] == f"{county.path}0002"
    assert above(first, date(1950, 1, 1)) == {province, city, county, first}
    assert list(Unit.objects.below(city)) == [city, county, first, second]


def test_a_station_may_stand_directly_under_a_city_bureau():
    city = make_unit()
    station = make_unit(city, level=UnitLevel.STATION)
    assert place(station)[1] == [None, city.pk, None]


@pytest.mark.parametrize("level", [UnitLevel.CITY, UnitLevel.PROVINCE])
def test_a_unit_stands_below_a_higher_one(level):
    city = make_unit()
    with pytest.raises(RuleViolation, match="层级应当高于") as refused:
        make_unit(city, level=level)
    assert (refused.value.code, Unit.objects.count()) == ("UNIT_LEVEL", 1)


@pytest.mark.parametrize(
    "code", ["12345678901", "1234567890123", "62100000000X", "６２１０００００００００", ""]
)
def test_an_organ_code_is_twelve_plain_digits(code):
    with pytest.raises(ValidationError, match=r"12|空"):
        make_unit(code=code)
    assert not Unit.objects.exists()


def test_an_organ_code_is_given_once():
    make_unit(code="621000000000")
    with pytest.raises(ValidationError, match="机构代码"):
        make_unit(code="621000000000")


@pytest.mark.django_db(transaction=True)
def test_stations_created_at_the_same_moment_have_different_paths():
    county = make_unit(level=UnitLevel.COUNTY)
    at_once(*[lambda: make_unit(county)] * 4)
    paths = sorted(Unit.objects.filter(parent=county).values_list("path", flat=True))
    assert paths == [f"{county.path}{n:04d}" for n in range(1, 5)]


# --- units from a file

GOOD = """机构代码,单位名称,层级,上级代码
621000000000,庆阳市公安局,市级公安机关,
621002000000,西峰分局,county,621000000000
621002510000,董志派出所,派出所,621002000000
""".splitlines()


def test_a_file_of_units_becomes_a_tree_and_again_nothing():
    assert [u.name for u in import_units(GOOD)] == ["庆阳市公安局", "西峰分局", "董志派出所"]
    station = Unit.objects.get(code="621002510000")
    assert (station.level, station.city.name) == (UnitLevel.STATION, "庆阳市公安局")
    assert import_units(GOOD) == []
    assert Unit.objects.count() == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("621003000000,镇原县局,县级公安机关,999999999999", "第5行：上级代码999999999999不存在"),
        ("621003000000,镇原县局,乡镇,621000000000", "第5行：层级“乡镇”无效"),
        ("621003000000,镇原县局,,621000000000", "第5行：层级“”无效"),
        ("621003000000,镇原县局,city,621000000000", "第5行：上级单位的层级应当高于本单位"),
        ("621002510000,另一派出所,派出所,621002000000", "第5行：.*机构代码"),
        ("621002510000,董志派出所,派出所,621000000000", "第5行：.*机构代码"),  # another parent
        ("6210,某派出所,派出所,621002000000", "第5行：机构代码应为12位数字"),
        ("621003000000,,派出所,621002000000", "第5行：.*不能为空"),
        ("621003000000", "第5行：层级“”无效"),
    ],
)
def test_one_wrong_line_imports_nothing_and_names_the_line(line, said):
    with pytest.raises(RuleViolation, match=said) as refused:
        import_units([*GOOD, line])
    assert (refused.value.code, Unit.objects.count()) == ("UNIT_CSV_ROW", 0)


@pytest.mark.parametrize("header", [[], ["code,name,level"], ["机构代码,单位名称"]])
def test_a_wrong_first_line_is_named(header):
    with pytest.raises(RuleViolation, match="首行应为：机构代码,单位名称,层级,上级代码") as refused:
        import_units([*header, *GOOD[1:]])
    assert (refused.value.code, Unit.objects.count()) == ("UNIT_CSV_HEADER", 0)
