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
# What the annual report calls a problem: percentages, in the report as `target.` and the code.
TARGET_RESOLUTION = Limit("target_resolution", "年报目标：化解率不低于（%）", 90)
TARGET_FULFILMENT = Limit("target_fulfilment", "年报目标：协议履行率不低于（%）", 90)
TARGET_FOLLOW_UP = Limit("target_follow_up", "年报目标：回访率不低于（%）", 100)
TARGET_SATISFACTION = Limit("target_satisfaction", "年报目标：满意度不低于（%）", 90)
TARGET_ANSWERS = Limit("target_answers", "年报目标：移交反馈率不低于（%）", 90)
TARGET_OVERDUE = Limit("target_overdue", "年报目标：超期率不高于（%）", 5)
TARGET_CORRECTION = Limit("target_correction", "年报目标：执法问题整改率不低于（%）", 100)
TARGET_REVIEWERS = Limit("target_reviewers", "年报目标：法制审核人员占比不低于（%）", 5)
TARGETS = (
    TARGET_RESOLUTION, TARGET_FULFILMENT, TARGET_FOLLOW_UP, TARGET_SATISFACTION, TARGET_ANSWERS,
    TARGET_OVERDUE, TARGET_CORRECTION, TARGET_REVIEWERS,
)  # fmt: skip
RECONCILE_HOURS = Limit("reconcile_hours", "对账的有效小时数", 36)
WAITING_MINUTES = Limit("waiting_minutes", "变动等候计入的分钟数", 15)
SILENT_MINUTES = Limit("silent_minutes", "后台任务无心跳的分钟数", 15)
EFFECT_STRATUM = Limit("effect_stratum", "听证效果比较：每层每组的最少件数", 5)
EFFECT_LEAST = Limit("effect_least", "听证效果比较：每组的最少件数", 30)
SMALL_CELL = Limit("small_cell", "公开附表：少于该件数的数值不公布", 5)
LIMITS = (
    RANKING_LEAST, BURST_DAYS, BURST_PERCENT, SAME_DAY_PERCENT, COPIED, SPLIT, QUOTA_MONTHS,
    SIGNAL_LEAST, RECONCILE_HOURS, WAITING_MINUTES, SILENT_MINUTES, EFFECT_STRATUM, EFFECT_LEAST, SMALL_CELL,
    *TARGETS,
)  # fmt: skip


def current() -> dict[str, int]:
    """What holds now, by code."""
    return {limit.code: limit.default for limit in LIMITS} | dict(
        Threshold.objects.values_list("code", "value")
    )
