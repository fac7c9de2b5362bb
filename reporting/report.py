"""The report of one unit and year (年度报告), composed from exact totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from disputes import clock
from disputes.models import Unit
from reporting.activities.totals import totals
from reporting.compose import KindCount, Material, Subject, compose_document, written
from reporting.compose.figures import as_json
from reporting.compose.proposals import RULES
from reporting.indicators import ALL, DEFINITIONS_VERSION, INDICATORS, POPULATION, Counts, Indicator
from reporting.measures import MEASURES, Measure
from reporting.outlines import Outline, Proposed
from reporting.outlines.choosing import outline_of
from reporting.periods import FIRST_YEAR, LAST_YEAR, Period
from reporting.practice import practices
from reporting.sections import Clause, Section, codes_in, names_of
from reporting.slices import SLICES, Whole
from reporting.state import trusted
from reporting.statistics import figure
from reporting.thresholds import SMALL_CELL, current
from reporting.totals import add_population, breakdown, counts

SCHEMA = "fengqiao-annual-report/1"
NO_TEXTS: Mapping[str, str] = {}


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
    year: int,
    unit: Unit,
    cutoff: date | None = None,
    *,
    outline: Outline | None = None,
    texts: Mapping[str, str] = NO_TEXTS,
    dated: date | None = None,
) -> dict[str, Any]:
    """The whole report: the document, and every figure it prints with what it was computed from.

    `texts` are written by hand, by the code of a slot or of a part (see `compose_document`);
    `dated` is the day below the signature, by default today. Events of cohorts up to the cutoff
    count. Call inside `drain.exact_snapshot`. Raises ValueError like `year_up_to`.
    """
    period, outline = year_up_to(year, cutoff), outline or outline_of(unit)
    material = gather(period, unit, outline.clauses(), outline.proposes())
    subject = Subject(unit.name, year, dated or clock.today())
    composed = compose_document(outline, material, texts, subject)
    return {
        "schema": SCHEMA,
        **_frame(period, unit),
        "outline": outline.code,
        "document": composed.document.as_json(),
        "figures": as_json(composed.figures),
        "replaced": {
            code: [asdict(run) for run in runs] for code, runs in composed.replaced.items()
        },
        "slots": [
            {
                "code": slot.code,
                "part": part.code,
                "prompt": slot.prompt,
                "required": slot.required,
                "missing": slot.code in composed.missing,
            }
            for part, slot in outline.slots()
        ],
    }


def section_report(
    year: int, unit: Unit, section: Section, cutoff: date | None = None
) -> dict[str, Any]:
    """One section with its sentences and the indicators they name. Otherwise like `annual_report`."""
    period = year_up_to(year, cutoff)
    material = gather(period, unit, section.clauses())
    said = list(written(section, material))
    named = [INDICATORS[code] for code in section.names() if code in INDICATORS]
    return {
        **_frame(period, unit),
        "section": {
            "code": section.code,
            "heading": section.heading,
            "text": "".join(s.text for s in said),
            "sentences": [{"text": s.text, "indicators": list(s.indicators)} for s in said],
        },
        "figures": [figure(indicator, material.now, material.before) for indicator in named],
    }


def figures_report(year: int, unit: Unit, cutoff: date | None = None) -> dict[str, Any]:
    """Every indicator there is, whether a report prints it or not. Otherwise like `annual_report`."""
    period = year_up_to(year, cutoff)
    measures = _measures(ALL)
    now, before = counts(period, unit, measures), counts(period.year_before(), unit, measures)
    figures = [figure(indicator, now, before) for indicator in ALL]
    return {**_frame(period, unit), "figures": figures}


def gather(
    period: Period, unit: Unit, clauses: Iterable[Clause], proposes: Iterable[Proposed] = ()
) -> Material:
    """What some clauses and proposals read, and nothing else: a count that is not stored costs a
    scan of the rows. The year before is counted only for what is compared with it."""
    clauses, proposes = list(clauses), set(proposes)
    codes, compared = set(names_of(clauses)), _compared(clauses)
    if proposes & {Proposed.PROBLEMS, Proposed.PLANS}:
        codes |= {rule.code for rule in RULES} | {rule.limit for rule in RULES}
    activities = any(code.startswith("activity.") for code in codes)
    limits = current()
    return Material(
        now=_counts(period, unit, codes),
        before=_counts(period.year_before(), unit, compared),
        activities=totals(period, unit) if activities else {},
        activities_before=totals(period.year_before(), unit) if activities else {},
        kinds=_kinds(period, unit) if Proposed.TOP_KINDS in proposes else (),
        practice=practices(period, unit) if Proposed.PRACTICE in proposes else (),
        targets=limits,
        least=limits[SMALL_CELL.code],
        trusted=trusted(),
    )


def _compared(clauses: Iterable[Clause]) -> set[str]:
    keys = (key for c in clauses for key in (*c.keys(), *c.required))
    return {code for key in keys if ":" in key for code in codes_in(key)}


def _counts(period: Period, unit: Unit, codes: Iterable[str]) -> Counts:
    indicators = [INDICATORS[code] for code in sorted(codes) if code in INDICATORS]
    if not indicators:
        return {}
    whole = Whole(period, unit)
    found = breakdown(whole, _measures(indicators))
    if any(indicator.denominator == POPULATION for indicator in indicators):
        add_population(found, whole)
    return found.get("", {})


def _kinds(period: Period, unit: Unit) -> tuple[KindCount, ...]:
    """Major kinds of what was registered, the most frequent first."""
    by_kind = SLICES["kind_major"](period, unit)
    found = breakdown(by_kind, [MEASURES["registered"]])
    kinds = [KindCount(code, name, found.get(code, Counter())["registered"])
             for code, name in by_kind.listed(found.keys())]  # fmt: skip
    return tuple(sorted(kinds, key=lambda kind: (-kind.registered, kind.code)))


def _measures(indicators: Iterable[Indicator]) -> list[Measure]:
    """Counting what nobody reads would cost a scan of the rows for each distinct count."""
    codes = {code for indicator in indicators for code in indicator.measures}
    return [measure for measure in MEASURES.values() if measure.code in codes]


def _frame(period: Period, unit: Unit) -> dict[str, Any]:
    moment: datetime = clock.now()
    return {
        "unit": {"code": unit.code, "name": unit.name},
        "year": period.start.year,
        "start": period.start,
        "cutoff": period.cutoff,
        "as_of": moment,
        "definitions_version": DEFINITIONS_VERSION,
    }
