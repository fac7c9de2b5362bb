from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from disputes import clock
from disputes.choices import Resolution, Source, State, Track
from disputes.models.record import DisputeRecord
from disputes.querysets import DisputeQuerySet


class Dispute(models.Model):
    """One dispute (矛盾纠纷). Only `workflow` writes state, resolved_on and version.

    Times are kept apart: occurred 发生, discovered 发现, reported 报警, registered 登记; the days
    of every later step stand on its event. `amount` is in yuan (元).
    """

    number = models.CharField("纠纷编号", max_length=24, unique=True)
    unit = models.ForeignKey("Unit", models.PROTECT, verbose_name="登记单位", related_name="+")
    province = models.ForeignKey(
        "Unit", models.PROTECT, null=True, editable=False, related_name="+"
    )
    city = models.ForeignKey("Unit", models.PROTECT, null=True, editable=False, related_name="+")
    county = models.ForeignKey("Unit", models.PROTECT, null=True, editable=False, related_name="+")
    track = models.CharField("办理途径", max_length=16, choices=Track)
    kind = models.ForeignKey("Kind", models.PROTECT, verbose_name="类型", related_name="+")
    source = models.CharField("来源", max_length=24, choices=Source)
    alarm_number = models.CharField("接警单编号", max_length=40, blank=True)
    place = models.CharField("发生地点", max_length=200, blank=True)
    summary = models.CharField("简要情况", max_length=4000)
    claims = models.CharField("诉求", max_length=2000, blank=True)
    people_count = models.PositiveSmallIntegerField("涉及人数", null=True, blank=True)
    amount = models.DecimalField(
        "涉及金额（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    repeat_alarm = models.BooleanField("重复警情", default=False)
    group_event = models.BooleanField("群体性", default=False)
    involves_minor = models.BooleanField("涉未成年人", default=False)
    domestic_violence = models.BooleanField("涉家庭暴力", default=False)
    ethnic_religious = models.BooleanField("涉民族宗教", default=False)
    occurred_at = models.DateTimeField("发生时间", null=True, blank=True)
    discovered_at = models.DateTimeField("发现时间", null=True, blank=True)
    reported_at = models.DateTimeField("报警时间", null=True, blank=True)
    registered_at = models.DateTimeField("登记时间")  # server time: never backdated
    registered_on = models.DateField("登记日期")  # its Shanghai day, what statistics count by
    registered_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="登记民警", related_name="+"
    )
    responsible = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="责任民警", related_name="+"
    )
    risk_level = models.ForeignKey(
        "RiskLevel", models.PROTECT, verbose_name="风险等级", null=True, blank=True, related_name="+"
    )  # fmt: skip
    state = models.CharField("状态", max_length=12, choices=State, default=State.REGISTERED)
    resolved_on = models.DateField("化解日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, verbose_name="并入的纠纷", null=True, blank=True,
        related_name="merged", editable=False,
    )  # fmt: skip
    split_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name="拆分自", null=True, blank=True,
        related_name="split_off", editable=False,
    )  # fmt: skip
    relapse_count = models.PositiveSmallIntegerField("反复次数", default=0)
    version = models.PositiveIntegerField("版本", default=1)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "矛盾纠纷"
        ordering = ["-registered_on", "-pk"]
        indexes = [
            models.Index(fields=["-registered_on", "-id"], name="dispute_newest"),
            models.Index(fields=["city", "-registered_on", "-id"], name="dispute_city_newest"),
            models.Index(fields=["county", "-registered_on", "-id"], name="dispute_county_newest"),
            models.Index(fields=["unit", "-registered_on", "-id"], name="dispute_unit_newest"),
            models.Index(
                fields=["alarm_number"], name="dispute_alarm", condition=~Q(alarm_number="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="dispute_resolved_after_registered",
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("registered_on")),
                violation_error_message="化解日期不得早于登记日期",
            ),
            models.CheckConstraint(
                name="dispute_amount_not_negative",
                condition=Q(amount=None) | Q(amount__gte=0),
                violation_error_message="涉及金额不得为负数",
            ),
            models.CheckConstraint(
                name="dispute_known_before_registered",
                condition=(Q(occurred_at=None) | Q(occurred_at__lte=F("registered_at")))
                & (Q(discovered_at=None) | Q(discovered_at__lte=F("registered_at")))
                & (Q(reported_at=None) | Q(reported_at__lte=F("registered_at"))),
                violation_error_message="发生、发现、报警时间不得晚于登记时间",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DisputeEvent(DisputeRecord):
    """One step of one dispute. Append-only: a correction is another event.

    `occurred_on` is the day in real life, `recorded_at` the moment of entry, so a late entry
    (补录) cannot pose as same-day work. `change` is summed by the statistics; `days` are the
    calendar days from registration to a resolution, repeated on the event that takes it back,
    so that sums over `change` and `days` cancel out exactly.
    """

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField("序号")
    action = models.CharField("动作", max_length=32)
    from_state = models.CharField("原状态", max_length=12, choices=State)
    to_state = models.CharField("新状态", max_length=12, choices=State)
    change = models.SmallIntegerField("化解增减", choices=Resolution, default=Resolution.UNTOUCHED)
    days = models.PositiveIntegerField("化解用时（天）", null=True, blank=True)
    actor = models.ForeignKey("Officer", models.PROTECT, verbose_name="经办人", related_name="+")
    occurred_on = models.DateField("发生日期")
    recorded_at = models.DateTimeField("录入时间", default=clock.now)
    facts = models.JSONField("办理要素", default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        ordering = ["seq"]
        indexes = [
            models.Index(
                fields=["unit", "occurred_on"],
                name="event_unit_resolution",
                condition=~Q(change=0),
            ),
            models.Index(
                fields=["unit", "occurred_on"],
                name="event_unit_relapse",
                condition=Q(action="relapse"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dispute", "seq"], name="event_seq_unique"),
            models.CheckConstraint(
                name="event_change_in_range", condition=Q(change__in=Resolution.values)
            ),
            models.CheckConstraint(
                name="event_resolution_has_days", condition=Q(change=0) | Q(days__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id}#{self.seq} {self.action}"


class RiskAssessment(DisputeRecord):
    """A decision on the risk level (风险评估). The history is append-only: who, when, why."""

    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="risk_assessments")
    level = models.ForeignKey("RiskLevel", models.PROTECT, verbose_name="等级", related_name="+")
    basis = models.CharField("评估依据", max_length=1000)
    # Code, name and points of each, as they were then: weights are edited.
    factors = models.JSONField("风险因素", default=list, blank=True)
    score = models.PositiveSmallIntegerField("评分", null=True, blank=True)
    suggested = models.ForeignKey(
        "RiskLevel",
        models.PROTECT,
        verbose_name="建议等级",
        null=True,
        blank=True,
        related_name="+",
    )
    leader = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="包案领导", null=True, blank=True, related_name="+"
    )
    assessed_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="评估人", related_name="+"
    )
    assessed_on = models.DateField("评估日期")

    class Meta:
        verbose_name = verbose_name_plural = "风险评估"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.assessed_on:%Y-%m-%d}评估"
