"""Numbers and names: what is accepted, in which spelling it is kept, what is refused and why."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from disputes import identity
from disputes.identity import InvalidIdentity

TODAY = date(2026, 3, 10)
VALID = "11010519491231002X"
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=70)


def refusal(check, *args, **kwargs) -> InvalidIdentity:
    with pytest.raises(InvalidIdentity) as refused:
        check(*args, **kwargs)
    return refused.value


# --- citizen ID numbers


def mod_11_2(first17: str) -> str:
    """The check character after ISO 7064, MOD 11-2: another formula than the weights in use."""
    remainder = 0
    for digit in first17:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


@st.composite
def citizen_numbers(draw) -> str:
    province = draw(st.sampled_from(sorted(identity.PROVINCES)))
    county = draw(st.integers(0, 9999))
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    serial = draw(st.integers(0, 999))
    first17 = f"{province}{county:04}{born:%Y%m%d}{serial:03}"
    return first17 + mod_11_2(first17)


@given(citizen_numbers())
def test_a_number_after_the_standard_is_accepted_and_tells_birth_and_sex(number):
    person = identity.citizen_id(number, today=TODAY)

    assert person.number == number
    assert f"{person.born_on:%Y%m%d}" == number[6:14]
    assert person.sex == ("1" if number[16] in "13579" else "2")


@given(citizen_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_mistyped_character_is_noticed(number, position, typed):
    assume(typed != number[position])
    wrong = number[:position] + typed + number[position + 1 :]
    assert refusal(identity.citizen_id, wrong, today=TODAY).code.startswith("ID_NUMBER_")


@given(citizen_numbers(), st.integers(0, 16))
def test_two_swapped_neighbours_are_noticed(number, position):
    left, right = number[position], number[position + 1]
    assume(left != right)
    wrong = number[:position] + right + left + number[position + 2 :]
    assert refusal(identity.citizen_id, wrong, today=TODAY).code.startswith("ID_NUMBER_")


@pytest.mark.parametrize(
    "spelling",
    [
        VALID,
        VALID.lower(),
        f" {VALID} ",
        "110105 19491231 002x",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
)
def test_one_person_has_one_spelling(spelling):
    assert identity.citizen_id(spelling, today=TODAY).number == VALID


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105491231002", "ID_NUMBER_OLD"),
        ("", "ID_NUMBER_FORMAT"),
        (VALID + "1", "ID_NUMBER_FORMAT"),
        ("X1010519491231002X", "ID_NUMBER_FORMAT"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "ID_NUMBER_FORMAT"),  # Arabic digits are no digits here
        ("991050194912310020", "ID_NUMBER_REGION"),
        ("110105194902300020", "ID_NUMBER_DATE"),
        ("110105194900000020", "ID_NUMBER_DATE"),
        ("110105170001010020", "ID_NUMBER_DATE"),
        ("110105194912310021", "ID_NUMBER_CHECK"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_its_reason(number, code):
    assert refusal(identity.citizen_id, number, today=TODAY).code == code


def test_the_old_form_is_refused_in_words_that_say_what_to_do():
    assert "18位" in refusal(identity.citizen_id, "110105491231002", today=TODAY).message


def test_a_child_born_today_has_a_number_and_one_born_tomorrow_has_none():
    def number(born: date) -> str:
        first17 = f"110105{born:%Y%m%d}001"
        return first17 + mod_11_2(first17)

    assert identity.citizen_id(number(TODAY), today=TODAY).born_on == TODAY
    tomorrow = refusal(identity.citizen_id, number(TODAY + timedelta(days=1)), today=TODAY)
    assert tomorrow.code == "ID_NUMBER_DATE"


# --- other documents


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("id_card", VALID.lower(), VALID),
        ("residence_permit", "810000199408230021", "810000199408230021"),
        ("foreign_permanent", "abc110012345678", "ABC110012345678"),
        ("credit_code", "91350100m000100y43", "91350100M000100Y43"),
        ("passport", " e1234 5678 ", "E12345678"),
        ("passport", "G(12)-345678", "G(12)-345678"),
    ],
)
def test_each_kind_of_document_is_checked_by_its_own_rule(kind, number, kept):
    assert identity.document_number(kind, number, today=TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("id_card", "E12345678", "ID_NUMBER_FORMAT"),
        ("residence_permit", VALID, "ID_NUMBER_REGION"),
        ("foreign_permanent", VALID, "ID_NUMBER_REGION"),
        ("credit_code", VALID, "CREDIT_CODE_CHECK"),
        ("passport", "E12", "DOCUMENT_FORMAT"),
        ("passport", "护照12345", "DOCUMENT_FORMAT"),
        ("passport", "A" * 31, "DOCUMENT_FORMAT"),
    ],
)
def test_a_number_of_another_document_is_refused(kind, number, code):
    assert refusal(identity.document_number, kind, number, today=TODAY).code == code


@given(st.integers(0, 17), st.sampled_from(identity.CREDIT_ALPHABET))
def test_one_mistyped_character_of_a_credit_code_is_noticed(position, typed):
    code = "91350100M000100Y43"
    assume(typed != code[position])
    wrong = code[:position] + typed + code[position + 1 :]
    assert refusal(identity.credit_code, wrong).code == "CREDIT_CODE_CHECK"


@pytest.mark.parametrize("letter", "IOSVZ")
def test_a_credit_code_has_no_letters_that_look_like_digits(letter):
    assert refusal(identity.credit_code, f"91350100{letter}000100Y43").code == "CREDIT_CODE_FORMAT"


def test_an_organ_code_has_twelve_digits_and_a_known_province():
    assert identity.organ_code(" 621002030000 ") == "621002030000"
    assert refusal(identity.organ_code, "62100203000").code == "ORGAN_CODE_FORMAT"
    assert refusal(identity.organ_code, "201002030000").code == "ORGAN_CODE_REGION"


# --- phones


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800000000", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("0086-13800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("010-12345678", None),  # no local number begins with 1
        ("010-62345678", "010-62345678"),
        ("02862345678", "028-62345678"),
        ("(0934) 8212345", "0934-8212345"),
        ("8212345", None),
        ("12800000000", None),
        ("1380000000", None),
        ("138000000000", None),
        ("电话", None),
        ("", None),
    ],
)
def test_a_phone_is_kept_in_one_spelling_or_refused(typed, kept):
    if kept:
        assert identity.phone(typed) == kept
    else:
        assert refusal(identity.phone, typed).code == "PHONE_FORMAT"


# --- all of them

CHECKS = [
    lambda text: identity.citizen_id(text, today=TODAY).number,
    lambda text: identity.document_number("residence_permit", text, today=TODAY),
    lambda text: identity.document_number("foreign_permanent", text, today=TODAY),
    lambda text: identity.document_number("passport", text, today=TODAY),
    identity.credit_code,
    identity.organ_code,
    identity.phone,
    identity.person_name,
]


@pytest.mark.parametrize("check", CHECKS)
@given(text=ANYTHING)
def test_any_input_is_either_kept_for_good_or_refused_in_chinese(check, text):
    try:
        kept = check(text)
    except InvalidIdentity as refused:
        assert re.fullmatch("[A-Z_]+", refused.code)
        assert re.search("[一-鿿]", refused.message)
    else:
        assert check(kept) == kept


def test_a_refusal_does_not_repeat_the_number_because_it_is_logged():
    assert "1101051949" not in str(refusal(identity.citizen_id, "110105194912310021", today=TODAY))
