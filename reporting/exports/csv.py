"""Figures and the cases behind them as CSV (RFC 4180) for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reporting.exports.contents import (
    UNSIGNED,
    Contents,
    figure_name,
    meaning,
    printable,
    unit_of,
)

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
EDITION_COLUMNS = ("表", "分组代码", "分组", "指标代码", "指标", "数值", "计量单位", "写法",
                   "分子", "分母", "口径", "口径版本")  # fmt: skip
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
    lines = ([*origin.values(), *_members(figure, COLUMNS)] for figure in report["figures"])
    return _written([*origin, *COLUMNS], lines)


def edition_csv(made: Contents) -> str:
    """A line per printed figure, then a line per number of the tables; each says where it is from."""
    origin = {
        "机构代码": made.unit_code,
        "单位": made.unit,
        "自": made.start.isoformat(),
        "统计截止日": made.cutoff.isoformat(),
        "SM3摘要": made.digest,
        "状态": "已签发" if made.signed else UNSIGNED,
    }
    lines = ([*origin.values(), *line] for line in (*_figure_lines(made), *_table_lines(made)))
    return _written([*origin, *EDITION_COLUMNS], lines)


def _figure_lines(made: Contents) -> Iterator[list[Any]]:
    for key, figure in made.figures.items():
        yield [
            "指标", "", "", key, figure_name(figure), figure["value"], unit_of(figure),
            figure["text"], figure["numerator"], figure["denominator"], meaning(figure, made),
            figure["version"],
        ]  # fmt: skip


def _table_lines(made: Contents) -> Iterator[list[Any]]:
    for table in made.tables:
        for row in (*table["rows"], table["total"]):
            for column, value in zip(table["columns"], row["values"], strict=True):
                yield [
                    table["title"], row["key"], row["name"], column["code"], column["name"], value,
                    column["unit"], "", "", "", "", "",
                ]  # fmt: skip


def tables_csv(answer: dict[str, Any]) -> str:
    """A line per figure of every slice of every table; the quality of a slice comes after it."""
    heads = ["机构代码", "单位", "自", "至", "统计截止日", "数据时刻", "分组", "分组名称"]
    more = COLUMNS | {"同比": "year_on_year", "上期": "period_before", "环比": "on_period",
                      "口径版本": "version"}  # fmt: skip
    lines = (
        [
            table["unit"]["code"], table["unit"]["name"], *table["period"].values(),
            table["cutoff"], answer["as_of"].isoformat(), row["key"], row["name"],
            *_members(figure, more), *(figure["interval"] or ("", "")),
        ]
        for table in answer["tables"]
        for row in table["rows"]
        for figure in (*row["figures"], *row["quality"])
    )  # fmt: skip
    return _written([*heads, *more, "区间下限", "区间上限"], lines)


def _members(row: dict[str, Any], columns: dict[str, str]) -> list[Any]:
    return [row[name] for name in columns.values()]


def _written(heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for line in lines:
        writer.writerow([_safe(cell) for cell in line])
    return out.getvalue()


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if not isinstance(cell, str):
        return cell
    text = printable(cell)
    if cell.startswith(FORMULA) and not _is_number(cell):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
