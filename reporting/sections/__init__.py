"""Sections of the annual report (年度报告章节): the national order's own wording."""

from reporting.sections import fengqiao, work
from reporting.sections.section import (
    Clause,
    Either,
    Listing,
    Piece,
    Section,
    Sentence,
    clauses_of,
    code_of,
    codes_in,
    names_of,
)

SECTIONS = {section.code: section for section in (fengqiao.SECTION, *work.SECTIONS)}

__all__ = [
    "SECTIONS",
    "Clause",
    "Either",
    "Listing",
    "Piece",
    "Section",
    "Sentence",
    "clauses_of",
    "code_of",
    "codes_in",
    "names_of",
]
