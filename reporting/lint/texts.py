"""Linting a text that stands alone (校核文字), of whatever bureau."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reporting.lint.checks import OF_TEXTS
from reporting.lint.reading import Reading, read
from reporting.lint.remark import Remark

LONGEST = 200_000  # characters: some sixty pages


def lint_text(text: str, *, year: int | None = None, cutoff: date | None = None) -> list[Remark]:
    """Remarks on a text, in its order. `year` is the year reported on, by default the first that
    the text names; `cutoff` the day that its figures go up to.

    Takes time in proportion to the length; the caller limits it (`LONGEST`).
    """
    return in_order(remarks(read(text, year=year, cutoff=cutoff)))


def remarks(reading: Reading) -> Iterable[Remark]:
    for check in OF_TEXTS:
        yield from check(reading)


def in_order(found: Iterable[Remark]) -> list[Remark]:
    """By place, each once."""
    return sorted(dict.fromkeys(found), key=lambda one: (one.offset, one.code, one.message))
