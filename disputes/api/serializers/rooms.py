"""Rooms to mediate in (调解室)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.paging import KeyPageForm
from disputes.api.serializers.fields import Text
from disputes.api.serializers.units import VisibleUnit
from disputes.models import Room

LARGEST = 500  # people


class RoomSerializer(serializers.ModelSerializer[Room]):
    """A room of a unit."""

    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="单位名称")
    sharing_name = serializers.CharField(source="get_sharing_display", read_only=True)

    class Meta:
        model = Room
        fields = [
            "id", "unit", "unit_name", "name", "capacity", "sharing", "sharing_name", "equipment",
            "is_active", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ChangeRoomSerializer(StrictSerializer):
    """What may change of a room: only the fields that are sent."""

    name = Text(50, required=False, help_text="名称")
    capacity = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST, help_text="容纳人数"
    )
    sharing = serializers.ChoiceField(Room.Sharing.choices, required=False, help_text="使用范围")
    equipment = Text(
        500, required=False, allow_blank=True, help_text="设备，如录音录像、电子签名屏"
    )
    is_active = serializers.BooleanField(required=False, help_text="在用")


class CreateRoomSerializer(ChangeRoomSerializer):
    """A new room."""

    unit = VisibleUnit(required=False, help_text="单位编号，缺省为本单位")
    name = Text(50, help_text="名称")
    capacity = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="容纳人数")


class RoomFilters(KeyPageForm):
    """What the list of rooms may be narrowed by."""

    unit = VisibleUnit(required=False, help_text="单位编号，不含下级")
    active = serializers.BooleanField(required=False, help_text="true 为在用的")

    def query(self) -> dict[str, Any]:
        given = self.validated_data
        names = {"unit": "unit", "active": "is_active"}
        return {column: given[name] for name, column in names.items() if name in given}
