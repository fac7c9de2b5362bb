from datetime import date

from django.db import models
from django.db.models import F, Q

from disputes.models.record import DisputeRecord


class Agreement(DisputeRecord):
    """An agreement of the parties (调解协议) with what each of them has to do.

    `due_on` and `fulfilled_on` are those of its last obligation; performance is counted by them.
    An agreement that another one took the place of (`replaced_on`) stays on file and binds no more.
    """

    class Form(models.TextChoices):
        SECURITY = "security", "治安调解协议书"
        ON_THE_SPOT = "on_the_spot", "现场治安调解协议书"
        PEOPLES = "peoples", "人民调解协议书"
        ORAL = "oral", "口头协议"
        TRAFFIC = "traffic", "道路交通事故损害赔偿调解书"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="agreements")
    session = models.ForeignKey(
        "MediationSession",
        models.PROTECT,
        verbose_name="所属调解",
        null=True,
        blank=True,
        related_name="agreements",
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="变更的协议",
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    number = models.CharField("协议编号", max_length=40, unique=True)
    form = models.CharField("形式", max_length=12, choices=Form)
    organ = models.CharField("调解机关", max_length=100)
    host = models.ForeignKey("Officer", models.PROTECT, verbose_name="主持人", related_name="+")
    # What the paper of the track has to state; the parties themselves are on file.
    occurred = models.CharField("案件时间", max_length=100, blank=True)
    place = models.CharField("案件地点", max_length=200, blank=True)
    cause = models.CharField("起因", max_length=1000, blank=True)
    facts = models.CharField("案件事实", max_length=4000)
    circumstances = models.CharField("情节", max_length=1000, blank=True)
    consequence = models.CharField("结果", max_length=1000, blank=True)
    others_present = models.CharField("其他在场人员", max_length=500, blank=True)
    issues = models.CharField("争议事项", max_length=1000, blank=True)
    responsibility = models.CharField("各方责任", max_length=1000, blank=True)
    content = models.CharField("协议内容", max_length=4000)
    recording = models.CharField("录音录像编号", max_length=100, blank=True)
    shows_parties = models.BooleanField("录音录像明确记录当事人基本情况", default=False)
    shows_facts = models.BooleanField("录音录像明确记录主要违法事实", default=False)
    shows_content = models.BooleanField("录音录像明确记录协议内容", default=False)
    mediator = models.CharField("调解员", max_length=50, blank=True)
    signed_on = models.DateField("签订日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    due_on = models.DateField("履行期限", null=True, blank=True)
    fulfilled_on = models.DateField("履行完毕日期", null=True, blank=True)
    # Some of it was not performed but waived (免除).
    has_waiver = models.BooleanField("含免除的义务", default=False)
    breached_on = models.DateField("认定未履行日期", null=True, blank=True)
    replaced_on = models.DateField("被代替日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "调解协议"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["unit", "due_on"],
                name="agreement_unit_due",
                condition=Q(effective_on__isnull=False),
            ),
            models.Index(
                fields=["unit", "fulfilled_on"],
                name="agreement_unit_fulfilled",
                condition=Q(fulfilled_on__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="agreement_effective_is_dated",
                condition=Q(effective_on=None)
                | Q(
                    signed_on__isnull=False, due_on__isnull=False, effective_on__gte=F("signed_on")
                ),
                violation_error_message="生效的协议须有签订日期和履行期限",
            ),
            models.CheckConstraint(
                name="agreement_fulfilled_when_effective",
                condition=Q(fulfilled_on=None) | Q(effective_on__isnull=False),
                violation_error_message="未生效的协议不能登记履行",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Obligation(models.Model):
    """One thing a party has to do under an agreement. `amount` is in yuan (元).

    Each instalment (分期) is one, and so is the share of each of several debtors and creditors.
    It is fulfilled on the day its last part is performed. What the creditor waives (免除) is
    discharged and not performed. `carried_from`: done under a former version of the agreement.
    """

    class Type(models.TextChoices):
        MONEY = "money", "给付金钱"
        ITEM = "item", "返还或者交付物品"
        APOLOGY = "apology", "赔礼道歉"
        ACT = "act", "作为或者不作为"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="obligations")
    type = models.CharField("义务类型", max_length=8, choices=Type)
    debtor = models.ForeignKey("Party", models.PROTECT, verbose_name="义务人", related_name="+")
    creditor = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="权利人", null=True, blank=True, related_name="+"
    )
    content = models.CharField("内容", max_length=500)
    method = models.CharField("履行方式", max_length=200)
    amount = models.DecimalField(
        "金额（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField("履行期限")
    fulfilled_on = models.DateField("履行日期", null=True, blank=True)
    proof = models.CharField("履行凭证", max_length=300, blank=True)
    waived_on = models.DateField("免除日期", null=True, blank=True)
    waiver_reason = models.CharField("免除理由", max_length=300, blank=True)
    waiver_consent = models.CharField("书面免除声明", max_length=100, blank=True)
    carried_from = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="原协议的义务",
        null=True,
        blank=True,
        related_name="carried_to",
    )

    class Meta:
        verbose_name = verbose_name_plural = "履行义务"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="obligation_money_has_amount",
                condition=~Q(type="money") | Q(amount__isnull=False, amount__gt=0),
                violation_error_message="给付金钱的义务须写明金额",
            ),
            models.CheckConstraint(
                name="obligation_performance_is_proved",
                condition=Q(fulfilled_on=None) | ~Q(proof=""),
                violation_error_message="登记履行须附履行凭证",
            ),
            models.CheckConstraint(
                name="obligation_waiver_is_whole",
                condition=Q(waived_on=None, waiver_reason="", waiver_consent="")
                | Q(waived_on__isnull=False, fulfilled_on=None)
                & ~Q(waiver_reason="")
                & ~Q(waiver_consent=""),
                violation_error_message="免除须有日期、理由和书面声明，已履行的义务不能免除",
            ),
            models.CheckConstraint(
                name="obligation_binds_two",
                condition=Q(creditor=None) | ~Q(creditor=F("debtor")),
                violation_error_message="义务人和权利人不能是同一当事人",
            ),
        ]

    def __str__(self) -> str:
        return self.content

    @property
    def discharged_on(self) -> date | None:
        """The day since which nothing is left to do: it was performed, or waived."""
        return self.fulfilled_on or self.waived_on


class Performance(models.Model):
    """One act of performance of an obligation (履行): a payment in yuan (元), whole or in part."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="performances")
    performed_on = models.DateField("履行日期")
    amount = models.DecimalField(
        "金额（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    proof = models.CharField("履行凭证", max_length=300)
    recorded_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="登记民警", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "履行记录"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="performance_amount_positive",
                condition=Q(amount=None) | Q(amount__gt=0),
                violation_error_message="履行金额须大于零",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.performed_on}"


class Signature(models.Model):
    """A signature or seal under an agreement (签名、盖章、捺印)."""

    class Signer(models.TextChoices):
        PARTY = "party", "当事人"
        GUARDIAN = "guardian", "监护人"
        PROXY = "proxy", "代理人"
        HOST = "host", "主持人"
        MEDIATOR = "mediator", "人民调解员"
        SEAL = "seal", "人民调解委员会印章"

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    signer = models.CharField("签名人", max_length=8, choices=Signer)
    party = models.ForeignKey("Party", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=50)
    signed_on = models.DateField("签名日期")

    class Meta:
        verbose_name = verbose_name_plural = "签名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "agreement", "signer", "party", name="signature_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name
