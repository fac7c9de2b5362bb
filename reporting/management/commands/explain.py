"""Explains a number: its definition, what is above and below the line, and the disputes in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disputes.models import Dispute, Unit
from reporting.drain import exact_snapshot
from reporting.formatting import interval
from reporting.indicators import INDICATORS, Indicator
from reporting.measures import MEASURES, Measure
from reporting.periods import Period
from reporting.totals import Counts, counts

TERMS = {
    "percent": "{} ÷ {} × 100%",
    "mean": "{} ÷ {}",
    "median": "{} ÷ 2（中位数的两倍存放，共{}项）",
    "per_10k": "{} ÷ {} × 10000",
}


class Command(BaseCommand):
    help = "打印一个指标的口径和数值，并与原始数据核对；不一致时以非零状态退出"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("indicator", choices=sorted(INDICATORS))
        parser.add_argument("--unit", required=True, help="机构代码，12位，含其下级")
        parser.add_argument("--from", required=True, type=date.fromisoformat, dest="start")
        parser.add_argument("--to", required=True, type=date.fromisoformat, dest="end")
        parser.add_argument("--cutoff", type=date.fromisoformat, help="统计截止日，缺省同 --to")
        parser.add_argument("--cases", action="store_true", help="列出所含的纠纷")

    def handle(self, *, indicator: str, unit: str, cases: bool, **options: Any) -> None:
        place = Unit.objects.filter(code=unit).first()
        if place is None:
            raise CommandError(f"没有机构代码为{unit}的单位")
        try:
            period = Period(options["start"], options["end"], options["cutoff"] or options["end"])
        except ValueError as wrong:
            raise CommandError(str(wrong)) from None
        self._explain(INDICATORS[indicator], period, place, cases)

    def _explain(self, indicator: Indicator, period: Period, unit: Unit, cases: bool) -> None:
        with exact_snapshot():
            found = counts(period, unit, [MEASURES[code] for code in indicator.measures])
            self.stdout.write(
                f"{unit.name}，{period.start}至{period.end}，统计截止日{period.cutoff}\n"
                f"{indicator.name}：{indicator.phrase(found) or '（分母为零）'}"
            )
            self._define(indicator, found)
            agree = [
                self._measure(MEASURES[code], period, unit, found.get(code, 0), cases)
                for code in indicator.measures
            ]
        if not all(agree):
            raise CommandError("汇总与原始数据不一致，请运行 manage.py rollup rebuild")

    def _define(self, indicator: Indicator, found: Counts) -> None:
        """What it means, and the computation with the numbers in it."""
        if indicator.note:
            self.stdout.write(f"口径：{indicator.note}")
        if indicator.source:
            self.stdout.write(f"出处：{indicator.source}")
        top = found.get(indicator.numerator, 0)
        if indicator.denominator:
            bottom = found.get(indicator.denominator, 0)
            self.stdout.write(f"计算：{TERMS[indicator.form].format(top, bottom)}")
            if ends := interval(top, bottom) if indicator.form == "percent" else None:
                self.stdout.write(f"95%置信区间：{ends[0]}%至{ends[1]}%")

    def _measure(
        self, measure: Measure, period: Period, unit: Unit, found: int, cases: bool
    ) -> bool:
        rows = measure.count(period, unit)
        note = f"（{measure.note}）" if measure.note else ""
        self.stdout.write(f"  {measure.name}{note}：汇总{found}，原始数据{rows}")
        if cases:
            self._list(measure, period, unit)
        return rows == found

    def _list(self, measure: Measure, period: Period, unit: Unit) -> None:
        parts = dict(measure.drill_down(period, unit).values_list("case", "n"))
        for dispute in Dispute.objects.filter(pk__in=parts).select_related("unit").iterator():
            self.stdout.write(f"    {dispute.number}  {dispute.unit.name}  {parts[dispute.pk]:+d}")
