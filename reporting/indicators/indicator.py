"""What an indicator is. Ratios are computed last, from totals.

Every value travels with its numerator, denominator, unit, cutoff and definition version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from reporting.formatting import decimal_text, percent, percent_text, ratio

Counts = Mapping[str, int]  # measure code → total of the period
Form = Literal["count", "percent", "mean", "median", "per_10k", "amount"]
POPULATION = "population"  # inhabitants (常住人口): a denominator that no measure counts
FEN_OF_YUAN, FEN_OF_10K = 100, 1_000_000


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number made of measures. `places` are the decimals of whatever is no count.

    `median` reads a measure that holds twice the median, `amount` one that holds fen (分).
    `version` goes up when the meaning changes; editions keep the definitions they were made by.
    """

    code: str
    name: str
    numerator: str
    denominator: str = ""
    unit: str = "起"
    form: Form = "count"
    note: str = ""  # travels with every export
    source: str = ""  # the report or rule that uses it
    places: int = 2
    version: int = 1

    def value(self, counts: Counts) -> int | Decimal | None:
        """The number itself; None when it has no meaning.

        That is a denominator of zero, or below: in a month more may be taken back than resolved.
        """
        top, bottom = counts.get(self.numerator, 0), counts.get(self.denominator, 0)
        if self.form == "count":
            return top
        if self.form == "amount":
            return ratio(top, FEN_OF_YUAN, self.places)
        if bottom <= 0:
            return None
        if self.form == "median":
            return ratio(top, 2, self.places)
        if self.form == "per_10k":
            return ratio(top * 10_000, bottom, self.places)
        divide = percent if self.form == "percent" else ratio
        return divide(top, bottom, self.places)

    def phrase(self, counts: Counts) -> str | None:
        """The number as a report prints it, with its unit."""
        value = self.value(counts)
        if value is None:
            return None
        if self.form == "percent":
            return percent_text(Decimal(value))
        if self.form == "amount":
            found = ratio(counts.get(self.numerator, 0), FEN_OF_10K, self.places)
            return f"{decimal_text(found or Decimal(0))}万元"
        text = decimal_text(value) if isinstance(value, Decimal) else str(value)
        return f"{text}{self.unit}"

    @property
    def measures(self) -> tuple[str, ...]:
        """Codes of the measures it is made of."""
        return tuple(code for code in (self.numerator, self.denominator)
                     if code and code != POPULATION)  # fmt: skip

    @property
    def example(self) -> str:
        """The computation with small numbers."""
        given = {self.numerator: 7, self.denominator: 16}
        if self.form == "count":
            return self.phrase({self.numerator: 7}) or ""
        if self.form == "amount":
            return f"1234500分 → {self.phrase({self.numerator: 1_234_500})}"
        if self.form == "median":
            return f"16件用时的中位数为3.5天 → {self.phrase(given)}"
        term = " × 10000" if self.form == "per_10k" else ""
        return f"7 ÷ 16{term} → {self.phrase(given)}"
