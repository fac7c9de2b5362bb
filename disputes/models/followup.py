from django.db import models

from disputes.models.record import DisputeRecord
from disputes.querysets import RecordQuerySet


class FollowUp(DisputeRecord):
    """A follow-up visit or call (回访)."""

    class Method(models.TextChoices):
        PHONE = "phone", "电话"
        VISIT = "visit", "上门"
        MESSAGE = "message", "微信"

    class Satisfaction(models.TextChoices):
        VERY = "very", "非常满意"
        SATISFIED = "satisfied", "满意"
        BASICALLY = "basically", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"
        NO_ANSWER = "no_answer", "未作评价"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="follow_ups")
    held_on = models.DateField("回访日期")
    method = models.CharField("回访方式", max_length=8, choices=Method)
    visited = models.CharField("回访对象", max_length=50)
    visited_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="回访民警", related_name="+"
    )
    performed = models.BooleanField("协议是否履行", null=True, blank=True)
    relapsed = models.BooleanField("是否反复", default=False)
    new_risk = models.CharField("新的风险", max_length=500, blank=True)
    satisfaction = models.CharField(
        "满意度", max_length=12, choices=Satisfaction, default=Satisfaction.NO_ANSWER
    )
    suggestions = models.CharField("意见建议", max_length=1000, blank=True)
    next_on = models.DateField("下次回访日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "held_on"], name="follow_up_unit_held")]

    def __str__(self) -> str:
        return f"{self.held_on}回访"


class SampleDraw(models.Model):
    """A draw of ended cases for follow-up by somebody else (抽样回访). Append-only.

    Whoever has `seed` and `population` (keys of the disputes, in order) can repeat the draw: those
    with the smallest SHA-256 of "seed:key" were taken.
    """

    unit = models.ForeignKey("Unit", models.PROTECT, related_name="+")
    start = models.DateField("起始日期")
    end = models.DateField("截止日期")
    seed = models.CharField("随机种子", max_length=64)
    population = models.JSONField("抽样范围")
    size = models.PositiveIntegerField("抽取数")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="抽取人", null=True, blank=True, related_name="+"
    )  # none: by schedule

    class Meta:
        verbose_name = verbose_name_plural = "回访抽样"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.start}–{self.end}"


class SampledCase(DisputeRecord):
    """A case drawn for follow-up; whoever mediated it may not do it."""

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="samples")
    draw = models.ForeignKey(SampleDraw, models.PROTECT, related_name="cases")
    assigned_to = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="回访民警", null=True, blank=True, related_name="+"
    )
    follow_up = models.OneToOneField(
        FollowUp, models.PROTECT, verbose_name="回访", null=True, blank=True, related_name="sample"
    )
    version = models.PositiveIntegerField("版本", default=1)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "抽中的纠纷"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("draw", "dispute", name="sampled_once")]

    def __str__(self) -> str:
        return f"{self.draw_id}: {self.dispute_id}"
