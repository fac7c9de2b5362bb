"""Where people sign a paper, and the paper with their signatures and the seal in these places.

Read from the issued file itself, so that it holds for whatever template the file came from: a
place is "…（签名）：" or "…（印章）" in a line, a form's cell beside "…签名", or a column of that name.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from PIL import Image

IN_LINE = re.compile(r"（(?P<what>签名|印章)[^（）]*）：?")
IN_FORM = re.compile(r"签名|签收")
BREAK = re.compile(r"[：；。\n]")
EVERYBODY = "当事人"  # a form's one cell in which all parties sign
LABEL_LENGTH = 60
SIGNATURE_BOX, SEAL_WIDTH = (30, 11), Mm(42)  # mm: a longer line than that would break
SEAL_OFFSET = (-Mm(42), -Mm(12))  # over the name of the organ and the day below it


@dataclass(frozen=True, slots=True)
class Slot:
    """One place to sign; `number` counts from 0 through the paper."""

    number: int
    label: str
    seal: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What is put into a place: the picture, and the sentence of read-over before it."""

    slot: int
    image: bytes
    sentence: str = ""


@dataclass(slots=True)
class _Place:
    slot: Slot
    paragraph: Paragraph
    at: int  # characters into the paragraph after which the picture stands


def slots(docx: bytes, parties: int) -> list[Slot]:
    """The places of a paper, in reading order. `parties` is how many share a common cell."""
    return [place.slot for place in _places(Document(io.BytesIO(docx)), parties)]


def signed(docx: bytes, marks: list[Mark], parties: int) -> bytes:
    """The paper with these pictures in their places; without any, as it is."""
    if not marks:
        return docx
    word, wanted = Document(io.BytesIO(docx)), {mark.slot: mark for mark in marks}
    # From the end: what is put into a line moves only what stands behind it.
    for place in reversed(list(_places(word, parties))):
        if (mark := wanted.get(place.slot.number)) is not None:
            _put(place, mark)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


# --- finding


def _places(word: Any, parties: int) -> Iterator[_Place]:
    for number, (paragraph, label, at, seal) in enumerate(_found(word, parties)):
        yield _Place(Slot(number, label, seal), paragraph, at)


def _found(word: Any, parties: int) -> Iterator[tuple[Paragraph, str, int, bool]]:
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            yield from _in_table(part, parties)
        else:
            yield from _in_line(part, "")


def _in_line(paragraph: Paragraph, about: str) -> Iterator[tuple[Paragraph, str, int, bool]]:
    text, begun = paragraph.text, 0
    for match in IN_LINE.finditer(text):
        before = BREAK.split(text[begun : match.start()])[-1].strip(" 　\t、，,")
        yield paragraph, (before or about)[-LABEL_LENGTH:], match.end(), match["what"] == "印章"
        begun = match.end()


def _in_table(table: Table, parties: int) -> Iterator[tuple[Paragraph, str, int, bool]]:
    columns: dict[int, str] = {}
    for n, row in enumerate(table.rows):
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))
        known = {cell._tc: cell for cell in row.cells}
        texts = [known[tc].text.strip() for tc in cells]
        if n == 0 and texts[-1:] == ["签名"]:
            columns = {len(texts) - 1: "签名"}
            continue
        for m, tc in enumerate(cells):
            paragraph = known[tc].paragraphs[0]
            label = _label_of_cell(texts, m, columns)
            if label:
                times = parties if label.startswith(EVERYBODY) else 1
                yield from ((paragraph, label, len(paragraph.text), False) for _ in range(times))
            else:
                for line in known[tc].paragraphs:
                    yield from _in_line(line, texts[m - 1] if m else "")


def _label_of_cell(texts: list[str], n: int, columns: dict[int, str]) -> str:
    """The label of a cell that is left free for a signature; nothing for any other cell."""
    if n in columns and not texts[n]:
        return "".join(texts[:2])[:LABEL_LENGTH]
    beside = texts[n - 1] if n and n % 2 else ""
    return beside[:LABEL_LENGTH] if len(beside) <= 20 and IN_FORM.search(beside) else ""


# --- putting


def _put(place: _Place, mark: Mark) -> None:
    if mark.sentence:
        _sentence_before(place.paragraph, mark.sentence)
    run = _run_after(place.paragraph, place.at)
    if place.slot.seal:
        _float(run.add_picture(io.BytesIO(mark.image), width=SEAL_WIDTH)._inline)
        return
    with Image.open(io.BytesIO(mark.image)) as drawn:
        scale = min(most / side for most, side in zip(SIGNATURE_BOX, drawn.size, strict=True))
        width = Mm(drawn.width * scale)
    run.add_picture(io.BytesIO(mark.image), width=width)
    shape = place.paragraph.paragraph_format
    if shape.line_spacing_rule == WD_LINE_SPACING.EXACTLY:  # or the line would cut the picture off
        pitch = shape.line_spacing
        shape.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
        shape.line_spacing = pitch


def _sentence_before(paragraph: Paragraph, sentence: str) -> None:
    copy = deepcopy(paragraph._p)
    paragraph._p.addprevious(copy)
    line = Paragraph(copy, paragraph._parent)
    first, *others = line.runs
    first.text = sentence
    for run in others:
        copy.remove(run._r)


def _run_after(paragraph: Paragraph, at: int) -> Run:
    """A new run behind so many characters of a paragraph; a run that goes on there is cut in two."""
    if not paragraph.runs:
        return paragraph.add_run()
    passed = 0
    for run in paragraph.runs:
        text = run.text
        if passed + len(text) >= at:
            return _cut(run, text, at - passed)
        passed += len(text)
    return paragraph.add_run()


def _cut(run: Run, text: str, at: int) -> Run:
    new = deepcopy(run._r)
    for child in list(new):
        if child.tag != qn("w:rPr"):
            new.remove(child)
    run._r.addnext(new)
    if at < len(text):
        rest = deepcopy(new)
        new.addnext(rest)
        run.text = text[:at]
        Run(rest, run._parent).text = text[at:].lstrip("　")  # the picture takes their place
    return Run(new, run._parent)


def _float(inline: Any) -> None:
    """Lay a picture over the text instead of into it: a seal is set on name and day."""
    across, down = SEAL_OFFSET
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="0" distR="0" '
        'simplePos="0" relativeHeight="2" behindDoc="1" locked="0" layoutInCell="1" '
        'allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="character"><wp:posOffset>{Emu(across)}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{Emu(down)}'
        "</wp:posOffset></wp:positionV></wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
        if child.tag == qn("wp:extent"):
            anchor.append(parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>"))
    inline.getparent().replace(inline, anchor)
