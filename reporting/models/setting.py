"""What a bureau supplies to the figures: inhabitants and thresholds (统计设置)."""

from django.db import models
from django.db.models import Q


class Population(models.Model):
    """Inhabitants (常住人口) of a unit's area in a year, as published; what `每万人` divides by."""

    unit = models.ForeignKey("disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    inhabitants = models.PositiveIntegerField("常住人口（人）")
    source = models.CharField("来源", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "常住人口"
        ordering = ["unit__path", "-year"]
        constraints = [
            models.UniqueConstraint("unit", "year", name="population_once"),
            models.CheckConstraint(
                name="population_of_somebody",
                condition=Q(inhabitants__gt=0) & ~Q(source=""),
                violation_error_message="常住人口须大于零，并写明来源",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}年 {self.inhabitants}人"


class Threshold(models.Model):
    """A limit (阈值) that a bureau sets itself instead of the default in `thresholds`."""

    code = models.CharField("代码", max_length=32, unique=True)
    value = models.PositiveIntegerField("数值")

    class Meta:
        verbose_name = verbose_name_plural = "统计阈值"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"
