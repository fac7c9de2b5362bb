"""Exports (导出): what was asked of an edition, how far it has come, and the file."""

from __future__ import annotations

import base64

from django.db import models
from django.db.models import Q

from disputes import privacy


class Format(models.TextChoices):
    JSON = "json", "JSON"
    CSV = "csv", "CSV（带BOM）"
    CSV_PLAIN = "csv_plain", "CSV（不带BOM）"
    XLSX = "xlsx", "Excel工作簿"
    DOCX = "docx", "Word公文"
    PDF = "pdf", "PDF"


class Progress(models.TextChoices):
    QUEUED = "queued", "等待导出"
    RUNNING = "running", "正在导出"
    DONE = "done", "已导出"
    FAILED = "failed", "导出失败"
    EXPIRED = "expired", "已过期"


class ExportJob(models.Model):
    """One file of one content of an edition, whoever asks for it and however often.

    `source` is the digest of what is exported, the signed file's or the draft's: when a draft
    changes, its exports are others. Whoever asks after the first one stands in the audit trail.
    """

    Format = Format
    Progress = Progress

    edition = models.ForeignKey(
        "reporting.Edition", models.CASCADE, verbose_name="报告", related_name="exports"
    )
    source = models.CharField("内容的SM3摘要", max_length=64)
    format = models.CharField("格式", max_length=12, choices=Format)
    public = models.BooleanField("对外公开", default=False)
    purpose = models.CharField("用途", max_length=200)
    requested_by = models.ForeignKey(
        "disputes.Officer", models.PROTECT, verbose_name="申请人", related_name="+"
    )
    requested_at = models.DateTimeField("申请时间")
    progress = models.CharField("进度", max_length=8, choices=Progress, default=Progress.QUEUED)
    percent = models.PositiveSmallIntegerField("完成百分比", default=0)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    failure = models.CharField("失败原因", max_length=200, blank=True)
    told_at = models.DateTimeField("最近进展时间", null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    expires_at = models.DateTimeField("过期时间", null=True, blank=True)
    digest = models.CharField("文件的SM3摘要", max_length=64, blank=True)
    size = models.PositiveIntegerField("字节数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "导出"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "edition", "source", "format", "public", name="export_once_per_content"
            ),
            models.CheckConstraint(
                name="export_done_is_whole",
                condition=~Q(progress="done")
                | ~Q(digest="") & Q(finished_at__isnull=False, expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.get_format_display()}"


class ExportFile(models.Model):
    """The bytes of a finished export, written in one transaction with it, deleted when it expires.

    In the database and sealed, like the papers: whoever has the disk alone reads no report.
    """

    job = models.OneToOneField(ExportJob, models.CASCADE, related_name="file")
    sealed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "导出文件"

    def __str__(self) -> str:
        return str(self.job)

    @classmethod
    def of(cls, job: ExportJob, content: bytes) -> ExportFile:
        text = base64.b64encode(content).decode()
        return cls(job=job, sealed=privacy.seal(text, place=_place(job)))

    @property
    def content(self) -> bytes:
        """The file. Raises Unsealable when it is not what was made."""
        return base64.b64decode(privacy.unseal(bytes(self.sealed), place=_place(self.job)))


def _place(job: ExportJob) -> str:
    return f"exportfile.sealed:{job.digest}"
