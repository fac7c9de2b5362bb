"""The clocks (期限) as a table: length, start, source, and what a missed one forbids."""

from __future__ import annotations

import ast

from config.rulebook.guards import Rule, rules
from config.rulebook.tables import table
from disputes import deadlines
from disputes.clocks.agreement import BINDING
from disputes.clocks.clock import OWN_RULE
from disputes.deadlines import PERFORMANCE, PERIODS, Period

NAMES = {name: period for name, period in vars(deadlines).items() if isinstance(period, Period)}


def text() -> str:
    heads = ["期限", "代码", "长度", "单位", "起算", "依据", "逾期"]
    return f"""## 期限

起算当日不计。以日计算的法定期限最后一日是法定节假日的，顺延至其后第一个工作日；协议约定和本单位规定的不顺延。
缺少某年放假安排的，有关期限不予计算，也不猜测。逾期“拒绝”的，有关环节不能再办理；“警示”的，说明理由后可以办理；“提醒”的，
只提醒经办民警和负责人。

{table(heads, map(_row, PERIODS))}"""


def _row(period: Period) -> list[str]:
    return [
        period.name,
        f"`{period.code}`",
        period.set_by or str(period.days),
        period.unit,
        period.begins,
        _source(period),
        _consequence(period),
    ]


def _source(period: Period) -> str:
    articles = tuple(BINDING.values()) if period == PERFORMANCE else period.statutes
    moved_on = f"；顺延依{period.last_day}" if period.last_day else ""
    return ("、".join(map(str, articles)) or OWN_RULE) + moved_on


def _consequence(period: Period) -> str:
    """The rules that look at it, named in their own source."""
    asked = [rule.reference for rule in rules() if period in _periods(rule)]
    weight = "警示" if period.advisory else "拒绝"
    return f"{weight}（{'、'.join(asked)}）" if asked else "提醒"


def _periods(rule: Rule) -> list[Period]:
    names = (node.id for node in rule.nodes if isinstance(node, ast.Name))
    return [NAMES[name] for name in names if name in NAMES]
