"""Linting a composed report (校核报告): its numbers are bound to the figures that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from reporting.document import Document, Origin, Paragraph, Part
from reporting.lint.nouns import RATE, REFERRED, REGISTERED, RESOLVED
from reporting.lint.numbers import Number
from reporting.lint.reading import Reading, read
from reporting.lint.remark import Level, Remark, remark, settled
from reporting.lint.texts import in_order, remarks

# Which figure of a report a known number is, by the key of the figure.
KNOWN = {"registered": REGISTERED, "resolved": RESOLVED, "resolution_rate": RATE,
         "referred_governance": REFERRED, "referred": REFERRED}  # fmt: skip
BY_HAND = (Origin.WRITTEN, Origin.EDITED)


@dataclass(frozen=True, slots=True)
class Place:
    """From where to where in the text a paragraph stands, and in which part."""

    start: int
    end: int
    part: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Layout:
    """The plain text of a document, as `Document.lines` gives it; `printed` are offset, length and
    key of each figure."""

    text: str
    printed: tuple[tuple[int, int, str], ...]
    places: tuple[Place, ...]

    def place(self, offset: int) -> Place | None:
        return next((p for p in self.places if p.start <= offset < p.end), None)


def laid_out(document: Document) -> Layout:
    lines: list[str] = []
    printed: list[tuple[int, int, str]] = []
    places: list[Place] = []
    at = 0

    def put(head: str, paragraph: Paragraph | None, part: str) -> None:
        nonlocal at
        body = paragraph.text if paragraph else ""
        if not head + body:
            return
        start = at + len(head)
        if paragraph:
            places.append(Place(start, start + len(body), part, paragraph.origin))
            printed.extend(_runs(paragraph, start))
        lines.append(head + body)
        at += len(head) + len(body) + 1

    put(document.title, None, "")
    put(f"{document.addressee}：" if document.addressee else "", None, "")
    for part in document.parts:
        for head, paragraph in _lines(part):
            put(head, paragraph, part.code)
    put(document.signed_by, None, "")
    put(document.dated, None, "")
    return Layout("\n".join(lines), tuple(printed), tuple(places))


def _lines(part: Part) -> Iterator[tuple[str, Paragraph | None]]:
    """Each line of a part: what stands before its paragraph, and that."""
    head, paragraphs = part.number + part.heading, list(part.paragraphs)
    if part.runs_in and paragraphs:
        yield head, paragraphs.pop(0)
    elif head:
        yield head, None
    yield from (("", paragraph) for paragraph in paragraphs)


def _runs(paragraph: Paragraph, start: int) -> Iterator[tuple[int, int, str]]:
    for run in paragraph.runs:
        if run.figure is not None:
            yield start, len(run.text), run.figure
        start += len(run.text)


@dataclass(frozen=True, slots=True)
class _Report:
    """A body with its layout, as the checks below read it."""

    body: Mapping[str, Any]
    layout: Layout
    reading: Reading

    @property
    def figures(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.body["figures"]
        return found

    def by_hand(self) -> list[tuple[Number, Place]]:
        """Numbers without a figure in what a human wrote or changed."""
        loose = (n for n in self.reading.numbers if n.figure is None)
        placed = ((n, self.layout.place(n.offset)) for n in loose)
        return [(n, place) for n, place in placed if place and place.origin in BY_HAND]


def lint_body(body: Mapping[str, Any], last_year: Mapping[str, Any] | None = None) -> list[Remark]:
    """Remarks on a report's body, by place in the text that `text_of` gives. `last_year` is the body
    of the edition of the year before, where there is one."""
    report = _read(body)
    found = [*map(settled, remarks(report.reading))]
    for check in (_changed, _contradicting, _unbound):
        found += check(report)
    return in_order([*_each_once(found), *_last_year(report, last_year or {})])


def errors_in(body: Mapping[str, Any]) -> list[str]:
    """What no report is signed with, in words."""
    return [f"“{one.quote}”：{one.message}" for one in lint_body(body) if one.level == Level.ERROR]


def text_of(body: Mapping[str, Any]) -> str:
    """The text that the places of remarks refer to."""
    return laid_out(Document.from_json(body["document"])).text


def _read(body: Mapping[str, Any]) -> _Report:
    layout = laid_out(Document.from_json(body["document"]))
    cutoff = date.fromisoformat(str(body["cutoff"])[:10])
    reading = read(layout.text, year=body["year"], cutoff=cutoff, printed=layout.printed)
    return _Report(body, layout, reading)


def _each_once(found: Iterable[Remark]) -> list[Remark]:
    """At one place the gravest says enough: an unbound number that is wrong is wrong."""
    wrong = {one.offset for one in found if one.level == Level.ERROR}
    return [one for one in found if one.code != "LINT_UNBOUND" or one.offset not in wrong]


# --- figures that were changed by hand


def _changed(report: _Report) -> Iterator[Remark]:
    """LINT_FIGURE_CHANGED: where a figure was generated, another number stands now."""
    for code, replaced in report.body.get("replaced", {}).items():
        yield from _changed_in(report, code, replaced)


def _changed_in(
    report: _Report, code: str, replaced: Iterable[Mapping[str, Any]]
) -> Iterator[Remark]:
    kept = [p for p in report.layout.places if p.part == code]
    still = {n.figure for n in report.reading.numbers for p in kept if p.start <= n.offset < p.end}
    loose = [n for n, place in report.by_hand() if place.part == code]
    for was in _generated(replaced):
        if was.figure in still:
            continue
        now = next((n for n in loose if _same_thing(n, was)), None)
        if now is not None and now.value != was.value:
            loose.remove(now)
            yield remark(
                "LINT_FIGURE_CHANGED", Level.ERROR, now,
                f"此处的数字由系统统计为“{was.text}”，被人工改为“{now.text}”",
                f"恢复为“{was.text}”；数据有误的，更正数据后重新生成",
            )  # fmt: skip


def _generated(replaced: Iterable[Mapping[str, Any]]) -> list[Number]:
    """The figures of what had been generated, with their nouns."""
    text, printed = "", []
    for run in replaced:
        if run["figure"]:
            printed.append((len(text), len(run["text"]), run["figure"]))
        text += run["text"]
    return [number for number in read(text, printed=printed).numbers if number.figure]


def _same_thing(now: Number, was: Number) -> bool:
    """Whether two numbers speak of the same: same unit, and noun phrases that end alike."""
    if now.unit != was.unit or now.kind != was.kind:
        return False
    return now.label == was.label or alike(now.label or now.noun, was.label or was.noun)


def alike(one: str, other: str) -> bool:
    """Whether two Chinese characters in a row stand in both.

    >>> alike("全年化解", "化解"), alike("移交", "化解")
    (True, False)
    """
    pairs = {a + b for a, b in pairwise(one)}
    return any(a + b in pairs for a, b in pairwise(other))


# --- numbers written by hand beside the figures


def _contradicting(report: _Report) -> Iterator[Remark]:
    """LINT_TWO_VALUES: a known figure is told by hand with another value than the report's own."""
    known = {KNOWN[key]: figure for key, figure in report.figures.items() if key in KNOWN}
    whole = {n.offset for code in known for n in report.reading.whole(code)}
    for number, _ in report.by_hand():
        figure = known.get(report.reading.concepts.get(number.offset, ""))
        if figure is None or number.offset not in whole or figure["value"] is None:
            continue
        low, high = number.bounds()
        value = Decimal(str(figure["value"])).quantize(number.step, rounding=ROUND_HALF_UP)
        if not low <= value <= high:
            yield remark(
                "LINT_TWO_VALUES", Level.ERROR, number,
                f"本报告的{figure['name']}为“{figure['text']}”，此处写“{number.text}”",
                f"改为“{figure['text']}”，或者写明所指的范围",
            )  # fmt: skip


def _unbound(report: _Report) -> Iterator[Remark]:
    """LINT_UNBOUND: a number written by hand that no figure of the report gives."""
    texts: dict[str, list[str]] = {}
    for figure in report.figures.values():
        texts.setdefault(figure["text"], []).append(figure["name"])
    for number, _ in report.by_hand():
        shown = number.text.replace(" ", "").replace(",", "")
        named = texts.get(shown, [])
        if not any(alike(number.label + number.noun, name) for name in named):
            yield remark(
                "LINT_UNBOUND", Level.WARNING, number,
                f"“{number.label[-12:]}{number.text}”没有统计来源", "录入为工作量数据，或者写明依据",
            )  # fmt: skip


# --- the year before


def _last_year(report: _Report, before: Mapping[str, Any]) -> Iterator[Remark]:
    """LINT_LAST_YEAR: the change is computed from another number than last year's report printed.

    Late entries and corrections do that; a reader with both reports in hand will ask.
    """
    published = before.get("figures", {})
    told = {number.figure: number for number in report.reading.numbers if number.figure}
    for key, figure in report.figures.items():
        code = key.partition(":")[0]
        was = published.get(code)
        if was is None or key not in told or figure["form"] != "change":
            continue
        same = figure["denominator_measure"] == was["numerator_measure"]
        if same and figure["denominator"] != was["numerator"]:
            yield remark(
                "LINT_LAST_YEAR", Level.WARNING, told[key],
                f"同比以上年{figure['denominator']}为基数，上年报告公布的{was['name']}为{was['numerator']}",
                "说明上年数字变动的原因，或者附更正说明",
            )  # fmt: skip
