"""Thresholds (阈值): what no law sets. A row of the table replaces the default."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.models import Threshold


@dataclass(frozen=True, slots=True)
class Limit:
    code: str
    name: str
    default: int


RANKING_LEAST = Limit("ranking_least", "参与排名的最少件数", 30)
BURST_DAYS = Limit("burst_days", "月末突击：月末天数", 3)
BURST_PERCENT = Limit("burst_percent", "月末突击：占全月录入的百分比", 30)
SAME_DAY_PERCENT = Limit("same_day_percent", "当日录入当日办结：占办结的百分比", 50)
COPIED = Limit("copied", "雷同文本：相同简要情况的件数", 3)
SPLIT = Limit("split", "拆分登记：同日同地点的件数", 3)
QUOTA_MONTHS = Limit("quota_months", "指标化录入：各月件数相同的月数", 3)
SIGNAL_LEAST = Limit("signal_least", "异常提示的最少件数", 10)
LIMITS = (
    RANKING_LEAST, BURST_DAYS, BURST_PERCENT, SAME_DAY_PERCENT, COPIED, SPLIT, QUOTA_MONTHS,
    SIGNAL_LEAST,
)  # fmt: skip


def current() -> dict[str, int]:
    """What holds now, by code."""
    return {limit.code: limit.default for limit in LIMITS} | dict(
        Threshold.objects.values_list("code", "value")
    )
