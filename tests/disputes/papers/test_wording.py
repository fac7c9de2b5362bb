"""Money in words, days, ages: exact, whatever the amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes.papers import wording

DIGITS = {digit: n for n, digit in enumerate(wording.DIGITS)}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def read(words: str) -> Decimal:
    """The amount that the words say, read by a rule of its own."""
    whole, _, rest = words.rpartition("元")
    total = section = digit = 0
    for sign in whole:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in UNITS:
            section, digit = section + digit * UNITS[sign], 0
        elif sign == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            total, section, digit = total + (section + digit) * 10**4, 0, 0
    fen, digit = 0, 0
    for sign in rest:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign in "角分":
            fen, digit = fen + digit * (10 if sign == "角" else 1), 0
    return (
        Decimal(total + section + (DIGITS[whole[-1]] if whole[-1:] in DIGITS else 0))
        + Decimal(fen) / 100
    )


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("100.05", "壹佰元零伍分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("10001", "壹万零壹元整"),
        ("100000", "壹拾万元整"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("1000100", "壹佰万零壹佰元整"),
        ("100000001", "壹亿零壹元整"),
        ("9999999999.99", "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_in_chinese_capitals(amount, words):
    assert wording.in_words(Decimal(amount)) == words


@given(st.integers(0, 999_999_999_999))
def test_the_words_say_exactly_the_amount(fen):
    words = wording.in_words(Decimal(fen) / 100)
    assert read(words) == Decimal(fen) / 100
    assert "零零" not in words
    assert words.endswith(("整", "角", "分"))


@pytest.mark.parametrize("amount", ["-1", "0.001", "1.005"])
def test_what_is_no_amount_of_money_has_no_words(amount):
    with pytest.raises(ValueError, match="no amount"):
        wording.in_words(Decimal(amount))


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2008, 3, 2), date(2026, 3, 1), "17周岁"),
        (date(2008, 3, 2), date(2026, 3, 2), "18周岁"),
        (date(2008, 2, 29), date(2026, 2, 28), "17周岁"),
        (date(2008, 2, 29), date(2026, 3, 1), "18周岁"),
        (None, date(2026, 3, 1), ""),
    ],
)
def test_an_age_is_that_of_the_day_of_the_paper(born, on, age):
    assert wording.age(born, on) == age


def test_a_question_nobody_answered_has_no_tick():
    assert wording.yes_or_no(None) == "□是　□否"
    assert wording.yes_or_no(False) == "□是　☑否"
