"""What an edition is about (报告期): a year up to its cutoff, or a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from reporting.models import Edition
from reporting.periods import Period
from reporting.report import year_up_to


@dataclass(frozen=True, slots=True)
class Term:
    """A year (`month` 0), up to its `cutoff` or its end, or a month of it."""

    year: int
    month: int = 0
    cutoff: date | None = None

    @classmethod
    def of(cls, edition: Edition) -> Self:
        return cls(edition.year, edition.month, edition.cutoff)

    @classmethod
    def last_month(cls, today: date) -> Self:
        return cls(today.year - (today.month == 1), (today.month - 2) % 12 + 1)

    @property
    def kind(self) -> str:
        return Edition.Kind.MONTHLY if self.month else Edition.Kind.YEARLY

    @property
    def period(self) -> Period:
        """Its days; the cutoff is the last of them. Raises ValueError like `year_up_to`."""
        if self.month:
            return Period.month(self.year, self.month)
        return year_up_to(self.year, self.cutoff)
