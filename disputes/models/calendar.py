from django.db import models
from django.db.models import Q


class Holiday(models.Model):
    """A day on which the yearly notice (国务院办公厅放假安排) changes the plain week.

    A weekday off or a weekend day worked; all other days follow from the calendar. `source` says
    where it comes from: the notice's number, a file or the package it was seeded from.
    """

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        ON = "on", "上班"

    day = models.DateField("日期", unique=True)
    kind = models.CharField("类型", max_length=3, choices=Kind)
    name = models.CharField("名称", max_length=30)
    source = models.CharField("来源", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(
                name="holiday_changes_the_plain_week",
                condition=Q(kind="off", day__iso_week_day__lte=5)
                | Q(kind="on", day__iso_week_day__gte=6),
                violation_error_message="放假只登记周一至周五的日期，上班只登记周末的日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}{self.get_kind_display()}"

    @property
    def changes_the_plain_week(self) -> bool:
        """Whether there is anything to store: a Saturday off is a Saturday."""
        return (self.kind == self.Kind.OFF) == (self.day.weekday() < 5)
