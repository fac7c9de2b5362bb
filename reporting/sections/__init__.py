"""Sections of the annual report (年度报告章节): sentences that name indicators, never numbers."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause (分句). Braces hold indicator codes; `{registered:yoy}` is the change on the year
    before. It falls silent unless all `required` are non-zero and every number has a meaning.
    """

    template: str
    required: tuple[str, ...] = ()

    def named(self) -> list[str]:
        """Codes of the indicators whose figures it prints, in order."""
        return [name for _, name, _, _ in Formatter().parse(self.template) if name]

    def codes(self) -> set[str]:
        return {*self.named(), *self.required}


Sentence = tuple[Clause, ...]  # clauses joined by "，", ended by "。"


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    heading: str
    sentences: tuple[Sentence, ...]

    def indicators(self) -> list[str]:
        """Codes of all indicators that its clauses name or depend on, each once."""
        clauses = (clause for sentence in self.sentences for clause in sentence)
        named = (code for clause in clauses for code in (*clause.named(), *clause.required))
        return list(dict.fromkeys(named))
