"""The edition as a workbook (Excel): 指标, 口径, 逐月, 分单位, 分类型, numbers as numbers, with charts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reporting.breakdowns import KINDS, MONTHS, UNITS
from reporting.disclosure.tables import HIDDEN
from reporting.exports.archive import CREATED, settled
from reporting.exports.contents import (
    Contents,
    figure_name,
    is_share,
    meaning,
    printable,
    told,
    unit_of,
    width,
)
from reporting.formatting import chinese_day

# Rows go to disk as they come, so that memory does not grow with them; a text is never a formula.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}  # fmt: skip
SHEETS = {MONTHS: "逐月", UNITS: "分单位", KINDS: "分类型"}
HEAD_ROW = 4  # below title, days, digest and a row for a note
ONE_PAGE = 30  # rows of a table that are printed on one page together with their chart
LONGEST = 32_767  # characters that a cell holds
LINE, MOST_LINES = 16.5, 20  # points; a row takes no more than 409
SHADES = {"registered": "#1F3864", "resolved": "#8EA9DB", "resolution_rate": "#C55A11"}
COUNT, SHARE, DECIMAL = "#,##0", "0.00%", "#,##0.00"
FACE = {"font_name": "仿宋", "font_size": 11, "valign": "vcenter"}
# What programs go by, in Latin letters, stands last.
FIGURE_HEADS = {
    "序号": 6, "指标": 22, "数值": 11, "计量单位": 9, "报告所列数字": 14, "分子": 9, "分母": 9,
    "分子口径": 18, "分母口径": 18, "口径": 44, "口径版本": 7, "指标代码": 32,
}  # fmt: skip
DEFINITION_HEADS = {
    "指标": 20, "计量单位": 9, "分子": 20, "分母": 20, "日期依据": 14, "按登记期追踪": 9,
    "口径": 44, "示例": 22, "口径版本": 7, "指标代码": 20,
}  # fmt: skip


def report_xlsx(made: Contents) -> bytes:
    """The workbook. The same contents give the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"title": printable(made.title), "author": made.unit,
                             "comments": made.digest, "created": CREATED})  # fmt: skip
        pen = _Pen(book, made)
        _figures(pen)
        _definitions(pen)
        for table in made.tables:
            _table(pen, table)
    return settled(file.getvalue())


class _Pen:
    """Writes sheets of one look, cell by cell from top to bottom."""

    def __init__(self, book: xlsxwriter.Workbook, made: Contents) -> None:
        self.book, self.made = book, made
        self.title = book.add_format({**FACE, "font_name": "黑体", "font_size": 14})
        self.head = book.add_format({**FACE, "font_name": "黑体", "border": 1, "text_wrap": True,
                                     "align": "center", "bg_color": "#D9E2F3"})  # fmt: skip
        self.text = book.add_format({**FACE, "border": 1, "text_wrap": True})
        self.plain = book.add_format(FACE)
        self.numbers = {form: book.add_format({**FACE, "border": 1, "num_format": form})
                        for form in (COUNT, SHARE, DECIMAL)}  # fmt: skip

    def sheet(self, name: str, heads: Mapping[str, int]) -> Worksheet:
        """A new sheet with its head: title, days, digest, and a row of headings."""
        sheet = self.book.add_worksheet(name)
        self.widths = list(heads.values())
        for column, wide in enumerate(self.widths):
            sheet.set_column(column, column, wide)
        self.line(sheet, 0, f"{self.made.document.title}　{name}", self.title)
        self.line(sheet, 1, f"自{chinese_day(self.made.start)}　{self.made.standing}", self.plain)
        self.line(sheet, 2, f"SM3摘要：{self.made.digest}", self.plain)
        if self.made.note:
            self.line(sheet, 3, self.made.note, self.plain)
        self.grow(sheet, HEAD_ROW, dict(enumerate(heads)))
        for column, head in enumerate(heads):
            self.string(sheet, HEAD_ROW, column, head, self.head)
        _printed(sheet, len(heads))
        return sheet

    def grow(self, sheet: Worksheet, row: int, texts: Mapping[int, Any]) -> None:
        """As tall as the longest text needs; to be said before the row's first cell."""
        lines = (ceil(2 * width(str(text)) / (self.widths[at] - 1)) for at, text in texts.items())
        sheet.set_row(row, LINE * min(max(lines, default=1) or 1, MOST_LINES))

    def line(self, sheet: Worksheet, row: int, text: str, look: Format) -> None:
        self.string(sheet, row, 0, text, look)

    def string(
        self, sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None
    ) -> None:
        """A text stays one, even where it begins like a formula."""
        sheet.write_string(row, column, printable(text)[:LONGEST], look or self.text)

    def number(self, sheet: Worksheet, row: int, column: int, value: Any, form: str) -> None:
        """A number with its format; nothing where there is none, and a mark where it is hidden."""
        if value is None:
            sheet.write_blank(row, column, None, self.text)
        elif value == HIDDEN:
            self.string(sheet, row, column, HIDDEN)
        else:
            exact = Decimal(str(value)) / (100 if form == SHARE else 1)
            sheet.write_number(row, column, float(exact), self.numbers[form])


def _printed(sheet: Worksheet, columns: int) -> None:
    """On A4 across, as wide as the paper, headings and page numbers on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.repeat_rows(HEAD_ROW)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.set_footer("&C&P / &N")


def _figures(pen: _Pen) -> None:
    sheet, made = pen.sheet("指标", FIGURE_HEADS), pen.made
    for n, (key, figure) in enumerate(made.figures.items(), 1):
        row = HEAD_ROW + n
        texts = {
            1: figure_name(figure), 3: unit_of(figure), 4: told(figure),
            7: made.measures.get(figure["numerator_measure"], ""),
            8: made.measures.get(figure["denominator_measure"] or "", ""),
            9: meaning(figure, made), 11: key,
        }  # fmt: skip
        numbers = {0: (n, COUNT), 2: (figure["value"], _form(figure)),
                   5: (figure["numerator"], COUNT), 6: (figure["denominator"], COUNT),
                   10: (figure["version"], COUNT)}  # fmt: skip
        _row(pen, sheet, row, texts, numbers)


def _row(
    pen: _Pen,
    sheet: Worksheet,
    row: int,
    texts: Mapping[int, Any],
    numbers: Mapping[int, tuple[Any, str]],
) -> None:
    """Cells in the order of their columns: what has gone to disk cannot be written to."""
    pen.grow(sheet, row, texts)
    for column in sorted(texts.keys() | numbers.keys()):
        if column in texts:
            pen.string(sheet, row, column, str(texts[column]))
        else:
            pen.number(sheet, row, column, *numbers[column])


def _form(figure: Mapping[str, Any]) -> str:
    if is_share(figure):
        return SHARE
    return COUNT if isinstance(figure["value"], int) else DECIMAL


def _definitions(pen: _Pen) -> None:
    sheet, made = pen.sheet("口径", DEFINITION_HEADS), pen.made
    for row, one in enumerate(made.indicators.values(), HEAD_ROW + 1):
        cells = (
            one["name"], one["unit"], made.measures.get(one["numerator"], ""),
            made.measures.get(one["denominator"] or "", ""), one["date_basis"],
            "是" if one["cohort"] else "否", one["note"], one["example"],
        )  # fmt: skip
        texts = dict(enumerate(cells)) | {9: one["code"]}
        _row(pen, sheet, row, texts, {8: (one["version"], COUNT)})


def _table(pen: _Pen, table: Mapping[str, Any]) -> None:
    name, columns = SHEETS[table["code"]], table["columns"]
    heads = {table["heading"]: 22, **{f"{c['name']}\n（{c['unit']}）": 17 for c in columns}}
    sheet = pen.sheet(name, heads)
    rows = [*table["rows"], table["total"]]
    for n, row in enumerate(rows, HEAD_ROW + 1):
        numbers = {
            at: (value, SHARE if column["form"] == "percent" else COUNT)
            for at, (value, column) in enumerate(zip(row["values"], columns, strict=True), 1)
        }
        _row(pen, sheet, n, {0: row["name"]}, numbers)
    if table["rows"]:
        _chart(pen.book, sheet, name, table, below=HEAD_ROW + len(rows) + 2)
    if len(rows) <= ONE_PAGE:  # or the paper's edge would cut the chart in two
        sheet.fit_to_pages(1, 1)


def _chart(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    name: str,
    table: Mapping[str, Any],
    *,
    below: int,
) -> None:
    """Counts as columns; the rate, where there is one, as a line on an axis of its own."""
    first, last = HEAD_ROW + 1, HEAD_ROW + len(table["rows"])
    chart = book.add_chart({"type": "column"})
    for at, column in _charted(table["columns"]):
        count, shade = column["form"] == "count", {"color": SHADES[column["code"]]}
        drawn = chart if count else book.add_chart({"type": "line"})
        drawn.add_series({
            "name": column["name"],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, at, last, at],
            "y2_axis": not count,
            **({"fill": shade, "gap": 60} if count else _rate_drawn(table["code"], shade)),
        })  # fmt: skip
        if drawn is not chart:
            drawn.set_y2_axis({"num_format": "0%", "max": 1})
            chart.combine(drawn)
    chart.set_title({"name": table["title"], "name_font": {"name": "黑体", "size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 340})
    sheet.insert_chart(below, 0, chart, {"description": table["title"]})


def _rate_drawn(table: str, shade: Mapping[str, str]) -> dict[str, Any]:
    """A line from month to month; points where nothing lies between two neighbours."""
    if table == MONTHS:
        return {"line": shade}
    points = {"type": "diamond", "size": 8, "fill": shade, "border": shade}
    return {"line": {"none": True}, "marker": points}


def _charted(columns: Sequence[Mapping[str, Any]]) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for at, column in enumerate(columns, 1):
        if column["code"] in SHADES:
            yield at, column
