"""The time of one dispute of the demo: when its next step happens, or that none does any more."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from disputes.demo.plan import LAST_DAY, SHANGHAI, Plan

Steps = Iterator[datetime]
END = datetime.combine(LAST_DAY, time.max, SHANGHAI)
FOLLOW_UPS_END = END + timedelta(days=9)


class PastTheEnd(Exception):
    """The next step would lie after the last day of the demo: the dispute stays as it is."""


class Pace:
    """The moment a dispute has come to. `by` is the day everything must happen by, if any: until
    a planned outcome is reached, waiting is cut short at the year's cutoff."""

    def __init__(self, plan: Plan, rng: random.Random) -> None:
        self.plan, self.rng = plan, rng
        self.now: datetime = plan.at
        self.by: date | None = plan.cutoff

    @property
    def today(self) -> date:
        return self.now.date()

    def wait(self, least: int, most: int, *, until: datetime = END) -> datetime:
        """Some days later, rather few than many. Raises PastTheEnd."""
        days = least + int(self.rng.betavariate(1, 2.2) * (most - least + 1))
        day = self.today + timedelta(days)
        if self.by is not None:
            day = min(day, self.by)
        if day > self.today:
            minutes = self.rng.randint(510, 1110)
            self.now = datetime.combine(day, time(minutes // 60, minutes % 60), SHANGHAI)
        else:
            late = datetime.combine(day, time(23, 58), SHANGHAI)
            self.now = max(
                self.now, min(self.now + timedelta(minutes=self.rng.randint(4, 40)), late)
            )
        if self.now > until:
            raise PastTheEnd
        return self.now

    def free(self) -> None:
        """The planned outcome is reached: from here on things take the time they take."""
        self.by = None

    def pass_cutoff(self) -> None:
        """Nothing more happens in the year of registration."""
        self.now, self.by = datetime.combine(self.plan.cutoff, time(23, 59), SHANGHAI), None

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, weights: Mapping[Any, float]) -> Any:
        return self.rng.choices(list(weights), list(weights.values()))[0]
