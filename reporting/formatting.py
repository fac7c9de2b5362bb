"""How figures are computed last and written (数字写法)."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

Z = Decimal("1.959964")  # 95% of a normal distribution


def chinese_day(day: date) -> str:
    """A day as official documents write it, without leading zeros (GB/T 9704-2012, 7.3.5.5).

    >>> chinese_day(date(2026, 1, 9))
    '2026年1月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def ratio(numerator: int, denominator: int, places: int = 2) -> Decimal | None:
    """A quotient rounded half-up to `places`; None for a zero denominator.

    Raises ValueError for a negative denominator.

    >>> ratio(7, 2), ratio(1, 800, 2), ratio(1, 0)
    (Decimal('3.50'), Decimal('0.00'), None)
    """
    if denominator < 0:
        raise ValueError(f"negative denominator: {denominator}")
    if denominator == 0:
        return None
    step = Decimal(1).scaleb(-places)
    return (Decimal(numerator) / denominator).quantize(step, rounding=ROUND_HALF_UP)


def percent(numerator: int, denominator: int, places: int = 2) -> Decimal | None:
    """A ratio in percent (94.92 means 94.92%), rounded half-up from the raw counts.

    Takes counts of the same unit of measure (起 with 起), never values already rounded or in
    万; returns None for a zero denominator, because 0% would be a statement. Raises ValueError
    for a negative denominator. Source: 庆阳市公安局 2025 report, 11855 of 12489.

    >>> percent(11855, 12489), percent(1, 800), percent(1, 0)
    (Decimal('94.92'), Decimal('0.13'), None)
    """
    return ratio(numerator * 100, denominator, places)


def decimal_text(value: Decimal) -> str:
    """Official style: no trailing zeros, no exponent.

    >>> [decimal_text(Decimal(text)) for text in ("94.92", "67.50", "100.00", "0.00")]
    ['94.92', '67.5', '100', '0']
    """
    return f"{value.normalize():f}"


def percent_text(value: Decimal) -> str:
    """A percentage as it is printed.

    >>> percent_text(Decimal("67.50"))
    '67.5%'
    """
    return f"{decimal_text(value)}%"


def change_text(now: int, before: int) -> str | None:
    """A year-on-year change (同比) in words; None without a base or without a change.

    A fall is written with a positive number.

    >>> change_text(110, 100), change_text(90, 100), change_text(5, 0), change_text(7, 7)
    ('上升10%', '下降10%', None, None)
    """
    rate = percent(abs(now - before), before) if before > 0 else None
    if not rate:
        return None
    return f"{'上升' if now > before else '下降'}{percent_text(rate)}"


def difference_text(now: Decimal, before: Decimal, unit: str) -> str | None:
    """The change of a rate (个百分点) or of a time (天) in words; None without a change.

    >>> difference_text(Decimal("94.92"), Decimal("90.00"), "个百分点")
    '上升4.92个百分点'
    """
    if now == before:
        return None
    return f"{'上升' if now > before else '下降'}{decimal_text(abs(now - before))}{unit}"


def hedged(number: str, unit: str, word: str) -> str:
    """A number that is not exact (概数), with its unit: 余 was rounded down, 近 was rounded up.

    `word` is a value of `models.activity.Hedge`. Raises KeyError for another one.

    >>> [hedged("40", "次", word) for word in ("exact", "over", "near", "about", "least")]
    ['40次', '40余次', '近40次', '约40次', '40次以上']
    """
    forms = {"exact": "{}{}", "over": "{}余{}", "near": "近{}{}", "about": "约{}{}",
             "least": "{}{}以上"}  # fmt: skip
    return forms[word].format(number, unit)


def at_least(rate: Decimal) -> str:
    """A percentage cut to whole points: 以上 where something was cut off.

    >>> at_least(Decimal("60.40")), at_least(Decimal("60.00"))
    ('60%以上', '60%')
    """
    whole = rate.to_integral_value(ROUND_FLOOR)
    return percent_text(whole) + ("以上" if whole != rate else "")


def nearly(rate: Decimal) -> str:
    """A percentage raised to whole points: 近 where something was added.

    >>> nearly(Decimal("29.41")), nearly(Decimal("30.00"))
    ('近30%', '30%')
    """
    whole = rate.to_integral_value(ROUND_CEILING)
    return ("近" if whole != rate else "") + percent_text(whole)


def interval(numerator: int, denominator: int, places: int = 2) -> tuple[Decimal, Decimal] | None:
    """Wilson's 95% interval of a share, in percent; None for what is no share.

    Small units have wide ones: 1 of 1 is a hundred percent, and says next to nothing.

    >>> interval(1, 1), interval(90, 100), interval(3, 2)
    ((Decimal('20.65'), Decimal('100.00')), (Decimal('82.56'), Decimal('94.48')), None)
    """
    if not 0 <= numerator <= denominator or denominator == 0:
        return None
    n, share = Decimal(denominator), Decimal(numerator) / denominator
    middle = share + Z * Z / (2 * n)
    spread = Z * (share * (1 - share) / n + Z * Z / (4 * n * n)).sqrt()
    low, high = ((middle + side * spread) / (1 + Z * Z / n) for side in (-1, 1))
    step = Decimal(1).scaleb(-places)
    return (
        max(Decimal(0), 100 * low).quantize(step, rounding=ROUND_HALF_UP),
        min(Decimal(100), 100 * high).quantize(step, rounding=ROUND_HALF_UP),
    )
