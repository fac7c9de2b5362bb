"""CSV answers, beside JSON."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from reporting.exports.csv import figures_csv, tables_csv


class _CsvRenderer(BaseRenderer):
    """The byte order mark tells spreadsheets that it is UTF-8."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def text(self, data: Any) -> str:
        raise NotImplementedError

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return codecs.BOM_UTF8 + self.text(data).encode()


class FiguresCsvRenderer(_CsvRenderer):
    """A report's figures."""

    def text(self, data: Any) -> str:
        return figures_csv(data)


class TablesCsvRenderer(_CsvRenderer):
    """The tables of a statistics answer."""

    def text(self, data: Any) -> str:
        return tables_csv(data)


class _FileRenderer(BaseRenderer):
    """For negotiation only: the view answers with a file."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        raise NotImplementedError


class CasesCsvRenderer(_FileRenderer):
    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"


class CasesXlsxRenderer(_FileRenderer):
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    format = "xlsx"
