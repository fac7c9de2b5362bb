"""Rooms over HTTP: who sees, who keeps them."""

from __future__ import annotations

import pytest

from disputes.choices import Role
from disputes.models import AuditEvent, Room
from tests.disputes.api.asking import Api, created, done, problem
from tests.factories import make_chief, make_officer, make_unit

pytestmark = pytest.mark.django_db
ROOMS = "/api/v1/rooms/"
NEW = {"name": "一号调解室", "capacity": 12, "equipment": "录音录像"}


@pytest.mark.parametrize("role", sorted([Role.CHIEF, Role.SYSTEM_ADMIN]))
def test_chiefs_and_system_administrators_keep_rooms_and_it_is_accounted_for(station, role):
    api = Api(make_officer(station, role))
    room = created(api.post(ROOMS, NEW))
    assert (room["unit"], room["sharing"], room["version"]) == (station.pk, "below", 1)
    here = f"{ROOMS}{room['id']}/"
    changed = done(api.patch(here, {"capacity": 6, "is_active": False}, api.tag(here)))
    assert (changed["capacity"], changed["is_active"], changed["version"]) == (6, False, 2)
    actions = AuditEvent.objects.filter(target=f"room:{room['id']}").values_list(
        "action", flat=True
    )
    assert list(actions) == ["create_room", "change_room"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CHIEF, Role.SYSTEM_ADMIN}))
def test_nobody_else_keeps_rooms(station, chief, role):
    api = Api(make_officer(station, role))
    problem(api.post(ROOMS, NEW), 403, "ROLE_FORBIDDEN")
    room = Room.objects.create(unit=station, name="甲", capacity=4)
    here = f"{ROOMS}{room.pk}/"
    problem(api.patch(here, {"capacity": 9}, api.tag(here)), 403, "ROLE_FORBIDDEN")
    assert Room.objects.get().capacity == 4


def test_the_list_has_the_own_rooms_those_below_and_those_that_are_shared(station, chief):
    county, sister = station.parent, make_unit(station.parent)
    far = make_unit(make_unit(county.parent))
    for unit in (station, county, sister, far):
        for sharing in Room.Sharing.values:
            Room.objects.create(unit=unit, name=sharing, capacity=4, sharing=sharing)

    def seen(officer):
        rows = done(Api(officer).get(ROOMS))["results"]
        return {(row["unit"], row["name"]) for row in rows}

    own = {(station.pk, name) for name in Room.Sharing.values}
    from_county = {(county.pk, "below"), (county.pk, "siblings")}
    # The county of the far station stands below the same city, its own rooms are only its own.
    assert seen(chief) == own | from_county | {(sister.pk, "siblings")}
    below = {(unit.pk, name) for unit in (county, station, sister) for name in Room.Sharing.values}
    assert seen(make_chief(county)) == below


def test_a_shared_room_is_read_but_not_kept_by_those_it_is_shared_with(api, station):
    room = Room.objects.create(unit=station.parent, name="县局", capacity=20)
    here = f"{ROOMS}{room.pk}/"
    assert done(api.get(here))["name"] == "县局"
    problem(api.patch(here, {"capacity": 1}, api.tag(here)), 422, "ROOM_OF_ANOTHER_UNIT")
    problem(api.post(ROOMS, NEW | {"unit": station.parent_id}), 400, "INVALID")
    assert Room.objects.get().capacity == 20


def test_a_room_out_of_sight_does_not_exist(api, stranger):
    room = Room.objects.create(unit=stranger.unit, name="隔壁", capacity=4, sharing="unit")
    problem(api.get(f"{ROOMS}{room.pk}/"), 404, "NOT_FOUND")
    problem(api.patch(f"{ROOMS}{room.pk}/", {"capacity": 1}, f'"{room.pk}-1"'), 404, "NOT_FOUND")


def test_a_change_is_decided_on_the_present_version_and_a_name_is_given_once(api, station):
    first = created(api.post(ROOMS, NEW))
    refusal = problem(api.post(ROOMS, NEW), 422, "CONSTRAINT_VIOLATED")
    assert refusal["detail"] == "本单位已有同名的调解室"
    here = f"{ROOMS}{first['id']}/"
    old = api.tag(here)
    done(api.patch(here, {"capacity": 5}, old))
    problem(api.patch(here, {"capacity": 6}, old), 412, "OUTDATED")
    problem(api.patch(here, {"capacity": 6}), 428, "PRECONDITION_REQUIRED")
    problem(api.patch(here, {"capacity": 0}, api.tag(here)), 400, "INVALID")
    assert Room.objects.get().capacity == 5


def test_rooms_are_narrowed(api, station):
    open_, _ = (
        Room.objects.create(unit=station, name=name, capacity=4, is_active=active)
        for name, active in (("甲", True), ("乙", False))
    )
    assert [r["id"] for r in done(api.get(ROOMS, {"active": True}))["results"]] == [open_.pk]
    assert len(done(api.get(ROOMS, {"unit": station.pk}))["results"]) == 2
