"""The report as an official document (公文), laid out by GB/T 9704-2012."""

from __future__ import annotations

import io

import docx

from reporting.exports.archive import CREATED, settled
from reporting.exports.contents import UNSIGNED, Contents
from reporting.exports.docx.annexes import add_annexes, annexes
from reporting.exports.docx.body import add_body
from reporting.exports.docx.page import set_up


def report_docx(made: Contents) -> bytes:
    """The document with its annexes (附件). The same contents give the same bytes."""
    word = docx.Document()
    set_up(word, mark="" if made.signed else UNSIGNED)
    listed = annexes(made)
    add_body(word, made.document, [annex.title for annex in listed])
    add_annexes(word, listed)
    about = word.core_properties
    about.title, about.author, about.subject = made.document.title, made.unit, made.digest
    about.created = about.modified = CREATED
    about.last_modified_by, about.revision, about.language = made.unit, 1, "zh-CN"
    file = io.BytesIO()
    word.save(file)
    return settled(file.getvalue())
