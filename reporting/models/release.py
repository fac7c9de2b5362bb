"""What went out to the public (公开台账). Append-only: what is known outside stays known."""

from django.db import models
from django.db.models import F, Q


class Release(models.Model):
    """Tables that were handed out (公开发布): to whom, in which format, with which content.

    `sums` are the additions that a reader sees: the position of the total, then those of its parts.
    """

    unit = models.ForeignKey("disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    edition = models.ForeignKey(
        "Edition",
        models.PROTECT,
        verbose_name="报告",
        null=True,
        blank=True,
        related_name="releases",
    )
    start = models.DateField("自")
    end = models.DateField("至")
    recipient = models.CharField("接收者", max_length=200)
    format = models.CharField("格式", max_length=8)
    digest = models.CharField("SM3摘要", max_length=64)
    sums = models.JSONField("合计关系", default=list)
    released_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="经办人", related_name="+"
    )
    released_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开台账"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "start", "end", "recipient", "format", "digest"],
                name="release_once",
            ),
            models.CheckConstraint(
                name="release_to_somebody",
                condition=Q(start__lte=F("end")) & ~Q(recipient=""),
                violation_error_message="公开须写明接收者，起止日期应当有先后",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.start}至{self.end} {self.recipient}"


class ReleasedCell(models.Model):
    """One number of a release. `value` is kept of hidden ones too: the next release is checked
    against it. `path` is the unit's place in the tree at that time, `slice` empty for the whole."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="cells")
    position = models.PositiveIntegerField("序号")
    measure = models.CharField("口径", max_length=64)
    path = models.CharField("单位路径", max_length=200)
    start = models.DateField("自")
    end = models.DateField("至")
    slice = models.CharField("分组", max_length=100, blank=True)
    value = models.IntegerField("数值")
    hidden = models.BooleanField("已隐去")

    class Meta:
        verbose_name = verbose_name_plural = "公开的数字"
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="released_cell_once"),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}/{self.position} {self.measure}"


class DisclosureApproval(models.Model):
    """That a sensitive measure of a unit's year may be published (敏感指标公开批准). Append-only."""

    unit = models.ForeignKey("disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    measure = models.CharField("口径", max_length=64)
    reason = models.CharField("理由", max_length=500)
    approved_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="批准人", related_name="+"
    )
    approved_at = models.DateTimeField("批准时间")

    class Meta:
        verbose_name = verbose_name_plural = "敏感指标公开批准"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="disclosure_approved_with_reason",
                condition=~Q(reason=""),
                violation_error_message="批准公开敏感指标须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.measure}"


class RemarkAnswer(models.Model):
    """What was answered to a warning of the linter (校核提醒的说明). Append-only: the last one counts."""

    edition = models.ForeignKey("Edition", models.PROTECT, related_name="remark_answers")
    mark = models.CharField("意见标记", max_length=16)
    code = models.CharField("代码", max_length=32)
    message = models.TextField("意见")
    reason = models.CharField("说明", max_length=500)
    answered_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="说明人", related_name="+"
    )
    answered_at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "校核提醒的说明"
        ordering = ["edition", "pk"]
        constraints = [
            models.CheckConstraint(
                name="remark_answered_with_reason",
                condition=~Q(reason=""),
                violation_error_message="请写明说明",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.code}"
