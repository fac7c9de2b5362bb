"""What numbers count (名词): which unit words go with a noun, and the figures that checks know.

Taken from the five source reports and the conventions of official writing; a noun that stands
nowhere here is not judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reporting.lint.numbers import Kind, Number

PEOPLE = ("人", "人次", "名", "位")
CASES = ("起", "件", "宗")
MEETINGS = ("次", "场", "场次", "期", "个", "轮", "班")


@dataclass(frozen=True, slots=True)
class Noun:
    """`units` are the words that go with it, the usual one first; `wrong` those of another sort of
    thing, which are an error; any other is unusual."""

    pattern: re.Pattern[str]
    units: Sequence[str]
    wrong: Sequence[str] = ()


def _noun(pattern: str, units: Sequence[str], wrong: Sequence[str] = ()) -> Noun:
    return Noun(re.compile(f"(?:{pattern})$"), units, wrong)


# The first that the label ends with decides. Attendance goes before the thing attended.
NOUNS = (
    _noun("听证(?:式)?调解", ("场次", "场", "次", *CASES), ("人次", "名")),
    _noun("(?:矛盾)?纠纷", ("起", "件", "宗"), (*PEOPLE, "场次", "场", "次", "份", "册")),
    _noun("(?:案件|案)", ("件", "起", "宗"), (*PEOPLE, "场次", "场", "份", "册")),
    _noun("(?:案卷|卷宗)", ("卷", "件", "份", "宗", "册", "本"), (*PEOPLE, "场次", "场")),
    _noun("(?:培训|大讲堂|会议|研讨|执法检查|学习|宣传活动)", (*MEETINGS, "人次"), ("起", "件", "份", "册")),
    _noun("(?:咨询)", ("人次", "次", "件", "起", "人", "件次"), ("场次", "场", "册")),
    _noun("(?:嫌疑人|人员|民警|辅警|监督员|未成年人|警力|兵力)", PEOPLE, (*CASES, "场次", "场", "份", "册")),
    _noun("(?:警车|车辆)", ("台次", "辆次", "台", "辆", "车次"), (*PEOPLE, *CASES, "场次")),
    _noun("(?:宣传资料|资料|宣传单|宣传册)", ("份", "册", "张", "本", "件", "套"), (*PEOPLE, *CASES[:1], "场次", "场")),
    _noun("(?:书籍)", ("册", "本", "套"), (*PEOPLE, "起", "件", "场次", "场")),
    _noun("(?:横幅)", ("条", "幅"), (*PEOPLE, *CASES, "场次", "场")),
)  # fmt: skip
REGISTERED, RESOLVED, REFERRED, RATE = "registered", "resolved", "referred", "resolution_rate"
REVIEWED, CRIMINAL, ADMINISTRATIVE = (
    "cases_reviewed",
    "criminal_reviewed",
    "administrative_reviewed",
)
FOUND, CORRECTED, CORRECTION = "problems_found", "problems_corrected", "correction_rate"
IN_3, IN_7 = "rate_in_3_days", "rate_in_7_days"
NAMES = {
    REGISTERED: "排查录入", RESOLVED: "化解", REFERRED: "移交", RATE: "化解率",
    REVIEWED: "审核案件", CRIMINAL: "审核刑事案件", ADMINISTRATIVE: "审核行政案件",
    FOUND: "发现问题", CORRECTED: "整改", CORRECTION: "整改率",
    IN_3: "3日内办结率", IN_7: "7日内办结率",
}  # fmt: skip
# A figure of another year, of a part, or of one unit is no second value of the same thing.
ELSEWHERE = re.compile(
    "其中|上年|去年|同期|此前|季度|上半年|下半年|月份|派出所|分局|每|平均|历年|累计以来|目标|计划|力争|不低于|不少于|以来累计"
)
LAST_YEAR = re.compile("上年|去年|上一年|同期(?!相比)")
_CASES = frozenset(CASES)


def _says(pattern: str, without: str = "(?!)") -> re.Pattern[str]:
    return re.compile(f"^(?!.*(?:{without})).*(?:{pattern})")


_REGISTERED = _says(
    "(?:排查|录入|登记|受理|摸排|接报).{0,8}纠纷$", "化解|调处|移交|移送|调解成功|回访|其中"
)
_RESOLVED = _says("(?:化解|调处|调解成功|成功调解)(?:了|各类|矛盾|纠纷|矛盾纠纷|成功|各类矛盾纠纷){0,2}$",
                  "排查|录入|登记|未化解|积案|信访|难以|听证|其中")  # fmt: skip
_REFERRED = _says("移交|移送|转交", "起诉|线索|案件|检察|人员|嫌疑|财物|其中")
_RATE = _says("(?:化解|调处)(?:成功)?率(?:达|为|达到|至|上升至|提高到|保持在)?$")


def concept(number: Number, sentence: str, before: str) -> str:
    """Which of the known figures a number is; "" for any other.

    `sentence` is the text around it, `before` the known figure just before it in the same one.
    """
    label = number.label
    if number.kind is Kind.PERCENT:
        return _share(label)
    if number.kind is not Kind.COUNT or LAST_YEAR.search(label):
        return ""
    if number.unit in _CASES:
        return _cases(label, sentence, before)
    if number.unit in ("个", "条", "项", "处"):
        if re.search("发现.{0,4}问题$", label):
            return FOUND
        if re.search("整改(?:了|完成|到位|问题|执法问题){0,2}$", label):
            return CORRECTED
    return ""


def _share(label: str) -> str:
    if _RATE.search(label):
        return RATE
    if re.search("整改率(?:达|为|达到)?$", label):
        return CORRECTION
    days = re.search("行政案件([37])日内办结率|^([37])日内办结率", label)
    return "" if not days else IN_3 if "3" in days.groups() else IN_7


def _cases(label: str, sentence: str, before: str) -> str:
    if _REGISTERED.search(label):
        return REGISTERED
    if _RESOLVED.search(label) and "纠纷" in sentence:
        return RESOLVED
    if _REFERRED.search(label) and "纠纷" in sentence:
        return REFERRED
    if label.endswith("审核刑事案件"):
        return CRIMINAL
    if label.endswith("审核行政案件") or (label == "行政案件" and before == CRIMINAL):
        return ADMINISTRATIVE
    return REVIEWED if re.search("^(?:共|累计|全年)*审核(?:各类)?案件$", label) else ""
