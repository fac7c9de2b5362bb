"""Attachments (附件): photos, recordings and scans of a case, and the stored files they are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from disputes.models.record import DisputeRecord


class StoredFile(models.Model):
    """A sealed file outside the database, by the digest of what it holds. Append-only.

    The row is written after the file, in the transaction of the record that needs it: a row
    without its file cannot be, a file without a row is swept away.
    """

    digest = models.CharField("摘要（SM3）", max_length=64, unique=True)
    name = models.CharField("存储名称", max_length=120, unique=True)
    thumbnail = models.CharField("缩略图", max_length=120, blank=True)
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    stored_at = models.DateTimeField("存入时间")

    class Meta:
        verbose_name = verbose_name_plural = "存储文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.digest


class Attachment(DisputeRecord):
    """A file put on record in a case, or about one session, obligation, hearing or evidence of it.

    A wrong one is voided with a reason, never deleted.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        AUDIO = "audio", "录音"
        VIDEO = "video", "录像"
        SCAN = "scan", "扫描件"
        DOCUMENT = "document", "电子文档"

    ABOUT = ("session", "obligation", "hearing", "evidence")

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="attachments")
    session = models.ForeignKey(
        "MediationSession", models.PROTECT, verbose_name="所涉调解", null=True, blank=True,
        related_name="attachments",
    )  # fmt: skip
    obligation = models.ForeignKey(
        "Obligation", models.PROTECT, verbose_name="所涉义务", null=True, blank=True,
        related_name="attachments",
    )  # fmt: skip
    hearing = models.ForeignKey(
        "Hearing", models.PROTECT, verbose_name="所涉听证", null=True, blank=True,
        related_name="attachments",
    )  # fmt: skip
    evidence = models.ForeignKey(
        "Evidence", models.PROTECT, verbose_name="所涉证据", null=True, blank=True,
        related_name="attachments",
    )  # fmt: skip
    kind = models.CharField("种类", max_length=8, choices=Kind)
    name = models.CharField("文件名", max_length=200)
    note = models.CharField("说明", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="文件", related_name="+")
    uploaded_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="上传民警", related_name="+"
    )
    uploaded_on = models.DateField("上传日期")
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="作废人", null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField("作废理由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_about_one",
                condition=Q(obligation=None, hearing=None, evidence=None)
                | Q(session=None, hearing=None, evidence=None)
                | Q(session=None, obligation=None, evidence=None)
                | Q(session=None, obligation=None, hearing=None),
                violation_error_message="附件只能归于一项记录",
            ),
            models.CheckConstraint(
                name="attachment_void_is_whole",
                condition=Q(voided_on=None, voided_by=None, void_reason="")
                | Q(voided_on__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                violation_error_message="作废须有日期、作废人和理由",
            ),
        ]

    def __str__(self) -> str:
        return self.name
