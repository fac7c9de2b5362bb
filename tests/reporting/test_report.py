"""The report: exact figures with all that explains them, and the sentences made of them."""

from datetime import date

import pytest

from reporting.drain import drain
from reporting.indicators import ALL, INDICATORS
from reporting.report import annual_report, year_up_to
from reporting.statistics import definitions, figure
from tests.factories import make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db


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


def test_a_year_in_words_and_figures(station):
    report = annual_report(2025, station)

    section = report["sections"][0]
    assert section["text"] == (
        "共排查录入矛盾纠纷3起，化解1起，化解率33.33%。排查录入数同比上升50%。"
    )
    assert "".join(s["text"] for s in section["sentences"]) == section["text"]
    assert section["sentences"][0]["indicators"] == ["registered", "resolved", "resolution_rate"]
    assert [figure["code"] for figure in report["figures"]] == [i.code for i in ALL]
    assert of(report, "resolution_rate") == {
        "code": "resolution_rate", "name": "化解率", "value": "33.33", "text": "33.33%",
        "unit": "%", "numerator": 1, "numerator_measure": "resolved_of_registered",
        "denominator": 3, "denominator_measure": "registered", "interval": ["6.15", "79.23"],
        "year_before": "0%", "year_on_year": "上升33.33个百分点", "period_before": None,
        "on_period": None, "version": 1, "note": INDICATORS["resolution_rate"].note,
    }  # fmt: skip
    assert of(report, "registered")["year_before"] == "2起"
    assert of(report, "hearing_success_rate")["value"] is None


def test_an_earlier_cutoff_ends_the_year_earlier(station):
    report = annual_report(2025, station, date(2025, 11, 19))

    assert (report["start"], report["cutoff"]) == (date(2025, 1, 1), date(2025, 11, 19))
    assert report["sections"][0]["text"] == "共排查录入矛盾纠纷2起。"
    assert of(report, "registered")["year_before"] == "2起"


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
