"""CSV answers, beside JSON."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from reporting.exports.csv import figures_csv


class FiguresCsvRenderer(BaseRenderer):
    """A report's figures; the byte order mark tells spreadsheets that it is UTF-8."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return codecs.BOM_UTF8 + figures_csv(data).encode()
