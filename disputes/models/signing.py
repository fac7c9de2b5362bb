"""Drawn signatures (手写签名) on issued papers, and the seals (印章) of units."""

from __future__ import annotations

import base64

from django.db import models
from django.db.models import Q

from disputes import privacy
from disputes.models.record import DisputeRecord


def seal_image(image: bytes, place: str) -> bytes:
    return privacy.seal(base64.b64encode(image).decode(), place=place)


def unseal_image(sealed: bytes, place: str) -> bytes:
    return base64.b64decode(privacy.unseal(sealed, place=place))


class SealImage(models.Model):
    """The seal of a unit as an image, in use from a day until another takes its place."""

    unit = models.ForeignKey("Unit", models.PROTECT, verbose_name="单位", related_name="seals")
    digest = models.CharField("摘要（SM3）", max_length=64)
    sealed = models.BinaryField(editable=False)
    reason = models.CharField("启用说明", max_length=300)
    kept_by = models.ForeignKey("Officer", models.PROTECT, verbose_name="保管人", related_name="+")
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "印章"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "unit", name="seal_in_use_once", condition=Q(until=None),
                violation_error_message="该单位已有启用的印章",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit_id} {self.since}"

    @property
    def image(self) -> bytes:
        return unseal_image(bytes(self.sealed), f"sealimage.sealed:{self.digest}")


class PaperSignature(DisputeRecord):
    """One signature or seal in one place of one issued paper. Append-only.

    Sealed for paper, place and signer: copied to another row it does not open. `mark` is a keyed
    fingerprint of the strokes; the same strokes never come twice from a hand.
    """

    class Signer(models.TextChoices):
        PARTY = "party", "当事人"
        REPRESENTATIVE = "representative", "监护人、代理人"
        OFFICER = "officer", "民警"
        OTHER = "other", "其他参加人"
        SEAL = "seal", "印章"

    class ReadOver(models.TextChoices):
        READ = "read", "以上笔录我看过，与我说的相符。"
        READ_TO = "read_to", "以上笔录向我宣读过，与我说的相符。"

    dispute = models.ForeignKey("Dispute", models.PROTECT, related_name="paper_signatures")
    paper = models.ForeignKey("Paper", models.PROTECT, related_name="signatures")
    slot = models.PositiveSmallIntegerField("签名处")
    label = models.CharField("签名处名称", max_length=100)
    signer = models.CharField("签名人类别", max_length=16, choices=Signer)
    party = models.ForeignKey("Party", models.PROTECT, null=True, blank=True, related_name="+")
    representative = models.ForeignKey(
        "Representative", models.PROTECT, null=True, blank=True, related_name="+"
    )
    seal = models.ForeignKey(SealImage, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=100)
    read_over = models.CharField("核对", max_length=8, choices=ReadOver, blank=True)
    mark = models.BinaryField(max_length=32, null=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)
    signed_at = models.DateTimeField("签名时间")
    witnessed_by = models.ForeignKey(
        "Officer", models.PROTECT, verbose_name="在场民警", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "文书签名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "paper", "slot", name="paper_slot_signed_once",
                violation_error_message="此处已经签名",
            ),
            models.UniqueConstraint(
                "mark", name="paper_strokes_once", condition=Q(mark__isnull=False),
                violation_error_message="该签名图样已经用过，请当场重新签名",
            ),
            models.CheckConstraint(
                name="paper_signature_is_drawn",
                condition=Q(signer="seal", seal__isnull=False, sealed=None)
                | ~Q(signer="seal") & Q(seal=None, sealed__isnull=False, mark__isnull=False),
                violation_error_message="签名须有笔迹，印章须为单位启用的印章",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.paper_id} {self.label} {self.name}"

    @staticmethod
    def place_of(paper_digest: str, slot: int, name: str) -> str:
        """Where an image is sealed for: this paper's text, this place, this person."""
        return f"papersignature.sealed:{paper_digest}/{slot}/{name}"

    @property
    def image(self) -> bytes:
        """Raises Unsealable for an image that was sealed for another signing."""
        if self.seal is not None:
            return self.seal.image
        place = self.place_of(self.paper.digest, self.slot, self.name)
        return unseal_image(bytes(self.sealed or b""), place)
