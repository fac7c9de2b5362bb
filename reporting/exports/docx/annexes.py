"""Annexes (附件): the printed figures with what they were computed from, definitions, tables, charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from disputes.papers.blocks import HEITI
from reporting.disclosure.tables import HIDDEN
from reporting.exports.contents import Contents, figure_name, meaning, printable, told
from reporting.exports.docx.charts import add_chart
from reporting.exports.docx.page import ANNEX, CELL, CELL_STYLE, FLUSH, NOTE, TITLE_STYLE, add_run

TYPE = 156  # mm
CHARTED = ("registered", "resolved")
MOST_CHARTED = 16  # columns side by side that can still be told apart


@dataclass(frozen=True, slots=True)
class Annex:
    title: str
    draw: Callable[[Word], None]


def annexes(made: Contents) -> list[Annex]:
    """Those that have something to say."""
    found = []
    if made.figures:
        found.append(Annex("数据来源表", partial(_figures, made=made)))
        found.append(Annex("统计口径说明", partial(_definitions, made=made)))
    found += [
        Annex(printable(table["title"]), partial(_table, table=table, made=made))
        for table in made.tables
        if table["rows"]
    ]
    return found


def add_annexes(word: Word, listed: Sequence[Annex]) -> None:
    """Each on a new page: 附件1 in the first line, its title in the third."""
    for n, annex in enumerate(listed, 1):
        word.add_paragraph(f"附件{n}", style=ANNEX).paragraph_format.page_break_before = True
        word.add_paragraph(style=FLUSH)
        word.add_paragraph(annex.title, style=TITLE_STYLE).paragraph_format.space_after = Pt(6)
        annex.draw(word)


def _figures(word: Word, made: Contents) -> None:
    rows = [
        (str(n), figure_name(f), told(f), *_parts(f))
        for n, f in enumerate(made.figures.values(), 1)
    ]
    _ruled(word, ("序号", "指标", "报告所列数字", "分子", "分母"), (14, 62, 36, 22, 22), rows,
           left={1})  # fmt: skip
    _note(
        word, "分子、分母为计算该数字的件数；同比的分子为本年、分母为上年同期。没有分母的为计数。"
    )
    _origin(word, made)


def _parts(figure: Mapping[str, Any]) -> tuple[str, str]:
    """Numerator and denominator; a target has neither."""
    if figure["source"]["kind"] == "target":
        return "—", "—"
    return _count(figure["numerator"]), _count(figure["denominator"])


def _definitions(word: Word, made: Contents) -> None:
    """Figures of the same definition share a line."""
    defined: dict[str, dict[str, None]] = {}
    for figure in made.figures.values():
        defined.setdefault(meaning(figure, made), {})[figure_name(figure)] = None
    rows = [(str(n), "、".join(names), said) for n, (said, names) in enumerate(defined.items(), 1)]
    _ruled(word, ("序号", "指标", "口径"), (14, 66, 76), rows, left={1, 2})
    _origin(word, made)


def _table(word: Word, table: Mapping[str, Any], made: Contents) -> None:
    _chart(word, table)
    columns = table["columns"]
    first = 36
    others = (TYPE - first) // len(columns)
    heads = [table["heading"], *(_head(column) for column in columns)]
    rows = [
        (row["name"], *(_value(v, c) for v, c in zip(row["values"], columns, strict=True)))
        for row in [*table["rows"], table["total"]]
    ]
    _ruled(word, heads, (TYPE - others * len(columns), *[others] * len(columns)), rows, left={0})
    if made.note:
        _note(word, made.note)
    _origin(word, made)


def _chart(word: Word, table: Mapping[str, Any]) -> None:
    places = [n for n, column in enumerate(table["columns"]) if column["code"] in CHARTED]
    rows = table["rows"][:MOST_CHARTED]
    series = {
        table["columns"][n]["name"]: [_drawn(row["values"][n]) for row in rows] for n in places
    }
    add_chart(word, table["title"], [_short(row["name"]) for row in rows], series)


def _drawn(value: Any) -> int | None:
    """What is hidden leaves a gap."""
    return (value or 0) if value != HIDDEN else None


def _short(name: str) -> str:
    """As it fits below a column: the year stands in the title, the office's kind is the same for all."""
    return (
        name.rpartition("年")[2].removesuffix("公安局").removesuffix("派出所").removesuffix("纠纷")
        or name
    )


def _head(column: Mapping[str, Any]) -> str:
    return f"{column['name']}（{column['unit']}）"


def _value(value: Any, column: Mapping[str, Any]) -> str:
    return "—" if value is None else _count(value) if column["form"] == "count" else str(value)


def _count(value: Any) -> str:
    return "—" if value is None else str(value)


def _ruled(
    word: Word,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
    *,
    left: set[int],
) -> None:
    """A ruled table; its heads stand again on each page, no row is torn apart. Widths in mm.

    Texts of the columns `left` begin at the left, numbers stand in the middle.
    """
    table = word.add_table(0, len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for n, row in enumerate([heads, *rows]):
        line = table.add_row()
        _mark(line, "w:cantSplit")
        if n == 0:
            _mark(line, "w:tblHeader")
        for at, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            cell.width, cell.vertical_alignment = Mm(widths[at]), 1  # in the middle
            paragraph = cell.paragraphs[0]
            paragraph.style = CELL_STYLE
            if n == 0 or at not in left:
                paragraph.alignment = 1
            add_run(paragraph, printable(text), HEITI if n == 0 else "", CELL)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _note(word: Word, text: str) -> None:
    word.add_paragraph(f"注：{text}", style=NOTE)


def _origin(word: Word, made: Contents) -> None:
    """By which anybody finds the frozen file that the numbers come from."""
    word.add_paragraph(made.standing, style=NOTE)
    kind = "签发文件" if made.signed else "送审内容"
    word.add_paragraph(f"{kind}的SM3摘要：{made.digest}", style=NOTE)
