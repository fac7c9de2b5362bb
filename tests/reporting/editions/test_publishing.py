"""What a bureau publishes, file beside file and year beside month, gives no small cell away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import docx
import pytest
from python_calamine import CalamineWorkbook

from disputes.papers.pdf import PdfUnavailable
from reporting import drain
from reporting.disclosure.cells import Cell
from reporting.disclosure.suppression import Sum, derivable
from reporting.disclosure.tables import HIDDEN, NOTE, Scope, _Grid, printed
from reporting.editions.term import Term
from reporting.exports import jobs, making
from reporting.models import Edition, ExportFile, Release, SignedEdition
from reporting.models.edition import EditionAction as A
from reporting.models.export import Format, Progress
from tests.factories import make_unit
from tests.reporting import rows
from tests.reporting.editions.conftest import YEAR, Bureau

LEAST = 5
KINDS = {"debt.loan": 45, "labour.wages": 40, "love_family.love": 3}
MONTHS = (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12)


@pytest.fixture
def busy(bureau: Bureau, settings: Any) -> Bureau:
    """Beside the twelve cases of the station two more stations; June, one kind and one station have
    few."""
    settings.EDITION_CONFIRMATION = False
    second, third = (make_unit(bureau.county, name=name) for name in ("双河派出所", "三岔派出所"))
    for place, (kind, number) in enumerate(KINDS.items()):
        for n in range(number):
            day = date(YEAR, MONTHS[(n * 5 + place) % len(MONTHS)], 5)
            rows.dispute(second if n else third, day, kind)
    drain.reconcile()
    return bureau


def signed(bureau: Bureau, month: int = 0) -> Edition:
    edition = bureau.draft(month)
    for action in (A.SUBMIT, A.PASS_LEGAL, A.PASS_SECRECY, A.SIGN):
        edition = bureau.take(edition, action)
    return edition


def published(bureau: Bureau, edition: Edition, format_: Format = Format.JSON) -> bytes:
    job = jobs.ask(edition, format_, public=True, purpose="公开", actor=bureau.people[A.SUBMIT])
    made = jobs.make(job.pk)
    assert made is not None and made.progress == Progress.DONE, made and made.failure
    return ExportFile.objects.get(job=job).content


def scope(edition: Edition) -> Scope:
    period = Term.of(edition).period
    units = {u.code: u.path for u in [edition.unit, *edition.unit.children.all()]}
    return Scope(edition.unit.path, period.start, period.end, units)


def grids(tables: Iterable[Any], of: Scope) -> list[_Grid]:
    return [_Grid(table, of) for table in tables]


class Reader:
    """Has every published file and adds and subtracts whatever is in them."""

    def __init__(self) -> None:
        self.truth: dict[Cell, int] = {}
        self.seen: dict[Cell, int] = {}
        self.sums: list[Sum] = []
        self.told_in_words: set[Cell] = set()

    def read(self, edition: Edition, public: dict[str, Any]) -> None:
        of = scope(edition)
        whole = json.loads(SignedEdition.objects.get(edition=edition).content)["content"]["report"]
        for true in grids(whole["tables"], of):
            self.truth |= dict(true.values())
        for shown in grids(public["tables"], of):
            self.sums += shown.sums()
            for row in [*shown.table["rows"], shown.table["total"]]:
                for (measure, divisor), value in zip(shown.columns, row["values"], strict=True):
                    if value != HIDDEN and measure and divisor is None:
                        self.seen[shown._cell(row, measure)] = value
        told = printed(public["figures"].values(), of)
        self.seen |= told
        self.told_in_words |= told.keys()

    def small_cells_found(self) -> set[Cell]:
        small = {cell for cell, n in self.truth.items() if 0 < n < LEAST}
        unknown = self.truth.keys() - self.seen.keys()
        return small & (derivable(unknown, self.sums) | self.seen.keys())


def test_who_has_the_year_and_months_of_it_finds_no_small_cell(busy):
    """One after another, as a year goes by."""
    reader = Reader()
    for month in (2, 6, 0):
        edition = signed(busy, month)
        reader.read(edition, json.loads(published(busy, edition)))

    hidden = {cell for cell, n in reader.truth.items() if 0 < n < LEAST} - reader.told_in_words
    assert len(hidden) > 20
    assert reader.small_cells_found() & hidden == set()
    assert Release.objects.count() == 3
    assert len(reader.seen) > 20  # and it is not that nothing is told


def test_a_bulletin_whose_sentence_tells_what_the_year_has_hidden_is_not_published(busy):
    """One case in June: the year's table hides it, the bulletin of June says it in words."""
    published(busy, signed(busy))
    june = signed(busy, 6)
    job = jobs.ask(june, Format.DOCX, public=True, purpose="公开", actor=busy.people[A.SUBMIT])
    failed = jobs.make(job.pk)
    assert failed is not None and failed.progress == Progress.FAILED
    assert "可以得出小数值：registered（2025-06-01至2025-06-30）" in failed.failure
    assert not ExportFile.objects.filter(job=job).exists()
    assert Release.objects.count() == 1


def test_without_what_hides_them_the_reader_would_find_them(busy, monkeypatch):
    """The attack is a real one: with small cells alone hidden it succeeds."""
    monkeypatch.setattr("reporting.disclosure.suppression._exposed", lambda *given: None)
    reader, edition = Reader(), signed(busy)
    reader.read(edition, json.loads(published(busy, edition)))
    assert reader.small_cells_found() - reader.told_in_words


def test_every_format_hides_the_same_and_says_why(busy):
    edition = signed(busy)
    told = json.loads(published(busy, edition))
    by_table = {table["code"]: table for table in told["tables"]}
    assert set(by_table) == {"months", "units", "kinds"} and told["note"] == NOTE
    units = [row["values"][0] for row in by_table["units"]["rows"]]
    assert units.count(HIDDEN) >= 2 and units != [HIDDEN] * len(units)  # one is few, one hides it

    book = CalamineWorkbook.from_filelike(io.BytesIO(published(busy, edition, Format.XLSX)))
    sheet = book.get_sheet_by_name("分单位").to_python(skip_empty_area=False)
    assert sheet[3][0] == NOTE
    lines = [line for line in sheet[5:] if line[0]]
    assert [line[1] for line in lines] == [*units, by_table["units"]["total"]["values"][0]]

    word = docx.Document(io.BytesIO(published(busy, edition, Format.DOCX)))
    table = next(t for t in word.tables if t.rows[0].cells[0].text == "单位")
    assert [row.cells[1].text for row in table.rows[1:-1]] == [str(n) for n in units]
    assert sum(p.text == f"注：{NOTE}" for p in word.paragraphs) == 3

    text = published(busy, edition, Format.CSV_PLAIN).decode()
    of_units = [line["数值"] for line in csv.DictReader(io.StringIO(text))
                if line["表"] == "分单位情况" and line["指标代码"] == "registered"]  # fmt: skip
    assert of_units[:-1] == [str(n) for n in units]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [(PdfUnavailable, "本机未安装 LibreOffice 或者转换失败，请导出 Word 公文"),
     (RuntimeError, "导出时出现错误，请联系管理员")],
)  # fmt: skip
def test_a_file_that_could_not_be_made_does_not_stand_in_the_ledger(busy, monkeypatch, wrong, said):
    def fails(*given: Any) -> bytes:
        raise wrong

    monkeypatch.setitem(making.WRITERS, Format.PDF, fails)
    job = jobs.ask(
        signed(busy), Format.PDF, public=True, purpose="公开", actor=busy.people[A.SUBMIT]
    )
    failed = jobs.make(job.pk)
    assert failed is not None and (failed.progress, failed.failure) == (Progress.FAILED, said)
    assert not ExportFile.objects.exists() and not Release.objects.exists()


def test_inside_the_house_nothing_is_hidden_and_nothing_enters_the_ledger(busy):
    edition = signed(busy)
    job = jobs.ask(edition, Format.XLSX, public=False, purpose="存档", actor=busy.people[A.SUBMIT])
    jobs.make(job.pk)
    book = CalamineWorkbook.from_filelike(io.BytesIO(ExportFile.objects.get().content))
    assert HIDDEN not in {
        cell for line in book.get_sheet_by_name("分单位").to_python() for cell in line
    }
    assert not Release.objects.exists()


def test_of_a_single_case_it_is_not_told_what_it_was_about(busy):
    """The bulletin of June says that there was one; a table by kind would have one row."""
    told = json.loads(published(busy, signed(busy, 6)))
    assert [table["code"] for table in told["tables"]] == ["months", "units"]


def test_a_kind_told_in_the_text_cannot_hide_another(busy):
    """The sentence on the most frequent kinds is out: something else has to hide the small kind."""
    edition = signed(busy)
    public = json.loads(published(busy, edition))
    named = {
        f["source"]["code"] for f in public["figures"].values() if f["source"]["kind"] == "kind"
    }
    kinds = next(table for table in public["tables"] if table["code"] == "kinds")
    assert all(row["values"][0] != HIDDEN for row in kinds["rows"] if row["key"] in named)
