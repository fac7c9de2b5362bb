"""Hearing-style mediation (听证式调解): panel, stages and opinions.

Not the statutory 行政处罚听证: nobody can demand it and its opinion has no legal force.
"""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from disputes.models.record import DisputeRecord


class Stage(models.TextChoices):
    """The fourteen stages, in order."""

    INITIATION = "initiation", "启动"
    CONSENT = "consent", "告知与同意"
    PANEL = "panel", "组成听证小组"
    NOTICE = "notice", "通知"
    OPENING = "opening", "开场"
    STATEMENTS = "statements", "陈述"
    EVIDENCE = "evidence", "举证质证"
    QUESTIONS = "questions", "听证员提问"
    FINAL_STATEMENTS = "final_statements", "辩论和最后陈述"
    DELIBERATION = "deliberation", "评议"
    OPINION = "opinion", "法理情疏导和听证意见"
    MEDIATION = "mediation", "调解"
    CONCLUSION = "conclusion", "签订协议或者记录未达成"
    FOLLOW_UP = "follow_up", "回访"


class Hearing(DisputeRecord):
    """One hearing-style mediation, from its proposal to the follow-up."""

    class Openness(models.TextChoices):
        OPEN = "open", "公开"
        CLOSED = "closed", "不公开"

    class Circumstance(models.TextChoices):
        """What keeps the public out; state secrets keep the hearing itself out."""

        STATE_SECRET = "state_secret", "涉及国家秘密"
        TRADE_SECRET = "trade_secret", "涉及商业秘密"
        PRIVACY = "privacy", "涉及个人隐私"
        MINOR = "minor", "涉及未成年人"
        DOMESTIC_VIOLENCE = "domestic_violence", "涉及家庭暴力"
        PARTIES_ASK = "parties_ask", "双方当事人要求不公开"

    class Standing(models.TextChoices):
        UNDER_WAY = "under_way", "进行中"
        SUSPENDED = "suspended", "已中止"
        TERMINATED = "terminated", "已终止"
        CONCLUDED = "concluded", "已结束"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="hearings")
    reason = models.CharField("启动事由", max_length=500)
    openness = models.CharField("是否公开", max_length=8, choices=Openness)
    circumstances = models.JSONField("不宜公开的情形", default=list, blank=True)
    standing = models.CharField("进展", max_length=12, choices=Standing, default=Standing.UNDER_WAY)
    proposed_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="提出人", related_name="+"
    )
    proposed_on = models.DateField("提出日期")
    scheduled_on = models.DateField("预定日期", null=True, blank=True)
    scheduled_time = models.TimeField("预定时间", null=True, blank=True)
    place = models.CharField("地点", max_length=200, blank=True)
    session = models.OneToOneField(
        "MediationSession",
        models.PROTECT,
        verbose_name="调解",
        null=True,
        blank=True,
        related_name="hearing",
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "听证式调解"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposed_on:%Y-%m-%d}提出"


class HearingSeat(models.Model):
    """A seat at the hearing (听证组成): host, member or recorder, each an outsider or officer.

    Filled from the pool (`person`), by an officer (`officer`) or by hand. Of a number given by
    hand only the blind index is kept, to compare it with those of the parties. Whoever leaves
    keeps the row, with day and reason.
    """

    class Seat(models.TextChoices):
        HOST = "host", "主持人"
        MEMBER = "member", "听证员"
        RECORDER = "recorder", "记录员"

    class Capacity(models.TextChoices):
        POLICE = "police", "公安民警"
        JUDICIAL_OFFICE_HEAD = "judicial_office_head", "司法所所长"
        PEOPLES_DEPUTY = "peoples_deputy", "人大代表"
        CPPCC_MEMBER = "cppcc_member", "政协委员"
        LAWYER = "lawyer", "律师、法律顾问"
        VILLAGE_CADRE = "village_cadre", "村居干部"
        MEDIATOR = "mediator", "人民调解员"
        EXPERT = "expert", "行业专家"
        ELDER = "elder", "五老、乡贤"

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="seats")
    seat = models.CharField("席位", max_length=8, choices=Seat)
    name = models.CharField("姓名", max_length=50)
    organisation = models.CharField("单位", max_length=100, blank=True)
    capacity = models.CharField("身份", max_length=24, choices=Capacity)
    unrelated = models.BooleanField("与当事人无利害关系")
    relation = models.CharField("声明的利害关系", max_length=200, blank=True)
    person = models.ForeignKey(
        "PanelMember",
        models.PROTECT,
        verbose_name="听证员库人员",
        null=True,
        blank=True,
        related_name="seats",
    )
    officer = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="民警", null=True, blank=True, related_name="+"
    )
    phone_index = models.BinaryField(null=True, blank=True, editable=False)
    id_number_index = models.BinaryField(null=True, blank=True, editable=False)
    chosen_because = models.CharField("选任理由", max_length=200, blank=True)
    joined_on = models.DateField("加入日期", null=True, blank=True)
    left_on = models.DateField("退出日期", null=True, blank=True)
    left_reason = models.CharField("退出理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "听证组成人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "name"],
                name="hearing_nobody_sits_twice",
                condition=models.Q(left_on=None),
            ),
            models.CheckConstraint(
                name="hearing_seat_left_with_reason",
                condition=models.Q(left_on=None) | ~models.Q(left_reason=""),
                violation_error_message="退出听证小组须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_seat_display()}）"


class HearingStage(models.Model):
    """The record of one stage. Written once, in order."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="stages")
    stage = models.CharField("环节", max_length=20, choices=Stage)
    held_on = models.DateField("日期")
    record = models.JSONField("记录", encoder=DjangoJSONEncoder, blank=True)
    recorded_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="记录人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "听证环节"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hearing", "stage"], name="hearing_stage_once"),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()
