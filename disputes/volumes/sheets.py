"""Sheets that only a bound file has: cover (卷皮), index (卷内文书目录), photos, recordings, annexes.

Drawn like the templates of papers, and rendered like papers.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from PIL import Image, ImageOps, UnidentifiedImageError

from disputes.casefile import CaseFile
from disputes.models import Annex, Attachment, Dispute, Party
from disputes.papers import wording
from disputes.papers.blocks import Block, Form, Listing, Text, head, note
from disputes.papers.layout import draw
from disputes.papers.rendering import render_values
from disputes.volumes.needs import binding_agreement, outcome

TEXT_WIDTH, PICTURE_HEIGHT = 150, 165  # mm
LONGEST = 1600  # pixels of a printed picture


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the index. `page` is where it begins, 0 where it has no pages."""

    title: str
    number: str
    made_on: str
    page: int
    pages: int
    note: str
    digest: str

    @property
    def span(self) -> str:
        if not self.pages:
            return "—"
        last = self.page + self.pages - 1
        return str(self.page) if self.pages == 1 else f"{self.page}-{last}"


COVER: tuple[Block, ...] = (
    Form(
        (
            ("案　　由", "{{ cause }}"),
            ("当 事 人", "{{ names }}"),
            ("办理途径", "{{ track }}", "纠纷类型", "{{ kind }}"),
            ("立卷单位", "{{ organ }}"),
            ("承办民警", "{{ responsible }}", "协议编号", "{{ agreement }}"),
            ("登记日期", "{{ registered }}", "结束日期", "{{ ended }}"),
            ("办理结果", "{{ outcome }}", "保管期限", ""),
            ("立 卷 人", "{{ binder }}", "立卷日期", "{{ bound_on }}"),
            ("本卷共", "{{ pages }}页", "审 核 人", ""),
        ),
        (
            ("案　　由", 42),
            ("当 事 人", 28),
            ("办理途径", 14),
            ("立卷单位", 16),
            ("承办民警", 16),
            ("登记日期", 14),
            ("办理结果", 14),
            ("立 卷 人", 14),
            ("本卷共", 16),
        ),
    ),
    note("卷内文书以目录为准，页号见各页右上角。"),
)
INDEX: tuple[Block, ...] = (
    Listing("e in entries", (
        ("序号", "{{ loop.index }}", 12), ("文书名称", "{{ e.title }}", 46),
        ("文号", "{{ e.number }}", 38), ("日期", "{{ e.made_on }}", 24),
        ("页号", "{{ e.span }}", 16), ("备注", "{{ e.note }}", 20),
    )),
)  # fmt: skip
PHOTO: tuple[Block, ...] = (
    Form((
        ("材料名称", "{{ title }}"),
        ("说　　明", "{{ note }}"),
        ("所涉记录", "{{ about }}", "种　　类", "{{ kind }}"),
        ("上传民警", "{{ uploaded_by }}", "上传日期", "{{ uploaded_on }}"),
        ("SM3摘要", "{{ digest }}"),
    )),
)  # fmt: skip
RECORDINGS: tuple[Block, ...] = (
    Text("下列电子材料存于系统，以摘要（SM3）核验，未经改动的摘要一致。"),
    Listing("e in entries", (
        ("序号", "{{ loop.index }}", 12), ("名称", "{{ e.title }}", 40), ("种类", "{{ e.kind }}", 18),
        ("字节数", "{{ e.size }}", 24), ("SM3摘要", "{{ e.digest }}", 62),
    )),
)  # fmt: skip
ANNEX: tuple[Block, ...] = (
    Form((
        ("附页名称", "{{ title }}"),
        ("事　　由", "{{ reason }}"),
        ("制 作 人", "{{ made_by }}", "制作日期", "{{ made_on }}"),
        ("批 准 人", "{{ approved_by }}", "批准日期", "{{ approved_on }}"),
        ("审批意见", "{{ opinion }}"),
    )),
    head("更正、补充内容"),
    Text("{{ text }}"),
    note("本卷归档后不再改动，更正、补充以附页为准。"),
)  # fmt: skip


def cover(case: CaseFile, binder: str, bound_on: str, pages: int, ended: str) -> bytes:
    dispute, agreement = case.dispute, binding_agreement(case)
    names = "、".join(p.name for p in _parties(case))
    return _render("矛盾纠纷调解卷宗", COVER, dispute, {
        "cause": dispute.summary, "names": names, "track": dispute.get_track_display(),
        "kind": dispute.kind.name, "responsible": dispute.responsible.name,
        "agreement": agreement.number if agreement else "",
        "registered": wording.day(dispute.registered_on), "ended": ended,
        "outcome": outcome(case).label, "binder": binder, "bound_on": bound_on,
        "pages": str(pages),
    })  # fmt: skip


def _parties(case: CaseFile) -> list[Party]:
    return [party for party in case.rows(Party) if party.is_active]


def index(dispute: Dispute, entries: Sequence[Entry]) -> bytes:
    rows = [{"title": e.title, "number": e.number, "made_on": e.made_on, "span": e.span,
             "note": e.note} for e in entries]  # fmt: skip
    return _render("卷内文书目录", INDEX, dispute, {"entries": rows})


def photo(dispute: Dispute, row: Attachment, content: bytes) -> bytes:
    """A sheet with one picture, upright and no larger than print needs it."""
    sheet = _render(row.get_kind_display(), PHOTO, dispute, {
        "title": row.name, "note": row.note, "about": about(row), "kind": row.get_kind_display(),
        "uploaded_by": row.uploaded_by.name, "uploaded_on": wording.day(row.uploaded_on),
        "digest": row.file.digest,
    })  # fmt: skip
    picture, (width, height) = _for_print(content)
    word = Document(io.BytesIO(sheet))
    line = word.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    scale = min(TEXT_WIDTH / width, PICTURE_HEIGHT / height)
    line.add_run().add_picture(io.BytesIO(picture), width=Mm(width * scale))
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def recordings(dispute: Dispute, rows: Sequence[Attachment]) -> bytes:
    entries = [{"title": row.name, "kind": row.get_kind_display(), "size": str(row.file.size),
                "digest": row.file.digest} for row in rows]  # fmt: skip
    return _render("电子材料清单", RECORDINGS, dispute, {"entries": entries})


def annex(dispute: Dispute, row: Annex) -> bytes:
    assert row.approved_by is not None
    return _render("卷宗附页", ANNEX, dispute, {
        "title": row.title, "reason": row.reason, "text": row.text, "made_by": row.made_by.name,
        "made_on": wording.day(row.made_on), "approved_by": row.approved_by.name,
        "approved_on": wording.day(row.approved_on), "opinion": row.opinion,
    })  # fmt: skip


def about(row: Attachment) -> str:
    """What an attachment is about, in words."""
    for name in Attachment.ABOUT:
        if getattr(row, name) is not None:
            verbose = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            return f"{verbose}：{getattr(row, name)}"
    return "本纠纷"


def _for_print(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """Raises OSError for what is no picture any more."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONGEST, LONGEST))
            plain = Image.new("RGB", upright.size, "white")
            opaque = upright.convert("RGBA")
            plain.paste(opaque, mask=opaque.getchannel("A"))
    except UnidentifiedImageError as unknown:
        raise OSError(str(unknown)) from unknown
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=85)
    return made.getvalue(), plain.size


@cache
def _template(name: str, page: tuple[Block, ...]) -> bytes:
    return draw(name, page, numbered=False)


def _render(name: str, page: tuple[Block, ...], dispute: Dispute, values: dict[str, Any]) -> bytes:
    shared = {"organ": dispute.unit.name, "number": dispute.number}
    return render_values(_template(name, page), shared | values)
