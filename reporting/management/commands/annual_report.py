"""The annual report of a unit, composed at this moment from exact figures."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from disputes.models import Unit
from reporting.document import Document
from reporting.drain import exact_snapshot
from reporting.exports.csv import figures_csv
from reporting.report import annual_report, figures_report, section_report, year_up_to
from reporting.sections import SECTIONS


class Command(BaseCommand):
    help = "生成一个单位（含其下级）的年度报告：枫桥经验一节（text）、全文（full）、JSON 或者指标的 CSV"

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
            self.stdout.write(FORMATS[form](year, place, period.cutoff))


def _text(year: int, unit: Unit, cutoff: date) -> str:
    """The section's paragraph and nothing else, so that it can be piped into a document."""
    text: str = section_report(year, unit, SECTIONS["fengqiao"], cutoff)["section"]["text"]
    return text


def _full(year: int, unit: Unit, cutoff: date) -> str:
    """The whole report as plain text, a line per heading and paragraph."""
    document = Document.from_json(annual_report(year, unit, cutoff)["document"])
    return "\n".join(document.lines())


def _json(year: int, unit: Unit, cutoff: date) -> str:
    report = annual_report(year, unit, cutoff)
    return json.dumps(report, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)


def _csv(year: int, unit: Unit, cutoff: date) -> str:
    return figures_csv(figures_report(year, unit, cutoff))


FORMATS = {"text": _text, "full": _full, "json": _json, "csv": _csv}
