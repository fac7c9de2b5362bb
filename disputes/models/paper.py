"""Papers (文书) as they were issued, the files they are, and the templates they are printed from."""

from __future__ import annotations

import base64

from django.db import models
from django.db.models import Q

from disputes import privacy
from disputes.models.record import DisputeRecord


class PaperTemplate(models.Model):
    """A version of a paper's template that an administrator uploaded. Append-only.

    The newest one counts; version 0 is the one that the system brings along.
    """

    code = models.CharField("文书", max_length=32)
    number = models.PositiveIntegerField("版次")
    content = models.BinaryField("模板文件")
    digest = models.CharField("摘要（SM3）", max_length=64)
    reason = models.CharField("修订说明", max_length=300)
    uploaded_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="上传人", related_name="+"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["code", "-number"]
        constraints = [models.UniqueConstraint("code", "number", name="paper_template_version")]

    def __str__(self) -> str:
        return f"{self.code} 第{self.number}版"


class PaperFile(models.Model):
    """The bytes of an issued paper, by their digest. Append-only.

    In the database, so that the paper is written with the step that issued it or not at all, and
    backed up with it. Sealed like any identity number: the paper is full of them.
    """

    digest = models.CharField("摘要（SM3）", max_length=64, unique=True)
    sealed = models.BinaryField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "文书文件"

    def __str__(self) -> str:
        return self.digest

    @classmethod
    def of(cls, content: bytes) -> PaperFile:
        digest = privacy.sm3(content)
        text = base64.b64encode(content).decode()
        return cls(digest=digest, sealed=privacy.seal(text, place=f"paperfile.sealed:{digest}"))

    @property
    def content(self) -> bytes:
        """The file. Raises Unsealable when it is not what was issued."""
        place = f"paperfile.sealed:{self.digest}"
        return base64.b64decode(privacy.unseal(bytes(self.sealed), place=place))


class Paper(DisputeRecord):
    """A paper issued in a case. `subject` is the key of the row it is about, 0 for the case.

    A voided paper keeps its number and its file; the one issued in its place names it.
    """

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="papers")
    code = models.CharField("文书", max_length=32)
    name = models.CharField("文书名称", max_length=40)
    subject = models.BigIntegerField("所涉记录", default=0)
    number = models.CharField("文书编号", max_length=40)
    template_version = models.PositiveIntegerField("模板版次", default=0)
    digest = models.CharField("摘要（SM3）", max_length=64)
    issued_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="出具民警", related_name="+"
    )
    issued_on = models.DateField("出具日期")
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name="代替的文书", null=True, blank=True,
        related_name="replaced_by",
    )  # fmt: skip
    voided_on = models.DateField("作废日期", null=True, blank=True)
    voided_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="作废人", null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField("作废理由", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "dispute", "code", "subject", name="paper_issued_once",
                condition=Q(voided_on=None), violation_error_message="该文书已经出具",
            ),
            models.UniqueConstraint(
                "code", "number", name="paper_number_once", condition=Q(voided_on=None),
                violation_error_message="文书编号已经使用",
            ),
            models.CheckConstraint(
                name="paper_void_is_whole",
                condition=Q(voided_on=None, voided_by=None, void_reason="")
                | Q(voided_on__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                violation_error_message="作废须有日期、作废人和理由",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
