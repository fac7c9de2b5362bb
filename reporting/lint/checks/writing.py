"""How numbers are written (数字写法): unit words, hedges, signs, zeros, one value for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reporting.formatting import decimal_text
from reporting.lint.nouns import NAMES, NOUNS
from reporting.lint.numbers import Kind, Number
from reporting.lint.reading import Reading
from reporting.lint.remark import Level, Remark, remark

MOVES = re.compile("(上升|增长|增加|提高|下降|减少|降低|缩短|回落)(?:了)?$")
COMPARED = re.compile("(?:同比|环比|较上年|比上年)$")
PRINTED_ZEROS = re.compile(r"\.[0-9]*0(?![0-9])")
ZERO_EVENT = re.compile('[“"]?零发生[”"]?')
SPARED = ("余", "近")  # hedges that follow a round number


def unit_words(reading: Reading) -> Iterator[Remark]:
    """LINT_UNIT_WORD: the unit word belongs to another sort of thing, or is unusual."""
    for number in reading.numbers:
        if number.kind is not Kind.COUNT:
            continue
        noun = next((noun for noun in NOUNS if noun.pattern.search(number.label)), None)
        if noun is None or number.unit in noun.units:
            continue
        level = Level.ERROR if number.unit in noun.wrong else Level.WARNING
        thing = number.label[-8:]
        yield remark(
            "LINT_UNIT_WORD", level, number,
            f"“{thing}”以{'、'.join(noun.units[:3])}计，正文用“{number.unit}”",
            f"改为“{number.text.removesuffix(number.unit)}{noun.units[0]}”，或者补足所计的事项",
        )  # fmt: skip


def trailing_zeros(reading: Reading) -> Iterator[Remark]:
    """LINT_TRAILING_ZEROS: 67.50% is written 67.5%."""
    for number in reading.numbers:
        if zeros_found := PRINTED_ZEROS.search(number.text):
            kept = zeros_found[0].rstrip("0").rstrip(".")
            right = number.text.replace(zeros_found[0], kept, 1)
            yield remark(
                "LINT_TRAILING_ZEROS", Level.WARNING, number, "小数末尾的零不写", f"改为{right}"
            )


def signs(reading: Reading) -> Iterator[Remark]:
    """LINT_NEGATIVE: a word of rise or fall with a negative number says the opposite."""
    for number in reading.numbers:
        if number.value >= 0:
            continue
        size = number.text.lstrip("-−－")
        if word := MOVES.search(number.label):
            yield remark(
                "LINT_NEGATIVE", Level.ERROR, number,
                f"“{word[1]}”后面是负数“{number.text}”，意思相反",
                f"改为“{word[1]}{size}”；方向不对的，改动词",
            )  # fmt: skip
        elif COMPARED.search(number.label):
            yield remark(
                "LINT_NEGATIVE", Level.WARNING, number, "下降用正数，不用负号",
                f"改为“下降{size}”",
            )  # fmt: skip


def hedges(reading: Reading) -> Iterator[Remark]:
    """LINT_HEDGE: 余 and 近 stand at round numbers; two hedges at one number contradict."""
    for number in reading.numbers:
        exact_looking = number.value >= 100 and number.value % 10 and number.step == 1
        if number.hedge == "余" and exact_looking:
            yield remark(
                "LINT_HEDGE", Level.WARNING, number,
                f"“余”用于舍去尾数的整数，{decimal_text(number.value)}已精确到个位",
                f"删去“余”，或者写成{_rounded(number)}余{number.unit}",
            )  # fmt: skip
        before = reading.text[max(0, number.offset - 2) : number.offset].strip()
        if before.endswith(("近", "约", "超")) and re.search("[余多]|以上|左右", number.text):
            yield remark(
                "LINT_HEDGE", Level.WARNING, number,
                f"“{before[-1]}”与“{number.text}”中的概数词重复或者矛盾", "只保留一个概数词",
            )  # fmt: skip


def _rounded(number: Number) -> str:
    places = len(str(int(number.value))) - 1
    grain = Decimal(10) ** max(1, places - 1)
    return decimal_text(number.value // grain * grain)


def zeros(reading: Reading) -> Iterator[Remark]:
    """LINT_ZERO: nothing to tell is not told as a zero; 零发生 needs somebody who answers for it."""
    for number in reading.numbers:
        if number.value == 0 and number.kind in (Kind.COUNT, Kind.PERCENT) and number.exact:
            yield remark(
                "LINT_ZERO", Level.WARNING, number, f"“{number.text}”：没有发生的不以零列举",
                "删去该分句；确无发生且数据完整的，写“未发生”或者“零发生”",
            )  # fmt: skip
    for found in ZERO_EVENT.finditer(reading.text):
        yield Remark(
            "LINT_ZERO", Level.NOTE, found.start(), len(found[0]), found[0],
            "“零发生”是对全年的断言，须确为零且数据完整", "附核实的依据，或者由有关单位确认",
        )  # fmt: skip


def two_values(reading: Reading) -> Iterator[Remark]:
    """LINT_TWO_VALUES: the same figure is printed twice with different values."""
    for code, name in NAMES.items():
        found = reading.whole(code)
        for other in found[1:]:
            first = found[0]
            if _differ(first, other):
                by_hand = bool(first.figure) != bool(other.figure)
                at, true = (first, other) if other.figure and by_hand else (other, first)
                yield remark(
                    "LINT_TWO_VALUES", Level.ERROR if by_hand else Level.WARNING, at,
                    f"{name}前后不一：“{true.text}”与“{at.text}”", "统一为同一数字，或者写明各自的范围",
                    about=(true,),
                )  # fmt: skip


def _differ(one: Number, other: Number) -> bool:
    (low, high), (least, most) = one.bounds(), other.bounds()
    return high < least or most < low


CHECKS = (unit_words, trailing_zeros, signs, hedges, zeros, two_values)
