"""Measures (口径) and indicators (指标) with their definitions."""

from __future__ import annotations

from typing import Any

from config.rulebook.tables import table
from reporting import indicators, measures
from reporting.indicators import Indicator
from reporting.measures import MEASURES, Measure


def text() -> str:
    return f"""## 统计口径

口径版本：{indicators.DEFINITIONS_VERSION}。作废的纠纷一律不计；每一行记录计入其日期当日的登记单位及当时的各级上级。

{table(["口径", "代码", "单位", "归属", "说明"], map(_measure, measures.ALL))}

## 指标

比率由合计数最后计算，四舍五入，至多两位小数；分母为零时不出数，有关分句不写。

{table(["指标", "代码", "算式", "单位", "说明", "出处"], map(_indicator, indicators.ALL))}"""


def _measure(measure: Measure) -> list[str]:
    counted = f"按{_name(measure, measure.day)}"
    if measure.as_of:
        counted += f"，{_name(measure, measure.as_of)}不晚于统计截止日"
    if measure.distinct:
        counted += "，同一纠纷只计一次"
    return [measure.name, f"`{measure.code}`", measure.unit, counted, measure.note]


def _indicator(indicator: Indicator) -> list[str]:
    terms = " ÷ ".join(MEASURES[code].name for code in indicator.measures)
    return [
        indicator.name,
        f"`{indicator.code}`",
        terms,
        indicator.unit,
        indicator.note,
        indicator.source,
    ]


def _name(measure: Measure, path: str) -> str:
    """The Chinese name of the field at a path."""
    field: Any = None
    model: Any = measure.rows().model
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return str(field.verbose_name)
