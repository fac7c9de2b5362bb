"""Which outline (提纲) a unit writes its annual report by."""

from django.db import models


class OutlineChoice(models.Model):
    """A unit without one writes by the national order."""

    unit = models.OneToOneField(
        "disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+"
    )
    outline = models.CharField("提纲", max_length=20)
    chosen_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="选定人", related_name="+"
    )
    chosen_at = models.DateTimeField("选定时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告提纲"
        ordering = ["unit__path"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.outline}"
