"""Figures (统计数字) by slice, and the definitions (口径) that explain them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from reporting.indicators import DEFINITIONS_VERSION, INDICATORS, Counts, Indicator
from reporting.measures import MEASURES
from reporting.slices import Whole
from reporting.totals import breakdown


def figures_by_slice(slicing: Whole, indicators: Sequence[Indicator]) -> list[dict[str, Any]]:
    """The figures of every slice, in the slices' own order. Call inside `drain.exact_snapshot`."""
    codes = {code for indicator in indicators for code in indicator.measures}
    found = breakdown(slicing, [m for m in MEASURES.values() if m.code in codes])
    names = slicing.names()
    known = [key for key in names if slicing.complete or key in found]
    return [
        {
            "key": key,
            "name": names.get(key, key),
            "figures": [figure(i, found.get(key, Counter())) for i in indicators],
        }
        for key in [*known, *sorted(found.keys() - names.keys())]
    ]


def figure(indicator: Indicator, now: Counts, before: Counts | None = None) -> dict[str, Any]:
    """One indicator with all that explains it. Counts are integers, rates decimal strings."""
    value = indicator.value(now)
    return {
        "code": indicator.code,
        "name": indicator.name,
        "value": value if isinstance(value, int) or value is None else f"{value:f}",
        "text": indicator.phrase(now),
        "unit": indicator.unit,
        "numerator": now.get(indicator.numerator, 0),
        "numerator_measure": indicator.numerator,
        "denominator": now.get(indicator.denominator, 0) if indicator.denominator else None,
        "denominator_measure": indicator.denominator or None,
        "year_before": before and indicator.phrase(before),
        "note": indicator.note,
    }


def definitions() -> dict[str, Any]:
    """Every measure and indicator in words."""
    return {
        "version": DEFINITIONS_VERSION,
        "measures": [
            {
                "code": measure.code,
                "name": measure.name,
                "unit": measure.unit,
                "cohort": bool(measure.as_of),
                "distinct": measure.distinct,
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
                "numerator": indicator.numerator,
                "denominator": indicator.denominator or None,
                "note": indicator.note,
                "source": indicator.source,
            }
            for indicator in INDICATORS.values()
        ],
    }
