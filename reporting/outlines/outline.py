"""What an outline is (提纲): headings in their order, with what is written below each.

A heading's text may name {year}, {next_year} and {unit}. Outlines number differently, and some
published ones wrongly: what is printed is data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reporting.sections import Clause, Sentence, clauses_of

DIGITS = "一二三四五六七八九十"


class Proposed(StrEnum):
    """What is drawn from the data and no sentence of a template can say."""

    TOP_KINDS = "top_kinds"  # the most frequent kinds of disputes
    PRACTICE = "practice"  # how stations work: 法理情, their own methods
    PROBLEMS = "problems"  # rates that miss their target
    PLANS = "plans"  # what to do about them next year


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a text written by hand, by its code. `prompt` says what belongs there.

    A report cannot be signed while a `required` one is empty; an optional one leaves no trace.
    """

    code: str
    prompt: str
    required: bool = False


Content = Slot | Sentence | Proposed | str  # a str is printed as it stands


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a numbered point of one (一是…). `lead` is its first short sentence.

    It is left out, lead and number with it, when nothing in it has anything to say.
    """

    content: tuple[Content, ...]
    lead: str = ""
    point: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of the report. `level` as in `document.Part`.

    `number` None: the next one in the outline's style of its level; else printed as it stands.
    `runs_in`: the heading ends in a full stop and the text goes on in its line. `together`: all
    blocks are one paragraph.
    """

    code: str
    level: int
    heading: str
    blocks: tuple[Block, ...] = ()
    number: str | None = None
    runs_in: bool = False
    together: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """`title` may name {year} and {unit}, `addressee` {place} as well: the unit without 公安局."""

    code: str
    name: str
    source: str
    title: str
    parts: tuple[Heading, ...]
    addressee: str = ""

    def slots(self) -> Iterator[tuple[Heading, Slot]]:
        for part in self.parts:
            for block in part.blocks:
                yield from ((part, one) for one in block.content if isinstance(one, Slot))

    def sentences(self) -> tuple[Sentence, ...]:
        contents = (one for part in self.parts for block in part.blocks for one in block.content)
        return tuple(one for one in contents if isinstance(one, tuple))

    def clauses(self) -> Iterator[Clause]:
        return clauses_of(self.sentences())

    def proposes(self) -> set[Proposed]:
        contents = (one for part in self.parts for block in part.blocks for one in block.content)
        return {one for one in contents if isinstance(one, Proposed)}


def number(level: int, n: int) -> str:
    """The n-th number of a level, by GB/T 9704-2012: 一、 （一） 1. （1）; level 0 has none.

    >>> number(1, 3), number(2, 11), number(3, 4), number(4, 5), number(0, 1)
    ('三、', '（十一）', '4.', '（5）', '')
    """
    forms = {1: f"{chinese(n)}、", 2: f"（{chinese(n)}）", 3: f"{n}.", 4: f"（{n}）"}
    return forms.get(level, "")


def chinese(n: int) -> str:
    """1 to 99 in Chinese numerals.

    >>> [chinese(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return head + (DIGITS[ones - 1] if ones else "")
