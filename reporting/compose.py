"""Composing (行文). Pure: the same counts give the same characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from string import Formatter
from typing import Any

from reporting.formatting import change_text
from reporting.indicators import INDICATORS, Counts, Indicator
from reporting.sections import Clause, Section, Sentence


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as printed and the indicators that its figures come from, in order."""

    text: str
    indicators: tuple[str, ...]


def compose(section: Section, counts: Counts, before: Counts | None = None) -> str:
    """Write a section; `before` are the counts of the year before, for year-on-year clauses."""
    return "".join(written.text for written in sentences(section, counts, before))


def sentences(section: Section, counts: Counts, before: Counts | None = None) -> Iterator[Written]:
    """The sentences of a section that have something to say."""
    for sentence in section.sentences:
        spoken = list(_spoken(sentence, counts, before))
        if spoken:
            codes = [code for clause, _ in spoken for code in clause.named()]
            yield Written("，".join(text for _, text in spoken) + "。", tuple(dict.fromkeys(codes)))


class _Silent(Exception):
    """A figure has no meaning, so the clause that needs it is left out."""


class _Writer(Formatter):
    """Puts figures where a template names indicators."""

    def __init__(self, now: Counts, before: Counts | None) -> None:
        self.now, self.before = now, before or {}

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return INDICATORS[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        phrase = self._yoy(value) if format_spec == "yoy" else value.phrase(self.now)
        if phrase is None:
            raise _Silent
        return str(phrase)

    def _yoy(self, indicator: Indicator) -> str | None:
        measure = indicator.numerator
        return change_text(self.now.get(measure, 0), self.before.get(measure, 0))


def _spoken(
    sentence: Sentence, counts: Counts, before: Counts | None
) -> Iterator[tuple[Clause, str]]:
    writer = _Writer(counts, before)
    for clause in sentence:
        if all(INDICATORS[code].value(counts) for code in clause.required):
            with suppress(_Silent):
                yield clause, writer.format(clause.template)
