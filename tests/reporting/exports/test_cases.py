"""The list of disputes behind a figure: every row once, whole and harmless, in constant memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from tempfile import TemporaryFile
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from disputes.models import Dispute, Kind, Unit
from reporting.drain import exact_snapshot
from reporting.exports import cases
from reporting.measures import MEASURES
from reporting.periods import Period
from tests.factories import make_unit
from tests.reporting import rows

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county() -> Unit:
    return make_unit(make_unit())


@pytest.fixture
def station(county: Unit) -> Unit:
    return make_unit(county, name="玄远派出所")


def written(write: Callable[..., None], unit: Unit, own: Unit, code: str = "registered") -> bytes:
    measure = MEASURES[code]
    with TemporaryFile() as file:
        with exact_snapshot():
            write(file, measure, measure.counted(YEAR, unit), own)
        file.seek(0)
        return file.read()


def lines(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def sheets(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_both_files_list_the_same_newest_first(county, station):
    for month in (3, 1, 2):
        case = rows.dispute(station, date(2025, month, 5))
    rows.event(case, date(2025, 6, 1), 1)
    Dispute.objects.filter(pk=case.pk).update(resolved_on=date(2025, 6, 1), state="agreed")

    found = lines(written(cases.write_csv, county, county))
    assert [line["登记日期"] for line in found] == ["2025-03-05", "2025-02-05", "2025-01-05"]
    assert (found[1]["化解日期"], found[1]["状态"], found[1]["贡献"]) == (
        "2025-06-01",
        "已达成协议",
        "1",
    )
    assert {line["单位"] for line in found} == {station.name}

    ((heads, *read),) = sheets(written(cases.write_xlsx, county, county))
    assert heads == list(cases.HEADS)
    as_text = [[str(cell) if cell != "" else "" for cell in row[:6]] for row in read]
    assert as_text == [list(line.values())[:6] for line in found]
    assert [row[6] for row in read] == [1, 1, 1]


def test_contributions_are_those_of_the_measure(county, station):
    case = rows.dispute(station, date(2025, 3, 5), people_count=7)
    rows.dispute(station, date(2025, 3, 6), people_count=2)
    found = lines(written(cases.write_csv, county, county, "people"))
    assert {line["纠纷编号"]: line["贡献"] for line in found}[case.number] == "7"
    assert sum(int(line["贡献"]) for line in found) == 9


def test_a_dispute_that_has_left_the_jurisdiction_is_not_named(county, station):
    case = rows.dispute(station, date(2025, 3, 5))
    elsewhere = make_unit(make_unit(county.parent))
    assert lines(written(cases.write_csv, county, elsewhere))[0] == {
        "单位": "", "类型": "", "纠纷编号": "", "状态": "", "登记日期": "2025-03-05", "化解日期": "",
        "贡献": "1",
    }  # fmt: skip
    assert case.number.encode() not in written(cases.write_xlsx, county, elsewhere)


def test_formulas_and_control_characters_do_no_harm(county):
    hostile = make_unit(county, name='=HYPERLINK("http://x")\x07"，\n所')
    Kind.objects.filter(code="neighbour.neighbour_daily").update(name="@SUM(A1)")
    case = rows.dispute(hostile, date(2025, 3, 5))
    Dispute.objects.filter(pk=case.pk).update(number="+1+cmd")

    (line,) = lines(written(cases.write_csv, county, county))
    assert (line["单位"], line["类型"], line["纠纷编号"]) == (
        "'=HYPERLINK(\"http://x\")\"，所", "'@SUM(A1)", "'+1+cmd",
    )  # fmt: skip
    ((_, row),) = sheets(written(cases.write_xlsx, county, county))
    assert row[:3] == ['=HYPERLINK("http://x")"，所', "@SUM(A1)", "+1+cmd"]


def test_a_full_sheet_is_followed_by_another_with_the_same_heads(county, station, monkeypatch):
    monkeypatch.setattr(cases, "MOST_ROWS", 4)
    monkeypatch.setattr(cases, "FETCHED", 2)
    for day in range(1, 8):
        rows.dispute(station, date(2025, 3, day))
    found = sheets(written(cases.write_xlsx, county, county))
    assert [len(sheet) for sheet in found] == [4, 4, 2]
    assert {tuple(sheet[0]) for sheet in found} == {tuple(cases.HEADS)}
    days = [str(row[4]) for sheet in found for row in sheet[1:]]
    assert days == [f"2025-03-0{day}" for day in range(7, 0, -1)]
