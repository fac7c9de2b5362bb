"""Measures (口径) and indicators (指标) with their definitions."""

from __future__ import annotations

from typing import Any

from config.rulebook.tables import table
from reporting import indicators, measures
from reporting.indicators import POPULATION, Indicator
from reporting.measures import MEASURES, Measure


def text() -> str:
    return f"""## 统计口径

口径版本：{indicators.DEFINITIONS_VERSION}。作废的纠纷一律不计；每一行记录计入其日期当日的登记单位及当时的各级上级。

{table(["口径", "代码", "单位", "归属", "说明"], map(_measure, measures.ALL))}

## 指标

比率由合计数最后计算，四舍五入，至多两位小数；分母为零时不出数，有关分句不写。
凡有比率，必附履行、反复、再发、回访和评价情况；占比附95%置信区间。

{table(["指标", "代码", "算式", "单位", "算例", "说明", "出处"], map(_indicator, indicators.ALL))}"""


def _measure(measure: Measure) -> list[str]:
    counted = f"按{_name(measure, measure.day)}"
    if measure.as_of:
        counted += f"，{_name(measure, measure.as_of)}不晚于统计截止日"
    if measure.distinct:
        counted += "，同一纠纷只计一次"
    return [measure.name, f"`{measure.code}`", measure.unit, counted, measure.note]


def _indicator(indicator: Indicator) -> list[str]:
    return [
        indicator.name,
        f"`{indicator.code}`",
        _formula(indicator),
        indicator.unit,
        indicator.example,
        indicator.note,
        indicator.source,
    ]


def _formula(indicator: Indicator) -> str:
    terms = [MEASURES[code].name for code in indicator.measures]
    if indicator.denominator == POPULATION:
        terms.append("常住人口")
    if indicator.form == "median":
        return f"{terms[0]}（{terms[1]}）"
    return " ÷ ".join(terms) + (" × 10000" if indicator.form == "per_10k" else "")


def _name(measure: Measure, path: str) -> str:
    """The Chinese name of the field at a path."""
    field: Any = None
    model: Any = measure.rows().model
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return str(field.verbose_name)
