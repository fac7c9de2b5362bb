from django.db import models
from django.db.models import F, Q

from disputes.choices import Track
from disputes.models.record import DisputeRecord


class MediationSession(DisputeRecord):
    """One mediation (调解) held with the parties. A hearing (听证式调解) is one as well."""

    class Mode(models.TextChoices):
        ORDINARY = "ordinary", "普通调解"
        ON_THE_SPOT = "on_the_spot", "当场调解"
        JOINT = "joint", "联合调解"
        HEARING = "hearing", "听证式调解"

    class Outcome(models.TextChoices):
        PENDING = "pending", "尚未结束"
        AGREED = "agreed", "达成协议"
        NOT_AGREED = "not_agreed", "未达成协议"

    class SecondReason(models.TextChoices):
        POLICE = "police", "公安机关认为必要"
        PARTY = "party", "当事人申请"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="sessions")
    ordinal = models.PositiveSmallIntegerField("第几次调解")
    mode = models.CharField("调解方式", max_length=12, choices=Mode)
    held_on = models.DateField("调解日期")
    began_at = models.DateTimeField("开始时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("调解地点", max_length=200)
    host = models.ForeignKey("Officer", models.PROTECT, verbose_name="主持人", related_name="+")
    # A case converted to another track keeps the mediations it had on the former one apart.
    track = models.CharField("办理途径", max_length=16, choices=Track, default=Track.CIVIL)
    second_officer = models.ForeignKey(
        "Officer",
        models.PROTECT,
        verbose_name="另一名民警",
        null=True,
        blank=True,
        related_name="+",
    )
    in_case_area = models.BooleanField("在规范设置的执法办案场所进行", default=False)
    remote = models.BooleanField("远程视频", default=False)
    recorder = models.CharField("记录人", max_length=50, blank=True)
    facts_found = models.CharField("查明的事实", max_length=4000)
    record = models.CharField("调解经过", max_length=8000, blank=True)
    recording = models.CharField("录音录像编号", max_length=100, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome, default=Outcome.PENDING)
    second_reason = models.CharField("再次调解事由", max_length=8, choices=SecondReason, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "调解"
        ordering = ["ordinal"]
        indexes = [
            models.Index(
                fields=["unit", "held_on"], name="session_unit_hearing", condition=Q(mode="hearing")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "ordinal"], name="session_ordinal_unique"),
            models.CheckConstraint(
                name="session_ends_after_it_began",
                condition=Q(began_at=None) | Q(ended_at=None) | Q(ended_at__gt=F("began_at")),
                violation_error_message="调解结束时间应当晚于开始时间",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.ordinal}次调解"


class SessionParticipant(models.Model):
    """A party at a mediation: attendance, consent and who came with or for it."""

    session = models.ForeignKey(MediationSession, models.CASCADE, related_name="participants")
    party = models.ForeignKey("Party", models.PROTECT, related_name="+")
    attended = models.BooleanField("到场", default=True)
    by_proxy = models.BooleanField("由代理人到场", default=False)
    consented = models.BooleanField("同意调解")
    guardian_attended = models.BooleanField("监护人到场", default=False)
    # Art. 181: from 16 on, living on own labour, and asking not to notify.
    guardian_waived = models.BooleanField("以自己劳动收入为主要生活来源且不同意通知", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "到场当事人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "party"], name="session_party_once"),
        ]

    def __str__(self) -> str:
        return str(self.party)


class SessionGuest(models.Model):
    """Somebody of another body, a relative or a neighbour who took part (邀请参加人)."""

    session = models.ForeignKey(MediationSession, models.CASCADE, related_name="guests")
    name = models.CharField("姓名", max_length=50)
    organisation = models.CharField("单位", max_length=100, blank=True)
    capacity = models.CharField("身份", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "邀请参加人"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
