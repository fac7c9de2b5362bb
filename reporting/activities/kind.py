"""What a kind of activity figure is (工作种类), and how its total is printed."""

from __future__ import annotations

from dataclasses import dataclass

from reporting.indicators import Indicator

FIELDS = {  # where a kind is at home: the table of a unit's entries, in this order
    "study": "学法和会议",
    "training": "执法培训",
    "publicity": "普法宣传",
    "review": "案件审核、评查和检查",
    "fast": "快速办理和办案期限",
    "crime": "打击犯罪",
    "patrol": "巡逻防控",
    "prevention": "矛盾风险防范",
    "places": "场所和队伍建设",
}


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A number that units enter. `unit` is its unit word (计量单位), printed after it.

    `standing`: how many there are at the end of the period (派驻室、值守点), not how many were added;
    of each unit the latest entry counts, and the sum is over units only. `people` is the kind that
    counts the people of the same thing: 件 and 人 are two numbers. `part_of` is the kind that it can
    never exceed.
    """

    code: str
    name: str
    unit: str
    field: str
    source: str = ""
    note: str = ""
    standing: bool = False
    people: str = ""
    part_of: str = ""

    @property
    def indicator(self) -> Indicator:
        """Its total as a report names it: `activity.` and the code."""
        return Indicator(f"activity.{self.code}", self.name, self.code, unit=self.unit,
                         note=self.note, source=self.source)  # fmt: skip
