"""Editions of reports (报告版本): frozen once signed, unlike every other table here."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q


class Status(models.TextChoices):
    """How far an edition has come. Texts are written in a draft only."""

    DRAFT = "draft", "初稿"
    CONFIRMING = "confirming", "下级确认"
    LEGAL = "legal", "法制审核"
    SECRECY = "secrecy", "保密审查"
    APPROVED = "approved", "待签发"
    SIGNED = "signed", "已签发"


class EditionKind(models.TextChoices):
    YEARLY = "yearly", "年度报告"
    MONTHLY = "monthly", "月度分析"


class EditionAction(models.TextChoices):
    """What is done to an edition. The first three are recorded, the others are asked for."""

    COMPOSE = "compose", "生成"
    WRITE = "write", "修改文字"
    GO_ON = "go_on", "下级均已确认"
    SUBMIT = "submit", "送审"
    CONFIRM = "confirm", "确认本单位数据"
    OBJECT = "object", "对本单位数据提出异议"
    PASS_LEGAL = "pass_legal", "法制审核通过"
    PASS_SECRECY = "pass_secrecy", "保密审查通过"
    SIGN = "sign", "签发"
    RETURN = "return", "退回"


class Edition(models.Model):
    """A unit's report of a year or a month; of each there is one. Once signed nobody changes it.

    `month` is 0 for a year. `texts` are written by hand, by slot or part; `parts` are the figures
    of the units directly below, each with the digest that the unit confirms. `body` is what the
    figures and texts were composed to, `digest` is taken over it.
    """

    Status = Status
    Kind = EditionKind

    unit = models.ForeignKey("disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    kind = models.CharField("种类", max_length=8, choices=EditionKind, default=EditionKind.YEARLY)
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份", default=0)
    cutoff = models.DateField("统计截止日")
    status = models.CharField("状态", max_length=12, choices=Status, default=Status.DRAFT)
    texts = models.JSONField("人工文字", default=dict, blank=True)
    parts = models.JSONField("下级单位数据", default=dict, blank=True)
    body = models.JSONField("内容", encoder=DjangoJSONEncoder)
    digest = models.CharField("SM3摘要", max_length=64)
    built_at = models.DateTimeField("生成时间")
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "报告版本"
        ordering = ["-year", "-month", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "month"], name="edition_once"),
            models.CheckConstraint(
                name="edition_of_a_month_or_year",
                condition=Q(kind="yearly", month=0) | Q(kind="monthly", month__range=(1, 12)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}（{self.get_status_display()}）"

    @property
    def title(self) -> str:
        """The period in words, with the kind."""
        period = f"{self.year}年{self.month}月" if self.month else f"{self.year}年"
        return f"{period}{self.get_kind_display()}"


class EditionStep(models.Model):
    """What was done to an edition, by whom, and the digest that stood there. Append-only.

    Without an actor it was the scheduled job. `unit_digest` is what a lower unit confirmed of its
    own figures.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="steps")
    seq = models.PositiveIntegerField("序号")
    action = models.CharField("操作", max_length=12, choices=EditionAction)
    from_status = models.CharField("原状态", max_length=12, choices=Status)
    to_status = models.CharField("新状态", max_length=12, choices=Status)
    actor = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="经办人", null=True, related_name="+"
    )
    unit = models.ForeignKey(
        "disputes.Unit", models.PROTECT, verbose_name="经办单位", related_name="+"
    )
    at = models.DateTimeField("时间")
    digest = models.CharField("所见摘要", max_length=64)
    unit_digest = models.CharField("所确认数据的摘要", max_length=64, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告办理记录"
        ordering = ["edition", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "seq"], name="edition_step_once"),
            models.CheckConstraint(
                name="edition_returned_with_reason",
                condition=~Q(action__in=("return", "object")) | ~Q(reason=""),
                violation_error_message="退回和提出异议须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.seq} {self.get_action_display()}"


class Sealed(models.Model):
    """A file as it was signed, in canonical JSON to the byte. Append-only."""

    content = models.TextField("文件")
    digest = models.CharField("SM3摘要", max_length=64)
    key_id = models.CharField("密钥编号", max_length=32)
    signed_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="签发人", related_name="+"
    )
    signed_at = models.DateTimeField("签发时间")

    class Meta:
        abstract = True


class SignedEdition(Sealed):
    """The signed file of an edition."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="signed")

    class Meta:
        verbose_name = verbose_name_plural = "已签发报告"

    def __str__(self) -> str:
        return f"{self.edition_id} {self.digest}"


class Erratum(Sealed):
    """A signed statement of what has changed since an edition was signed (更正说明)."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="errata")
    number = models.PositiveIntegerField("序号")
    reason = models.CharField("说明", max_length=500)

    class Meta:
        verbose_name = verbose_name_plural = "更正说明"
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="erratum_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} 更正{self.number}"


class Unlocking(models.Model):
    """Until a moment, a unit and those below may write activity figures of a signed year (解锁)."""

    unit = models.ForeignKey("disputes.Unit", models.PROTECT, verbose_name="单位", related_name="+")
    year = models.PositiveSmallIntegerField("年度")
    reason = models.CharField("理由", max_length=500)
    granted_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="批准人", related_name="+"
    )
    granted_at = models.DateTimeField("批准时间")
    ends_at = models.DateTimeField("截止时间")

    class Meta:
        verbose_name = verbose_name_plural = "解锁记录"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="unlocking_with_reason_and_end",
                condition=Q(ends_at__gt=F("granted_at")) & ~Q(reason=""),
                violation_error_message="解锁须写明理由和期限",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
