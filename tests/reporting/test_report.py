"""The report: exact figures with all that explains them, and the sentences made of them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.models import MethodStep, MethodStepDone
from reporting.document import Document
from reporting.drain import drain
from reporting.indicators import ALL, INDICATORS
from reporting.models import Reconciliation, Threshold
from reporting.outlines import OUTLINES
from reporting.report import annual_report, figures_report, section_report, year_up_to
from reporting.sections import fengqiao
from reporting.statistics import definitions, figure
from reporting.thresholds import SMALL_CELL
from tests.factories import make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25  # of them three to cells; the rest to rows of what is never stored, and settings


@pytest.fixture
def station():
    """Registered 2024: 2. Registered 2025: 3, one of them resolved in November, one in January."""
    unit = make_unit(make_unit(make_unit()))
    for day in (date(2024, 3, 1), date(2024, 4, 1)):
        rows.dispute(unit, day)
    cases = [rows.dispute(unit, date(2025, month, 5)) for month in (1, 2, 12)]
    rows.event(cases[0], date(2025, 11, 20), 1, days=319)
    rows.event(cases[2], date(2026, 1, 5), 1, days=31)
    drain()
    return unit


def of(report, code: str) -> dict:
    return next(figure for figure in report["figures"] if figure["code"] == code)


def section(unit, cutoff=None):
    return section_report(2025, unit, fengqiao.SECTION, cutoff)


def test_a_year_in_words_and_figures(station):
    report = section(station)["section"]

    assert report["text"] == (
        "共排查录入矛盾纠纷3起，化解1起，化解率33.33%。排查录入数同比上升50%。"
    )
    assert "".join(s["text"] for s in report["sentences"]) == report["text"]
    assert report["sentences"][0]["indicators"] == ["registered", "resolved", "resolution_rate"]
    figures = figures_report(2025, station)
    assert [figure["code"] for figure in figures["figures"]] == [i.code for i in ALL]
    assert of(figures, "resolution_rate") == {
        "code": "resolution_rate", "name": "化解率", "value": "33.33", "text": "33.33%",
        "unit": "%", "numerator": 1, "numerator_measure": "resolved_of_registered",
        "denominator": 3, "denominator_measure": "registered", "interval": ["6.15", "79.23"],
        "year_before": "0%", "year_on_year": "上升33.33个百分点", "period_before": None,
        "on_period": None, "version": 1, "note": INDICATORS["resolution_rate"].note,
    }  # fmt: skip
    assert of(figures, "registered")["year_before"] == "2起"
    assert of(figures, "hearing_success_rate")["value"] is None


def test_an_earlier_cutoff_ends_the_year_earlier(station):
    report = section(station, date(2025, 11, 19))

    assert (report["start"], report["cutoff"]) == (date(2025, 1, 1), date(2025, 11, 19))
    assert report["section"]["text"] == "共排查录入矛盾纠纷2起。"


@pytest.mark.parametrize("code", sorted(OUTLINES))
def test_the_whole_report_asks_cells_in_three_statements(station, code):
    """This year, last year, and the kinds; what is never stored is counted from its own rows."""

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            annual_report(2025, station, outline=OUTLINES[code])
        return [query["sql"] for query in seen]

    few = asked()
    assert 1 <= len([sql for sql in few if "reporting_cell" in sql]) <= 3
    for n in range(20):
        rows.dispute(station, date(2025, 6, n + 1))
    drain()
    assert len(asked()) == len(few) <= MOST_QUERIES


def test_the_report_is_the_unit_s_document_with_its_figures(station):
    report = annual_report(2025, station, texts={"fengqiao.practice": "手写。"},
                           dated=date(2026, 1, 9))  # fmt: skip

    assert (report["schema"], report["outline"]) == ("fengqiao-annual-report/1", "national")
    assert (report["start"], report["cutoff"]) == (date(2025, 1, 1), date(2025, 12, 31))
    document = Document.from_json(report["document"])
    assert document.title == f"{station.name}2025年度法治政府建设情况报告"
    assert (document.signed_by, document.dated) == (station.name, "2026年1月9日")
    printed = [run for p in document.paragraphs() for run in p.runs if run.figure]
    assert {run.figure for run in printed} == set(report["figures"])
    assert all(report["figures"][run.figure]["text"] == run.text for run in printed)
    assert report["figures"]["registered:yoy"]["text"] == "上升50%"
    assert "手写。" in [p.text for p in document.paragraphs()]
    missing = [slot["code"] for slot in report["slots"] if slot["missing"]]
    assert missing == ["problems.causes", "leader.text", "plans.text"]


def test_kinds_and_practice_of_few_cases_are_not_named(station):
    for kind in ("labour.wages", "love_family.love"):
        rows.persuasion(rows.session(rows.dispute(station, date(2025, 5, 1), kind),
                                     date(2025, 5, 2), "ordinary"), "law")  # fmt: skip
    drain()
    named = annual_report(2025, station)["figures"]
    assert not [key for key in named if key.startswith(("kind.", "practice."))]


def test_kinds_and_practice_come_from_the_cases(station):
    Threshold.objects.create(code=SMALL_CELL.code, value=1)
    wages = rows.dispute(station, date(2025, 5, 1), "labour.wages")
    rows.dispute(station, date(2025, 5, 1), "love_family.love")
    for dimension in ("law", "feeling"):
        rows.persuasion(rows.session(wages, date(2025, 5, 2), "ordinary"), dimension)
    step = MethodStep.objects.create(unit=station, method="四步工作法", ordinal=1, name="听")
    MethodStepDone.objects.create(dispute=wages, unit=station, step=step, done_on=date(2025, 5, 3),
                                  done_by=rows.officer(station))  # fmt: skip
    drain()

    figures = annual_report(2025, station)["figures"]

    assert {key: f["value"] for key, f in figures.items() if key.startswith("kind.")} == {
        "kind.neighbour": 3, "kind.labour": 1, "kind.love_family": 1,
    }  # fmt: skip
    practice = {key.rsplit(".", 1)[1]: f["value"] for key, f in figures.items()
                if key.startswith(f"practice.{station.code}")}  # fmt: skip
    assert practice == {"persuaded": 1, "by_method": 1}


def test_that_no_crime_came_of_a_dispute_waits_for_a_clean_reconciliation(station):
    assert "criminal_cases:none" not in annual_report(2025, station)["figures"]
    Reconciliation.objects.create(cells=9, differing=0, seconds=0.1)
    assert annual_report(2025, station)["figures"]["criminal_cases:none"]["text"] == "未发生"
    Reconciliation.objects.create(cells=9, differing=1, seconds=0.1)
    assert "criminal_cases:none" not in annual_report(2025, station)["figures"]


@pytest.mark.parametrize(
    ("year", "cutoff", "said"),
    [
        (2025, date(2026, 1, 5), "报告年度内"),
        (1999, None, "2000至2099"),
        (2100, None, "2000至2099"),
    ],
)
def test_a_cutoff_outside_the_year_is_refused(year, cutoff, said):
    with pytest.raises(ValueError, match=said):
        year_up_to(year, cutoff)


def test_a_rate_without_a_base_has_neither_value_nor_text():
    empty = figure(INDICATORS["resolution_rate"], {})
    assert (empty["value"], empty["text"], empty["denominator"]) == (None, None, 0)


def test_more_taken_back_than_resolved_is_a_negative_count_and_no_rate():
    counts = {"resolved": -1, "resolved_in_3_days": 1, "resolution_days": -4}
    assert figure(INDICATORS["resolved_in_period"], counts)["text"] == "-1起"
    for code in ("rate_in_3_days", "mean_days"):
        assert figure(INDICATORS[code], counts)["value"] is None


def test_a_mean_is_printed_with_its_unit():
    mean = figure(INDICATORS["mean_days"], {"resolution_days": 319, "resolved": 2})
    assert (mean["value"], mean["text"]) == ("159.50", "159.5天")


def test_definitions_name_every_measure_and_indicator_once():
    told = definitions()
    for part, least in (("measures", 80), ("indicators", 90)):
        codes = [row["code"] for row in told[part]]
        assert len(codes) == len(set(codes)) >= least
    measures = {row["code"] for row in told["measures"]}
    for row in told["indicators"]:
        assert {row["numerator"], row["denominator"]} - {None, "population"} <= measures
        assert (row["form"] in ("count", "amount")) == (row["denominator"] is None)
        assert row["example"]
        assert row["date_basis"]
