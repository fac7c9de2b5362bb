"""What can be computed again from the numbers of the text itself (复算)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from reporting.formatting import decimal_text, percent_text
from reporting.lint.nouns import (
    ADMINISTRATIVE,
    CORRECTED,
    CORRECTION,
    CRIMINAL,
    FOUND,
    IN_3,
    IN_7,
    LAST_YEAR,
    NAMES,
    RATE,
    REFERRED,
    REGISTERED,
    RESOLVED,
    REVIEWED,
)
from reporting.lint.numbers import Kind, Number
from reporting.lint.reading import Reading
from reporting.lint.remark import Level, Remark, remark

KNOWN_RATES = {RATE: (RESOLVED, REGISTERED), CORRECTION: (CORRECTED, FOUND)}
STEM = re.compile("([\u4e00-\u9fff]{2})率[\u4e00-\u9fff]{0,4}$")
CARRIED = re.compile("积案|历年|往年|上年结转|存量|包括.{0,6}上年")
CHANGE = re.compile("(上升|增长|增加|提高|下降|减少|降低|回落)(?:了|幅度|率|达|近|约|为)*$")
UP = ("上升", "增长", "增加", "提高")
# What must not exceed what: the part, the whole, and how grave it is.
WITHIN = (
    (RESOLVED, REGISTERED, Level.ERROR),
    (REFERRED, REGISTERED, Level.ERROR),
    (CORRECTED, FOUND, Level.WARNING),
)
PARTITIONS = ((REVIEWED, (CRIMINAL, ADMINISTRATIVE)),)


def rates(reading: Reading) -> Iterator[Remark]:
    """LINT_RATE: a rate is not what its counts give; above 100% of a cohort it never is."""
    for numbers in reading.sentences():
        for rate in numbers:
            if rate.kind is not Kind.PERCENT or _is_change(rate):
                continue
            known = reading.concepts.get(rate.offset, "")
            if known in KNOWN_RATES and rate.value > 100:
                yield remark("LINT_RATE", Level.ERROR, rate, f"{NAMES[known]}不能超过100%")
            pair = _counts_of(reading, rate, numbers, known)
            if pair and not _gives(rate, *pair):
                yield _wrong_rate(rate, *pair, sure=known in KNOWN_RATES)


def _counts_of(
    reading: Reading, rate: Number, numbers: Sequence[Number], known: str
) -> tuple[Number, Number] | None:
    """Numerator and denominator of a rate, from the same sentence."""
    earlier = [
        n for n in numbers if n.offset < rate.offset and n.kind is Kind.COUNT and n.value > 0
    ]
    if known in KNOWN_RATES:
        top, bottom = KNOWN_RATES[known]
        tops = [n for n in earlier if reading.concepts.get(n.offset) == top]
        bottoms = [n for n in earlier if reading.concepts.get(n.offset) == bottom]
        return (tops[-1], bottoms[-1]) if tops and bottoms else None
    stem = STEM.search(rate.label)
    if not stem:
        return None
    for at in range(len(earlier) - 1, 0, -1):
        one, other = earlier[at], earlier[at - 1]
        if stem[1] in one.label and one.unit == other.unit and stem[1] not in other.label:
            return (one, other) if one.value <= other.value else None
    return None


def _gives(rate: Number, top: Number, bottom: Number) -> bool:
    """Whether the counts, as exactly as they are known, can give the printed rate."""
    (least, most), (low, high) = top.bounds(), bottom.bounds()
    if not low or not high.is_finite() or not most.is_finite():
        return True
    step = max(rate.step, Decimal("0.01"))
    floor, ceiling = _share(least, high, step), _share(most, low, step)
    printed, printed_to = rate.bounds()
    return printed <= ceiling and floor <= printed_to


def _share(top: Decimal, bottom: Decimal, step: Decimal) -> Decimal:
    return (top * 100 / bottom).quantize(step, rounding=ROUND_HALF_UP)


def _wrong_rate(rate: Number, top: Number, bottom: Number, *, sure: bool) -> Remark:
    right = _share(top.value, bottom.value, max(rate.step, Decimal("0.01")))
    exact = all(n.exact for n in (rate, top, bottom))
    rounding = abs(right - rate.value) <= rate.step
    said = "四舍五入有误" if rounding else "与所列数字不符"
    return remark(
        "LINT_RATE", Level.ERROR if sure and exact else Level.WARNING, rate,
        f"{decimal_text(top.value)} ÷ {decimal_text(bottom.value)} = {percent_text(right)}，"
        f"正文写“{rate.text}”，{said}",
        f"改为{percent_text(right)}，或者核对分子、分母", about=(top, bottom),
    )  # fmt: skip


def _is_change(number: Number) -> bool:
    return bool(CHANGE.search(number.label))


def subsets(reading: Reading) -> Iterator[Remark]:
    """LINT_SUBSET: a part is greater than what it is a part of."""
    for part_code, whole_code, level in WITHIN:
        for part, whole in _pairs(reading, part_code, whole_code):
            if part.bounds()[0] > whole.bounds()[1] and not CARRIED.search(
                reading.around(part, 80) + reading.following(part, 20)
            ):
                yield remark(
                    "LINT_SUBSET", level, part,
                    f"{NAMES[part_code]}{part.text}多于{NAMES[whole_code]}{whole.text}",
                    "核对数字；包括以前年度的，应当写明", about=(whole,),
                )  # fmt: skip
    for early, late in _pairs(reading, IN_3, IN_7):
        if early.bounds()[0] > late.bounds()[1] and late.exact:
            yield remark(
                "LINT_SUBSET", Level.ERROR, early,
                f"3日内办结率{early.text}高于7日内办结率{late.text}，后者包括前者",
                "核对两个比率", about=(late,),
            )  # fmt: skip


def _pairs(reading: Reading, part: str, whole: str) -> Iterator[tuple[Number, Number]]:
    """Part and whole of the same sentence; of the whole text, if each is said once only."""
    found = False
    parts, wholes = reading.of(part), reading.of(whole)
    by_sentence = {n.sentence: n for n in wholes}
    for one in parts:
        if one.sentence in by_sentence:
            found = True
            yield one, by_sentence[one.sentence]
    if not found and len(parts) == len(wholes) == 1:
        yield parts[0], wholes[0]


def overlap(reading: Reading) -> Iterator[Remark]:
    """LINT_OVERLAP: resolved and referred together exceed the registered, so some are both."""
    for referred, registered in _pairs(reading, REFERRED, REGISTERED):
        resolved = next(
            (n for n in reading.of(RESOLVED) if n.sentence == registered.sentence), None
        )
        if resolved is None or resolved.value > registered.value:
            continue
        both = resolved.value + referred.value - registered.value
        if both > 0:
            left = registered.value - resolved.value
            yield remark(
                "LINT_OVERLAP", Level.NOTE, referred,
                f"化解{decimal_text(resolved.value)} + 移交{decimal_text(referred.value)} - "
                f"录入{decimal_text(registered.value)} = {decimal_text(both)}：至少有"
                f"{decimal_text(both)}起既移交又化解（未化解的只有{decimal_text(left)}起），"
                "或者移交另有统计范围",
                "移交不是结果，不能用录入数减去移交数推算", about=(resolved, registered),
            )  # fmt: skip


def partitions(reading: Reading) -> Iterator[Remark]:
    """LINT_PARTS_DIFFER: named parts do not add up to the total named elsewhere. No report says that
    they must, so that it is a note."""
    for whole_code, part_codes in PARTITIONS:
        wholes, parts = reading.whole(whole_code), [reading.of(code) for code in part_codes]
        if len(wholes) != 1 or any(len(found) != 1 for found in parts):
            continue
        whole, ones = wholes[0], [found[0] for found in parts]
        total = sum(n.value for n in ones)
        low, high = whole.bounds()
        if not low <= total <= high:
            added = " + ".join(_grouped(n.value) for n in ones)
            yield remark(
                "LINT_PARTS_DIFFER", Level.NOTE, ones[0],
                f"{added} = {_grouped(Decimal(total))} ≠ {_grouped(whole.value)}："
                f"{'、'.join(NAMES[code] for code in part_codes)}之和与{NAMES[whole_code]}“{whole.text}”不等",
                "统计范围不同的，可以写明各自的范围", about=(*ones[1:], whole),
            )  # fmt: skip


def _grouped(value: Decimal) -> str:
    return f"{value:,f}"


def members(reading: Reading) -> Iterator[Remark]:
    """LINT_PART_EXCEEDS, LINT_PARTS_EXCEED: what follows 其中 or stands in brackets is more than the
    total before it."""
    for numbers in reading.sentences():
        for at, whole in enumerate(numbers):
            if whole.kind is Kind.COUNT:
                yield from _beyond(whole, _members_of(reading, whole, numbers[at + 1 :]))


def _members_of(reading: Reading, whole: Number, rest: Sequence[Number]) -> list[Number]:
    """The numbers just behind that are said to be part of it, of the same unit."""
    after = reading.following(whole, 4).lstrip(" ，,")
    bracket, among = after[:1] in ("(", "（"), after.startswith("其中")
    if not bracket and not among:
        return []
    found = []
    for number in rest:
        between = reading.text[(found[-1] if found else whole).end : number.offset]
        closed = bracket and any(c in between for c in ")）")
        apart = among and found and any(c in between for c in "，,；;")
        if closed or apart or number.unit != whole.unit:
            break
        found.append(number)
    return found


def _beyond(whole: Number, parts: Sequence[Number]) -> Iterator[Remark]:
    for part in parts:
        if part.bounds()[0] > whole.bounds()[1]:
            yield remark(
                "LINT_PART_EXCEEDS", Level.ERROR, part,
                f"其中的{part.text}多于总数{whole.text}", "核对两个数字", about=(whole,),
            )  # fmt: skip
            return
    total = sum(part.bounds()[0] for part in parts)
    if total > whole.bounds()[1]:
        yield remark(
            "LINT_PARTS_EXCEED", Level.WARNING, whole,
            f"其中各项{' + '.join(decimal_text(n.value) for n in parts)} = {decimal_text(Decimal(total))}，"
            f"多于总数{whole.text}",
            "各项有重叠的，应当写明；否则核对数字", about=parts,
        )  # fmt: skip


def changes(reading: Reading) -> Iterator[Remark]:
    """LINT_CHANGE: a change on the year before is not what the two numbers of the sentence give."""
    for numbers in reading.sentences():
        counts = [n for n in numbers if n.kind is Kind.COUNT]
        before = [n for n in counts if LAST_YEAR.search(n.label)]
        now = [n for n in counts if n not in before]
        told = [n for n in numbers if n.kind is Kind.PERCENT and _is_change(n)]
        if not len(before) == len(now) == len(told) == 1 or before[0].unit != now[0].unit:
            continue
        yield from _change(told[0], now[0], before[0])


def _change(told: Number, now: Number, before: Number) -> Iterator[Remark]:
    if not before.value or not all(n.exact for n in (told, now, before)) or told.value < 0:
        return
    word = CHANGE.search(told.label)
    rises = bool(word and word[1] in UP)
    right = _share(abs(now.value - before.value), before.value, max(told.step, Decimal("0.01")))
    if right == told.value and (rises == (now.value > before.value) or not right):
        return
    said = "上升" if now.value > before.value else "下降"
    yield remark(
        "LINT_CHANGE", Level.ERROR, told,
        f"由{before.text}到{now.text}，同比{said}{percent_text(right)}，"
        f"正文写“{word[1] if word else ''}{told.text}”",
        f"改为{said}{percent_text(right)}，或者核对两年的数字", about=(now, before),
    )  # fmt: skip


CHECKS = (rates, subsets, overlap, partitions, members, changes)
