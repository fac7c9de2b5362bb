"""A quantity: an indicator with the counts it is computed from, of disputes or of activities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reporting.activities.rates import INDICATORS as OF_ACTIVITIES
from reporting.activities.totals import Totals
from reporting.compose.material import Material
from reporting.formatting import hedged
from reporting.indicators import INDICATORS as OF_DISPUTES
from reporting.indicators import Counts, Indicator
from reporting.models.activity import Hedge

KNOWN = OF_DISPUTES | OF_ACTIVITIES


@dataclass(frozen=True, slots=True)
class Quantity:
    """`hedge` is the word for how exact it is; `entries` of how many entries it was added up, None
    for what is counted from disputes."""

    indicator: Indicator
    now: Counts
    before: Counts
    hedge: Hedge = Hedge.EXACT
    entries: int | None = None

    @property
    def value(self) -> int | Decimal | None:
        return self.indicator.value(self.now)

    @property
    def value_before(self) -> int | Decimal | None:
        return self.indicator.value(self.before)

    @property
    def phrase(self) -> str | None:
        """As it is printed: nothing where no activity was entered, or none took place."""
        found = self.indicator.phrase(self.now)
        if found is None or (self.entries is not None and not self.value):
            return None
        if self.hedge == Hedge.EXACT:
            return found
        if self.indicator.form != "count":
            return f"约{found}"
        return hedged(str(self.value), self.indicator.unit, self.hedge)

    @property
    def printed_value(self) -> int | str | None:
        value = self.value
        return f"{value:f}" if isinstance(value, Decimal) else value

    def counts(self, before: bool = False) -> tuple[int, int]:
        """Numerator and denominator; the latter is 0 for what has none."""
        given = self.before if before else self.now
        i = self.indicator
        return given.get(i.numerator, 0), given.get(i.denominator, 0)


def quantity(code: str, material: Material) -> Quantity:
    """The quantity behind a code. Raises KeyError for an unknown one."""
    if code in OF_DISPUTES:
        return Quantity(OF_DISPUTES[code], material.now, material.before)
    indicator = OF_ACTIVITIES[code]
    now, before = material.activities, material.activities_before
    return Quantity(
        indicator,
        _values(now),
        _values(before),
        _hedge(indicator, now),
        sum(now[code].entries for code in _made_of(indicator) if code in now),
    )


def _made_of(indicator: Indicator) -> tuple[str, ...]:
    return tuple(filter(None, (indicator.numerator, indicator.denominator)))


def _values(totals: Totals) -> Counts:
    return {code: total.value for code, total in totals.items()}


def _hedge(indicator: Indicator, totals: Totals) -> Hedge:
    words = {totals[code].hedge for code in _made_of(indicator) if code in totals}
    words -= {Hedge.EXACT}
    return words.pop() if len(words) == 1 else Hedge.ABOUT if words else Hedge.EXACT
