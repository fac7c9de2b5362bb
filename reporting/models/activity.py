"""Activity figures (工作量数据): what a unit did that no dispute shows, entered with its evidence."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q


class Status(models.TextChoices):
    """How far an entry has come. Only what was approved counts."""

    DRAFT = "draft", "待提交"
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "已审核"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤销"


class Hedge(models.TextChoices):
    """How exact a number is (概数). The value is the number that is printed."""

    EXACT = "exact", "确数"
    OVER = "over", "余"
    NEAR = "near", "近"
    ABOUT = "about", "约"
    LEAST = "least", "以上"


class Step(models.TextChoices):
    """What was done to an entry."""

    CREATE = "create", "录入"
    REVISE = "revise", "修改"
    SUBMIT = "submit", "提交"
    APPROVE = "approve", "审核通过"
    RETURN = "return", "退回"
    WITHDRAW = "withdraw", "撤销"


class Activity(models.Model):
    """One entry of a unit: of one kind, within one calendar year.

    What it says stands in its records; the record whose `seq` is `version` is the latest one. A
    correction never changes unit, kind or year: whoever took the wrong one withdraws the entry.
    """

    unit = models.ForeignKey("disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    kind = models.CharField("工作种类", max_length=40, db_collation="C")
    year = models.PositiveSmallIntegerField("年度")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    version = models.PositiveIntegerField("版本", default=1)
    created_on = models.DateField("录入日期")

    class Meta:
        verbose_name = verbose_name_plural = "工作量数据"
        ordering = ["-created_on", "-pk"]
        indexes = [models.Index(fields=["year", "kind", "unit"], name="activity_of_a_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.year}"


class ActivityRecord(models.Model):
    """An entry as it stood after a step. Append-only: a correction is one more of them.

    So the figure of any earlier moment can be told: of each entry the last record that approved
    or withdrew it by then.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="records")
    seq = models.PositiveIntegerField("序号")
    step = models.CharField("操作", max_length=12, choices=Step)
    status = models.CharField("状态", max_length=12, choices=Status)
    value = models.PositiveIntegerField("数值", validators=[MinValueValidator(0)])
    hedge = models.CharField("精确程度", max_length=8, choices=Hedge, default=Hedge.EXACT)
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    note = models.CharField("说明", max_length=500, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    actor = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="经办人", related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作量数据记录"
        ordering = ["activity_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "seq"], name="activity_record_once"),
            models.CheckConstraint(
                name="activity_within_one_year",
                condition=Q(ends_on__gte=F("starts_on"), ends_on__year=F("starts_on__year")),
                violation_error_message="工作量数据的期间不得倒置，也不得跨年度",
            ),
            models.CheckConstraint(
                name="activity_approved_on_evidence",
                condition=~Q(status="approved") | ~Q(evidence=""),
                violation_error_message="审核通过的工作量数据须写明依据",
            ),
        ]
        indexes = [
            models.Index(
                fields=["activity", "-seq"],
                condition=Q(status__in=("approved", "withdrawn")),
                name="activity_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.seq} {self.get_step_display()}"
