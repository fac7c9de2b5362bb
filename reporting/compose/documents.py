"""The whole report (成文): an outline, filled with figures and with what was written by hand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reporting.compose.binding import bind
from reporting.compose.figures import Book, Figure
from reporting.compose.material import Material
from reporting.compose.proposals import propose
from reporting.compose.sentences import Spoken, merged, say
from reporting.document import Document, Origin, Paragraph, Part, Run
from reporting.formatting import chinese_day
from reporting.outlines.outline import (
    Block,
    Content,
    Heading,
    Outline,
    Proposed,
    Slot,
    chinese,
    number,
)

Texts = Mapping[str, str]  # slot or part → text written or edited by hand
LISTED = (Proposed.PROBLEMS, Proposed.PLANS)  # proposals of several points
PROMPT = "〔待填写：{}〕"  # stands where a required text is missing


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose report of which year, and the day below the signature."""

    unit: str
    year: int
    dated: date

    def names(self) -> dict[str, str]:
        place = self.unit.removesuffix("公安局")
        return {"unit": self.unit, "place": place, "year": str(self.year),
                "next_year": str(self.year + 1)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Composed:
    """`figures` are those that the document prints, by the keys of its runs; `missing` the codes of
    required slots that nobody has written yet; `replaced` what had been generated in the parts that
    were edited, by their codes: the linter compares."""

    document: Document
    figures: Mapping[str, Figure]
    missing: tuple[str, ...]
    replaced: Mapping[str, tuple[Run, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Said:
    """A piece of a block with who wrote it."""

    runs: tuple[Run, ...]
    origin: Origin | None  # None of what is only printed along: leads and numbers
    figures: tuple[Figure, ...] = ()


def compose_document(
    outline: Outline, material: Material, texts: Texts, subject: Subject
) -> Composed:
    """Compose the report. `texts` puts what was written into its slot; under the code of a part it
    stands in place of all that was generated there, and keeps the figures it still prints.

    The same values give the same document.
    """
    book, replaced = Book(material), dict[str, tuple[Run, ...]]()
    found = [_part(part, book, texts, subject, replaced) for part in outline.parts]
    parts = tuple(_numbered(_kept(found)))
    document = Document(
        title=outline.title.format(**subject.names()),
        addressee=outline.addressee.format(**subject.names()),
        parts=tuple(part for _, part in parts),
        signed_by=subject.unit,
        dated=chinese_day(subject.dated),
    )
    printed = {run.figure for p in document.paragraphs() for run in p.runs}
    figures = {key: figure for key, figure in book.printed.items() if key in printed}
    return Composed(document, figures, tuple(_missing(outline, texts)), replaced)


def _missing(outline: Outline, texts: Texts) -> Iterator[str]:
    for part, slot in outline.slots():
        if slot.required and not texts.get(slot.code, "").strip() and part.code not in texts:
            yield slot.code


def _part(
    heading: Heading,
    book: Book,
    texts: Texts,
    subject: Subject,
    replaced: dict[str, tuple[Run, ...]],
) -> tuple[Heading, Part]:
    names = subject.names()
    paragraphs = _paragraphs(heading, book, texts, names)
    if edited := texts.get(heading.code, "").strip():
        replaced[heading.code] = merged([run for one in paragraphs for run in one.runs])
        paragraphs = _edited(edited, paragraphs)
    end = "。" if heading.runs_in and heading.heading else ""
    part = Part(heading.code, heading.level, heading.number or "",
                heading.heading.format(**names) + end, heading.runs_in,
                tuple(paragraphs))  # fmt: skip
    return heading, part


def _paragraphs(
    heading: Heading, book: Book, texts: Texts, names: Mapping[str, str]
) -> list[Paragraph]:
    points, paragraphs, line = 0, [], list[_Said]()
    for block in heading.blocks:
        for said in _points(block, book, texts, names):
            points += block.point
            line += _headed(said, block, points, names)
            if not heading.together:
                paragraphs += _broken(line)
                line = []
    return paragraphs + _broken(line)


def _points(
    block: Block, book: Book, texts: Texts, names: Mapping[str, str]
) -> Iterator[list[_Said]]:
    """What a block says, in one point; problems and plans have a point for each of their own."""
    said: list[_Said] = []
    for content in block.content:
        found = list(_content(content, book, texts, names))
        if block.point and content in LISTED:
            yield from ([one] for one in found)
        else:
            said += found
    if any(one.origin for one in said):
        yield said


def _content(
    content: Content, book: Book, texts: Texts, names: Mapping[str, str]
) -> Iterator[_Said]:
    if isinstance(content, Slot):
        if text := texts.get(content.code, "").strip():
            yield _Said((Run(text),), Origin.WRITTEN)
        elif content.required:
            yield _Said((Run(PROMPT.format(content.prompt)),), Origin.GENERATED)
    elif isinstance(content, Proposed):
        origin = Origin.PROPOSED if content in LISTED else Origin.GENERATED
        yield from (_printed(spoken, book, origin) for spoken in propose(content, book))
    elif isinstance(content, str):
        yield _Said((Run(content.format(**names)),), Origin.GENERATED)
    elif spoken := say(content, book):
        yield _printed(spoken, book, Origin.GENERATED)


def _printed(spoken: Spoken, book: Book, origin: Origin) -> _Said:
    book.printed.update((figure.key, figure) for figure in spoken.figures)
    return _Said(spoken.runs, origin, spoken.figures)


def _headed(said: Sequence[_Said], block: Block, n: int, names: Mapping[str, str]) -> list[_Said]:
    """With its number and lead before it."""
    lead = block.lead.format(**names)
    head = (f"{chinese(n)}是" if block.point else "") + (f"{lead}。" if lead else "")
    return [_Said((Run(head),), None), *said] if head else list(said)


def _broken(line: Sequence[_Said]) -> list[Paragraph]:
    """A paragraph; more where a text written by hand has line breaks."""
    origin = _origin(line)
    lines: list[list[Run]] = [[]]
    for run in (run for said in line for run in said.runs):
        first, *rest = run.text.replace("\r\n", "\n").split("\n")
        lines[-1].append(Run(first, run.figure))
        lines += [[Run(text)] for text in rest]
    paragraphs = (Paragraph(merged(runs), origin) for runs in lines)
    return [paragraph for paragraph in paragraphs if paragraph.text]


def _origin(line: Iterable[_Said]) -> Origin:
    """Figures beside a hand-written text are generated, then changed by hand."""
    origins = {said.origin for said in line if said.origin}
    if len(origins) == 1:
        return origins.pop()
    return Origin.EDITED if Origin.WRITTEN in origins else Origin.GENERATED


def _edited(text: str, generated: Sequence[Paragraph]) -> list[Paragraph]:
    runs = merged(bind(text, [run for paragraph in generated for run in paragraph.runs]))
    return _broken([_Said(runs, Origin.EDITED)])


Found = tuple[Heading, Part]


def _kept(parts: Sequence[Found]) -> list[Found]:
    """Without parts that say nothing, and headings with nothing left below them."""
    kept: list[Found] = []
    for heading, part in reversed(parts):
        below = kept and kept[-1][1].level > part.level > 0
        if part.paragraphs or below:
            kept.append((heading, part))
    return kept[::-1]


def _numbered(parts: Iterable[Found]) -> Iterator[Found]:
    """Each with the next number of its level, unless its own is given."""
    counts: Counter[int] = Counter()
    for heading, part in parts:
        counts[part.level] += 1
        for deeper in [level for level in counts if level > part.level]:
            del counts[deeper]
        yield (
            heading,
            part
            if heading.number is not None
            else replace(part, number=number(part.level, counts[part.level])),
        )
