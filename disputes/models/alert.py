from django.db import models
from django.db.models import Q

from disputes.models.record import DisputeRecord


class Alert(DisputeRecord):
    """Something an officer has to see (提醒): a clock that is due or overdue, a risk that rose.

    Raised once for each `code`, `subject` and `level` of a case; cleared when its cause is gone.
    """

    class Level(models.TextChoices):
        DUE = "due", "临期"
        OVERDUE = "overdue", "逾期"
        NOTICE = "notice", "提示"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="alerts")
    code = models.CharField("事项", max_length=24)
    subject = models.BigIntegerField("所涉记录", default=0)  # the key of an obligation, a referral
    level = models.CharField("程度", max_length=8, choices=Level)
    title = models.CharField("内容", max_length=200)
    due_on = models.DateField("期限", null=True, blank=True)
    officer = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="提醒对象", related_name="+"
    )
    raised_at = models.DateTimeField("提醒时间")
    seen_at = models.DateTimeField("已阅时间", null=True, blank=True)
    cleared_at = models.DateTimeField("解除时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["officer", "-id"], name="alert_officer_open", condition=Q(cleared_at=None)
            ),
            models.Index(
                fields=["unit", "-id"], name="alert_unit_open", condition=Q(cleared_at=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "dispute", "code", "subject", "level", "officer",
                name="alert_once", condition=Q(cleared_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
