"""A ratio (占比): never without the number it is a share of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """`count` of `of`, in the same unit of measure."""

    count: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        """Half-up, two places; None of nothing, because 0% would be a statement.

        >>> Ratio(2, 3).percent, Ratio(0, 0).percent
        (Decimal('66.67'), None)
        """
        if not self.of:
            return None
        share = Decimal(self.count) * 100 / self.of
        return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
