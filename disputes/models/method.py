"""How people were persuaded (法·理·情) and by which steps of its own a station works."""

from django.db import models

from disputes.models.record import DisputeRecord
from disputes.querysets import MethodStepQuerySet


class Persuasion(models.Model):
    """What was said in one of the three dimensions at a mediation (法、理、情疏导)."""

    class Dimension(models.TextChoices):
        LAW = "law", "法"
        REASON = "reason", "理"
        FEELING = "feeling", "情"

    session = models.ForeignKey("MediationSession", models.CASCADE, related_name="persuasions")
    dimension = models.CharField("方面", max_length=8, choices=Dimension)
    content = models.CharField("内容", max_length=1000)

    class Meta:
        verbose_name = verbose_name_plural = "法理情疏导"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.session_id} {self.get_dimension_display()}"


class MethodStep(models.Model):
    """One step of a unit's own working method (工作法), such as a four-step method (四步工作法)."""

    unit = models.ForeignKey("Unit", models.PROTECT, related_name="method_steps")
    method = models.CharField("工作法", max_length=40)
    ordinal = models.PositiveSmallIntegerField("第几步")
    name = models.CharField("步骤", max_length=60)
    is_active = models.BooleanField("启用", default=True)

    objects = MethodStepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "工作法步骤"
        ordering = ["unit", "ordinal"]
        constraints = [
            models.UniqueConstraint("unit", "method", "ordinal", name="method_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.method}第{self.ordinal}步：{self.name}"


class MethodStepDone(DisputeRecord):
    """A step of the unit's method was taken in a case."""

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="method_steps_done")
    step = models.ForeignKey(MethodStep, models.PROTECT, related_name="+")
    done_on = models.DateField("完成日期")
    done_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="完成民警", related_name="+"
    )
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作法完成情况"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("dispute", "step", name="method_step_done_once")]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.step_id}"
