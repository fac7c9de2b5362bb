"""Numbers of headings (标题序数)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.numerals import chinese_number
from reporting.lint.reading import Reading
from reporting.lint.remark import Level, Remark
from reporting.outlines.outline import chinese

FIRST = re.compile("^[ \u3000]{0,8}([一二三四五六七八九十]{1,3})、", re.MULTILINE)
BELOW = re.compile("^[ \u3000]{0,8}[（(]一[）)]", re.MULTILINE)
MOST = 30  # headings that a report has at most


def in_sequence(reading: Reading) -> Iterator[Remark]:
    """LINT_NUMBERING: a heading of the first level whose number does not follow the one before."""
    due: Decimal | None = None
    for found in FIRST.finditer(reading.text):
        n = chinese_number(found[1])
        if n is None:
            continue
        if due is None:  # an excerpt may begin anywhere; a text with headings below it does not
            due = Decimal(1) if BELOW.search(reading.text, 0, found.start()) else n
        if n != due and due <= MOST:
            yield Remark(
                "LINT_NUMBERING", Level.NOTE, found.start(1), len(found[1]) + 1, f"{found[1]}、",
                f"标题序数按顺序应为“{chinese(int(due))}、”", "核对标题的层次和序数",
            )  # fmt: skip
        due = n + 1


CHECKS = (in_sequence,)
