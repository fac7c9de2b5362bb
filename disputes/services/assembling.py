"""Putting a volume together: papers in their order, pictures, scans, annexes, cover and index."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from disputes import clock, papers, vault
from disputes.casefile import CaseFile
from disputes.choices import Outcome
from disputes.models import (
    Annex,
    Attachment,
    Dispute,
    Paper,
    Party,
    Representative,
    StoredFile,
    Volume,
)
from disputes.papers import wording
from disputes.papers.pdf import convert_all
from disputes.services import attachments
from disputes.services import papers as issuing
from disputes.services.signing import with_signatures
from disputes.volumes import needs, pages, sheets
from disputes.volumes.sheets import Entry

AT_ONCE = 24  # papers converted in one go: starting costs most, but between two, progress is told
DRAWN = ("image/jpeg", "image/png", "image/webp")
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Made:
    files: list[tuple[str, attachments.Content, str]]
    entries: list[dict[str, Any]]
    pages: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One entry before it has pages: a Word file to be converted, a PDF, or neither."""

    entry: Entry
    docx: bytes = b""
    pdf: bytes = b""


class Assembly:
    """One volume being put together. Progress is told after every batch of papers."""

    def __init__(self, volume: Volume) -> None:
        self.volume = volume
        found = Dispute.objects.select_related("unit", "kind", "responsible")
        self.case = CaseFile(found.get(pk=volume.dispute_id))
        self.standing = needs.standing(self.case)

    def make(self) -> Made:
        parts = [*self._papers(), *self._appendix(), *self._annexes()]
        self._tell(0, total=sum(1 for part in parts if part.docx) + 2)
        parts = self._converted(parts)
        entries = _numbered(parts)
        count = sum(entry.pages for entry in entries)
        cover, index = convert_all([self._cover(count), sheets.index(self.case.dispute, entries)])
        bodies = [(part.entry.title, part.pdf) for part in parts if part.pdf]
        bound = pages.bind(cover, index, bodies, f"{self.case.dispute.number} 卷宗")
        self._tell(2)
        told = [asdict(entry) | {"span": entry.span} for entry in entries]
        return Made(
            [("pdf", attachments.Content.of(bound.content), PDF),
             ("archive", attachments.Content.of(self._zip(parts)), "application/zip")],
            told, bound.pages,
        )  # fmt: skip

    def _papers(self) -> list[_Part]:
        issued = self.standing.bound
        contents = with_signatures(
            issuing.read(issued, actor=self.volume.requested_by, request_id="binding")
        )
        return [
            _Part(
                Entry(p.name, p.number, _short(p.issued_on), 0, 0, self._whose(p), p.digest),
                contents[p],
            )
            for p in issued
        ]

    def _whose(self, paper: Paper) -> str:
        """Of papers that each party has, whose one this is."""
        found = papers.wanted(self.case, paper.code, paper.subject)
        row = found[1] if found is not None else None
        return row.name if isinstance(row, Party | Representative) else ""

    def _appendix(self) -> Iterator[_Part]:
        rows = [a for a in self.case.rows(Attachment) if a.voided_on is None]
        others = []
        for row in rows:
            entry = Entry(row.name, "", _short(row.uploaded_on), 0, 0,
                          row.get_kind_display(), row.file.digest)  # fmt: skip
            part = self._sheet(row, entry)
            if part is None:
                others.append(row)
            else:
                yield part
        if others:
            entry = Entry("电子材料清单", "", _short(clock.today()), 0, 0, "", "")
            yield _Part(entry, sheets.recordings(self.case.dispute, others))

    def _sheet(self, row: Attachment, entry: Entry) -> _Part | None:
        """A picture on a sheet, a scan as it is; None for what has no pages."""
        if row.file.media_type in DRAWN:
            return _Part(entry, sheets.photo(self.case.dispute, row, _whole(row.file)))
        if row.file.media_type == PDF:
            return _Part(entry, pdf=_whole(row.file))
        return None

    def _annexes(self) -> list[_Part]:
        return [
            _Part(Entry(f"附页：{row.title}", "", _short(row.approved_on), 0, 0, "", ""),
                  sheets.annex(self.case.dispute, row))
            for row in self.case.rows(Annex) if row.approved
        ]  # fmt: skip

    def _converted(self, parts: Sequence[_Part]) -> list[_Part]:
        drawn = [n for n, part in enumerate(parts) if part.docx]
        made = list(parts)
        for begin in range(0, len(drawn), AT_ONCE):
            batch = drawn[begin : begin + AT_ONCE]
            for n, pdf in zip(batch, convert_all([parts[n].docx for n in batch]), strict=True):
                made[n] = replace(parts[n], pdf=pdf)
            self._tell(len(batch))
        return made

    def _cover(self, count: int) -> bytes:
        ended = (
            "" if self.standing.outcome == Outcome.OPEN else wording.day(needs.ended_on(self.case))
        )
        return sheets.cover(
            self.case, self.volume.requested_by.name, wording.day(clock.today()), count, ended
        )

    def _zip(self, parts: Sequence[_Part]) -> bytes:
        """The Word files, and the digests by which each paper as issued is verified."""
        file, lines = io.BytesIO(), ["序号\t名称\t文号\t摘要（SM3）"]
        with zipfile.ZipFile(file, "w") as made:
            for n, part in enumerate(parts, 1):
                entry = part.entry
                lines.append(f"{n}\t{entry.title}\t{entry.number}\t{entry.digest}")
                if part.docx:
                    made.writestr(f"{n:03d}-{entry.title[:60]}.docx".replace("/", "_"), part.docx)
            made.writestr("摘要清单.txt", "\n".join(lines) + "\n")
        return file.getvalue()

    def _tell(self, done: int, *, total: int | None = None) -> None:
        """Progress, at once and for everybody to see."""
        self.volume.steps_done += done
        if total is not None:
            self.volume.steps_total = total
        self.volume.told_at = clock.now()
        Volume.objects.filter(pk=self.volume.pk).update(
            steps_done=self.volume.steps_done, steps_total=self.volume.steps_total,
            told_at=self.volume.told_at,
        )  # fmt: skip


def _short(day: date | None) -> str:
    """A day that fits into a column."""
    return f"{day.year}.{day.month}.{day.day}" if day else ""


def _numbered(parts: Sequence[_Part]) -> list[Entry]:
    """Each entry with the page on which it begins."""
    entries, page = [], 1
    for part in parts:
        count = pages.count(part.pdf) if part.pdf else 0
        entries.append(replace(part.entry, page=page if count else 0, pages=count))
        page += count
    return entries


def _whole(file: StoredFile) -> bytes:
    return b"".join(vault.read(file.name, file.size))
