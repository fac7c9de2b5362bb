"""The tree of public security organs (单位), today's and that of every earlier month."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from disputes.choices import UnitLevel
from disputes.querysets import SEGMENT, UnitQuerySet

FOREVER = date(9999, 12, 31)


class Unit(models.Model):
    """A public security organ. `path` and the ancestor columns are kept by `services.units`.

    `province`, `city` and `county` name the ancestor of that level, the unit itself included;
    a dispute carries the same columns, so "my unit and below" is one equality.
    """

    code = models.CharField(
        "机构代码",
        max_length=12,
        unique=True,
        validators=[RegexValidator("^[0-9]{12}$", "机构代码应为12位数字")],
        help_text="GA/T 380，12位",
    )
    name = models.CharField("单位名称", max_length=60)
    # Of 庆公（玄）调字〔2026〕1号 the part before 调字; without one numbers begin with the code.
    short_name = models.CharField("文书简称", max_length=12, blank=True)
    level = models.CharField("层级", max_length=8, choices=UnitLevel)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级单位", null=True, blank=True, related_name="children"
    )  # fmt: skip
    path = models.CharField(
        "路径", max_length=8 * SEGMENT, unique=True, editable=False, db_collation="C"
    )
    province = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+"
    )
    city = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    county = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")
    phone = models.CharField("联系电话", max_length=20, blank=True)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="unit_code_is_12_digits",
                condition=Q(code__regex="^[0-9]{12}$"),
                violation_error_message="机构代码应为12位数字",
            ),
            models.UniqueConstraint(
                "short_name",
                name="unit_short_name_once",
                condition=~Q(short_name=""),
                violation_error_message="已有单位使用该文书简称，文书编号会重复",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAncestry(models.Model):
    """From `since` up to the day before `until`, `ancestor` stood above `unit` (or is `unit`).

    The dated closure of the tree: figures of earlier months stay with the ancestors of that
    time. `since` of a move is the first day of a month, so a month is never split.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="ancestry")
    ancestor = models.ForeignKey(Unit, models.CASCADE, related_name="descent")
    since = models.DateField("自")
    until = models.DateField("至", default=FOREVER)

    class Meta:
        verbose_name = verbose_name_plural = "隶属沿革"
        constraints = [
            models.UniqueConstraint("unit", "ancestor", "since", name="unit_ancestry_key"),
            models.CheckConstraint(
                name="unit_ancestry_in_order", condition=Q(until__gt=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["ancestor", "unit"], name="unit_ancestry_down")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.ancestor_id} {self.since}–{self.until}"


class UnitMove(models.Model):
    """A unit was put under another bureau (划转): who, when, from which month on, and why."""

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="单位", related_name="moves")
    from_parent = models.ForeignKey(Unit, models.PROTECT, verbose_name="原上级", related_name="+")
    to_parent = models.ForeignKey(Unit, models.PROTECT, verbose_name="新上级", related_name="+")
    effective_from = models.DateField("生效月份")
    reason = models.CharField("事由", max_length=200)
    moved_by = models.ForeignKey("Officer", models.PROTECT, verbose_name="经办人", related_name="+")
    moved_at = models.DateTimeField("操作时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位划转"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="unit_move_from_a_month_on", condition=Q(effective_from__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.to_parent} {self.effective_from:%Y-%m}"


class NumberCounter(models.Model):
    """The last serial given to a unit in a series and period: locked while a number is taken."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    series = models.CharField("序列", max_length=16)
    period = models.CharField("期间", max_length=8)
    value = models.PositiveIntegerField("末号", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint("unit", "series", "period", name="number_counter_key"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.series}/{self.period}: {self.value}"
