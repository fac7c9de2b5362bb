"""Risk and prevention: factors, marks, criminal cases out of disputes, recurrence."""

from django.db import models
from django.db.models import F, Q

from disputes.models.record import DisputeRecord
from disputes.querysets import RecordQuerySet


class RiskFactor(models.Model):
    """Something that raises the risk of a dispute (风险因素). Weights are each bureau's own.

    A factor with a `flag` counts by itself when the case says so: a mark of the case that is set,
    or a number of it that is `at_least` as high.
    """

    class Flag(models.TextChoices):
        REPEAT_ALARM = "repeat_alarm", "重复警情"
        GROUP_EVENT = "group_event", "群体性"
        INVOLVES_MINOR = "involves_minor", "涉未成年人"
        DOMESTIC_VIOLENCE = "domestic_violence", "涉家庭暴力"
        AMOUNT = "amount", "涉及金额"
        PEOPLE = "people_count", "涉及人数"

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=40)
    weight = models.PositiveSmallIntegerField("分值")
    flag = models.CharField("按登记信息自动计入", max_length=20, choices=Flag, blank=True)
    at_least = models.DecimalField(
        "登记的数值不低于", max_digits=12, decimal_places=2, null=True, blank=True
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "风险因素"
        ordering = ["-weight", "code"]
        constraints = [
            models.CheckConstraint(
                name="risk_factor_number_has_limit",
                condition=Q(at_least=None) ^ Q(flag__in=["amount", "people_count"]),
                violation_error_message="按金额或者人数计入的，须填写数值；其他的不填",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MarkKind(models.Model):
    """A kind of mark on a person (重点人员、六失人员). Lists differ by place, so none is code."""

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=30)
    group = models.CharField("类别", max_length=30)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员标识类型"
        ordering = ["group", "code"]

    def __str__(self) -> str:
        return self.name


class PartyMark(DisputeRecord):
    """A mark on a party of one dispute. Sensitive: shown only with a purpose, and audited."""

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="party_marks")
    party = models.ForeignKey("Party", models.PROTECT, related_name="marks")
    kind = models.ForeignKey(MarkKind, models.PROTECT, verbose_name="标识", related_name="+")
    basis = models.CharField("依据", max_length=500)
    marked_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="标识人", related_name="+"
    )
    marked_on = models.DateField("标识日期")
    removed_on = models.DateField("解除日期", null=True, blank=True)
    removed_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="解除人", null=True, blank=True, related_name="+"
    )
    removal_reason = models.CharField("解除理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员标识"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "party", "kind", name="party_mark_once", condition=Q(removed_on=None),
                violation_error_message="该当事人已有此标识",
            ),
            models.CheckConstraint(
                name="party_mark_removal_is_whole",
                condition=Q(removed_on=None, removed_by=None, removal_reason="")
                | Q(
                    removed_on__isnull=False,
                    removed_on__gte=F("marked_on"),
                    removed_by__isnull=False,
                )
                & ~Q(removal_reason=""),
                violation_error_message="解除标识须有解除人和理由，且不早于标识日期",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.party_id} {self.kind_id}"


class CriminalCase(DisputeRecord):
    """A criminal case that came out of the dispute (民转刑、刑转命). Counted on `filed_on`."""

    class Kind(models.TextChoices):
        CIVIL_TO_CRIMINAL = "civil_to_criminal", "民转刑"
        CRIMINAL_TO_DEATH = "criminal_to_death", "刑转命"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="criminal_cases")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    number = models.CharField("刑事案件编号", max_length=40)
    charge = models.CharField("涉嫌罪名", max_length=100)
    filed_on = models.DateField("立案日期")
    deaths = models.PositiveSmallIntegerField("死亡人数", default=0)
    linked_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="关联民警", related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "民转刑案件"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["unit", "filed_on"], name="criminal_case_unit_filed"),
            models.Index(fields=["-filed_on", "-id"], name="criminal_case_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                "number", name="criminal_case_number_once",
                violation_error_message="该刑事案件已经关联纠纷",
            ),
            models.CheckConstraint(
                name="criminal_case_death_is_counted",
                condition=~Q(kind="criminal_to_death") | Q(deaths__gte=1),
                violation_error_message="刑转命案件须填写死亡人数",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Recurrence(DisputeRecord):
    """A candidate (再发): parties of this dispute stand in an earlier one, or its alarm does.

    Found by blind index, over fingerprints and never over numbers. A person decides.
    """

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="recurrences")
    earlier = models.ForeignKey(
        "Dispute", models.PROTECT, verbose_name="以前的纠纷", related_name="later_recurrences"
    )
    parties_in_common = models.PositiveSmallIntegerField("证件号码相同的当事人数", default=0)
    phones_in_common = models.PositiveSmallIntegerField("电话相同的当事人数", default=0)
    same_alarm = models.BooleanField("接警单编号相同", default=False)
    both_alarms = models.BooleanField("前后均为110警情", default=False)
    is_recurrence = models.BooleanField("是否再发", null=True, blank=True)
    decided_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="认定人", null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("认定日期", null=True, blank=True)
    reason = models.CharField("认定理由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "再发纠纷"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("dispute", "earlier", name="recurrence_once"),
            models.CheckConstraint(
                name="recurrence_of_another", condition=~Q(dispute=F("earlier"))
            ),
            models.CheckConstraint(
                name="recurrence_decision_is_whole",
                condition=Q(is_recurrence=None, decided_by=None, decided_on=None, reason="")
                | Q(is_recurrence__isnull=False, decided_by__isnull=False, decided_on__isnull=False)
                & ~Q(reason=""),
                violation_error_message="再发认定须有认定人、日期和理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.dispute_id}"
