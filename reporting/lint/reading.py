"""A text as the checks read it (通读): its numbers in order, which figures they are, whose year it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, islice

from reporting.lint.nouns import ELSEWHERE, concept
from reporting.lint.numbers import FIGURES, Day, Number, find, plain

_TITLE = re.compile("((?:19|20)[0-9]{2}) ?年")
TOGETHER = 60
NEAR = 160  # characters of a sentence that are read around a number


@dataclass(frozen=True, slots=True)
class Reading:
    """`numbers` are figures only; `concepts` those of them that checks know, by what they are.
    `year` is the year reported on, None if the text does not say."""

    text: str
    numbers: Sequence[Number]
    days: Sequence[Day]
    year: int | None
    cutoff: date | None = None
    concepts: dict[int, str] = field(default_factory=dict)  # offset of a number → what it is

    def of(self, code: str) -> list[Number]:
        """The numbers that are this known figure, in order."""
        return [n for n in self.numbers if self.concepts.get(n.offset) == code]

    def whole(self, code: str) -> list[Number]:
        """Those that speak of the whole unit and year."""
        return [n for n in self.of(code) if not ELSEWHERE.search(self.around(n))]

    def sentences(self) -> Iterator[list[Number]]:
        """The figures of each sentence, at most `TOGETHER` at a time: nobody compares more."""
        for _, numbers in groupby(self.numbers, lambda number: number.sentence):
            while together := list(islice(numbers, TOGETHER)):
                yield together

    def around(self, number: Number, before: int = 24) -> str:
        """The clause of a number, with a little of what stands before it."""
        line = self.text[max(0, number.offset - before) : number.offset]
        return re.split("[。\n]", line)[-1]

    def following(self, number: Number, characters: int = 12) -> str:
        return self.text[number.end : number.end + characters]


def read(
    text: str,
    *,
    year: int | None = None,
    cutoff: date | None = None,
    printed: Collection[tuple[int, int, str]] = (),
) -> Reading:
    """Read a text. `printed` are offset, length and key of the figures that a report printed."""
    even = plain(text)
    found, days = find(even)
    figures = [n for n in _bound(found, printed) if n.kind in FIGURES]
    reading = Reading(even, figures, days, year or _year(even), cutoff)
    before, sentence = "", -1
    for number in figures:
        before = before if number.sentence == sentence else ""
        near = even[max(0, number.offset - NEAR) : number.end + NEAR]
        code, sentence = concept(number, near, before), number.sentence
        if code:
            reading.concepts[number.offset] = before = code
    return reading


def _year(text: str) -> int | None:
    """The first year that the beginning names: the title, or the opening words."""
    found = _TITLE.search(text[:400])
    return int(found[1]) if found else None


def _bound(
    numbers: Sequence[Number], printed: Collection[tuple[int, int, str]]
) -> Iterator[Number]:
    """With the key of the printed figure that each lies in; both are in order."""
    waiting = iter(sorted(printed))
    span = next(waiting, None)
    for number in numbers:
        while span and span[0] + span[1] <= number.offset:
            span = next(waiting, None)
        inside = span and number.end > span[0]
        yield replace(number, figure=span[2]) if span and inside else number
