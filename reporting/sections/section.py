"""What a section of the annual report is: sentences that name figures, never numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause (分句). Braces hold keys of figures: an indicator's code, `activity.` and the code of
    a kind or rate, `target.` and the code of a limit; behind a colon how it is said, see
    `compose.wording.WORDINGS` ({registered:yoy} is the change on the year before). It falls silent
    unless all `required` hold and every number has a meaning. Required is a figure that must not be
    zero, or "rate>=target".
    """

    template: str
    required: tuple[str, ...] = ()

    def keys(self) -> list[str]:
        """Keys of the figures it prints, in order, with the way they are said."""
        fields = Formatter().parse(self.template)
        return [f"{name}:{spec}" if spec else name for _, name, spec, _ in fields if name]

    def named(self) -> list[str]:
        """Codes of the figures it prints, in order."""
        return [code_of(key) for key in self.keys()]

    def codes(self) -> set[str]:
        return set(self.named()).union(*map(codes_in, self.required))

    def clauses(self) -> Iterator[Clause]:
        yield self


@dataclass(frozen=True, slots=True)
class Either:
    """The first of several clauses that has something to say."""

    choices: tuple[Clause | Listing, ...]

    def clauses(self) -> Iterator[Clause]:
        for choice in self.choices:
            yield from choice.clauses()


@dataclass(frozen=True, slots=True)
class Listing:
    """Clauses that share a beginning and are joined by "、"; silent ones are left out."""

    beginning: str
    items: tuple[Clause, ...]

    def clauses(self) -> Iterator[Clause]:
        yield from self.items


Piece = Clause | Either | Listing
Sentence = tuple[Piece, ...]  # joined by "，", ended by "。"


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    heading: str
    sentences: tuple[Sentence, ...]

    def clauses(self) -> Iterator[Clause]:
        return clauses_of(self.sentences)

    def names(self) -> list[str]:
        """Codes of all figures that its clauses name or depend on, each once."""
        return names_of(self.clauses())


def clauses_of(sentences: tuple[Sentence, ...]) -> Iterator[Clause]:
    """Every clause of some sentences."""
    for sentence in sentences:
        for piece in sentence:
            yield from piece.clauses()


def names_of(clauses: Iterable[Clause]) -> list[str]:
    """Codes of all figures that clauses name or depend on, each once."""
    named = (
        code
        for clause in clauses
        for code in (*clause.named(), *(c for key in clause.required for c in codes_in(key)))
    )
    return list(dict.fromkeys(named))


def codes_in(required: str) -> list[str]:
    """The codes in what a clause requires.

    >>> codes_in("activity.books"), codes_in("resolution_rate>=target.resolution")
    (['activity.books'], ['resolution_rate', 'target.resolution'])
    """
    return [code_of(key) for key in required.split(">=")]


def code_of(key: str) -> str:
    """The code in a key.

    >>> code_of("registered:yoy"), code_of("activity.books")
    ('registered', 'activity.books')
    """
    return key.partition(":")[0]
