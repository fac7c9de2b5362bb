from django.contrib.auth.models import AbstractUser
from django.db import models

from disputes.choices import Role, UnitLevel
from disputes.querysets import OfficerManager


class Officer(AbstractUser):
    """A person or machine that signs in (账号). `unit` limits what exists for it."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=50)
    police_number = models.CharField("警号", max_length=10, blank=True)
    role = models.CharField("角色", max_length=16, choices=Role, default=Role.OFFICER)
    unit = models.ForeignKey(
        "Unit", models.PROTECT, verbose_name="单位", null=True, blank=True, related_name="officers"
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = OfficerManager()

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The role as it is called at the officer's unit: 所长 leads a station, 负责人 a bureau."""
        at_bureau = self.unit is not None and self.unit.level != UnitLevel.STATION
        return "负责人" if self.role == Role.CHIEF and at_bureau else self.get_role_display()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
