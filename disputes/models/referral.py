from django.db import models
from django.db.models import F, Q

from disputes import clock
from disputes.choices import Receiver
from disputes.models.record import DisputeRecord
from disputes.querysets import RecordQuerySet


class Referral(DisputeRecord):
    """A referral (移交) of a dispute to another body: a record, never a state.

    A dispute has 0..n of them, may be mediated on while one is open, and may be both
    referred and resolved.
    """

    class Kind(models.TextChoices):
        """Whether we stay responsible or the receiver becomes it."""

        REFER = "refer", "移交协办"
        TRANSFER = "transfer", "移送主办"

    class Channel(models.TextChoices):
        LETTER = "letter", "书面"
        PHONE_AND_LETTER = "phone_and_letter", "电话加书面"
        PLATFORM = "platform", "平台推送"

    class Standing(models.TextChoices):
        """How a referral stands. Silence of the receiver is two of them, never nothing."""

        SENT = "sent", "已发函未签收"
        RECEIVED = "received", "已签收未反馈"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"
        ANSWERED = "answered", "已反馈"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="referrals")
    number = models.CharField("移交函编号", max_length=40, unique=True)
    kind = models.CharField("移交类别", max_length=8, choices=Kind, default=Kind.REFER)
    receiver = models.CharField("接收单位类别", max_length=20, choices=Receiver)
    receiver_name = models.CharField("接收单位", max_length=100)
    channel = models.CharField("移交方式", max_length=20, choices=Channel)
    reason = models.CharField("移交事由", max_length=500)
    sent_on = models.DateField("发函日期")
    received_on = models.DateField("签收日期", null=True, blank=True)
    received_by = models.CharField("签收人", max_length=50, blank=True)
    returned_on = models.DateField("退回日期", null=True, blank=True)
    return_reason = models.CharField("退回事由", max_length=500, blank=True)
    answered_on = models.DateField("反馈日期", null=True, blank=True)
    answer = models.CharField("反馈内容", max_length=2000, blank=True)
    resolved_on = models.DateField("反馈化解日期", null=True, blank=True)
    reminded_on = models.DateField("最近催办日期", null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("催办次数", default=0)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawal_reason = models.CharField("撤回事由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移交"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["unit", "sent_on"], name="referral_unit_sent"),
            models.Index(fields=["-sent_on", "-id"], name="referral_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                "dispute",
                "receiver",
                "receiver_name",
                name="referral_one_open_per_receiver",
                condition=Q(returned_on=None, answered_on=None, withdrawn_on=None),
                violation_error_message="该纠纷已移交该单位，尚未反馈",
            ),
            models.CheckConstraint(
                name="referral_dates_in_order",
                condition=(Q(received_on=None) | Q(received_on__gte=F("sent_on")))
                & (Q(returned_on=None) | Q(returned_on__gte=F("sent_on")))
                & (Q(answered_on=None) | Q(answered_on__gte=F("sent_on")))
                & (Q(reminded_on=None) | Q(reminded_on__gte=F("sent_on")))
                & (Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("sent_on")))
                & (
                    Q(resolved_on=None) | Q(answered_on__isnull=False, resolved_on=F("answered_on"))
                ),
                violation_error_message="签收、退回、反馈、催办、撤回日期不得早于发函日期",
            ),
            models.CheckConstraint(
                name="referral_returned_or_answered",
                condition=Q(returned_on=None, withdrawn_on=None)
                | Q(answered_on=None, withdrawn_on=None)
                | Q(returned_on=None, answered_on=None),
                violation_error_message="已退回、撤回的移交不能再反馈",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} → {self.receiver_name}"

    @property
    def standing(self) -> Standing:
        """The one of the five that holds now."""
        if self.withdrawn_on is not None:
            return self.Standing.WITHDRAWN
        if self.answered_on is not None:
            return self.Standing.ANSWERED
        if self.returned_on is not None:
            return self.Standing.RETURNED
        return self.Standing.SENT if self.received_on is None else self.Standing.RECEIVED

    @property
    def is_open(self) -> bool:
        return self.standing in (self.Standing.SENT, self.Standing.RECEIVED)

    @property
    def silent_days(self) -> int | None:
        """Days without a word from the receiver; None once the referral is over.

        Our own reminders break no silence.
        """
        if not self.is_open:
            return None
        return (clock.today() - (self.received_on or self.sent_on)).days
