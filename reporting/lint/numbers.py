"""Finding the numbers of a text (识别数字) in one pass, with unit word, hedge and noun.

Every pattern is bounded or possessive: the time grows with the length of the text, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reporting.lint.numerals import CHARACTERS, chinese_number

MOST_DIGITS = 12  # a longer row of digits is the number of a person, a case or a telephone
CLOSEST = 40  # characters of a noun phrase
SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
COUNTED = (
    "人次", "场次", "台次", "辆次", "件次", "艘次", "起次", "起", "件", "宗", "名", "人", "次", "场", "期", "份", "册",
    "卷", "本", "条", "个", "所", "处", "项", "支", "辆", "台", "户", "家", "部", "篇", "块", "幅", "张", "套", "架",
    "只", "对", "组", "队", "类", "批", "轮", "位", "间", "座", "款", "站", "岗", "班",
)  # fmt: skip
OTHER = ("个百分点", "百分点", "%", "‰", "亿元", "万元", "元", "小时", "分钟", "天", "日", "年", "个月", "月",
         "岁", "倍", "公斤", "千克", "克", "吨", "平方米", "公里", "米", "级", "层", "号", "届")  # fmt: skip
IN_CHINESE = ("人次", "场次", "台次", "辆次", "件次", "起", "件", "名", "人", "次", "场")
HEDGES_BEFORE = ("不少于", "不低于", "至少", "超过", "逾", "超", "近", "约", "不足", "不到")
NO_HEDGE = re.compile("(?:最近|附近|临近|靠近|邻近|签约|预约|节约|大约|公约|履约|违约)$")
BOUNDARIES = frozenset(
    "，,。；;：:！？!?\n()（）"
)  # 移交综治中心、平安法治办公室2556起 is one noun phrase


class Kind(StrEnum):
    """What a number is. Only the first five are figures; the rest names or dates something."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    AMOUNT = "amount"  # money, time, weight
    PLAIN = "plain"  # without a unit word
    NAME = "name"  # 12.4宪法日, 3日内办结率, G312


FIGURES = frozenset({Kind.COUNT, Kind.PERCENT, Kind.POINTS, Kind.AMOUNT, Kind.PLAIN})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands there. `text` runs from the first digit to the unit word; `value` is
    what was counted (1.2万 is 12000), a share in percent; `step` what one more in the last printed
    digit is; `label` the noun phrase before it, `noun` what follows if nothing stands before.
    `figure` is the key of the figure that it prints.
    """

    offset: int
    length: int
    text: str
    kind: Kind
    value: Decimal
    step: Decimal
    unit: str
    hedge: str
    label: str
    noun: str
    sentence: int
    figure: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def exact(self) -> bool:
        return not self.hedge

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Between which values the counted number may lie: 余 was rounded down, 近 up."""
        v, grain = self.value, _grain(self.value, self.step)
        return {
            "": (v, v), "余": (v, v + grain), "以上": (v, Decimal("Infinity")), "近": (v - grain, v),
            "以下": (Decimal(0), v), "约": (v - grain, v + grain),
        }[self.hedge]  # fmt: skip


def _grain(value: Decimal, step: Decimal) -> Decimal:
    """The place that a round number was rounded to: 5000 → 1000, 7995 → 1."""
    while value and value % (step * 10) == 0:
        step *= 10
    return step


@dataclass(frozen=True, slots=True)
class Day:
    """A date (日期) or a part of one; what is not said is None."""

    offset: int
    length: int
    text: str
    year: int | None
    month: int | None
    day: int | None


_N = "[0-9]"
_UNIT = "|".join(map(re.escape, sorted((*COUNTED, *OTHER), key=len, reverse=True)))
_CN = f"[{CHARACTERS}]"
SKIPPED = re.compile(
    rf"""
      (?P<date>(?<!{_N})(?P<y>(?:19|20){_N}{{2}})[ ]?年度?(?:[ ]?(?P<m>{_N}{{1,2}})[ ]?月
          (?:[ ]?(?P<d>{_N}{{1,2}})[ ]?[日号])?)?)
    | (?P<iso>(?<!{_N})(?P<iy>(?:19|20){_N}{{2}})[-/.](?P<im>{_N}{{1,2}})[-/.](?P<id>{_N}{{1,2}})(?!{_N}))
    | (?P<years>(?<!{_N})(?:19|20){_N}{{2}}[ ]?年?[ ]?[-—–~至]{{1,2}}[ ]?(?=(?:19|20){_N}{{2}}))
    | (?P<short>(?<!{_N})(?P<sm>{_N}{{1,2}})[ ]?月(?:[ ]?(?P<sd>{_N}{{1,2}})[ ]?[日号])?)
    | (?P<paper>[〔\[【](?:19|20){_N}{{2}}[〕\]】][ ]?第?[ ]?(?:{_N}{{1,6}}[ ]?号)?)
    | (?P<ordinal>第[ ]?(?:{_N}{{1,9}}|{_CN}{{1,9}}))
    | (?P<clock>(?<!{_N}){_N}{{1,2}}:{_N}{{2}}(?::{_N}{{2}})?(?!{_N}))
    | (?P<heading>^[ ]{{0,8}}(?:[(（][ ]?{_N}{{1,3}}[ ]?[)）]|{_N}{{1,3}}[.、．)）](?!{_N})))
    | (?P<word>[A-Za-z][A-Za-z_-]{{0,15}}{_N}{{1,20}}(?![0-9.]*%)|(?<!{_N}){_N}++[A-Za-z]{{1,16}})
    """,
    re.VERBOSE | re.MULTILINE,
)  # fmt: skip
ARABIC = re.compile(
    rf"""
    (?P<sign>(?<![0-9A-Za-z%)）+])[-−－])?
    (?P<digits>{_N}{{1,3}}(?:,{_N}{{3}})++(?!{_N})(?:\.{_N}++)?|{_N}++(?:\.{_N}++)?)
    (?P<more>[ ]?[余多来])?(?P<scale>[ ]?[百千万亿](?!分))?(?P<more_too>余|多)?
    (?P<unit>[ ]?(?:{_UNIT}))?
    (?P<more_still>余(?!额))?
    (?P<after>[ \n]{{0,4}}(?:以上|以下|左右|上下|以内|之内|内))?
    """,
    re.VERBOSE,
)
CHINESE = re.compile(
    rf"(?P<share>[百千万]分之)(?P<part>[{CHARACTERS}点]{{1,14}})"
    rf"|(?<![第每同任逐前后上下几数半{CHARACTERS}])(?P<numeral>{_CN}{{1,14}})(?P<more>[余多])?"
    rf"(?P<unit>{'|'.join(IN_CHINESE)})(?![大中心民员事])"
)
NARROW = {ord("０") + n: ord("0") + n for n in range(10)} | str.maketrans(
    "％．\u3000\u00a0", "%.  "
)
CONTROLS = dict.fromkeys((*range(10), *range(11, 32), 127), " ")


def plain(text: str) -> str:
    """The same text, character by character, with narrow digits and without control characters."""
    return text.translate(NARROW | CONTROLS)


def days_and_gaps(text: str) -> tuple[list[Day], list[tuple[int, int]]]:
    """Dates, and every span in which no figure is looked for."""
    days, gaps = [], []
    for found in SKIPPED.finditer(text):
        gaps.append(found.span())
        groups = found.groupdict()
        if found["date"] or found["iso"] or found["short"]:
            year = groups["y"] or groups["iy"]
            month, day = (groups["m"] or groups["im"] or groups["sm"],
                          groups["d"] or groups["id"] or groups["sd"])  # fmt: skip
            days.append(Day(found.start(), len(found[0]), found[0], *map(_int, (year, month, day))))
    return days, gaps


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def find(text: str) -> tuple[list[Number], list[Day]]:
    """All numbers in order, names of things included, and all dates. `text` is already `plain`."""
    days, gaps = days_and_gaps(text)
    matches = sorted(
        (m for m in (*ARABIC.finditer(text), *CHINESE.finditer(text))), key=lambda m: m.start()
    )
    free = list(_outside(matches, gaps))
    return list(_placed(text, free)), days


def _outside(
    matches: Sequence[re.Match[str]], gaps: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """The matches that begin in no gap and not within one another; both lists are in order."""
    at, taken = 0, 0
    for match in matches:
        while at < len(gaps) and gaps[at][1] <= match.start():
            at += 1
        inside = at < len(gaps) and gaps[at][0] <= match.start()
        if not inside and match.start() >= taken:
            taken = match.end()
            yield match


def _placed(text: str, matches: Sequence[re.Match[str]]) -> Iterator[Number]:
    """Numbers with their nouns: a noun ends at a boundary or at the figure before."""
    edges, sentences = _edges(text)
    edge = sentence = border = 0
    for match in matches:
        while edge < len(edges) and edges[edge] < match.start():
            border, edge = max(border, edges[edge] + 1), edge + 1
        while sentence < len(sentences) and sentences[sentence] < match.start():
            sentence += 1
        number = _number(text, match, max(border, match.start() - CLOSEST), sentence)
        if number is None:
            continue
        if number.kind in FIGURES:
            border = number.end
        yield number


def _edges(text: str) -> tuple[list[int], list[int]]:
    """Where clauses end, and where sentences do. A line broken in the middle ends neither."""
    edges, sentences = [], []
    solid = ""  # the last character that is no blank
    for at, c in enumerate(text):
        if c == "\n" and solid and solid not in "。；;：:！？!?，,、":
            following = text[at + 1 : at + 24].lstrip(" \n")[:1]
            if (
                following
                and "\u4e00" <= following <= "\u9fff"
                and following not in "一二三四五六七八九十"
            ):
                continue
        if c in BOUNDARIES:
            edges.append(at)
        if c in "。！？!?\n":
            sentences.append(at)
        if not c.isspace():
            solid = c
    return edges, sentences


def _number(text: str, match: re.Match[str], start: int, sentence: int) -> Number | None:
    """None for what is no number after all."""
    chinese = "numeral" in match.re.groupindex
    read = _chinese(match) if chinese else _arabic(match)
    if read is None:
        return None
    value, step, unit, end, hedge = read
    label = text[start : match.start()].strip()
    hedge, label = _hedged(hedge, label)
    label = label.replace(" ", "").replace("\n", "")
    kind = Kind.PERCENT if chinese and match["share"] else _kind(text, match, unit, end)
    following = text[end : end + 20]
    stop = next(
        (n for n, c in enumerate(following) if c in BOUNDARIES or c == "、" or c.isdigit()), 20
    )
    return Number(match.start(), end - match.start(), text[match.start() : end], kind, value, step,
                  unit, hedge, label, following[:stop].strip(), sentence)  # fmt: skip


def _arabic(match: re.Match[str]) -> tuple[Decimal, Decimal, str, int, str] | None:
    digits = match["digits"].replace(",", "")
    if len(digits) > MOST_DIGITS:
        return None
    value, step = Decimal(digits), Decimal(1).scaleb(-len(digits.partition(".")[2]))
    times = SCALES.get((match["scale"] or "").strip(), 1)
    unit = (match["unit"] or "").strip()
    if unit in ("万元", "亿元"):
        times, unit = SCALES[unit[0]] * times, "元"
    if unit == "‰":
        value, step, unit = value / 10, step / 10, "%"
    hedge = "余" if match["more"] or match["more_too"] or match["more_still"] else ""
    after = (match["after"] or "").strip()
    hedge = {"以上": "以上", "以下": "以下", "左右": "约", "上下": "约"}.get(after, hedge)
    end = match.end("after") if after in ("以上", "以下", "左右", "上下") else _end(match)
    return (-value if match["sign"] else value) * times, step * times, unit, end, hedge


def _end(match: re.Match[str]) -> int:
    return match.end("after") - len(match["after"]) if match["after"] else match.end()


def _chinese(match: re.Match[str]) -> tuple[Decimal, Decimal, str, int, str] | None:
    if share := match["share"]:
        value = chinese_number(match["part"])
        if value is None:
            return None
        value = value * 100 / {"百": 100, "千": 1000, "万": 10_000}[share[0]]
        return value, Decimal("0.01"), "%", match.end(), ""
    value = chinese_number(match["numeral"])
    if value is None or value < 2:  # 一 is an article more often than a count
        return None
    return value, Decimal(1), match["unit"], match.end(), "余" if match["more"] else ""


def _hedged(hedge: str, label: str) -> tuple[str, str]:
    """The hedge with what stands before the number, and the label without it."""
    word = next((w for w in HEDGES_BEFORE if label.endswith(w)), "")
    if not word or (NO_HEDGE.search(label) and not label.endswith("大约")):
        return hedge, label
    said = {"近": "近", "约": "约", "不足": "以下", "不到": "以下"}.get(word, "以上")
    return hedge or said, label.removesuffix(word).removesuffix("大")


def _kind(text: str, match: re.Match[str], unit: str, end: int) -> Kind:
    before, after = text[match.start() - 1 : match.start()], text[end : end + 1]
    after_it = match.groupdict().get("after") or ""
    within = after_it.strip() in ("内", "以内", "之内")
    if not unit and (
        (before in tuple("“\"'‘《「『+-—/.·×:") and before) or after in tuple("”\"'’》」』+/×")
    ):
        return Kind.NAME if before or after else Kind.PLAIN
    if (within and unit in ("日", "天", "小时", "个月", "年", "分钟")) or unit in (
        "号",
        "届",
        "级",
        "年",
        "月",
        "岁",
    ):
        return Kind.NAME
    if unit == "%":
        return Kind.PERCENT
    if unit in ("个百分点", "百分点"):
        return Kind.POINTS
    return Kind.COUNT if unit in COUNTED else Kind.AMOUNT if unit else Kind.PLAIN
