"""Units move (划转): rights follow at once, history stays with the bureaus of its time."""

from __future__ import annotations

import time
from datetime import date
from threading import Event

import pytest
from django.db import transaction

from disputes.casefile import case_file
from disputes.choices import Role, State, UnitLevel
from disputes.errors import RuleViolation
from disputes.models import Dispute, Officer, Unit, UnitAncestry, UnitMove
from disputes.services.units import create_unit, move_unit
from tests import acts
from tests.disputes.racing import at_once
from tests.factories import DAY, make_case, make_chief, make_officer, make_unit

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


def move(unit: Unit, parent: Unit, since: date = APRIL) -> UnitMove:
    return move_unit(
        unit_id=unit.pk, parent_id=parent.pk, effective_from=since, reason="机构改革",
        actor=make_officer(unit, Role.SYSTEM_ADMIN),
    )  # fmt: skip


@pytest.fixture
def bureaus() -> tuple[Unit, Unit, Unit]:
    """A city bureau with two county bureaus."""
    city = make_unit()
    return city, make_unit(city), make_unit(city)


def test_a_move_takes_everything_below_along(bureaus):
    city, old, _ = bureaus
    other = make_unit()
    station = make_unit(old)
    dispute = make_case(officer=make_chief(station))

    moved = move(old, other)

    assert (moved.from_parent, moved.to_parent, moved.effective_from) == (city, other, APRIL)
    assert place(old) == (f"{other.path}0001", [None, other.pk, old.pk])
    assert place(station) == (f"{old.path}0001", [None, other.pk, old.pk])
    assert (station.version, station.parent) == (2, old)
    dispute.refresh_from_db()
    assert (dispute.unit, dispute.city, dispute.county) == (station, other, old)


def test_rights_follow_the_new_tree_at_once(bureaus):
    _, old, new = bureaus
    station = make_unit(old)
    dispute = make_case(officer=make_chief(station))
    there, here = make_officer(old), make_officer(new)

    def visible(officer: Officer) -> tuple[bool, bool, bool]:
        officer = Officer.objects.get(pk=officer.pk)
        everything = (Dispute, Unit, Officer)
        mine = (dispute, station, dispute.registered_by)
        return tuple(
            model.objects.visible_to(officer).filter(pk=row.pk).exists()
            for model, row in zip(everything, mine, strict=True)
        )

    assert (visible(there), visible(here)) == ((True,) * 3, (False,) * 3)
    move(station, new)
    assert (visible(there), visible(here)) == ((False,) * 3, (True,) * 3)


def test_history_changes_with_the_first_day_of_the_month(bureaus):
    city, old, new = bureaus
    province = make_unit(level=UnitLevel.PROVINCE)
    other = make_unit(province)
    station = make_unit(old)

    move(station, new)
    assert above(station, date(2026, 3, 31)) == {station, old, city}
    assert above(station, APRIL) == {station, new, city}

    move(new, other, date(2026, 6, 1))
    assert above(station, date(2026, 5, 31)) == {station, new, city}
    assert above(station, date(2026, 6, 1)) == {station, new, other, province}
    assert above(old, date(2026, 6, 1)) == {old, city}


def test_what_ended_with_a_move_up_the_tree_does_not_begin_again_before_that(bureaus):
    city, county, _ = bureaus
    station = make_unit(county)
    move(station, city, date(2026, 5, 1))  # ends one line of its ancestry and begins none

    with pytest.raises(RuleViolation) as refused:
        move(station, county, date(2026, 3, 1))

    assert refused.value.code == "UNIT_MOVE_DATE"
    move(station, county, date(2026, 6, 1))
    held = [above(station, date(2026, month, 15)) & {county} for month in (4, 5, 6)]
    assert held == [{county}, set(), {county}]


def test_nobody_joins_a_bureau_before_it_stood_where_it_stands(bureaus):
    """Else the months before its move would count the unit below its city and the bureau not."""
    city, old, joined = bureaus
    station, other = make_unit(old), make_unit()
    move(joined, other, date(2026, 5, 1))

    with pytest.raises(RuleViolation) as refused:
        move(station, joined, date(2026, 4, 1))

    assert refused.value.code == "UNIT_MOVE_DATE"
    move(station, joined, date(2026, 5, 1))
    assert above(station, date(2026, 4, 30)) == {station, old, city}
    assert above(station, date(2026, 5, 1)) == {station, joined, other}


def test_a_unit_may_come_back(bureaus):
    _, old, new = bureaus
    station = make_unit(old)
    for parent, month in ((new, 4), (old, 5), (new, 6)):
        move(station, parent, date(2026, month, 1))
    held = {m: above(station, date(2026, m, 15)) & {old, new} for m in (3, 4, 5, 6)}
    assert held == {3: {old}, 4: {new}, 5: {old}, 6: {new}}


@pytest.mark.parametrize(
    ("since", "allowed"),
    [
        (date(2026, 6, 1), True),  # this month: the clock stands in June
        (date(2026, 7, 1), False),
        (date(2026, 6, 2), False),
        (date(2026, 4, 1), False),  # the month of the last move
        (date(2026, 5, 1), True),
        (date(2026, 3, 1), False),
    ],
)
def test_a_move_begins_with_a_month_after_the_last_move(bureaus, since, allowed):
    _, old, new = bureaus
    station = make_unit(old)
    move(station, new)
    if allowed:
        assert move(station, old, since).effective_from == since
    else:
        with pytest.raises(RuleViolation, match="生效日期应为某月1日") as refused:
            move(station, old, since)
        assert refused.value.code == "UNIT_MOVE_DATE"
        assert (place(station)[1][2], UnitMove.objects.count()) == (new.pk, 1)


def test_a_bureau_is_not_moved_back_behind_a_move_of_its_station(bureaus):
    _, old, new = bureaus
    other = make_unit()
    station = make_unit(old)
    move(station, new, date(2026, 5, 1))
    with pytest.raises(RuleViolation) as refused:
        move(new, other, APRIL)
    assert refused.value.code == "UNIT_MOVE_DATE"
    move(new, other, date(2026, 6, 1))


def test_a_unit_is_not_moved_to_itself_below_itself_or_where_it_is(bureaus):
    city, old, _ = bureaus
    station = make_unit(old)
    for unit, parent, code in (
        (old, city, "UNIT_MOVE_TARGET"),
        (old, old, "UNIT_LEVEL"),
        (old, station, "UNIT_LEVEL"),
        (city, make_unit(level=UnitLevel.PROVINCE), "UNIT_MOVE_ROOT"),
        (station, make_unit(old), "UNIT_LEVEL"),
    ):
        with pytest.raises(RuleViolation) as refused:
            move(unit, parent)
        assert refused.value.code == code
    assert not UnitMove.objects.exists()


# --- at the same moment


@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_the_officer_who_has_the_case_open_instead_of_killing_it():
    top = make_unit()
    old, new = make_unit(top), make_unit(top)
    station = make_unit(old)
    dispute = make_case(officer=make_chief(station))
    opened = Event()

    def work():
        with case_file(dispute.pk) as case:
            opened.set()
            time.sleep(0.5)  # the move has begun, and waits
            acts.take(case, "accept", dispute.registered_by, DAY, {})

    def reorganise():
        opened.wait(10)
        return move(station, new)

    outcomes = at_once(work, reorganise)

    assert [type(outcome) for outcome in outcomes] == [type(None), UnitMove]
    dispute.refresh_from_db()
    assert (dispute.state, dispute.county) == (State.ACCEPTED, new)


@pytest.mark.django_db(transaction=True)
def test_a_station_created_while_its_bureau_moves_stands_under_the_new_path():
    top = make_unit()
    county, other = make_unit(top), make_unit()
    moving = Event()

    def reorganise():
        with transaction.atomic():
            move(county, other)
            moving.set()
            time.sleep(0.5)  # the creation has read its parent, and waits for it

    def found():
        moving.wait(10)
        return create_unit(code="620000009999", name="新所", level="station", parent=county)

    _, created = at_once(reorganise, found)

    county.refresh_from_db()
    assert created.path == f"{county.path}0001"
    assert place(created)[1] == [None, other.pk, county.pk]


@pytest.mark.django_db(transaction=True)
def test_a_dispute_registered_while_its_station_moves_belongs_to_the_new_bureau():
    top = make_unit()
    old, new = make_unit(top), make_unit(top)
    station = make_unit(old)
    chief, moving = make_chief(station), Event()

    def reorganise():
        with transaction.atomic():
            move(station, new)
            moving.set()
            time.sleep(0.5)

    def register():
        moving.wait(10)
        return make_case(officer=chief)

    _, dispute = at_once(reorganise, register)
    assert dispute.county == new
