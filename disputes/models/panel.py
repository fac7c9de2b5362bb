"""Who sits on hearings (听证员库), how a panel is made up, and objections to its members."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from disputes import privacy
from disputes.models.hearing import HearingSeat
from disputes.models.party import SealedContact
from disputes.querysets import PanelMemberQuerySet


class PanelMember(SealedContact):
    """Somebody who may be asked to sit on a hearing (听证员库). Belongs to the unit that keeps it.

    Stations below that unit choose from it. Phone and identity number are sealed; their blind
    indexes tell whether a member and a party are the same person.
    """

    unit = models.ForeignKey(
        "Unit", models.PROTECT, verbose_name="管理单位", related_name="panel_members"
    )
    name = models.CharField("姓名", max_length=50)
    organisation = models.CharField("单位", max_length=100, blank=True)
    capacity = models.CharField("身份", max_length=24, choices=HearingSeat.Capacity)
    specialties = models.ManyToManyField(
        "Kind", verbose_name="擅长的纠纷类型", blank=True, related_name="+"
    )
    expertise = models.CharField("专长", max_length=200, blank=True)
    phone_index = models.BinaryField(null=True, blank=True, editable=False)
    id_number_index = models.BinaryField(null=True, blank=True, editable=False)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField("版本", default=1)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "听证员库"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_capacity_display()}）"

    @SealedContact.phone.setter
    def phone(self, text: str) -> None:
        self.phone_sealed = self._seal("phone", text)
        self.phone_index = privacy.blind_index(text, domain="phone") if text else None


class HearingPlan(models.Model):
    """A unit's plan for hearings (实施方案), in force there and below unless a nearer one is.

    No statute gives these numbers. That the panel is odd is not among them: an even one cannot
    decide, so no plan may allow it.
    """

    class Quorum(models.TextChoices):
        ALL = "all", "听证员全部到场"
        ODD_PRESENT = "odd_present", "到场听证员仍为规定人数且为单数"

    unit = models.OneToOneField(
        "Unit", models.PROTECT, verbose_name="单位", related_name="hearing_plan"
    )
    least_members = models.PositiveSmallIntegerField(
        "听证员最少人数", default=3, validators=[MinValueValidator(3)]
    )
    most_members = models.PositiveSmallIntegerField(
        "听证员最多人数", default=7, validators=[MaxValueValidator(15)]
    )
    quorum = models.CharField("到场要求", max_length=12, choices=Quorum, default=Quorum.ALL)
    notice_days = models.PositiveSmallIntegerField("通知至少提前（日）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "听证式调解实施方案"
        ordering = ["unit__path"]
        constraints = [
            models.CheckConstraint(
                name="hearing_plan_numbers_in_order",
                condition=Q(least_members__gte=3) & Q(most_members__gte=F("least_members")),
                violation_error_message="听证员至少3名，最多人数不得少于最少人数",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} 听证式调解实施方案"


class PanelObjection(models.Model):
    """A party's objection to somebody at the table (申请听证人员回避), and what was decided."""

    seat = models.ForeignKey(HearingSeat, models.CASCADE, related_name="objections")
    applicant = models.ForeignKey("Party", models.PROTECT, verbose_name="申请人", related_name="+")
    reason = models.CharField("申请理由", max_length=500)
    requested_on = models.DateField("申请日期")
    granted = models.BooleanField("是否回避", null=True, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="决定人", null=True, blank=True, related_name="+"
    )
    decision = models.CharField("决定理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "听证人员回避申请"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "seat", name="panel_objection_one_open", condition=Q(decided_on=None),
                violation_error_message="对该人员的回避申请尚未决定",
            ),
            models.CheckConstraint(
                name="panel_objection_decision_is_whole",
                condition=Q(decided_on=None, granted=None, decided_by=None)
                | Q(
                    decided_on__isnull=False,
                    decided_on__gte=F("requested_on"),
                    granted__isnull=False,
                    decided_by__isnull=False,
                )
                & ~Q(decision=""),
                violation_error_message="回避决定须有决定人、日期和理由，且不早于申请日期",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.seat_id} {self.reason}"
