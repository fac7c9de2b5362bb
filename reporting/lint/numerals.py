"""Chinese numerals (中文数字) as numbers."""

from __future__ import annotations

from decimal import Decimal

DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"万": 10_000, "亿": 100_000_000}
CHARACTERS = "".join((*DIGITS, *PLACES, *SCALES))


def chinese_number(text: str) -> Decimal | None:
    """The value of a numeral, with 点 before decimals; None for what is none (万一, 三五).

    >>> [chinese_number(t) for t in ("十二", "三百零五", "一万二千", "九十四点九二", "三五", "")]
    [Decimal('12'), Decimal('305'), Decimal('12000'), Decimal('94.92'), None, None]
    """
    whole, point, rest = text.partition("点")
    value = _whole(whole)
    if value is None or (point and not (rest and all(c in DIGITS for c in rest))):
        return None
    return Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in rest)}" if rest else value)


def _whole(text: str) -> int | None:
    total = section = digit = 0
    waits = False  # for the place of the digit before
    for c in text:
        if c in DIGITS:
            if waits and digit:
                return None
            digit, waits = DIGITS[c], True
        elif c in PLACES:
            if not digit and section:
                return None
            section, digit, waits = section + (digit or 1) * PLACES[c], 0, False
        elif c in SCALES and (section or digit):
            total, section, digit, waits = (total + section + digit) * SCALES[c], 0, 0, False
        else:
            return None
    return total + section + digit if text else None
