from django.db import models

from disputes.models.record import DisputeRecord


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
        return f"{self.dispute_id} 回访 {self.held_on}"
