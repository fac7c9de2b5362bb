"""The report of one unit and year (年度报告), composed from exact totals."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import clock
from disputes.models import Unit
from reporting.checks import SECTIONS
from reporting.compose import sentences
from reporting.indicators import ALL, DEFINITIONS_VERSION, INDICATORS, Indicator
from reporting.measures import MEASURES, Measure
from reporting.periods import FIRST_YEAR, LAST_YEAR, Period
from reporting.sections import Section
from reporting.statistics import figure
from reporting.totals import counts


def year_up_to(year: int, cutoff: date | None = None) -> Period:
    """The days a report covers: up to the cutoff (统计截止日), by default 31 December.

    Raises ValueError for a year out of range and for a cutoff outside the year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"报告年度应在{FIRST_YEAR}至{LAST_YEAR}之间")
    end = cutoff or date(year, 12, 31)
    if end.year != year:
        raise ValueError("统计截止日应在报告年度内")
    return Period(date(year, 1, 1), end)


def annual_report(
    year: int, unit: Unit, cutoff: date | None = None, *, only: Section | None = None
) -> dict[str, Any]:
    """The report's sections and every figure there is, or one section and its own figures.

    Events of cohorts up to the cutoff count. Call inside `drain.exact_snapshot`. Raises
    ValueError like `year_up_to`.
    """
    period = year_up_to(year, cutoff)
    sections = [only] if only else list(SECTIONS.values())
    indicators = [INDICATORS[code] for code in only.indicators()] if only else list(ALL)
    measures = _measures(indicators)
    now = counts(period, unit, measures)
    before = counts(period.year_before(), unit, measures)
    return {
        "unit": {"code": unit.code, "name": unit.name},
        "year": year,
        "start": period.start,
        "cutoff": period.cutoff,
        "as_of": clock.now(),
        "definitions_version": DEFINITIONS_VERSION,
        "sections": [
            {
                "code": section.code,
                "heading": section.heading,
                "text": "".join(s.text for s in written),
                "sentences": [{"text": s.text, "indicators": list(s.indicators)} for s in written],
            }
            for section in sections
            for written in [list(sentences(section, now, before))]
        ],
        "figures": [figure(indicator, now, before) for indicator in indicators],
    }


def _measures(indicators: list[Indicator]) -> list[Measure]:
    """Counting what nobody reads would cost a scan of the rows for each distinct count."""
    codes = {code for indicator in indicators for code in indicator.measures}
    return [measure for measure in MEASURES.values() if measure.code in codes]
