"""The tables of a report (附表): its main counts by month, by unit and by kind.

Composed in the same snapshot as the text and frozen with it, so that a chart never shows other
numbers than the sentence beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from disputes.models import Unit
from reporting.indicators import INDICATORS, Indicator
from reporting.measures import MEASURES
from reporting.periods import Period
from reporting.slices import SLICES, Whole
from reporting.totals import Counts, breakdown

# All of them from cells: no table costs a scan of the rows.
COLUMNS = tuple(
    INDICATORS[code]
    for code in (
        "registered",
        "resolved",
        "resolution_rate",
        "hearings",
        "agreements",
        "follow_ups",
    )
)
MONTHS, UNITS, KINDS = "months", "units", "kinds"


@dataclass(frozen=True, slots=True)
class Column:
    code: str
    name: str
    unit: str
    form: str


@dataclass(frozen=True, slots=True)
class Row:
    """`values` in the order of the columns: counts as integers, rates as decimal strings."""

    key: str
    name: str
    values: tuple[int | str | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`heading` names the first column; `total` is computed from the sums, never from the rates."""

    code: str
    title: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row


def tables(period: Period, unit: Unit) -> list[dict[str, Any]]:
    """By month from January on, by unit directly below, by major kind.

    Call inside `drain.exact_snapshot`.
    """
    so_far = Period(date(period.start.year, 1, 1), period.end, period.cutoff)
    found = (
        _table(MONTHS, "逐月情况", "月份", SLICES["month"](so_far, unit)),
        _table(UNITS, "分单位情况", "单位", SLICES["unit"](period, unit)),
        _table(KINDS, "分类型情况", "类型", SLICES["kind_major"](period, unit)),
    )
    return [asdict(table) for table in found]


def _table(code: str, title: str, heading: str, slicing: Whole) -> Table:
    measures = [MEASURES[one] for one in sorted({m for i in COLUMNS for m in i.measures})]
    counted = breakdown(slicing, measures)
    listed = slicing.listed(counted.keys())
    total: Counter[str] = Counter()
    for counts in counted.values():
        total.update(counts)
    return Table(
        code, title, heading,
        tuple(Column(i.code, i.name, i.unit, i.form) for i in COLUMNS),
        tuple(_row(key, name, counted.get(key, {})) for key, name in listed),
        _row("", "合计", total),
    )  # fmt: skip


def _row(key: str, name: str, counts: Counts) -> Row:
    return Row(key, name, tuple(_value(indicator, counts) for indicator in COLUMNS))


def _value(indicator: Indicator, counts: Mapping[str, int]) -> int | str | None:
    value = indicator.value(counts)
    return f"{value:f}" if isinstance(value, Decimal) else value
