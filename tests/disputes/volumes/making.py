"""What attachments, volumes and annexes tests are about: pictures, recordings, bound files."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageDraw

from disputes import clock, vault
from disputes.casefile import case_file
from disputes.filetypes import Examined
from disputes.models import Annex, Attachment, Dispute, StoredFile, Volume
from disputes.services import attachments, binding

GPS_TAG, MAKER_TAG = 0x8825, 0x010F


def picture(form: str = "JPEG", size: tuple[int, int] = (800, 600), colour: str = "navy") -> bytes:
    made, image = io.BytesIO(), Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((20, 20, size[0] // 2, size[1] // 2), fill="white")
    image.save(made, form)
    return made.getvalue()


def photo_with_place() -> bytes:
    """A JPEG as a telephone takes it: maker and place in its EXIF, lying on its side."""
    made, image = io.BytesIO(), Image.new("RGB", (800, 600), "olive")
    exif = Image.Exif()
    exif[MAKER_TAG] = "相机"
    exif[0x0112] = 6  # to be turned by 90 degrees
    exif.get_ifd(GPS_TAG)[2] = (36.0, 11.0, 7.0)
    image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def scan(pages: int = 2) -> bytes:
    made, first, *others = io.BytesIO(), *[Image.new("RGB", (595, 842), "white")] * pages
    first.save(made, "PDF", save_all=True, append_images=others)
    return made.getvalue()


def recording() -> bytes:
    return b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + b"\0" * 4000


def signature(shift: int = 0) -> bytes:
    """A scrawl on white, as a pad sends it; another one for another `shift`."""
    made, image = io.BytesIO(), Image.new("RGB", (600, 200), "white")
    line = [(40, 150), (120, 40 + shift % 90), (200, 160), (300, 50), (420, 140), (560, 70)]
    ImageDraw.Draw(image).line(line, fill="black", width=8)
    image.save(made, "PNG")
    return made.getvalue()


def seal_picture() -> bytes:
    made, image = io.BytesIO(), Image.new("RGB", (420, 420), "white")
    pen = ImageDraw.Draw(image)
    pen.ellipse((10, 10, 410, 410), outline="red", width=12)
    pen.regular_polygon((210, 210, 70), 5, fill="red")
    image.save(made, "PNG")
    return made.getvalue()


def attach(dispute: Dispute, content: bytes | None = None, **more: Any) -> Attachment:
    told = {"actor": dispute.registered_by, "name": "现场.jpg", "kind": "photo"} | more
    whole = picture() if content is None else content
    with case_file(dispute.pk) as case:
        return attachments.attach(case, attachments.Content.of(whole), **told)


def bound(dispute: Dispute, reason: str = "先行装订") -> Volume:
    """A volume as a worker makes it."""
    with case_file(dispute.pk) as case:
        case.acknowledged = {binding.INCOMPLETE: reason}
        volume = binding.request(case, actor=dispute.registered_by)
    made = binding.bind(volume.pk)
    assert made is not None
    return made


def content_of(file: StoredFile) -> bytes:
    return b"".join(vault.read(file.name, file.size))


def waiting_volume(dispute: Dispute) -> Volume:
    made = Volume.objects.create(
        dispute=dispute, ordinal=1, requested_by=dispute.registered_by, requested_at=clock.now()
    )
    made.refresh_from_db()  # the database filled in the unit
    return made


def done_volume(dispute: Dispute) -> Volume:
    """A volume with a file that nobody had to bind."""
    volume = waiting_volume(dispute)
    file = attachments.store(
        attachments.Content.of(scan() + str(dispute.pk).encode()), Examined("application/pdf")
    )
    volume.pdf = volume.archive = file
    volume.progress, volume.finished_at = Volume.Progress.DONE, clock.now()
    volume.save()
    return volume


def undecided_annex(dispute: Dispute) -> Annex:
    return Annex.objects.create(
        dispute=dispute, title="更正姓名", text="“王強”应为“王强”。", reason="笔误",
        made_by=dispute.registered_by, made_on=clock.today(),
    )  # fmt: skip
