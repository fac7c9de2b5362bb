"""Ways of saying a quantity (写法): what may stand behind the colon of a template's field.

Each gives the value and the characters, or None, and then the clause falls silent.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reporting.compose.material import Material
from reporting.compose.quantity import Quantity
from reporting.formatting import (
    at_least,
    change_text,
    decimal_text,
    difference_text,
    nearly,
    percent,
    percent_text,
)

Said = tuple[int | str | None, str]
HUNDRED = Decimal(100)


def _itself(one: Quantity, material: Material) -> Said | None:
    text = one.phrase
    return None if text is None else (one.printed_value, text)


def _year_on_year(one: Quantity, material: Material) -> Said | None:
    """同比: of counts in percent, of rates in points, of times in days; a fall without a minus."""
    now, before = one.value, one.value_before
    if now is None or before is None:
        return None
    if one.indicator.form in ("count", "amount"):
        text = change_text(one.counts()[0], one.counts(before=True)[0])
    else:
        unit = "个百分点" if one.indicator.form == "percent" else one.indicator.unit
        # Nothing at all in the year before is no base.
        base = one.counts(before=True)[1] > 0
        text = difference_text(Decimal(now), Decimal(before), unit) if base else None
    return (_signed(text), text) if text else None


def _signed(text: str) -> str:
    number = "".join(c for c in text if c in "0123456789.")
    return f"-{number}" if text.startswith("下降") else number


def _fall(one: Quantity, material: Material) -> Said | None:
    """By how many percent it fell; silent if it did not."""
    (now, _), (before, _) = one.counts(), one.counts(before=True)
    fell = percent(before - now, before) if before > now else None
    return (f"-{fell:f}", percent_text(fell)) if fell else None


def _full(one: Quantity, material: Material) -> Said | None:
    """100%, if it is exactly that: from the counts, not from a rounded rate."""
    top, bottom = one.counts()
    return ("100", "100%") if top == bottom > 0 else None


def _at_least(one: Quantity, material: Material) -> Said | None:
    rate = one.value
    return (f"{rate:f}", at_least(rate)) if isinstance(rate, Decimal) and rate else None


def _shorter(one: Quantity, material: Material) -> Said | None:
    """By how many days a mean fell (缩短); silent if it did not."""
    now, before = one.value, one.value_before
    if now is None or before is None or not before > now:
        return None
    days = Decimal(before) - Decimal(now)
    return f"-{days:f}", f"缩短{decimal_text(days)}{one.indicator.unit}"


def _shorter_by(one: Quantity, material: Material) -> Said | None:
    """By how many percent a mean fell, from the raw sums."""
    (top, bottom), (top_before, bottom_before) = one.counts(), one.counts(before=True)
    old, new = top_before * bottom, top * bottom_before
    fell = percent(old - new, old) if old > new and bottom and bottom_before else None
    return (f"-{fell:f}", f"缩短{nearly(fell)}") if fell else None


def _none(one: Quantity, material: Material) -> Said | None:
    """未发生: only if it is truly none, something was registered and the figures are sound."""
    sound = material.trusted and material.now.get("registered", 0) > 0
    return (0, "未发生") if sound and one.value == 0 else None


def _zero(one: Quantity, material: Material) -> Said | None:
    """零发生: only if somebody answered for it by an approved entry of 0."""
    return (0, "零发生") if one.entries and one.value == 0 else None


WORDINGS: dict[str, Callable[[Quantity, Material], Said | None]] = {
    "": _itself,
    "yoy": _year_on_year,
    "fall": _fall,
    "full": _full,
    "at_least": _at_least,
    "shorter": _shorter,
    "shorter_by": _shorter_by,
    "none": _none,
    "zero": _zero,
}
