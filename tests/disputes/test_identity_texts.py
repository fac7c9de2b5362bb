"""Names, free text and money: kept as they are recorded, or refused with the reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disputes import identity
from disputes.identity import InvalidIdentity

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=70)


def refusal(check, value, *more) -> str:
    """The code of the refusal."""
    with pytest.raises(InvalidIdentity) as refused:
        check(value, *more)
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 王建国 ", "王建国"),
        ("王　　建国", "王 建国"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("𠮷田𬱖", "𠮷田𬱖"),
        ("\ue863", "\ue863"),  # private use area: how police systems keep rare characters
        ("⿰亻尧某", "⿰亻尧某"),  # a character described, for want of a code
        ("﨑", "﨑"),  # not turned into its look-alike
        ("Jean-Luc O'Neill", "Jean-Luc O'Neill"),
        ("一" * 50, "一" * 50),
    ],
)
def test_a_name_is_kept_as_it_is_recorded(typed, kept):
    assert identity.person_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "NAME_EMPTY"),
        ("　", "NAME_EMPTY"),
        ("一" * 51, "NAME_TOO_LONG"),
        ("王\0建国", "NAME_CHARACTERS"),
        ("王\n建国", "NAME_CHARACTERS"),
        ("王\u200b建国", "NAME_CHARACTERS"),  # an invisible character makes two people of one
        ("王\u202e建国", "NAME_CHARACTERS"),
        ("王\ud800", "NAME_CHARACTERS"),
        ("王😀", "NAME_CHARACTERS"),
    ],
)
def test_a_name_with_characters_no_document_has_is_refused(typed, code):
    assert refusal(identity.person_name, typed) == code


def test_free_text_keeps_its_lines_and_loses_its_margins():
    assert identity.clean_text(" 因宅基地\r\n\t发生口角\r ", 20) == "因宅基地\n\t发生口角"


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x85", "\ud800", "\u202e"])
def test_free_text_with_unstorable_or_deceiving_characters_is_refused(sign):
    assert refusal(identity.clean_text, f"调解{sign}笔录", 20) == "TEXT_CHARACTERS"


def test_free_text_counts_characters_not_bytes():
    assert identity.clean_text("𠮷" * 20, 20) == "𠮷" * 20
    assert refusal(identity.clean_text, "𠮷" * 21, 20) == "TEXT_TOO_LONG"


@given(ANYTHING)
def test_accepted_text_can_be_stored_and_is_accepted_again(text):
    try:
        kept = identity.clean_text(text, 70)
    except InvalidIdentity:
        return
    kept.encode()
    assert "\0" not in kept
    assert identity.clean_text(kept, 70) == kept


# --- money


@given(st.integers(0, 999_999_999_999))
def test_every_amount_of_whole_cents_is_kept_exactly(cents):
    amount = Decimal(cents) / 100

    assert identity.money(str(amount)) == amount
    assert identity.money(amount).as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("-0.01", "MONEY_NEGATIVE"),
        (-1, "MONEY_NEGATIVE"),
        ("10000000000", "MONEY_TOO_LARGE"),
        (Decimal("1E+30"), "MONEY_TOO_LARGE"),
        ("0.001", "MONEY_PLACES"),
        (Decimal("0.005"), "MONEY_PLACES"),
        ("", "MONEY_FORMAT"),
        ("1e5", "MONEY_FORMAT"),
        ("1_000", "MONEY_FORMAT"),
        ("五百", "MONEY_FORMAT"),
        (Decimal("NaN"), "MONEY_FORMAT"),
        (Decimal("Infinity"), "MONEY_FORMAT"),
        ("9" * 5000, "MONEY_FORMAT"),
        (10**60, "MONEY_FORMAT"),
    ],
)
def test_an_amount_nobody_can_pay_is_refused_and_never_rounded(value, code):
    assert refusal(identity.money, value) == code
