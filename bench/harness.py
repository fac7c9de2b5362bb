"""Ratios (比值): limit and project run alternately, so that whatever else the machine does hits both.

A bench fails on a ratio, never on a time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

NOISE = 0.8  # share of a goal that must be reached, because machines are shared
Timed = Callable[[], float]  # runs once, returns seconds (or seconds per piece of work)


@dataclass
class Comparison:
    """Rounds of a limit and of the project. Times in seconds per piece of work.

    `at_least`: the project must reach this share of the limit's speed (limit / project).
    `at_most`: the project may take this many times as long as the limit (project / limit).
    """

    name: str
    limit_name: str
    at_least: float | None = None
    at_most: float | None = None
    factor: float = 1000  # what the table shows: milliseconds, unless times are something else
    limit: list[float] = field(default_factory=list)
    project: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Median of the rounds' own ratios."""
        pairs = zip(self.limit, self.project, strict=True)
        if self.at_most is not None:
            return median(mine / its for its, mine in pairs)
        return median(its / mine for its, mine in pairs)

    @property
    def passed(self) -> bool:
        if self.at_most is not None:
            return self.ratio <= self.at_most / NOISE
        return self.at_least is None or self.ratio >= self.at_least * NOISE

    @property
    def goal(self) -> str:
        if self.at_most is not None:
            return f"<= {self.at_most:g}"
        return f">= {self.at_least:g}" if self.at_least is not None else "-"

    @property
    def verdict(self) -> str:
        return "" if self.goal == "-" else ("ok" if self.passed else "MISSED")

    def run(self, limit: Timed, project: Timed, rounds: int, *, warm_up: bool = True) -> Comparison:
        """Warm both up, then alternate; the one that begins changes from round to round."""
        if warm_up:
            limit(), project()
        for n in range(rounds):
            for timed, times in ((limit, self.limit), (project, self.project))[
                :: 1 if n % 2 else -1
            ]:
                times.append(timed())
        return self


def table(comparisons: list[Comparison]) -> str:
    """All comparisons as aligned text; times as median (min–max) in milliseconds."""
    rows = _rows(comparisons)
    widths = [max(len(row[n]) for row in rows) for n in range(6)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def markdown(comparisons: list[Comparison]) -> str:
    """The same table for a document."""
    head, *rows = (f"| {' | '.join(row)} |" for row in _rows(comparisons))
    return "\n".join([head, "|---" * 6 + "|", *rows, ""])


def _rows(comparisons: list[Comparison]) -> list[tuple[str, ...]]:
    return [
        ("bench", "limit ms", "project ms", "ratio", "goal", ""),
        *((f"{one.name} / {one.limit_name}", _times(one.limit, one.factor),
           _times(one.project, one.factor), f"{one.ratio:.2f}", one.goal, one.verdict)
          for one in comparisons),
    ]  # fmt: skip


def _times(seconds: list[float], factor: float) -> str:
    low, middle, high = (factor * x for x in (min(seconds), median(seconds), max(seconds)))
    return f"{middle:.3g} ({low:.3g}–{high:.3g})"


def as_json(comparisons: list[Comparison]) -> list[dict[str, object]]:
    """The same for machines; times in seconds."""
    return [
        {"name": one.name, "limit_name": one.limit_name, "ratio": one.ratio, "goal": one.goal,
         "passed": one.passed, "limit": one.limit, "project": one.project}
        for one in comparisons
    ]  # fmt: skip
