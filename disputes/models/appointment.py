"""Appointments (排期): when and where parties, officers and panel meet, and what that takes up."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from disputes import clock
from disputes.models.procedure import Notice
from disputes.models.record import DisputeRecord
from disputes.querysets import RecordQuerySet


class Appointment(DisputeRecord):
    """A mediation or hearing that is to be held, from its arrangement to what became of it.

    A hold (暂定) keeps its time until `hold_until`; nobody has to take it back. `sequence` goes
    up with every change that those who attend have to learn of.
    """

    class Purpose(models.TextChoices):
        ORDINARY = "ordinary", "普通调解"
        JOINT = "joint", "联合调解"
        HEARING = "hearing", "听证式调解"

    class Venue(models.TextChoices):
        ROOM = "room", "调解室"
        ON_SITE = "on_site", "现场"
        REMOTE = "remote", "远程视频"

    class State(models.TextChoices):
        HELD = "held", "暂定"
        CONFIRMED = "confirmed", "已定"
        CANCELLED = "cancelled", "已取消"
        KEPT = "kept", "已举行"
        MISSED = "missed", "未举行"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="appointments")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField("事项", max_length=8, choices=Purpose)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    day = models.DateField("日期")  # the Shanghai day of its start
    venue = models.CharField("场所", max_length=8, choices=Venue)
    place = models.CharField("地点", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=State)
    hold_until = models.DateTimeField("暂定保留至", null=True, blank=True)
    arranged_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="排期人", related_name="+"
    )
    arranged_at = models.DateTimeField("排期时间")
    changed_at = models.DateTimeField("最近变更时间")
    notice_due_on = models.DateField("最迟通知日期", null=True, blank=True)
    ended_reason = models.CharField("取消或者未举行的事由", max_length=500, blank=True)
    hearing = models.ForeignKey(
        "Hearing",
        models.PROTECT,
        verbose_name="听证式调解",
        null=True,
        blank=True,
        related_name="appointments",
    )
    session = models.OneToOneField(
        "MediationSession",
        models.PROTECT,
        verbose_name="调解",
        null=True,
        blank=True,
        related_name="appointment",
    )
    sequence = models.PositiveIntegerField("变更次数", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "排期"
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["unit", "day"], name="appointment_unit_day")]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="结束时间应晚于开始时间",
            ),
            models.CheckConstraint(
                name="appointment_hold_has_an_end",
                condition=Q(state="held", hold_until__isnull=False) | ~Q(state="held"),
                violation_error_message="暂定的排期须有保留期限",
            ),
            models.CheckConstraint(
                name="appointment_kept_by_a_session",
                condition=Q(state="kept", session__isnull=False)
                | (~Q(state="kept") & Q(session=None)),
                violation_error_message="已举行的排期须对应一次调解",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.local_start:%Y-%m-%d %H:%M}"

    @property
    def local_start(self) -> datetime:
        return clock.local(self.starts_at)

    @property
    def local_end(self) -> datetime:
        return clock.local(self.ends_at)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.HELD, self.State.CONFIRMED)

    def is_expired(self, now: datetime) -> bool:
        """A hold that was not confirmed in time: it may be taken up again if nobody else came."""
        hold_until = self.hold_until
        return self.state == self.State.HELD and hold_until is not None and hold_until <= now


class Booking(models.Model):
    """What an appointment takes up (占用): a room, an officer, a party, somebody from outside.

    `resource` says who or what it is, across kinds; the database lets no two rows that `block`
    have the same one at the same time. Times are those of the appointment. A row that is no
    longer wanted is dropped and stays, so that whoever had been invited learns of it.
    """

    class Kind(models.TextChoices):
        ROOM = "room", "调解室"
        OFFICER = "officer", "民警"
        PARTY = "party", "当事人"
        OUTSIDER = "outsider", "听证员、邀请人员"

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="bookings")
    kind = models.CharField("类别", max_length=8, choices=Kind)
    room = models.ForeignKey("Room", models.PROTECT, null=True, blank=True, related_name="bookings")
    officer = models.ForeignKey(
        "Officer", models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    party = models.ForeignKey("Party", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        "PanelMember", models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    name = models.CharField("姓名", max_length=50, blank=True)
    organisation = models.CharField("单位", max_length=100, blank=True)
    resource = models.BigIntegerField("占用对象")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    blocks = models.BooleanField("占用", default=True)
    dropped = models.BooleanField("不再参加", default=False)
    notified_on = models.DateField("通知日期", null=True, blank=True)
    notified_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="通知人", null=True, blank=True, related_name="+"
    )
    notice_method = models.CharField("通知方式", max_length=12, choices=Notice.Method, blank=True)
    notify_anew = models.BooleanField("须重新通知", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "排期占用"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["resource", "ends_at"], name="booking_busy", condition=Q(blocks=True)
            )
        ]
        constraints = [
            models.UniqueConstraint("appointment", "resource", name="booking_once"),
            models.CheckConstraint(
                name="booking_names_one",
                condition=Q(kind="room", room__isnull=False, officer=None, party=None)
                | Q(kind="officer", room=None, officer__isnull=False, party=None)
                | Q(kind="party", room=None, officer=None, party__isnull=False)
                | (Q(kind="outsider", room=None, officer=None, party=None) & ~Q(name="")),
            ),
            models.CheckConstraint(
                name="booking_dropped_does_not_block", condition=Q(dropped=False) | Q(blocks=False)
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """As it may be shown: parties are masked by their own table."""
        return str(self.room or self.officer or self.party or self.name)


class AppointmentMove(models.Model):
    """An appointment was moved or filled otherwise (改期): who, when, why, from what, to what."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="moves")
    moved_by = models.ForeignKey("Officer", models.PROTECT, verbose_name="经办人", related_name="+")
    moved_at = models.DateTimeField("改期时间")
    reason = models.CharField("事由", max_length=500)
    before = models.JSONField("原安排")
    after = models.JSONField("新安排")

    class Meta:
        verbose_name = verbose_name_plural = "改期记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.reason}"
