"""Figures (统计数字) by slice, and the definitions (口径) that explain them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from reporting.formatting import change_text, difference_text, interval
from reporting.indicators import (
    DEFINITIONS_VERSION,
    INDICATORS,
    POPULATION,
    QUALITY,
    Counts,
    Indicator,
)
from reporting.measures import MEASURES, Measure
from reporting.slices import Whole
from reporting.totals import Breakdown, add_population, breakdown

RATES = ("percent", "mean", "median", "per_10k")


def figures_by_slice(
    slicing: Whole,
    indicators: Sequence[Indicator],
    before: Whole | None = None,
    previous: Whole | None = None,
    known_at: datetime | None = None,
) -> list[dict[str, Any]]:
    """The figures of every slice, in the slices' own order. Call inside `drain.exact_snapshot`.

    `before` and `previous` are the same slices a year and a period earlier. What is `known_at` an
    earlier moment is told from the events recorded by then. A rate is never served without the
    figures of `QUALITY` beside it, as far as they can be told.
    """
    beside = _beside(indicators, known_at)
    measures = _measures([*indicators, *beside], known_at)
    per_head = any(indicator.denominator == POPULATION for indicator in indicators)

    def totals_of(one: Whole | None) -> Breakdown | None:
        if one is None:
            return None
        counted = breakdown(one, measures)
        if per_head:
            add_population(counted, one)
        return counted

    found = totals_of(slicing) or {}
    then, last = totals_of(before), totals_of(previous)

    def at(totals: Breakdown | None, key: str) -> Counts | None:
        return None if totals is None else totals.get(key, Counter())

    return [
        {
            "key": key,
            "name": name,
            "figures": [
                figure(i, found.get(key, Counter()), at(then, key), at(last, key))
                for i in indicators
            ],
            "quality": [figure(i, found.get(key, Counter())) for i in beside],
        }
        for key, name in slicing.listed(found.keys())
    ]


def _beside(indicators: Iterable[Indicator], known_at: datetime | None) -> Sequence[Indicator]:
    if not any(indicator.form in RATES for indicator in indicators):
        return ()
    return [i for i in QUALITY if known_at is None or replayable(i)]


def _measures(indicators: Iterable[Indicator], known_at: datetime | None) -> list[Measure]:
    codes = {code for indicator in indicators for code in indicator.measures}
    measures = [measure for measure in MEASURES.values() if measure.code in codes]
    return measures if known_at is None else [m.known_at(known_at) for m in measures]


def replayable(indicator: Indicator) -> bool:
    """Whether its figure of an earlier moment can be told from what was recorded until then."""
    return all(MEASURES[code].replayable for code in indicator.measures)


def figure(
    indicator: Indicator,
    now: Counts,
    before: Counts | None = None,
    previous: Counts | None = None,
) -> dict[str, Any]:
    """One indicator with all that explains it. Counts are integers, rates decimal strings."""
    share = indicator.form == "percent"
    top, bottom = now.get(indicator.numerator, 0), now.get(indicator.denominator, 0)
    return {
        "code": indicator.code,
        "name": indicator.name,
        "value": _plain(indicator.value(now)),
        "text": indicator.phrase(now),
        "unit": indicator.unit,
        "numerator": top,
        "numerator_measure": indicator.numerator,
        "denominator": bottom if indicator.denominator else None,
        "denominator_measure": indicator.denominator or None,
        "interval": [f"{end:f}" for end in interval(top, bottom) or ()] if share else [],
        "year_before": None if before is None else indicator.phrase(before),
        "year_on_year": change(indicator, now, before),
        "period_before": None if previous is None else indicator.phrase(previous),
        "on_period": change(indicator, now, previous),
        "version": indicator.version,
        "note": indicator.note,
    }


def change(indicator: Indicator, now: Counts, before: Counts | None) -> str | None:
    """The change (同比、环比) in words: of counts in percent, of rates in points, of times in days.

    None without a base to compare with, and without a change.
    """
    if not before:
        return None
    if indicator.form in ("count", "amount"):
        return change_text(now.get(indicator.numerator, 0), before.get(indicator.numerator, 0))
    mine, its = indicator.value(now), indicator.value(before)
    if mine is None or its is None:
        return None
    unit = "个百分点" if indicator.form == "percent" else indicator.unit
    return difference_text(Decimal(mine), Decimal(its), unit)


def _plain(value: int | Decimal | None) -> int | str | None:
    return f"{value:f}" if isinstance(value, Decimal) else value


def definitions() -> dict[str, Any]:
    """Every measure and indicator in words."""
    return {
        "version": DEFINITIONS_VERSION,
        "measures": [
            {
                "code": measure.code,
                "name": measure.name,
                "unit": measure.unit,
                "date_basis": date_basis(measure),
                "cohort": bool(measure.as_of),
                "distinct": measure.distinct,
                "replayable": measure.replayable,
                "note": measure.note,
            }
            for measure in MEASURES.values()
        ],
        "indicators": [
            {
                "code": indicator.code,
                "name": indicator.name,
                "form": indicator.form,
                "unit": indicator.unit,
                "places": 0 if indicator.form == "count" else indicator.places,
                "numerator": indicator.numerator,
                "denominator": indicator.denominator or None,
                "date_basis": date_basis(MEASURES[indicator.numerator]),
                "cohort": bool(MEASURES[indicator.numerator].as_of),
                "version": indicator.version,
                "example": indicator.example,
                "note": indicator.note,
                "source": indicator.source,
            }
            for indicator in INDICATORS.values()
        ],
    }


def date_basis(measure: Measure) -> str:
    """The Chinese name of the day by which a measure counts."""
    field: Any = None
    model: Any = measure.model
    for step in measure.day.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return str(field.verbose_name)
