"""CSV uploads: the body itself as text/csv, or one file of a form. UTF-8 or GB 18030."""

from __future__ import annotations

from typing import IO, Any

from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from disputes import identity

LARGEST = 2 * 1024 * 1024  # bytes; all police stations of a province are about 200 kB
MOST_LINES = 20_000


def lines_of(raw: bytes) -> list[str]:
    """The lines of a CSV file. Raises ParseError, ValidationError.

    Spreadsheet programs on Chinese systems save CSV as GB 18030, others as UTF-8.
    """
    if len(raw) > LARGEST:
        raise ParseError("文件不能超过2MB", code="TOO_LARGE")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _as_gb18030(raw)
    try:
        lines = identity.clean_text(text, LARGEST).splitlines()
    except identity.InvalidIdentity as refused:
        raise ValidationError({"file": [refused.message]}, code=refused.code) from None
    if len(lines) > MOST_LINES:
        raise ParseError(f"文件不能超过{MOST_LINES}行", code="TOO_LARGE")
    return lines


def _as_gb18030(raw: bytes) -> str:
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        raise ParseError("文件应为 UTF-8 或 GB 18030 编码", code="ENCODING") from None


def csv_lines(request: Request) -> list[str]:
    """The lines that either parser read; none for an empty body, which nobody parses."""
    lines: list[str] = request.data.get("lines", []) if isinstance(request.data, dict) else []
    return lines


class CsvParser(BaseParser):
    """`request.data` is {"lines": [...]}."""

    media_type = "text/csv"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, list[str]]:
        return {"lines": lines_of(stream.read(LARGEST + 1))}


class CsvUploadParser(MultiPartParser):
    """The same from the file `file` of a form."""

    def parse(  # type: ignore[override]
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, list[str]]:
        form = super().parse(stream, media_type, parser_context)
        if unknown := sorted({*form.data, *form.files} - {"file"}):
            refused = ErrorDetail("不存在或不能填写的字段", "UNKNOWN_FIELD")
            raise ValidationError({name: [refused] for name in unknown})
        uploaded = form.files.get("file")
        if uploaded is None:
            raise ValidationError({"file": ["请选择 CSV 文件"]}, code="required")
        return {"lines": lines_of(uploaded.read(LARGEST + 1))}
