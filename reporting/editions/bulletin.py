"""The monthly bulletin (月度分析): the statistical sections for one month, in the report's own shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from disputes import clock
from disputes.models import Unit
from reporting.compose import Written, written
from reporting.compose.figures import as_json
from reporting.document import Document, Origin, Paragraph, Part, Run
from reporting.formatting import chinese_day
from reporting.indicators import DEFINITIONS_VERSION
from reporting.outlines.outline import number
from reporting.periods import Period
from reporting.report import gather
from reporting.sections import SECTIONS, Section

SCHEMA = "fengqiao-monthly-bulletin/1"
ANALYSIS = "analysis"  # the slot for what the month's figures mean
NOTHING = "本月没有可统计的数据。"


def monthly_bulletin(period: Period, unit: Unit, texts: Mapping[str, str]) -> dict[str, Any]:
    """The bulletin of a month, each sentence bound to its figures; `texts` may hold an `analysis`.

    Call inside `drain.exact_snapshot`.
    """
    clauses = [clause for section in SECTIONS.values() for clause in section.clauses()]
    material = gather(period, unit, clauses)
    said = {code: list(written(section, material)) for code, section in SECTIONS.items()}
    figures = {
        figure.key: figure for one in said.values() for s in one for figure in s.spoken.figures
    }
    return {
        "schema": SCHEMA,
        "unit": {"code": unit.code, "name": unit.name},
        "year": period.start.year,
        "month": period.start.month,
        "start": period.start,
        "cutoff": period.cutoff,
        "as_of": clock.now(),
        "definitions_version": DEFINITIONS_VERSION,
        "outline": "monthly",
        "document": _document(period, unit, said, texts).as_json(),
        "figures": as_json(figures),
        "slots": [
            {"code": ANALYSIS, "part": ANALYSIS, "prompt": "情况分析", "required": False,
             "missing": not texts.get(ANALYSIS)},
        ],
    }  # fmt: skip


def _document(
    period: Period, unit: Unit, said: Mapping[str, list[Written]], texts: Mapping[str, str]
) -> Document:
    month = f"{period.start.year}年{period.start.month}月"
    parts = [_part(SECTIONS[code], sentences) for code, sentences in said.items() if sentences]
    if text := texts.get(ANALYSIS, "").strip():
        lines = tuple(Paragraph((Run(line),)) for line in text.splitlines() if line)
        parts.append(Part(ANALYSIS, 1, "", "情况分析", False, lines))
    if not parts:
        nothing = Paragraph((Run(NOTHING),), Origin.GENERATED)
        parts.append(Part("nothing", 0, "", "", False, (nothing,)))
    return Document(
        title=f"{unit.name}{month}矛盾纠纷化解工作月度分析",
        addressee="",
        parts=tuple(_numbered(part, n) for n, part in enumerate(parts, 1)),
        signed_by=unit.name,
        dated=chinese_day(clock.today()),
    )


def _part(section: Section, sentences: list[Written]) -> Part:
    runs = tuple(run for sentence in sentences for run in sentence.spoken.runs)
    paragraphs = (Paragraph(runs, Origin.GENERATED),)
    return Part(section.code, 1, "", section.heading, False, paragraphs)


def _numbered(part: Part, n: int) -> Part:
    return replace(part, number=number(part.level, n))
