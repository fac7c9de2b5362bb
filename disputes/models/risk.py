"""Risk and prevention: factors, marks, criminal cases out of disputes, recurrence."""

from django.db import models
from django.db.models import F, Q

from disputes.models.record import DisputeRecord


class RiskFactor(models.Model):
    """Something that raises the risk of a dispute (风险因素). Weights are each bureau's own."""

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=40)
    weight = models.PositiveSmallIntegerField("分值")
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "风险因素"
        ordering = ["-weight", "code"]

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

    class Meta:
        verbose_name = verbose_name_plural = "人员标识"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "party", "kind", name="party_mark_once", condition=Q(removed_on=None),
                violation_error_message="该当事人已有此标识",
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
    number = models.CharField("刑事案件编号", max_length=40, unique=True)
    charge = models.CharField("涉嫌罪名", max_length=100)
    filed_on = models.DateField("立案日期")
    deaths = models.PositiveSmallIntegerField("死亡人数", default=0)
    linked_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="关联民警", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "民转刑案件"
        ordering = ["pk"]
        indexes = [models.Index(fields=["unit", "filed_on"], name="criminal_case_unit_filed")]

    def __str__(self) -> str:
        return self.number


class Recurrence(DisputeRecord):
    """A candidate: the same parties quarrelled within 12 months before (再发). A person decides."""

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="recurrences")
    earlier = models.ForeignKey(
        "Dispute", models.PROTECT, verbose_name="以前的纠纷", related_name="later_recurrences"
    )
    parties_in_common = models.PositiveSmallIntegerField("相同当事人数")
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
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.dispute_id}"
