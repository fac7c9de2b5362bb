"""Sentences (行文). Pure: the same figures give the same characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from string import Formatter

from reporting.compose.figures import Book, Figure
from reporting.compose.material import Material
from reporting.document import Run
from reporting.indicators import INDICATORS, Counts
from reporting.sections import Clause, Either, Listing, Piece, Section, Sentence, code_of


@dataclass(frozen=True, slots=True)
class Spoken:
    """Runs of text with the figures printed in them."""

    runs: tuple[Run, ...]
    figures: tuple[Figure, ...] = ()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as printed and the indicators that its figures come from, in order."""

    text: str
    indicators: tuple[str, ...]
    spoken: Spoken = field(compare=False)


def compose(section: Section, counts: Counts, before: Counts | None = None) -> str:
    """Write a section from counts alone; `before` are those of the year before."""
    return "".join(written.text for written in sentences(section, counts, before))


def sentences(section: Section, counts: Counts, before: Counts | None = None) -> Iterator[Written]:
    """The sentences of a section that have something to say."""
    return written(section, Material(counts, before or {}))


def written(section: Section, material: Material) -> Iterator[Written]:
    """The same from all that a report is composed from."""
    book = Book(material)
    for sentence in section.sentences:
        if spoken := say(sentence, book):
            codes = [code_of(figure.key) for figure in spoken.figures]
            named = tuple(code for code in dict.fromkeys(codes) if code in INDICATORS)
            yield Written(spoken.text, named, spoken)


def say(sentence: Sentence, book: Book) -> Spoken | None:
    """A sentence; None where none of its clauses has something to say."""
    clauses = [spoken for piece in sentence if (spoken := _said(piece, book))]
    return ended(joined(clauses, "，"))


def joined(parts: Sequence[Spoken], between: str) -> Spoken | None:
    """Several in a row, or None of nothing."""
    if not parts:
        return None
    runs = list(parts[0].runs)
    for part in parts[1:]:
        runs += [Run(between), *part.runs] if between else part.runs
    return Spoken(merged(runs), tuple(figure for part in parts for figure in part.figures))


def ended(spoken: Spoken | None, by: str = "。") -> Spoken | None:
    return spoken and Spoken(merged([*spoken.runs, Run(by)]), spoken.figures)


def merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbouring pieces without a figure are one piece."""
    found: list[Run] = []
    for run in runs:
        if found and run.figure is None and found[-1].figure is None:
            found[-1] = Run(found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return tuple(found)


def fill(template: str, book: Book) -> Spoken | None:
    """A template with its figures; None unless each of them has something to say."""
    runs, figures = [], []
    for text, name, wording, _ in Formatter().parse(template):
        runs.append(Run(text))
        if name is None:
            continue
        key = f"{name}:{wording}" if wording else name
        figure = book.find(key)
        if figure is None:
            return None
        runs.append(Run(figure.text, key))
        figures.append(figure)
    return Spoken(merged(runs), tuple(figures))


def _said(piece: Piece, book: Book) -> Spoken | None:
    if isinstance(piece, Clause):
        return fill(piece.template, book) if all(map(book.holds, piece.required)) else None
    if isinstance(piece, Either):
        return next((spoken for one in piece.choices if (spoken := _said(one, book))), None)
    return _listed(piece, book)


def _listed(listing: Listing, book: Book) -> Spoken | None:
    items = joined([said for item in listing.items if (said := _said(item, book))], "、")
    return items and joined([Spoken((Run(listing.beginning),)), items], "")
