"""Figures as CSV (RFC 4180) for a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

# Column heading: member of a figure.
COLUMNS = {
    "指标代码": "code",
    "指标": "name",
    "数值": "value",
    "计量单位": "unit",
    "写法": "text",
    "分子": "numerator",
    "分子口径": "numerator_measure",
    "分母": "denominator",
    "分母口径": "denominator_measure",
    "上年同期": "year_before",
    "口径说明": "note",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def figures_csv(report: dict[str, Any]) -> str:
    """A line per figure of a report, each with unit, period, cutoff and definition version."""
    origin = {
        "机构代码": report["unit"]["code"],
        "单位": report["unit"]["name"],
        "自": report["start"],
        "统计截止日": report["cutoff"],
        "口径版本": report["definitions_version"],
    }
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*origin, *COLUMNS])
    for figure in report["figures"]:
        cells = [*origin.values(), *(figure[name] for name in COLUMNS.values())]
        writer.writerow([_safe(cell) for cell in cells])
    return out.getvalue()


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
