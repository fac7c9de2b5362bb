"""The bound case file (卷宗): which papers it needs, its volumes, and annexes after archiving."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from disputes.choices import Outcome, Track
from disputes.models.record import DisputeRecord


class CaseFileRule(models.Model):
    """Which paper belongs into a case file, and where. Kept as data by legal officers (法制员).

    A rule is never edited: it ends, and another one begins. Empty `track` and `outcome` mean any.
    """

    class Need(models.TextChoices):
        ONE = "one", "至少一份"
        EACH = "each", "每项记录一份"
        OPTIONAL = "optional", "有则入卷"

    class Condition(models.TextChoices):
        ALWAYS = "", "一律"
        HEARING = "hearing", "举行听证式调解的"
        VIOLENCE = "violence", "涉家庭暴力的"
        MINOR = "minor", "有未成年人的"
        REFERRED = "referred", "移交其他单位的"

    paper = models.CharField("文书", max_length=32)
    track = models.CharField("办理途径", max_length=16, choices=Track, blank=True)
    outcome = models.CharField("办理结果", max_length=16, choices=Outcome, blank=True)
    need = models.CharField("要求", max_length=8, choices=Need)
    condition = models.CharField("条件", max_length=8, choices=Condition, blank=True)
    position = models.PositiveSmallIntegerField("卷内顺序")
    source = models.CharField("依据", max_length=200)
    since = models.DateField("施行日期")
    until = models.DateField("停止日期", null=True, blank=True)
    made_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="制定人", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "归卷规则"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                "paper", "track", "outcome", "condition", name="case_file_rule_once",
                condition=Q(until=None), violation_error_message="同样的归卷规则已经施行",
            ),
            models.CheckConstraint(
                name="case_file_rule_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="停止日期不得早于施行日期",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.paper} {self.get_need_display()}"


class Volume(DisputeRecord):
    """One binding of a case file (装订成卷): made in the background, never changed once done."""

    class Progress(models.TextChoices):
        WAITING = "waiting", "等待装订"
        RUNNING = "running", "正在装订"
        DONE = "done", "已装订"
        FAILED = "failed", "装订失败"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="volumes")
    ordinal = models.PositiveSmallIntegerField("装订次序")
    progress = models.CharField("进度", max_length=8, choices=Progress, default=Progress.WAITING)
    steps_done = models.PositiveIntegerField("已完成步骤", default=0)
    steps_total = models.PositiveIntegerField("全部步骤", default=0)
    failure = models.CharField("失败原因", max_length=200, blank=True)
    requested_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="装订人", related_name="+"
    )
    requested_at = models.DateTimeField("申请时间")
    told_at = models.DateTimeField("最近进展时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    pages = models.PositiveIntegerField("页数", default=0)
    entries = models.JSONField("卷内目录", default=list, blank=True)
    missing = models.JSONField("缺少的文书", default=list, blank=True)
    reason = models.CharField("缺件装订的理由", max_length=500, blank=True)
    pdf = models.ForeignKey(
        "StoredFile", models.PROTECT, verbose_name="PDF", null=True, blank=True, related_name="+"
    )
    archive = models.ForeignKey(
        "StoredFile", models.PROTECT, verbose_name="文书包", null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "卷宗"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("dispute", "ordinal", name="volume_once"),
            models.CheckConstraint(
                name="volume_done_is_whole",
                condition=~Q(progress="done") | Q(pdf__isnull=False, finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} 第{self.ordinal}次装订"


class Annex(DisputeRecord):
    """A page added to an archived case file (附页): the file itself stays as it was.

    Whoever approves it is another than whoever made it.
    """

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="annexes")
    title = models.CharField("名称", max_length=100)
    text = models.CharField("更正、补充内容", max_length=4000)
    reason = models.CharField("事由", max_length=500)
    made_by = models.ForeignKey("Officer", models.PROTECT, verbose_name="制作人", related_name="+")
    made_on = models.DateField("制作日期")
    approved = models.BooleanField("是否批准", null=True, blank=True)
    approved_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="批准人", null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)
    opinion = models.CharField("审批意见", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "卷宗附页"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="annex_decided_by_another",
                condition=Q(approved=None, approved_by=None, approved_on=None)
                | Q(approved__isnull=False, approved_on__isnull=False)
                & ~Q(approved_by=F("made_by")) & Q(approved_by__isnull=False),
                violation_error_message="附页由制作人以外的人批准",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
