"""Case files (卷宗): one of real length, bound whole, beside what the tools alone take for its pages.

The limit converts the same Word files in one start of LibreOffice and puts the same PDFs one after
the other; it numbers no page, draws neither cover nor index and keeps nothing.
"""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from PIL import Image
from pypdf import PdfReader, PdfWriter

from bench.database import use
from bench.harness import Comparison
from disputes import clock, vault
from disputes.casefile import case_file
from disputes.models import Attachment, Dispute, Paper, PaperFile, StoredFile, Volume
from disputes.papers import PAPERS
from disputes.papers.fields import shapes
from disputes.papers.pdf import convert_all
from disputes.papers.rendering import render_values
from disputes.papers.templates import builtin
from disputes.services import attachments, binding
from disputes.volumes import needs, pages

SENTENCE = "经查，双方因排水管漏水发生口角，愿意在民警主持下协商解决。"
ROWS = 3  # of every list on a paper
SCANS, PAGES_OF_A_SCAN, PHOTOS = 8, 15, 6
FEWEST_PARTS, FEWEST_PAGES = 40, 150  # of a file that deserves the name


def run(database: str, rounds: int) -> list[Comparison]:
    """Nothing where the machine has no LibreOffice."""
    if shutil.which("soffice") is None:
        return []
    use(database)
    dispute = Dispute.objects.order_by("pk").first()
    assert dispute is not None
    fill(dispute)
    volume = bound(dispute)
    parts, size = len(volume.entries), volume.pages
    assert parts >= FEWEST_PARTS, parts
    assert size >= FEWEST_PAGES, size
    told = f"{parts} papers and attachments, {size} pages"
    docx, pdfs = _words(dispute), _scans(dispute)
    one_by_one = [*convert_all(docx), *pdfs]
    named = [(f"第{n}份", pdf) for n, pdf in enumerate(one_by_one)]
    return [
        Comparison(f"case file of {told}", "its pages converted at once and joined", at_most=2.5).run(
            lambda: _seconds(lambda: _joined([*convert_all(docx), *pdfs])),
            lambda: _seconds(lambda: bound(dispute)), min(rounds, 3), warm_up=False,
        ),
        Comparison(f"pages put together, {told}", "bare pypdf", at_most=5).run(
            lambda: _seconds(lambda: _joined(one_by_one)),
            lambda: _seconds(lambda: pages.bind(one_by_one[0], one_by_one[1], named, "卷宗")), rounds,
        ),
    ]  # fmt: skip


def fill(dispute: Dispute) -> None:
    """One paper of every kind, each field filled, with photos and long scans behind them."""
    with transaction.atomic():
        for n, paper in enumerate(PAPERS, 1):
            content = render_values(builtin(paper), _values(paper.fields))
            PaperFile.objects.bulk_create([file := PaperFile.of(content)], ignore_conflicts=True)
            Paper.objects.create(
                dispute=dispute, code=paper.code, name=paper.name, number=f"基准{paper.word}{n}号",
                digest=file.digest, issued_by=dispute.responsible, issued_on=clock.today(),
            )  # fmt: skip
    photos = [("photo", f"照片{n}.jpg", _picture(n)) for n in range(PHOTOS)]
    scans = [("scan", f"扫描{n}.pdf", _scan(n)) for n in range(SCANS)]
    for kind, name, content in photos + scans:
        with case_file(dispute.pk) as case:
            attachments.attach(case, attachments.Content.of(content), actor=dispute.responsible,
                               name=name, kind=kind)  # fmt: skip


def _values(fields: type) -> dict[str, Any]:
    return {
        name: SENTENCE if shape.items is None else [_values(shape.items)] * ROWS
        for name, shape in shapes(fields).items()
    }


def _picture(n: int, form: str = "JPEG", size: tuple[int, int] = (1600, 1200)) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").rotate(n * 7).resize(size).convert("RGB").save(made, form)
    return made.getvalue()


def _scan(n: int) -> bytes:
    made = io.BytesIO()
    first, *others = [
        Image.open(io.BytesIO(_picture(n * PAGES_OF_A_SCAN + page, size=(1240, 1754))))
        for page in range(PAGES_OF_A_SCAN)
    ]
    first.save(made, "PDF", save_all=True, append_images=others, resolution=150)
    return made.getvalue()


def bound(dispute: Dispute) -> Volume:
    """The whole of it, as the worker does: converted, put together, numbered, stored, digested."""
    with case_file(dispute.pk) as case:
        case.acknowledged = {binding.INCOMPLETE: "基准"}
        asked = binding.request(case, actor=dispute.responsible)
    made = binding.bind(asked.pk)
    assert made is not None
    assert made.progress == Volume.Progress.DONE, made.failure
    return made


def _words(dispute: Dispute) -> list[bytes]:
    kept = Paper.objects.filter(dispute=dispute).exclude(code__in=needs.NOT_BOUND)
    stored = PaperFile.objects.in_bulk([p.digest for p in kept], field_name="digest")
    return [stored[p.digest].content for p in kept]


def _scans(dispute: Dispute) -> list[bytes]:
    rows = Attachment.objects.filter(dispute=dispute, kind="scan").select_related("file")
    return [_whole(row.file) for row in rows]


def _whole(file: StoredFile) -> bytes:
    return b"".join(vault.read(file.name, file.size))


def _joined(pdfs: Sequence[bytes]) -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    for pdf in pdfs:
        writer.append(PdfReader(io.BytesIO(pdf)))
    writer.write(made)
    return made.getvalue()


def _seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun
