"""Fields and a template make a file."""

from __future__ import annotations

import io
import re
from typing import Any

from docxtpl import DocxTemplate

from disputes.papers.fields import values
from disputes.papers.paper import Heading
from disputes.papers.templates import environment

# What XML cannot hold, and the two signs by which the library itself breaks paragraphs and pages.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
PARAGRAPH = "\a"  # the first of them: a line that somebody typed begins like any other paragraph


def render(template: bytes, filled: Heading) -> bytes:
    """The paper as a Word file. The template has been checked when it was uploaded."""
    return render_values(template, values(filled))


def render_values(template: bytes, told: dict[str, Any]) -> bytes:
    """The same from texts and lists of mappings."""
    file = DocxTemplate(io.BytesIO(template))
    file.render(_printable(told), environment(), autoescape=True)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return UNPRINTABLE.sub("", lines).replace("\n", PARAGRAPH)
