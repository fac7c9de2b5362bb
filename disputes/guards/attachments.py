"""Attachments (附件): of the kind they are called, voided once."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.models import Attachment

Facts = dict[str, Any]
Kind = Attachment.Kind
# The beginnings of the media types that a kind may have.
FITTING: dict[str, tuple[str, ...]] = {
    Kind.PHOTO: ("image/",),
    Kind.AUDIO: ("audio/",),
    Kind.VIDEO: ("video/",),
    Kind.SCAN: ("image/", "application/pdf"),
    Kind.DOCUMENT: ("application/",),
}


def attachment_kind_fits(case: CaseFile, facts: Facts, on: date) -> None:
    """A photo is a picture, a recording sounds: the kind is not said against the content."""
    if not str(facts["media_type"]).startswith(FITTING[facts["kind"]]):
        label = Kind(facts["kind"]).label
        raise RuleViolation(f"文件内容不是{label}", code="ATTACHMENT_KIND_MISMATCH")


def attachment_not_voided(case: CaseFile, facts: Facts, on: date) -> None:
    """What has been voided is not voided again."""
    if case.row(Attachment, facts["attachment"]).voided_on is not None:
        raise WrongState("该附件已经作废")
