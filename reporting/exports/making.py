"""Which writer makes which format (导出格式)."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from disputes.models import Officer
from disputes.papers.pdf import convert
from reporting.editions import digests
from reporting.editions.verifier import canonical
from reporting.exports.contents import Contents, contents
from reporting.exports.csv import edition_csv
from reporting.exports.docx import report_docx
from reporting.exports.publishing import published
from reporting.exports.xlsx import report_xlsx
from reporting.models import Edition, SignedEdition
from reporting.models.export import Format

PUBLIC_SCHEMA = "fengqiao-public-edition/1"
MEDIA_TYPES = {
    Format.JSON: ("json", "application/json"),
    Format.CSV: ("csv", "text/csv; charset=utf-8"),
    Format.CSV_PLAIN: ("csv", "text/csv; charset=utf-8"),
    Format.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Format.DOCX: ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format.PDF: ("pdf", "application/pdf"),
}  # fmt: skip
WRITERS: dict[str, Callable[[Contents], bytes]] = {
    Format.CSV: lambda made: codecs.BOM_UTF8 + edition_csv(made).encode(),
    Format.CSV_PLAIN: lambda made: edition_csv(made).encode(),
    Format.XLSX: report_xlsx,
    Format.DOCX: report_docx,
    Format.PDF: lambda made: convert(report_docx(made)),
}


def made(edition: Edition, format_: str) -> bytes:
    """The file for those inside the house. Raises PdfUnavailable where this machine makes no PDF."""
    if format_ == Format.JSON:
        return _json(edition)
    return WRITERS[format_](contents(edition))


def made_public(edition: Edition, format_: str, by: Officer) -> bytes:
    """The file for everybody. Raises PdfUnavailable, and RuleViolation like `published`."""
    ending, _ = MEDIA_TYPES[Format(format_)]
    found = published(edition, by=by, format_=ending)
    return _public(found) if format_ == Format.JSON else WRITERS[format_](found)


def _json(edition: Edition) -> bytes:
    """The signed file to the byte, or the draft's body."""
    signed = SignedEdition.objects.filter(edition=edition).first()
    return signed.content.encode() if signed else digests.canonical(edition.body)


def _public(found: Contents) -> bytes:
    """Names no case."""
    return canonical({
        "schema": PUBLIC_SCHEMA,
        "edition_digest": found.digest,
        "title": found.title,
        "unit": {"code": found.unit_code, "name": found.unit},
        "start": found.start.isoformat(),
        "cutoff": found.cutoff.isoformat(),
        "definitions_version": found.definitions_version,
        "document": digests.plain(found.document.as_json()),
        "figures": found.figures,
        "tables": list(found.tables),
        "note": found.note,
    })  # fmt: skip
