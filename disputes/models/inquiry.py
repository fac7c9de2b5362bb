"""What police establish before they mediate a security case: evidence, appraisals, findings."""

from django.db import models
from django.db.models import F, Q

from disputes.models.record import DisputeRecord


class Evidence(DisputeRecord):
    """An item of evidence (证据): facts are found and evidence is collected first (art. 180)."""

    class Kind(models.TextChoices):
        STATEMENT = "statement", "当事人陈述"
        TESTIMONY = "testimony", "证人证言"
        DOCUMENT = "document", "书证"
        OBJECT = "object", "物证"
        AV = "av", "视听资料"
        ELECTRONIC = "electronic", "电子数据"
        APPRAISAL = "appraisal", "鉴定意见"
        INSPECTION = "inspection", "勘验检查笔录"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="evidence")
    kind = models.CharField("证据种类", max_length=12, choices=Kind)
    title = models.CharField("证据名称", max_length=200)
    obtained_on = models.DateField("取得日期")
    obtained_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="取得民警", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "证据"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Appraisal(DisputeRecord):
    """An appraisal (鉴定) of an injury, a price or a mind. Its days do not count (art. 165)."""

    class Subject(models.TextChoices):
        INJURY = "injury", "伤情鉴定"
        PRICE = "price", "价格认定"
        MENTAL = "mental", "精神病鉴定"

    class Result(models.TextChoices):
        NONE = "none", "不构成轻微伤"
        SLIGHT = "slight", "轻微伤"
        MINOR = "minor", "轻伤"
        SERIOUS = "serious", "重伤"
        OTHER = "other", "其他结论"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="appraisals")
    subject = models.CharField("鉴定事项", max_length=8, choices=Subject)
    party = models.ForeignKey(
        "Party", models.PROTECT, verbose_name="被鉴定人", null=True, blank=True, related_name="+"
    )
    organisation = models.CharField("鉴定机构", max_length=100)
    requested_on = models.DateField("委托日期")
    result_on = models.DateField("出具日期", null=True, blank=True)
    result = models.CharField("鉴定结论", max_length=8, choices=Result, blank=True)
    amount = models.DecimalField(
        "认定金额（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "鉴定"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="appraisal_result_is_dated",
                condition=Q(result="", result_on=None)
                | Q(result_on__isnull=False, result_on__gte=F("requested_on")) & ~Q(result=""),
                violation_error_message="鉴定结论须有出具日期，且不早于委托日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.get_subject_display()}"


class Finding(DisputeRecord):
    """What a named officer finds of a security case (案情认定); the newest one counts.

    Offence and grounds are those of 程序规定 art. 178, exclusions those of art. 179. Append-only:
    what was found earlier stays on file.
    """

    class Offence(models.TextChoices):
        BEATING = "beating", "殴打他人"
        INJURY = "injury", "故意伤害"
        INSULT = "insult", "侮辱"
        SLANDER = "slander", "诽谤"
        FALSE_ACCUSATION = "false_accusation", "诬告陷害"
        DAMAGE = "damage", "故意损毁财物"
        HARASSMENT = "harassment", "干扰他人正常生活"
        PRIVACY = "privacy", "侵犯隐私"
        INTRUSION = "intrusion", "非法侵入住宅"
        NOISE = "noise", "制造噪声干扰他人正常生活"
        MESSAGES = "messages", "发送信息干扰他人正常生活"
        ANIMALS = "animals", "饲养动物干扰他人正常生活"
        ANIMAL_THREAT = "animal_threat", "放任动物恐吓他人"
        JOYRIDING = "joyriding", "偷开机动车"
        OTHER = "other", "其他可以调解处理的违法行为"

    class Ground(models.TextChoices):
        ACQUAINTANCE = "acquaintance", "亲友、邻里、同事、在校学生之间因琐事发生纠纷"
        PROVOKED = "provoked", "行为的发生系由被侵害人事前的过错行为引起"
        EASIER = "easier", "其他适用调解处理更易化解矛盾"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="findings")
    offence = models.CharField("违法行为", max_length=20, choices=Offence)
    minor_circumstances = models.BooleanField("情节较轻")
    ground = models.CharField("可以调解的情形", max_length=16, choices=Ground, blank=True)
    exclusions = models.JSONField("不适用调解的情形", default=list, blank=True)
    basis = models.CharField("认定依据", max_length=1000)
    found_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="认定民警", related_name="+"
    )
    found_on = models.DateField("认定日期")

    class Meta:
        verbose_name = verbose_name_plural = "案情认定"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.get_offence_display()}"
