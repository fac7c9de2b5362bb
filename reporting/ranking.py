"""Comparison of the units directly below (下级单位比较): a rate, and how sure it is.

A place is a range: units whose intervals overlap cannot be told apart. Below a least number of
cases there is no place at all, because the first and the last are then always small units.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from disputes.models import Unit
from reporting import thresholds
from reporting.indicators import Indicator
from reporting.periods import Period
from reporting.slices import slicing
from reporting.statistics import figures_by_slice


def ranking(indicator: Indicator, period: Period, unit: Unit) -> dict[str, Any]:
    """Highest first, those without a place last. Call inside `drain.exact_snapshot`."""
    least = thresholds.current()[thresholds.RANKING_LEAST.code]
    rows = [r for r in figures_by_slice(slicing(["unit"], period, unit), [indicator])
            if r["key"] != unit.code]  # fmt: skip
    placed = [row for row in rows if _counts(row, least)]
    placed.sort(key=lambda row: -Decimal(row["figures"][0]["value"]))
    others = [row for row in rows if not _counts(row, least)]
    return {
        "indicator": indicator.code,
        "least": least,
        "results": [
            *(_line(row, _place(row, placed), "") for row in placed),
            *(_line(row, None, _why_not(row, least)) for row in others),
        ],
    }


def _counts(row: dict[str, Any], least: int) -> bool:
    figure = row["figures"][0]
    return bool(figure["interval"]) and figure["denominator"] >= least


def _why_not(row: dict[str, Any], least: int) -> str:
    number = row["figures"][0]["denominator"]
    return f"件数{number}，不足{least}" if number < least else "分子大于分母，没有置信区间"


def _place(row: dict[str, Any], placed: list[dict[str, Any]]) -> tuple[int, int]:
    """How many are surely better, and how many are surely worse."""
    low, high = _interval(row)
    better = sum(_interval(other)[0] > high for other in placed)
    worse = sum(_interval(other)[1] < low for other in placed)
    return 1 + better, len(placed) - worse


def _interval(row: dict[str, Any]) -> tuple[Decimal, Decimal]:
    low, high = map(Decimal, row["figures"][0]["interval"])
    return low, high


def _line(row: dict[str, Any], place: tuple[int, int] | None, why: str) -> dict[str, Any]:
    return {
        "unit": {"code": row["key"], "name": row["name"]},
        "figure": row["figures"][0],
        "quality": row["quality"],
        "place_from": place[0] if place else None,
        "place_to": place[1] if place else None,
        "not_ranked": why,
    }
