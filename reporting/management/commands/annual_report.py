"""The annual report of a unit, composed at this moment from exact figures."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from disputes.models import Unit
from reporting.drain import exact_snapshot
from reporting.exports.csv import figures_csv
from reporting.report import annual_report, year_up_to


class Command(BaseCommand):
    help = "生成一个单位（含其下级）的年度报告：文字、JSON 或者指标的 CSV"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int, help="报告年度")
        parser.add_argument("--unit", required=True, help="机构代码，12位")
        parser.add_argument(
            "--cutoff", type=date.fromisoformat, help="统计截止日，缺省为12月31日，如 2025-11-30"
        )
        parser.add_argument("--format", choices=sorted(FORMATS), default="text", dest="form")

    def handle(
        self, *, year: int, unit: str, cutoff: date | None, form: str, **options: Any
    ) -> None:
        place = Unit.objects.filter(code=unit).first()
        if place is None:
            raise CommandError(f"没有机构代码为{unit}的单位")
        try:
            period = year_up_to(year, cutoff)
        except ValueError as wrong:
            raise CommandError(str(wrong)) from None
        with exact_snapshot():
            report = annual_report(year, place, period.cutoff)
        self.stdout.write(FORMATS[form](report))


def _text(report: dict[str, Any]) -> str:
    """The sections' paragraphs and nothing else, so that they can be piped into a document."""
    return "\n".join(section["text"] for section in report["sections"])


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


FORMATS = {"text": _text, "json": _json, "csv": figures_csv}
