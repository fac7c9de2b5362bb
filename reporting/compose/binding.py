"""Edited text (人工修改) keeps the figures it still prints: the same characters, in the same order.

A figure whose characters were changed finds no match and stays a number without a source, which
the linter reports.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable

from reporting.document import Run


def bind(text: str, generated: Iterable[Run]) -> tuple[Run, ...]:
    """The text in runs, bound to the figures of what was generated in its place.

    >>> was = [Run("化解"), Run("11855起", "resolved"), Run("，化解率"), Run("94.92%", "rate")]
    >>> [run.figure for run in bind("全年化解11900起，率为94.92%。", was)]
    [None, 'rate', None]
    """
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for run in generated:
        if run.figure is not None:
            waiting[run.text].append(run.figure)
    if not waiting:
        return (Run(text),) if text else ()
    runs, at = [], 0
    for match in _pattern(waiting).finditer(text):
        if keys := waiting[match[0]]:
            runs += [Run(text[at : match.start()]), Run(match[0], keys.popleft())]
            at = match.end()
    return tuple(run for run in (*runs, Run(text[at:])) if run.text)


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    """Any of the texts, the longest first, and never a part of a longer number."""
    longest_first = sorted(texts, key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![0-9.])(?:{either})(?![0-9])")
