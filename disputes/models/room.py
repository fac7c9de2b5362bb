"""Rooms to mediate in (调解室)."""

from django.db import models
from django.db.models import Q

from disputes.querysets import RoomQuerySet


class Room(models.Model):
    """A room of a unit. `sharing` says which units besides its own may book it."""

    class Sharing(models.TextChoices):
        UNIT = "unit", "仅本单位"
        BELOW = "below", "本单位及下级单位"
        SIBLINGS = "siblings", "同一上级的各单位"

    unit = models.ForeignKey("Unit", models.PROTECT, verbose_name="单位", related_name="rooms")
    name = models.CharField("名称", max_length=50)
    capacity = models.PositiveSmallIntegerField("容纳人数")
    sharing = models.CharField("使用范围", max_length=8, choices=Sharing, default=Sharing.BELOW)
    equipment = models.CharField("设备", max_length=500, blank=True)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调解室"
        ordering = ["unit", "name"]
        constraints = [
            models.UniqueConstraint(
                "unit",
                "name",
                name="room_name_once",
                violation_error_message="本单位已有同名的调解室",
            ),
            models.CheckConstraint(
                name="room_holds_somebody",
                condition=Q(capacity__gte=1),
                violation_error_message="容纳人数至少为1",
            ),
        ]

    def __str__(self) -> str:
        return self.name
