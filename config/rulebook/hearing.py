"""Hearing-style mediation (听证式调解): who sits where, and what each stage must record."""

from __future__ import annotations

from config.rulebook.tables import table
from disputes.guards.hearing import LISTS, RECORDS, SKIPPABLE
from disputes.guards.panel import SEATS
from disputes.models.hearing import HearingSeat, Stage


def text() -> str:
    stages = [
        [
            n,
            stage.label,
            "、".join((RECORDS[stage] | LISTS.get(stage, {})).values()),
            "可以，须说明" if stage in SKIPPABLE else "",
        ]
        for n, stage in enumerate(Stage, start=1)
    ]
    return f"""## 听证式调解

听证式调解不是行政处罚听证，当事人自愿参加，听证意见仅供参考。组成：{"、".join(s.name for s in SEATS)}；
身份可以是{"、".join(HearingSeat.Capacity.labels)}。十四个环节依次进行：

{table(["序号", "环节", "必须记录", "可否省略"], stages)}"""
