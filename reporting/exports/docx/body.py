"""Title, addressee, headings, paragraphs, list of annexes, signature and day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reporting.document import Document, Part
from reporting.exports.contents import printable, width
from reporting.exports.docx.page import (
    BODY,
    BODY_STYLE,
    CHARACTERS,
    FANGSONG,
    FLUSH,
    HEADINGS,
    TITLE_STYLE,
    TYPE_WIDTH,
    add_run,
)

TITLE_CHARACTERS = 19  # that a line of the title holds, with room for digits of another face
# Where a long title may be broken: after these, and never inside a word or a number.
TITLE_BREAK = re.compile(r"局|关于|年度|报告|工作|建设|情况|责任制|和|与|的")
CLOSE = 2  # characters that stay free at the right of signature or day


def add_body(word: Word, document: Document, annexes: Sequence[str]) -> None:
    """Everything above the annexes."""
    for line in title_lines(printable(document.title)):
        word.add_paragraph(style=TITLE_STYLE).add_run(line)
    word.add_paragraph(style=FLUSH)
    if document.addressee:
        word.add_paragraph(f"{printable(document.addressee)}：", style=FLUSH)
    for part in document.parts:
        _part(word, part)
    _list_of_annexes(word, annexes)
    _signature(word, printable(document.signed_by), printable(document.dated))


def title_lines(title: str) -> list[str]:
    """In one line, or broken where the lines come out most alike (回行词意完整、长短适宜)."""
    if width(title) <= TITLE_CHARACTERS:
        return [title]
    ends = [match.end() for match in TITLE_BREAK.finditer(title)][:-1] or [len(title) // 2]
    best = min(ends, key=lambda end: abs(width(title[:end]) - width(title[end:])))
    return [title[:best], *title_lines(title[best:])]


def _part(word: Word, part: Part) -> None:
    head = printable(part.number + part.heading)
    texts = [printable(paragraph.text) for paragraph in part.paragraphs]
    font = HEADINGS.get(part.level, FANGSONG)
    if part.runs_in and texts:
        first = word.add_paragraph(style=BODY_STYLE)
        if head:
            add_run(first, head, font, BODY)
        add_run(first, texts.pop(0))
    elif head:
        word.add_paragraph(head, style=f"Heading {part.level}" if part.level else BODY_STYLE)
        word.paragraphs[-1].paragraph_format.keep_with_next = bool(texts) or None
    for text in texts:
        word.add_paragraph(text, style=BODY_STYLE)


def _list_of_annexes(word: Word, annexes: Sequence[str]) -> None:
    """附件说明: a line below the text, two characters in; further ones below the first one's number."""
    if not annexes:
        return
    last, blank = word.paragraphs[-1], word.add_paragraph(style=FLUSH)
    for line in (last, blank):  # or they would stand on a page without text
        line.paragraph_format.keep_with_next = True
    for n, title in enumerate(annexes, 1):
        line = word.add_paragraph(style=FLUSH)
        line.add_run(f"附件：{n}. {title}" if n == 1 else f"{n}. {title}")
        _indent(line, 2 if n == 1 else 5)
        line.paragraph_format.keep_with_next = True


def _signature(word: Word, organ: str, day: str) -> None:
    """Without a seal (GB/T 9704-2012, 7.3.5.2): the organ ends two characters before the margin, the
    day begins two characters after it; a day that is not the shorter one takes the margin's two."""
    blank = word.add_paragraph(style=FLUSH)
    starts = CHARACTERS - CLOSE - width(organ)
    if width(day) >= width(organ):
        starts = CHARACTERS - CLOSE - width(day) - 2
    lines = [blank]
    for text, start in ((organ, starts), (day, starts + 2)):
        line = word.add_paragraph(text, style=FLUSH)
        line.alignment = 0  # at the left: nothing may be spread
        _indent(line, max(start, 0), past=CLOSE)
        lines.append(line)
    for line in lines[:-1]:  # never alone on a page
        line.paragraph_format.keep_with_next = True


def _indent(paragraph: Any, characters: float, past: int = 0) -> None:
    """`past`: so many characters may stand in the right margin before the line is broken, for a
    machine whose fonts have wider digits."""
    twips, beyond = (round(n * TYPE_WIDTH / CHARACTERS) for n in (characters, -past))
    shape = paragraph._p.get_or_add_pPr()
    shape.append(parse_xml(
        f'<w:ind {nsdecls("w")} w:leftChars="{round(characters * 100)}" w:left="{twips}" '
        f'w:rightChars="{-past * 100}" w:right="{beyond}" '
        'w:firstLineChars="0" w:firstLine="0"/>'
    ))  # fmt: skip
