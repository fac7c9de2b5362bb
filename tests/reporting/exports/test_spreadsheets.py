"""Workbook and CSV: read back, they hold the edition's own numbers, and no formula."""

from __future__ import annotations

import csv
import io
import re
import time
import zipfile
from decimal import Decimal

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from reporting.document import Paragraph, Part, Run
from reporting.exports.contents import as_read
from reporting.exports.csv import edition_csv
from reporting.exports.xlsx import HEAD_ROW, report_xlsx
from tests.reporting.exports import sample

NAMES = ["指标", "口径", "逐月", "分单位", "分类型"]
BUILT_IN = {"3": "#,##0", "4": "#,##0.00", "10": "0.00%"}
CLEAN = '=HYPERLINK("http://x","点")䶮㵘堃'


@pytest.fixture(scope="module")
def content() -> bytes:
    return report_xlsx(sample.contents())


@pytest.fixture(scope="module")
def book(content):
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def rows(book, name: str) -> list[list]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)[HEAD_ROW + 1 :]


def test_every_sheet_says_its_last_day_and_digest(book):
    assert book.sheet_names == NAMES
    for name in NAMES:
        head = book.get_sheet_by_name(name).to_python(skip_empty_area=False)[:3]
        assert "统计截止日：2025年12月31日" in head[1][0] and "已签发" in head[1][0]
        assert head[2][0] == f"SM3摘要：{sample.DIGEST}"


def test_figures_are_read_back_as_they_were_frozen(book):
    found = {row[11]: row for row in rows(book, "指标")}
    assert found.keys() == sample.FIGURES.keys()
    for key, figure in sample.FIGURES.items():
        share = str(figure["text"]).endswith("%")
        value = Decimal(str(found[key][2])) * (100 if share else 1)
        assert value.quantize(Decimal("0.0001")) == Decimal(str(figure["value"])), key
        assert found[key][5] == figure["numerator"]
        assert (found[key][6] or None) == figure["denominator"]


def test_what_officers_read_stands_before_what_programs_go_by(book):
    for name in ("指标", "口径"):
        cells = [row[:-1] for row in rows(book, name)]
        read = "".join(str(cell) for row in cells for cell in row if cell != CLEAN)
        assert not re.search("[a-z]{2}", read), name


def test_tables_are_read_back_with_their_totals(book):
    for table, name in zip(sample.TABLES, NAMES[2:], strict=True):
        read = [row[1:4] for row in rows(book, name)][: len(table["rows"]) + 1]
        for got, row in zip(read, [*table["rows"], table["total"]], strict=True):
            registered, resolved, rate = row["values"]
            assert got[:2] == [registered, resolved]
            assert got[2] == ("" if rate is None else pytest.approx(float(rate) / 100))


def test_rates_are_numbers_shown_in_percent(content):
    styles = member(content, "xl/styles.xml")
    used = {e.get("numFmtId") for e in styles.find("{*}cellXfs")}
    named = {e.get("numFmtId"): e.get("formatCode") for e in styles.iter("{*}numFmt")}
    assert {named.get(n, BUILT_IN.get(n)) for n in used} >= {"#,##0", "0.00%"}


def member(content: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read(name))


def test_no_cell_holds_a_formula_and_no_text_is_lost(content, book):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(list(etree.fromstring(file.read(s)).iter("{*}f")) for s in sheets)
        assert not any("hyperlink" in name for name in file.namelist())
    assert {row[11]: row for row in rows(book, "指标")}["hostile"][4] == CLEAN
    assert rows(book, "分单位")[0][0] == CLEAN


def test_each_table_has_a_chart_over_its_own_rows(content):
    for n, (name, table) in enumerate(zip(NAMES[2:], sample.TABLES, strict=True), 1):
        chart = member(content, f"xl/charts/chart{n}.xml")
        last = HEAD_ROW + 1 + len(table["rows"])
        asked = [e.text for e in chart.iter("{*}f")]
        first = f"{name}!$B${HEAD_ROW + 2}"
        assert (first if len(table["rows"]) == 1 else f"{first}:$B${last}") in asked  # no total
        assert (
            chart.find(".//{*}barChart") is not None and chart.find(".//{*}lineChart") is not None
        )


def test_sheets_are_printed_across_and_repeat_their_headings(content):
    sheet = member(content, "xl/worksheets/sheet1.xml")
    page = sheet.find("{*}pageSetup")
    assert (page.get("paperSize"), page.get("orientation"), page.get("fitToHeight")) == (
        "9",
        "landscape",
        "0",
    )
    short = member(content, "xl/worksheets/sheet4.xml").find("{*}pageSetup")
    assert short.get("fitToHeight") is None  # table and chart on one page
    names = [e.text for e in member(content, "xl/workbook.xml").iter("{*}definedName")]
    assert sum(f"${HEAD_ROW + 1}:${HEAD_ROW + 1}" in name for name in names) == len(NAMES)


def test_the_same_edition_gives_the_same_workbook(content):
    time.sleep(2.1)
    assert report_xlsx(sample.contents()) == content


def test_csv_holds_every_figure_and_every_number_of_the_tables():
    lines = list(csv.DictReader(io.StringIO(edition_csv(sample.contents()))))
    figures = {line["指标代码"]: line for line in lines if line["表"] == "指标"}
    assert {key: line["数值"] for key, line in figures.items()} == {
        key: str(figure["value"]) for key, figure in sample.FIGURES.items()
    }
    months = [
        line["数值"]
        for line in lines
        if line["表"] == "逐月情况" and line["指标代码"] == "registered"
    ]
    assert months == [str(m * 3) for m in range(1, 13)] + ["234"]
    assert {line["SM3摘要"] for line in lines} == {sample.DIGEST}


def test_csv_guards_what_a_spreadsheet_would_run():
    lines = list(csv.DictReader(io.StringIO(edition_csv(sample.contents()))))
    assert {line["写法"] for line in lines if line["指标代码"] == "hostile"} == {f"'{CLEAN}"}
    assert not any(v.startswith(("=", "+", "@")) for line in lines for v in line.values())
    assert [line["数值"] for line in lines if line["指标代码"] == "registered:yoy"] == ["-3.05"]


def test_figures_stand_in_the_order_of_the_text():
    line = Paragraph((Run("", "registered:yoy"), Run("，"), Run("", "registered")))
    text = sample.document(Part("p", 0, "", "", False, (line,)))
    assert list(as_read(sample.FIGURES, text)) == [
        "registered:yoy", "registered", "resolution_rate", "hostile"]  # fmt: skip
