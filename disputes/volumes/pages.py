"""Pages of a bound file: put together, numbered at the upper right, and found again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

SIZE = 12  # points
FROM_RIGHT, FROM_TOP = 45, 36  # points
ACTIVE = ("/Annots", "/AA")  # of scans from outside: nothing that does something when looked at


class Unreadable(Exception):
    """A PDF that cannot be read."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The PDF of a volume and the number of its numbered pages."""

    content: bytes
    pages: int


def count(pdf: bytes) -> int:
    """Number of pages. Raises Unreadable."""
    return len(_reader(pdf).pages)


def joined(parts: Sequence[bytes]) -> bytes:
    """Several papers as one PDF, as they are."""
    writer = PdfWriter()
    for part in parts:
        writer.append(_reader(part), import_outline=False)
    return _written(writer)


def bind(cover: bytes, index: bytes, parts: Sequence[tuple[str, bytes]], title: str) -> Bound:
    """Cover without a number, the index in Roman, everything else from 1 on; with bookmarks.

    Numbers are set in a face that every reader has, so no font is embedded. The labels of the
    pages are the numbers printed on them.
    """
    writer = PdfWriter()
    before = _append(writer, cover, clean=False)
    numbered = before + _append(writer, index, clean=False)
    starts = []
    for name, part in parts:
        starts.append((name, len(writer.pages)))
        _append(writer, part, clean=True)
    for n, page in enumerate(writer.pages):
        if n >= before:
            _stamp(page, str(n - numbered + 1) if n >= numbered else roman(n - before + 1))
    for name, start in starts:
        writer.add_outline_item(title=name, page_number=start)
    _label(writer, before, numbered)
    writer.add_metadata({"/Title": title})
    return Bound(_written(writer), len(writer.pages) - numbered)


def roman(number: int) -> str:
    """A small Roman number.

    >>> [roman(n) for n in (1, 4, 9, 14)]
    ['i', 'iv', 'ix', 'xiv']
    """
    signs = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for value, sign in signs:
        times, number = divmod(number, value)
        written += sign * times
    return written


def _reader(pdf: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(pdf))
        len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, AttributeError) as wrong:
        raise Unreadable from wrong
    return reader


def _append(writer: PdfWriter, pdf: bytes, *, clean: bool) -> int:
    """Returns the number of pages added."""
    before = len(writer.pages)
    writer.append(_reader(pdf), import_outline=False)
    if clean:
        for page in writer.pages[before:]:
            for name in ACTIVE:
                page.pop(name, None)
            page.transfer_rotation_to_content()
    return len(writer.pages) - before


def _label(writer: PdfWriter, before: int, numbered: int) -> None:
    writer.set_page_label(0, before - 1, prefix="卷皮")
    writer.set_page_label(before, numbered - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    if len(writer.pages) > numbered:
        writer.set_page_label(numbered, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL)


def _stamp(page: PageObject, text: str) -> None:
    box = page.cropbox
    x = float(box.right) - FROM_RIGHT - SIZE * 0.5 * len(text)
    y = float(box.top) - FROM_TOP
    stream = DecodedStreamObject()
    stream.set_data(f"BT /FqNumber {SIZE} Tf {x:.1f} {y:.1f} Td ({text}) Tj ET".encode())
    over = PageObject.create_blank_page(width=float(box.right), height=float(box.top))
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    fonts = DictionaryObject({NameObject("/FqNumber"): font})
    over[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    over[NameObject("/Contents")] = stream
    page.merge_page(over)


def _written(writer: PdfWriter) -> bytes:
    writer.compress_identical_objects()
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
