"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; an empty cell reads "—".

    >>> print(table(["甲", "乙"], [["一|二", ""]]))
    | 甲 | 乙 |
    |---|---|
    | 一\\|二 | — |
    """
    lines = [_line(heads), "|" + "---|" * len(heads), *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") or "—" for cell in cells) + " |"
