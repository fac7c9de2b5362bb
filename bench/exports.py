"""Exports (导出): the list of every dispute of a province as CSV and Excel, and the whole report.

A limit makes the same file with the same tool and nothing else: `COPY TO` for CSV, a bare loop over
XlsxWriter for Excel. Memory is the peak of a child process that makes one file.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.database import use
from bench.harness import Comparison
from bench.register import LAST_MONTH, SIZES
from disputes.choices import UnitLevel
from disputes.models import Unit
from reporting import drain
from reporting.exports import cases
from reporting.measures import MEASURES
from reporting.outlines import OUTLINES
from reporting.periods import Period, last_of_month
from reporting.report import annual_report

LARGEST_BOOK = 2_000_000  # rows beyond which a workbook takes too long
MOST_MEGABYTES, MOST_QUERIES = 10, 5
# The same lines as the project's, without rights, cleaning and trees of units.
BARE = """
    SELECT u.name, k.name, d.number, d.state, d.registered_on, d.resolved_on, 1
    FROM disputes_dispute d JOIN disputes_unit u ON u.id = d.unit_id
        JOIN disputes_kind k ON k.id = d.kind_id
    WHERE d.province_id = {} AND d.state <> 'voided'
    ORDER BY d.registered_on DESC, d.id DESC"""


def run(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """Files of the large register; what grows from the small one to it; statements of a report."""
    found = [_csv(large, sizes[1], rounds)]
    if SIZES[sizes[1]].cases <= LARGEST_BOOK:
        found.append(_xlsx(large, sizes[1], min(rounds, 3)))
        found.append(_memory(small, large, sizes, "xlsx"))
    return [*found, _memory(small, large, sizes, "csv"), _report(large)]


def _csv(database: str, size: str, rounds: int) -> Comparison:
    use(database)
    mine, its = _made(), _copied()
    assert _keys(mine) == _keys(its), "the files differ"
    return Comparison(f"CSV of {size} cases", "COPY TO", at_least=0.8).run(
        lambda: _seconds(_copy), lambda: _seconds(lambda file: write(cases.write_csv, file)), rounds
    )


def _xlsx(database: str, size: str, rounds: int) -> Comparison:
    use(database)
    return Comparison(f"Excel of {size} cases", "bare XlsxWriter", at_least=0.8).run(
        lambda: _seconds(_bare_book),
        lambda: _seconds(lambda file: write(cases.write_xlsx, file)),
        rounds,
        warm_up=False,
    )


def _seconds(make: Callable[[IO[bytes]], None]) -> float:
    with TemporaryFile() as file:
        started = time.perf_counter()
        make(file)
        return time.perf_counter() - started


def write(writer: Callable[..., None], file: IO[bytes]) -> None:
    """The project's own list of all that the province ever registered."""
    unit, period, measure = _province(), _always(), MEASURES["registered"]
    with drain.exact_snapshot():
        writer(file, measure, measure.counted(period, unit), unit)


def _province() -> Unit:
    return Unit.objects.get(level=UnitLevel.PROVINCE)


def _always() -> Period:
    """All days of a register."""
    return Period(date(2000, 1, 1), last_of_month(LAST_MONTH))


def _copy(file: IO[bytes]) -> None:
    statement = f"COPY ({BARE.format(_province().pk)}) TO STDOUT (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as lines:
        for line in lines:
            file.write(line)


def _bare_book(file: IO[bytes]) -> None:
    """One sheet, a cell for every value, as fast as the writer goes."""
    with xlsxwriter.Workbook(file, {"constant_memory": True, "use_zip64": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet()
        with connection.chunked_cursor() as cursor:
            cursor.execute(BARE.format(_province().pk))
            for at, row in enumerate(_pages(cursor)):
                for column in range(4):
                    sheet.write_string(at, column, row[column])
                for column in (4, 5):
                    if row[column] is not None:
                        sheet.write_datetime(at, column, row[column], day)
                sheet.write_number(at, 6, row[6])


def _pages(cursor: Any) -> Iterator[Any]:
    while page := cursor.fetchmany(cases.FETCHED):
        yield from page


def _made() -> bytes:
    with TemporaryFile() as file:
        write(cases.write_csv, file)
        file.seek(0)
        return file.read()


def _copied() -> bytes:
    with TemporaryFile() as file:
        _copy(file)
        file.seek(0)
        return b"heads\n" + file.read()


def _keys(content: bytes) -> list[tuple[str, str]]:
    """Number and day of every line below the heads."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [(line[2], line[4]) for line in list(lines)[1:]]


# --- memory


def _memory(small: str, large: str, sizes: tuple[str, str], ending: str) -> Comparison:
    """By how many megabytes the peak of a process grows from the small register to the large one."""
    name = f"peak memory of {ending}, MB, {sizes[0]} to {sizes[1]}"
    found = Comparison(name, f"{MOST_MEGABYTES} MB", at_most=1, factor=1)
    grown = _peak(large, ending) - _peak(small, ending)
    found.limit, found.project = [MOST_MEGABYTES], [max(grown, 0)]
    return found


def _peak(database: str, ending: str) -> float:
    """Of a process of its own, in megabytes."""
    command = [sys.executable, "-m", "bench.peak", database, ending]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _report(database: str) -> Comparison:
    """Statements that read cells for a whole report, whatever its outline."""
    use(database)
    found = Comparison("statements to cells of a whole report", "5", at_most=1, factor=1)
    for outline in OUTLINES.values():
        with drain.exact_snapshot(), CaptureQueriesContext(connection) as seen:
            annual_report(LAST_MONTH.year, _province(), outline=outline)
        found.limit.append(MOST_QUERIES)
        found.project.append(sum("reporting_cell" in query["sql"] for query in seen))
    return found
