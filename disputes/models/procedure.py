"""What happens beside mediation: notices, recusals, extensions, reviews, decisions, courts."""

from django.db import models
from django.db.models import F, Q

from disputes.choices import Track
from disputes.models.record import DisputeRecord


class Notice(DisputeRecord):
    """Something the parties were told (告知): when, how, by whom."""

    class About(models.TextChoices):
        CIVIL_REMEDIES = "civil_remedies", "可向人民法院起诉或者向人民调解组织申请调解"
        SUIT = "suit", "可就民事争议依法提起民事诉讼"
        RIGHTS = "rights", "调解的权利义务"
        CONFIRMATION = "confirmation", "可自协议生效之日起三十日内共同申请司法确认"
        RECUSAL = "recusal", "申请回避的权利"

    class Method(models.TextChoices):
        IN_PERSON = "in_person", "当面告知"
        WRITTEN = "written", "书面送达"
        PHONE = "phone", "电话"
        MESSAGE = "message", "短信或者微信"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="notices")
    about = models.CharField("告知事项", max_length=16, choices=About)
    method = models.CharField("告知方式", max_length=12, choices=Method)
    told_on = models.DateField("告知日期")
    told_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="告知民警", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "告知"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.get_about_display()}"


class Recusal(DisputeRecord):
    """A request that somebody stand back (回避申请), decided within 2 days (程序规定 arts. 17–25)."""

    class Ground(models.TextChoices):
        PARTY_OR_RELATIVE = "party_or_relative", "是本案当事人或者当事人近亲属"
        INTEREST = "interest", "本人或者其近亲属与本案有利害关系"
        OTHER_RELATION = "other_relation", "与本案当事人有其他关系，可能影响案件公正处理"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="recusals")
    applicant = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="申请人", null=True, blank=True, related_name="+"
    )  # none: the officer asks for it
    officer = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="被申请民警", related_name="+"
    )
    ground = models.CharField("理由", max_length=20, choices=Ground)
    statement = models.CharField("具体情况", max_length=500)
    requested_on = models.DateField("申请日期")
    decided_on = models.DateField("决定日期", null=True, blank=True)
    granted = models.BooleanField("是否回避", null=True, blank=True)
    decided_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="决定人", null=True, blank=True, related_name="+"
    )
    reason = models.CharField("决定理由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "回避申请"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="recusal_decision_is_whole",
                condition=Q(decided_on=None, granted=None, decided_by=None)
                | Q(
                    decided_on__isnull=False,
                    decided_on__gte=F("requested_on"),
                    granted__isnull=False,
                    decided_by__isnull=False,
                ),
                violation_error_message="回避决定须有决定人和日期，且不早于申请日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.officer_id}"


class Extension(DisputeRecord):
    """An approved extension of the case's time limit (延长办案期限), in calendar days."""

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="extensions")
    days = models.PositiveSmallIntegerField("延长日数", default=30)
    reason = models.CharField("延长理由", max_length=500)
    approved_by = models.CharField("批准人", max_length=50)
    approved_on = models.DateField("批准日期")

    class Meta:
        verbose_name = verbose_name_plural = "延长办案期限"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} +{self.days}"


class WarningDecision(DisputeRecord):
    """Whether a warning letter (告诫书) is issued in a case of domestic violence, and why.

    反家庭暴力法 arts. 16–17: delivered to both sides, the residents' or villagers' committee is told.
    """

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="warning_decisions")
    perpetrator = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="加害人", null=True, blank=True, related_name="+"
    )
    issued = models.BooleanField("是否出具告诫书")
    reason = models.CharField("理由", max_length=500)
    decided_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="决定人", related_name="+"
    )
    decided_on = models.DateField("决定日期")
    delivered_on = models.DateField("送达双方日期", null=True, blank=True)
    committee_told_on = models.DateField("通知居（村）民委员会日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "告诫书决定"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decided_on:%Y-%m-%d}决定{'出具' if self.issued else '不出具'}"


class Confirmation(DisputeRecord):
    """An application for judicial confirmation (司法确认) of a people's mediation agreement."""

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", "裁定有效"
        REJECTED = "rejected", "裁定驳回"
        NOT_ACCEPTED = "not_accepted", "不予受理"
        WITHDRAWN = "withdrawn", "撤回申请"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="confirmations")
    agreement = models.ForeignKey("Agreement", models.PROTECT, related_name="confirmations")
    court = models.CharField("受理法院", max_length=100)
    applied_by_all = models.BooleanField("双方共同申请")
    personal_status = models.BooleanField("涉及身份、收养、婚姻关系")
    applied_on = models.DateField("申请日期")
    result = models.CharField("结果", max_length=12, choices=Result, blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "司法确认"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="confirmation_result_is_dated",
                condition=Q(result="", result_on=None)
                | Q(result_on__isnull=False, result_on__gte=F("applied_on")) & ~Q(result=""),
                violation_error_message="司法确认结果须有日期，且不早于申请日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.applied_on:%Y-%m-%d}申请"


class ReviewRule(models.Model):
    """Which cases a level reviews before they close (法制审核范围). Empty conditions mean: all."""

    class Level(models.TextChoices):
        CHIEF = "chief", "所长审核"
        LEGAL = "legal", "法制员审核"
        BUREAU = "bureau", "上级公安机关法制部门审核"

    level = models.CharField("审核层级", max_length=8, choices=Level)
    track = models.CharField("办理途径", max_length=16, choices=Track, blank=True)
    kind = models.ForeignKey(
        "Kind", models.PROTECT, verbose_name="类型", null=True, blank=True, related_name="+"
    )
    amount_from = models.DecimalField(
        "涉及金额不低于（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "法制审核规则"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_level_display()


class Review(DisputeRecord):
    """One level's review of a case before it closes (法制审核); a return names its reasons."""

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="reviews")
    level = models.CharField("审核层级", max_length=8, choices=ReviewRule.Level)
    submitted_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="送审人", related_name="+"
    )
    submitted_on = models.DateField("送审日期")
    reviewed_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="审核人", null=True, blank=True, related_name="+"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    passed = models.BooleanField("是否通过", null=True, blank=True)
    opinion = models.CharField("审核意见", max_length=1000, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "法制审核"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["-submitted_on", "-id"], name="review_waiting", condition=Q(passed=None)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                "dispute", "level", name="review_one_open", condition=Q(passed=None),
                violation_error_message="该层级的审核正在进行",
            ),
            models.CheckConstraint(
                name="review_return_has_reasons",
                condition=Q(passed=None) | Q(passed=True) | ~Q(opinion=""),
                violation_error_message="退回须写明理由",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.get_level_display()}"
