"""Rates are rounded half-up from raw counts and written as the reports write them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reporting.formatting import change_text, decimal_text, percent, percent_text, ratio

COUNTS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("top", "bottom", "text"),
    [
        (11855, 12489, "94.92%"),  # 庆阳市公安局 2025
        (1, 800, "0.13%"),  # 0.125 exactly: half goes up
        (3, 800, "0.38%"),  # 0.375 exactly: half to even would give the same
        (5, 800, "0.63%"),  # 0.625 exactly: half to even would give 0.62
        (27, 40, "67.5%"),
        (37, 100, "37%"),
        (7, 7, "100%"),
        (0, 9, "0%"),
        (3, 2, "150%"),
    ],
)
def test_percentages_as_they_are_printed(top, bottom, text):
    assert percent_text(percent(top, bottom)) == text


def test_a_zero_denominator_has_no_rate():
    assert percent(0, 0) is None
    assert ratio(5, 0) is None


def test_a_negative_denominator_is_a_mistake():
    with pytest.raises(ValueError, match="negative denominator"):
        percent(1, -1)


@given(COUNTS, COUNTS.filter(bool))
@example(2, 64)  # 3.125% lies half way and goes up
def test_a_percentage_is_never_more_than_half_a_hundredth_off(top, bottom):
    exact, rounded = Fraction(100 * top, bottom), Fraction(percent(top, bottom))
    assert -Fraction(1, 200) <= exact - rounded < Fraction(1, 200)


@given(COUNTS, COUNTS.filter(bool))
def test_no_trailing_zero_and_no_exponent_is_printed(top, bottom):
    text = decimal_text(percent(top, bottom))
    assert "E" not in text
    assert "." not in text or not text.endswith("0")
    assert Decimal(text) == percent(top, bottom)


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (110, 100, "上升10%"),
        (90, 100, "下降10%"),
        (100, 100, None),
        (5, 0, None),
        (0, 4, "下降100%"),
        (3, -2, None),
        (100001, 100000, None),  # less than can be printed is no change
    ],
)
def test_a_change_in_words(now, before, text):
    assert change_text(now, before) == text
