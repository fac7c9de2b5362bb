"""Slices: what each of them holds, and that nothing falls between them."""

from datetime import date

import pytest

from disputes import clock
from disputes.choices import UnitLevel
from disputes.services.units import move_unit
from reporting.drain import drain
from reporting.indicators import INDICATORS
from reporting.periods import Period
from reporting.slices import SLICES
from reporting.statistics import figures_by_slice
from reporting.totals import breakdown
from reporting.tree import directly_below
from tests.factories import NOW, make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db
JAN, JUN, SEP = date(2025, 1, 10), date(2025, 6, 10), date(2025, 9, 10)
YEAR = Period.year(2025)


@pytest.fixture
def city():
    return make_unit()


def move(unit, parent, day: date) -> None:
    with clock.at(NOW):
        move_unit(unit_id=unit.pk, parent_id=parent.pk, effective_from=day, reason="划转",
                  actor=rows.officer(parent))  # fmt: skip


def found(by: str, unit, measure: str, period: Period = YEAR) -> dict[str, int]:
    drain()
    totals = breakdown(SLICES[by](period, unit))
    return {key: counts[measure] for key, counts in totals.items() if counts[measure]}


def test_kinds_and_their_groups(city):
    station = make_unit(make_unit(city))
    for kind in (
        "neighbour.neighbour_daily",
        "neighbour.neighbour_water",
        "debt.loan",
        "renting.renting",
    ):
        case = rows.dispute(station, JAN, kind=kind)
        rows.referral(case, JAN)
        rows.referral(case, SEP)

    assert found("kind", city, "registered")["debt.loan"] == 1
    for measure in ("registered", "referred"):  # stored, and counted from the rows
        assert found("kind_major", city, measure) == {"neighbour": 2, "debt": 1, "renting": 1}
        assert found("judicial_class", city, measure) == {
            "neighbour": 2,
            "contract": 1,
            "housing": 1,
        }


def test_a_dispute_referred_in_two_months_is_in_both(city):
    case = rows.dispute(city, JAN)
    rows.referral(case, JAN)
    rows.referral(case, SEP)

    assert found("month", city, "referred") == {"2025-01": 1, "2025-09": 1}
    assert found("", city, "referred") == {"": 1}


def test_units_directly_below_and_the_own_part(city):
    county, other = make_unit(city), make_unit(city)
    station = make_unit(county)
    direct = make_unit(city, UnitLevel.STATION)
    for unit in (city, county, station, station, direct):
        rows.dispute(unit, JAN)

    assert found("unit", city, "registered") == {city.code: 1, county.code: 3, direct.code: 1}
    assert found("unit", county, "registered") == {county.code: 1, station.code: 2}
    assert found("unit", station, "registered") == {station.code: 2}
    assert found("unit", other, "registered") == {}


def test_a_station_that_moved_counts_under_each_bureau_for_its_time(city):
    first, second = make_unit(city), make_unit(city)
    station = make_unit(first)
    for day in (JAN, JUN, SEP, date(2025, 5, 31), date(2025, 6, 1)):
        rows.dispute(station, day)
    move(station, second, date(2025, 6, 1))

    assert found("unit", city, "registered") == {first.code: 2, second.code: 3}
    edges = Period(date(2025, 1, 2), date(2025, 6, 20))
    assert found("unit", city, "registered", edges) == {first.code: 2, second.code: 2}
    assert found("unit", first, "registered") == {station.code: 2}
    assert found("unit", second, "registered") == {station.code: 3}


def test_a_station_that_was_put_below_a_county_is_a_slice_of_its_own_before(city):
    county = make_unit(city)
    station = make_unit(city, UnitLevel.STATION)
    for day in (JAN, SEP):
        rows.dispute(station, day)
    move(station, county, date(2025, 6, 1))

    assert found("unit", city, "registered") == {station.code: 1, county.code: 1}
    names = SLICES["unit"](YEAR, city).names()
    assert list(names) == [city.code, county.code, station.code]
    assert names[city.code] == "本级"


def test_a_distinct_count_stays_distinct_across_the_move_of_another_unit(city):
    first, second = make_unit(city), make_unit(city)
    other = make_unit(first)
    case = rows.dispute(second, JAN)
    rows.referral(case, JAN)
    rows.referral(case, SEP)
    move(other, second, date(2025, 6, 1))

    assert found("unit", city, "referred") == {second.code: 1}


def test_the_tree_is_cut_where_it_changed(city):
    first, second = make_unit(city), make_unit(city)
    station = make_unit(first)
    move(station, second, date(2025, 6, 1))

    parts = directly_below(first, YEAR)

    assert [(p.start, p.end, set(p.units)) for p in parts] == [
        (date(2025, 1, 1), date(2025, 5, 31), {station.pk}),
        (date(2025, 6, 1), date(2025, 12, 31), set()),
    ]


@pytest.mark.parametrize("by", list(SLICES))
def test_the_number_of_statements_depends_on_nothing_but_the_question(
    city, by, django_assert_max_num_queries, django_assert_num_queries
):
    """Adding units, months and moves adds no statement."""

    def ask() -> None:
        figures_by_slice(SLICES[by](YEAR, city), [INDICATORS["resolution_rate"]])

    counties = [make_unit(city) for _ in range(2)]
    rows.dispute(make_unit(counties[0]), JAN)
    drain()
    with django_assert_max_num_queries(20) as few:
        ask()
    for month in range(1, 13):
        rows.dispute(make_unit(counties[month % 2]), date(2025, month, 3))
    move(make_unit(counties[0]), counties[1], date(2025, 6, 1))
    drain()
    with django_assert_num_queries(len(few)):
        ask()


def test_months_and_units_are_complete_and_dictionaries_show_what_happened(city):
    county = make_unit(city)
    rows.dispute(city, JAN)
    drain()

    def keys(by: str) -> list[str]:
        return [
            row["key"]
            for row in figures_by_slice(SLICES[by](YEAR, city), [INDICATORS["registered"]])
        ]

    assert keys("month") == [f"2025-{month:02}" for month in range(1, 13)]
    assert keys("unit") == [city.code, county.code]
    assert keys("source") == ["walk_in"]
    assert keys("") == [""]
