"""What a page is put together from: texts, forms, tables, and lines to be signed.

Fonts are named, not embedded: office machines have 仿宋_GB2312, 黑体, 楷体_GB2312 and 方正小标宋简体.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

FANGSONG, HEITI, KAITI = "仿宋_GB2312", "黑体", "楷体_GB2312"
TITLE_FONT, SONGTI = "方正小标宋简体", "宋体"
BODY, CELL, TITLE, FOOT = 16, 12, 22, 14  # points: 三号, 小四, 二号, 四号
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of the body; `hanging` ones begin at the margin."""

    text: str
    indent: bool = True
    align: Align = "left"  # justified, a long number at the end of a line would tear it apart
    font: str = FANGSONG
    size: int = BODY
    kept: bool = False  # on the same page as what follows
    closing: bool = False  # where a paper is signed or sealed


@dataclass(frozen=True, slots=True)
class Form:
    """A ruled form: each row is name and value in turn, or one text across the whole width.

    `tall` gives the least height in mm of a row, by the name it begins with.
    """

    rows: tuple[tuple[str, ...], ...]
    tall: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A ruled table with one row for each item of a list (`each` is "item in list")."""

    each: str
    columns: tuple[tuple[str, str, int], ...]  # heading, template of the cell, width in mm


@dataclass(frozen=True, slots=True)
class Each:
    """Blocks repeated for each item of a list."""

    each: str
    blocks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class When:
    """Blocks for the case that a field is not empty, others for the case that it is."""

    field: str
    then: tuple[Text, ...]
    otherwise: tuple[Text, ...] = ()


Block = Text | Form | Listing | Each | When


def head(text: str) -> Text:
    """A heading of the first level (一、)."""
    return Text(text, font=HEITI, kept=True)


def note(text: str) -> Text:
    """A remark below a form."""
    return Text(text, indent=False, size=CELL, font=KAITI)


def sign(text: str) -> Text:
    """A line to be signed by hand."""
    return Text(text, kept=True, closing=True)


def seal(day: str = "{{ issued_on }}", organ: str = "{{ organ }}") -> tuple[Text, ...]:
    """Organ and day at the right, where the seal goes."""
    return (
        Text("", kept=True, closing=True),
        Text(f"{organ}（印章）　　", align="right", kept=True),  # no day alone on a page
        Text(f"{day}　　", align="right"),
    )


def joined(blocks: tuple[Block, ...]) -> list[Block]:
    """The text before signatures or a seal goes to their page: no page has only these."""
    followed = zip(blocks, (*blocks[1:], None), strict=True)
    return [
        replace(block, kept=True) if isinstance(block, Text) and closes(after) else block
        for block, after in followed
    ]


def closes(block: Block | None) -> bool:
    match block:
        case Text():
            return block.closing
        case Each():
            return block.blocks[0].closing
        case When():
            return block.then[0].closing
    return False
