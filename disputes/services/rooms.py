"""Rooms (调解室): kept by chiefs and system administrators of their unit or one above."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from disputes.errors import Outdated, RuleViolation
from disputes.models import Officer, Room, Unit
from disputes.services import audit


@transaction.atomic
def create_room(*, actor: Officer, unit: Unit, request_id: str = "", **fields: Any) -> Room:
    """A new room of a unit. Raises ValidationError, RuleViolation (ROOM_OF_ANOTHER_UNIT)."""
    _refuse_foreign(actor, unit)
    room = Room(unit=unit, **fields)
    room.full_clean()
    room.save()
    _account("create_room", room, actor, request_id)
    return room


@transaction.atomic
def change_room(
    room_id: int, *, actor: Officer, expected: int | None, request_id: str = "", **fields: Any
) -> Room:
    """Change a room; its appointments stay as they are.

    Raises Outdated, ValidationError, RuleViolation (ROOM_OF_ANOTHER_UNIT).
    """
    room: Room = Room.objects.select_for_update().get(pk=room_id)
    _refuse_foreign(actor, room.unit)
    if expected not in (None, room.version):
        raise Outdated
    for name, value in fields.items():
        setattr(room, name, value)
    room.version += 1
    room.full_clean()
    room.save()
    _account("change_room", room, actor, request_id)
    return room


def _refuse_foreign(actor: Officer, unit: Unit) -> None:
    """A room that is only shared with the own unit is somebody else's to keep."""
    if not Unit.objects.visible_to(actor).filter(pk=unit.pk).exists():
        raise RuleViolation("只能维护本单位及下级单位的调解室", code="ROOM_OF_ANOTHER_UNIT")


def _account(action: str, room: Room, actor: Officer, request_id: str) -> None:
    audit.record(actor=actor, action=action, target=f"room:{room.pk}", request_id=request_id)
