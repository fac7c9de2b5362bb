"""Dictionaries (字典) that a bureau edits; no code depends on a single entry."""

from django.db import models
from django.db.models import Q

from disputes.choices import JudicialClass
from disputes.models.followup import FollowUp


class Kind(models.Model):
    """A kind of dispute (纠纷类型) on two levels; a minor kind belongs to a judicial class."""

    code = models.CharField("代码", max_length=32, unique=True, db_collation="C")
    name = models.CharField("名称", max_length=30)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="大类", null=True, blank=True, related_name="minors"
    )
    judicial_class = models.CharField(
        "司法统计类别", max_length=24, choices=JudicialClass, blank=True
    )
    is_active = models.BooleanField("启用", default=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "纠纷类型"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="kind_minor_has_judicial_class",
                condition=Q(parent=None) | ~Q(judicial_class=""),
                violation_error_message="小类必须对应司法统计类别",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RiskLevel(models.Model):
    """A level of risk (风险等级). Names, order and deadlines are each bureau's own."""

    code = models.CharField("代码", max_length=16, unique=True)
    name = models.CharField("名称", max_length=20)
    rank = models.PositiveSmallIntegerField("高低", unique=True, help_text="数值越大风险越高")
    # What a level asks for; empty: nothing. Days are calendar days.
    first_action_days = models.PositiveSmallIntegerField(
        "首次处置期限（日）", null=True, blank=True
    )
    resolution_days = models.PositiveSmallIntegerField("化解期限（日）", null=True, blank=True)
    follow_up_days = models.PositiveSmallIntegerField("回访间隔（日）", null=True, blank=True)
    follow_up_method = models.CharField(
        "回访方式", max_length=8, choices=FollowUp.Method, blank=True
    )
    leader_required = models.BooleanField("须有包案领导", default=False)
    from_score = models.PositiveSmallIntegerField("建议该等级的最低评分", default=0)
    color = models.CharField("标识颜色", max_length=7, default="#909399")
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "风险等级"
        ordering = ["-rank"]

    def __str__(self) -> str:
        return self.name
