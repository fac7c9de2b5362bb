"""How a paper writes days, ages, amounts and ticks. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")


def day(value: date | None) -> str:
    """A day as papers write it; nothing for a day that is not known.

    >>> day(date(2026, 3, 2)), day(None)
    ('2026年3月2日', '')
    """
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime | None) -> str:
    """A time in Shanghai, to the minute."""
    if value is None:
        return ""
    there = value.astimezone(timezone.get_default_timezone())
    return f"{day(there.date())}{there.hour}时{there.minute:02d}分"


def age(born_on: date | None, on: date) -> str:
    """Full years on a day: a birthday counts from that day on.

    >>> age(date(2010, 3, 3), date(2026, 3, 2)), age(date(2010, 3, 2), date(2026, 3, 2))
    ('15周岁', '16周岁')
    """
    if born_on is None:
        return ""
    return f"{on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))}周岁"


def yuan(amount: Decimal | None) -> str:
    """An amount in figures and in words (人民币大写), so that neither can be altered alone.

    >>> yuan(Decimal("100.50"))
    '100.50元（人民币壹佰元零伍角）'
    """
    return "" if amount is None else f"{amount:.2f}元（人民币{in_words(amount)}）"


def in_words(amount: Decimal) -> str:
    """Chinese capitals for yuan (元), exact to the fen; 支付结算办法, 附一, rules 1-4.

    >>> in_words(Decimal("1680.32")), in_words(Decimal("107000.53")), in_words(Decimal("0.05"))
    ('壹仟陆佰捌拾元零叁角贰分', '壹拾万柒仟元零伍角叁分', '伍分')

    Raises ValueError for what has no such form: a negative amount, or parts of a fen.
    """
    fen = amount * 100
    if amount < 0 or fen != fen.to_integral_value():
        raise ValueError(f"no amount of money: {amount}")
    whole, rest = divmod(int(fen), 100)
    jiao, cent = divmod(rest, 10)
    if not (whole or rest):
        return "零元整"
    words = f"{_integer(whole)}元" if whole else ""
    # After a yuan figure that ends in 0, or where the jiao is 0, a 零 stands before the rest.
    if whole and rest and (jiao == 0 or whole % 10 == 0):
        words += "零"
    words += f"{DIGITS[jiao]}角" if jiao else ""
    words += f"{DIGITS[cent]}分" if cent else ""
    return words if rest else f"{words}整"


def _integer(number: int) -> str:
    """Groups of four digits; zeros between figures are read once, zeros at the end never."""
    words, skipped = "", False
    for power in reversed(range(len(GROUPS))):
        group = number // 10_000**power % 10_000
        if group == 0:
            skipped = bool(words)
            continue
        skipped |= bool(words) and group < 1000
        words += ("零" if skipped else "") + _group(group) + GROUPS[power]
        skipped = False
    return words


def _group(number: int) -> str:
    words, skipped = "", False
    for power in reversed(range(4)):
        digit = number // 10**power % 10
        if digit == 0:
            skipped = bool(words)
            continue
        words += ("零" if skipped else "") + DIGITS[digit] + PLACES[power]
        skipped = False
    return words


def tick(chosen: object) -> str:
    """A box, ticked or not."""
    return "☑" if chosen else "□"


def yes_or_no(answer: bool | None, yes: str = "是", no: str = "否") -> str:
    """Both answers with the given one ticked; neither while nobody has answered."""
    return f"{tick(answer is True)}{yes}　{tick(answer is False)}{no}"


def one_of(chosen: object, choices: list[tuple[str, str]]) -> str:
    """All choices with the chosen one ticked."""
    return "　".join(f"{tick(value == chosen)}{label}" for value, label in choices)
