"""The annual report as a document (公文): what composing makes and what every format prints.

Pure values. An edition keeps `as_json()` of it; the linter, the .docx writer and the verifier
read the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Origin(StrEnum):
    """Who wrote a paragraph."""

    GENERATED = "generated"  # sentences from figures
    WRITTEN = "written"  # a slot filled by hand
    EDITED = "edited"  # generated, then changed by hand
    PROPOSED = "proposed"  # drawn from data for a human to accept: problems, next-year list


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `figure` is the key in the edition's figures if the piece prints one."""

    text: str
    figure: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    origin: Origin = Origin.WRITTEN

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its paragraphs. `level` 0 has no heading (opening, closing), 1 is 一、,
    2 （一）, 3 1., 4 （1）; `number` is printed as it stands, because outlines number differently.
    `runs_in`: the heading's own text ends in a full stop (or is empty) and its first paragraph goes
    on in the same line.
    """

    code: str
    level: int
    number: str
    heading: str
    runs_in: bool
    paragraphs: tuple[Paragraph, ...]

    def lines(self) -> Iterator[str]:
        """Heading and paragraphs; a heading that runs in stands in its paragraph's line."""
        head, texts = self.number + self.heading, [paragraph.text for paragraph in self.paragraphs]
        if self.runs_in and texts:
            head, texts = head + texts[0], texts[1:]
        yield from filter(None, (head, *texts))


@dataclass(frozen=True, slots=True)
class Document:
    """`addressee` (主送机关) may be empty, and comes without its colon; `signed_by` and `dated` are
    printed at the end, `dated` as 2026年1月9日."""

    title: str
    addressee: str
    parts: tuple[Part, ...]
    signed_by: str
    dated: str

    def paragraphs(self) -> Iterator[Paragraph]:
        for part in self.parts:
            yield from part.paragraphs

    def lines(self) -> Iterator[str]:
        """Plain text, a line per heading and paragraph, as it is read from top to bottom."""
        yield self.title
        if self.addressee:
            yield f"{self.addressee}："
        for part in self.parts:
            yield from part.lines()
        yield from (self.signed_by, self.dated)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Document:
        """The document that `as_json` wrote. Raises KeyError and ValueError for another shape."""
        parts = tuple(
            Part(**{**part, "paragraphs": tuple(map(_paragraph, part["paragraphs"]))})
            for part in body["parts"]
        )
        return cls(**{**body, "parts": parts})


def _paragraph(body: dict[str, Any]) -> Paragraph:
    return Paragraph(tuple(Run(**run) for run in body["runs"]), Origin(body["origin"]))
