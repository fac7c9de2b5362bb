"""Numbers and names of people and bodies (身份信息): checked and brought to one spelling. Pure.

Every function returns the one spelling that is stored, sealed and searched for, and raises
InvalidIdentity otherwise. Messages are Chinese and never repeat what was entered, because they
end up in logs. Spaces and full-width digits and letters are accepted everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final


class InvalidIdentity(ValueError):
    """A value is refused. `code` is stable, `message` is Chinese and may change."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


HALF_WIDTH: Final = {0xFF01 + n: 0x21 + n for n in range(94)}  # Ａ -> A, ０ -> 0
# GB/T 2260, first two digits: the provinces, then 台湾 71, 香港 81, 澳门 82.
PROVINCES: Final = frozenset(
    re.findall("..", "11121314152122233132333435363741424344454650515253546162636465718182")
)
PERMIT_REGIONS: Final = frozenset({"81", "82", "83"})  # 港澳台居民居住证: 香港, 澳门, 台湾


def _compact(text: str) -> str:
    """Half-width, upper case, no white space."""
    return "".join(text.translate(HALF_WIDTH).split()).upper()


# --- numbers of persons

ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"


@dataclass(frozen=True, slots=True)
class PersonNumber:
    """A number after GB 11643 and what it says. `sex` after GB/T 2261.1: "1" male, "2" female."""

    number: str
    born_on: date
    sex: str


def citizen_id(text: str, *, today: date) -> PersonNumber:
    """A citizen ID number (公民身份号码) of 18 characters.

    Codes: ID_NUMBER_OLD (15 digits), ID_NUMBER_FORMAT, ID_NUMBER_REGION, ID_NUMBER_DATE,
    ID_NUMBER_CHECK. Source: GB 11643.

    >>> citizen_id("11010519491231002x", today=date(2025, 1, 1))
    PersonNumber(number='11010519491231002X', born_on=datetime.date(1949, 12, 31), sex='2')
    """
    number = _compact(text)
    if re.fullmatch(r"[0-9]{15}", number):
        raise InvalidIdentity("ID_NUMBER_OLD", "15位旧身份证号码已停用，请填写18位号码")
    return _person_number(number, PROVINCES, today)


def residence_permit(text: str, *, today: date) -> PersonNumber:
    """A residence permit of Hong Kong, Macao or Taiwan residents (港澳台居民居住证).

    Same construction as the citizen ID number, first digits 81, 82 or 83.
    Source: 国办发〔2018〕81号.
    """
    return _person_number(_compact(text), PERMIT_REGIONS, today)


def foreign_permanent(text: str, *, today: date) -> str:
    """A foreigner's permanent residence card (外国人永久居留身份证).

    Cards since 2023 carry 18 digits beginning with 9, built like GB 11643; older ones three
    letters and twelve digits.

    >>> foreign_permanent("abc 110012345678", today=date(2025, 1, 1))
    'ABC110012345678'
    """
    number = _compact(text)
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return number
    regions = frozenset(f"9{digit}" for digit in "12345678")
    return _person_number(number, regions, today).number


def _person_number(number: str, regions: frozenset[str], today: date) -> PersonNumber:
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise InvalidIdentity("ID_NUMBER_FORMAT", "证件号码应为18位，前17位为数字，末位为数字或X")
    if number[:2] not in regions:
        raise InvalidIdentity("ID_NUMBER_REGION", "证件号码的地区代码不存在")
    born_on = _birth_date(number[6:14], today)
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, number, strict=False))
    if number[17] != ID_CHECKS[total % 11]:
        raise InvalidIdentity("ID_NUMBER_CHECK", "证件号码校验位不符，请核对是否输错")
    return PersonNumber(number, born_on, "1" if int(number[16]) % 2 else "2")


def _birth_date(digits: str, today: date) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise InvalidIdentity("ID_NUMBER_DATE", "证件号码中的出生日期不存在") from None
    if born_on > today:
        raise InvalidIdentity("ID_NUMBER_DATE", "证件号码中的出生日期晚于今天")
    if born_on.year < 1880:
        raise InvalidIdentity("ID_NUMBER_DATE", "证件号码中的出生日期过早")
    return born_on


# Documents without a public check digit: letters, digits and inner hyphens, of a sane length.
LOOSE_DOCUMENT: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9()-]{3,28})[A-Z0-9)]")


def document_number(kind: str, text: str, *, today: date) -> str:
    """The number of any identity document; `kind` is a value of `DocumentType`.

    Kinds without a public construction (passport and others) are only checked for shape:
    5 to 30 letters, digits, hyphens and brackets. Code: DOCUMENT_FORMAT and those of each kind.

    >>> document_number("passport", "e1234 5678", today=date(2025, 1, 1))
    'E12345678'
    """
    if kind == "id_card":
        return citizen_id(text, today=today).number
    if kind == "residence_permit":
        return residence_permit(text, today=today).number
    if kind == "foreign_permanent":
        return foreign_permanent(text, today=today)
    if kind == "credit_code":
        return credit_code(text)
    number = _compact(text)
    if not LOOSE_DOCUMENT.fullmatch(number):
        raise InvalidIdentity("DOCUMENT_FORMAT", "证件号码应为5至30位字母、数字")
    return number


# --- numbers of bodies

CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z


def credit_code(text: str) -> str:
    """A unified social credit code (统一社会信用代码).

    Codes CREDIT_CODE_FORMAT, CREDIT_CODE_CHECK. Source: GB 32100, weights 3^i modulo 31.

    >>> credit_code("91350100m000100y43")
    '91350100M000100Y43'
    """
    code = _compact(text)
    if len(code) != 18 or not set(code) <= set(CREDIT_ALPHABET):
        raise InvalidIdentity(
            "CREDIT_CODE_FORMAT", "统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）"
        )
    total = sum(CREDIT_ALPHABET.index(sign) * pow(3, i, 31) for i, sign in enumerate(code[:17]))
    if CREDIT_ALPHABET.index(code[17]) != -total % 31:
        raise InvalidIdentity("CREDIT_CODE_CHECK", "统一社会信用代码校验位不符，请核对是否输错")
    return code


def organ_code(text: str) -> str:
    """The 12-digit code of a police organ (公安机关机构代码), first two digits a province.

    Digits 7 to 12 are not parsed: their meaning is not public. Source: GA/T 380.

    >>> organ_code("621000000000")
    '621000000000'
    """
    code = _compact(text)
    if not re.fullmatch(r"[0-9]{12}", code):
        raise InvalidIdentity("ORGAN_CODE_FORMAT", "机构代码应为12位数字")
    if code[:2] not in PROVINCES:
        raise InvalidIdentity("ORGAN_CODE_REGION", "机构代码的省级代码不存在")
    return code


MOBILE: Final = re.compile(r"(?:(?:\+|00)?86-?)?(1[3-9][0-9]{9})")
LANDLINE: Final = re.compile(r"\(?(010|02[0-9]|0[3-9][0-9]{2})\)?-?([2-9][0-9]{6,7})")


def phone(text: str) -> str:
    """A mainland mobile number, or a landline with its area code. Code PHONE_FORMAT.

    >>> [phone(text) for text in ("+86 138 0000 0000", "138-0000-0000", "(0934)8212345")]
    ['13800000000', '13800000000', '0934-8212345']
    """
    number = _compact(text)
    if mobile := MOBILE.fullmatch(number.replace("-", "")):
        return mobile[1]
    if landline := LANDLINE.fullmatch(number):
        return f"{landline[1]}-{landline[2]}"
    raise InvalidIdentity(
        "PHONE_FORMAT", "电话应为11位手机号码，或带区号的固定电话（如0934-8212345）"
    )


# --- texts

MIDDLE_DOTS: Final = dict.fromkeys(map(ord, "•‧∙⋅・･●"), "·")
# Ideographic description (⿰亻尧) and radicals stand for characters no font has: not symbols here.
DESCRIPTIVE: Final = range(0x2E80, 0x3000)
NAME_LENGTH: Final = 50


def person_name(text: str) -> str:
    """A name of a person or body: 1 to 50 characters, of any plane, middle dots unified to ·.

    Characters are kept as recorded, never normalised: 﨑 and 崎 are two names. Codes
    NAME_EMPTY, NAME_TOO_LONG, NAME_CHARACTERS.

    >>> [person_name(name) for name in (" 王  建国 ", "买买提•吐尔逊", "𠮷田")]
    ['王 建国', '买买提·吐尔逊', '𠮷田']
    """
    name = re.sub("[ \u3000\u00a0]+", " ", text).strip().translate(MIDDLE_DOTS)
    if any(_is_no_name_character(sign) for sign in name):
        raise InvalidIdentity("NAME_CHARACTERS", "姓名或名称不能包含控制字符、不可见字符或表情符号")
    if not name:
        raise InvalidIdentity("NAME_EMPTY", "姓名或名称不能为空")
    if len(name) > NAME_LENGTH:
        raise InvalidIdentity("NAME_TOO_LONG", f"姓名或名称不能超过{NAME_LENGTH}个字")
    return name


def _is_no_name_character(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category == "So":
        return ord(sign) not in DESCRIPTIVE
    # Not Cn and Co: new ideographs are unknown to this Python, and police systems keep rare
    # characters in the private use area.
    return category in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def clean_text(text: str, longest: int) -> str:
    r"""Free text of at most `longest` characters, trimmed, line ends as "\n".

    Refuses NUL and other control characters (line feed and tab are none here), lone surrogates
    and marks that reverse the reading direction. Codes TEXT_CHARACTERS, TEXT_TOO_LONG.

    >>> clean_text("  因宅基地\r\n发生口角 ", 20)
    '因宅基地\n发生口角'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if any(_is_no_text_character(sign) for sign in plain):
        raise InvalidIdentity("TEXT_CHARACTERS", "文字中含有控制字符或无法保存的字符，请删除后重试")
    if len(plain) > longest:
        raise InvalidIdentity("TEXT_TOO_LONG", f"文字不能超过{longest}个字，现有{len(plain)}个字")
    return plain


DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _is_no_text_character(sign: str) -> bool:
    if sign in "\n\t":
        return False
    return unicodedata.category(sign) in {"Cc", "Cs"} or sign in DIRECTION_MARKS


# --- money

MONEY_MOST: Final = Decimal("9999999999.99")


def money(value: str | int | Decimal) -> Decimal:
    """An amount in yuan (元), 0 to 9,999,999,999.99, exactly two places.

    Never rounds: a third place is refused. Codes MONEY_FORMAT, MONEY_NEGATIVE, MONEY_TOO_LARGE,
    MONEY_PLACES.

    >>> [money(value) for value in ("800", "0.5", 3)]
    [Decimal('800.00'), Decimal('0.50'), Decimal('3.00')]
    """
    text = _compact(value) if isinstance(value, str) else f"{Decimal(value):f}"
    if not re.fullmatch(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?", text):
        raise InvalidIdentity("MONEY_FORMAT", "金额应为数字，单位为元，如 1200.50")
    amount = Decimal(text)
    if amount < 0:
        raise InvalidIdentity("MONEY_NEGATIVE", "金额不得为负数")
    if amount > MONEY_MOST:
        raise InvalidIdentity("MONEY_TOO_LARGE", f"金额不得超过{MONEY_MOST:,}元")
    cents = amount.copy_abs().quantize(Decimal("0.01"))
    if cents != amount:
        raise InvalidIdentity("MONEY_PLACES", "金额最多保留两位小数（分）")
    return cents
