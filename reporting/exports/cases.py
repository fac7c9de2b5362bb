"""The disputes behind a figure as a list (纠纷清单), however many there are.

Rows go from the server into a file and never pile up in memory: a CSV is made by the server
itself, a workbook by a writer that keeps one row. Call inside `drain.exact_snapshot`.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter
from django.db import connection
from django.db.models import QuerySet, Sum

from disputes.choices import State
from disputes.models import Dispute, Unit
from disputes.querysets import subtree
from reporting.measures import Measure

HEADS = {"单位": 24, "类型": 18, "纠纷编号": 26, "状态": 12, "登记日期": 12, "化解日期": 12,
         "贡献": 8}  # fmt: skip
MOST_ROWS = 1_048_576  # of a sheet, its headings with them
FETCHED = 2000  # rows at a time
# A name is cleaned when it is first met: `OFFSET 0` keeps it a subquery, whose answers the server
# remembers. Joined so, disputes come in the order of their index and nothing is sorted.
STATEMENT = """
    SELECT CASE WHEN {mine} THEN u.name END, CASE WHEN {mine} THEN k.name END,
        CASE WHEN {mine} THEN {number} END, CASE WHEN {mine} THEN {state} END, d.registered_on,
        CASE WHEN {mine} THEN d.resolved_on END, n
    FROM {disputes}
        CROSS JOIN LATERAL (
            SELECT {name} AS name FROM disputes_unit WHERE id = d.unit_id OFFSET 0) u
        CROSS JOIN LATERAL (
            SELECT {name} AS name FROM disputes_kind WHERE id = d.kind_id OFFSET 0) k
    ORDER BY d.registered_on DESC, d.id DESC"""
CLEAN = "regexp_replace({text}, '[\\x01-\\x1f\\x7f]', '', 'g')"  # what no file format holds
GUARDED = "CASE WHEN left({text}, 1) IN ('=', '+', '-', '@') THEN '''' || {text} ELSE {text} END"
COLUMNS = ("id", "number", "state", "registered_on", "resolved_on", "unit_id", "kind_id",
           "province_id", "city_id", "county_id")  # fmt: skip
Statement = tuple[str, tuple[Any, ...]]


def write_csv(file: IO[bytes], measure: Measure, rows: QuerySet[Any], own: Unit) -> None:
    """RFC 4180 with a byte order mark; a text that a spreadsheet would run gets an apostrophe."""
    statement, params = _statement(measure, rows, own, guarded=True)
    file.write(codecs.BOM_UTF8 + (",".join(HEADS) + "\n").encode())
    with connection.cursor() as cursor, cursor.copy(
        f"COPY ({statement}) TO STDOUT (FORMAT csv)", params
    ) as lines:  # fmt: skip
        for line in lines:
            file.write(line)


def write_xlsx(file: IO[bytes], measure: Measure, rows: QuerySet[Any], own: Unit) -> None:
    """A text stays one, even where it begins like a formula; a full sheet is followed by another."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "use_zip64": True}  # fmt: skip
    with xlsxwriter.Workbook(file, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        head = book.add_format({"bold": True, "bg_color": "#D9E2F3", "border": 1})
        sheet, at = _sheet(book, head), 1
        for row in _fetched(*_statement(measure, rows, own, guarded=False)):
            if at == MOST_ROWS:
                sheet, at = _sheet(book, head), 1
            _write_row(sheet, at, row, day)
            at += 1


def _sheet(book: xlsxwriter.Workbook, head: Any) -> Any:
    sheet = book.add_worksheet(f"清单{len(book.worksheets()) + 1}")
    for column, (name, width) in enumerate(HEADS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(sheet: Any, at: int, row: tuple[Any, ...], day: Any) -> None:
    *texts, registered, resolved, n = row
    for column, text in enumerate(texts):
        if text is not None:
            sheet.write_string(at, column, text)
    for column, date in ((4, registered), (5, resolved)):
        if date is not None:
            sheet.write_datetime(at, column, date, day)
    sheet.write_number(at, 6, n)


def _fetched(statement: str, params: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, params)
        while page := cursor.fetchmany(FETCHED):
            yield from page


def _statement(measure: Measure, rows: QuerySet[Any], own: Unit, *, guarded: bool) -> Statement:
    """A dispute that has left the jurisdiction of `own` contributes without being named."""
    disputes, params = _disputes(measure, rows)
    column, here = subtree(own)
    states = "".join(f" WHEN '{state.value}' THEN '{state.label}'" for state in State)
    named = (GUARDED if guarded else "{text}").format
    made = STATEMENT.format(
        name=named(text=CLEAN.format(text="name")), number=named(text="d.number"), state=f"CASE d.state{states} END",
        mine=f"d.{column} = {here:d}", disputes=disputes,
    )  # fmt: skip
    return made, params


def _disputes(measure: Measure, rows: QuerySet[Any]) -> Statement:
    """The disputes as `d`, each with what it contributes as `n`. Where a row is a dispute, nothing
    needs to be grouped and looked up again."""
    if measure.model is Dispute and isinstance(measure.value, Sum):
        own = rows.order_by().annotate(n=measure.weight).exclude(n=0).values(*COLUMNS, "n")
        statement, params = own.query.sql_with_params()
        return f"({statement}) d", params
    statement, params = measure.contributions(rows).query.sql_with_params()
    return f'({statement}) c JOIN disputes_dispute d ON d.id = c."case"', params
