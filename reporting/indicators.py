"""Indicators (指标): the numbers a report may name. One definition for API, export, sentence.

Ratios are computed last, from totals. Every value travels with its numerator, denominator,
unit, cutoff and definition version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from reporting.formatting import decimal_text, percent, percent_text, ratio

Counts = Mapping[str, int]  # measure code → total of the period
DEFINITIONS_VERSION = 1  # goes up whenever a measure or indicator changes its meaning


@dataclass(frozen=True, slots=True)
class Indicator:
    """A count, a percentage or a mean of measures. `places` are decimals of a mean or rate."""

    code: str
    name: str
    numerator: str
    denominator: str = ""
    unit: str = "起"
    form: Literal["count", "percent", "mean"] = "count"
    note: str = ""  # travels with every export
    source: str = ""  # the report or rule that uses it
    places: int = 2

    def value(self, counts: Counts) -> int | Decimal | None:
        """The number itself; None when it has no meaning.

        That is a denominator of zero, or below: in a month more may be taken back than resolved.
        """
        top, bottom = counts.get(self.numerator, 0), counts.get(self.denominator, 0)
        if self.form == "count":
            return top
        if bottom <= 0:
            return None
        divide = percent if self.form == "percent" else ratio
        return divide(top, bottom, self.places)

    def phrase(self, counts: Counts) -> str | None:
        """The number as a report prints it, with its unit."""
        value = self.value(counts)
        if value is None:
            return None
        if self.form == "percent":
            return percent_text(Decimal(value))
        text = decimal_text(value) if isinstance(value, Decimal) else str(value)
        return f"{text}{self.unit}"

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.numerator, self.denominator)))


def _rate(code: str, name: str, numerator: str, denominator: str, **more: Any) -> Indicator:
    return Indicator(code, name, numerator, denominator, unit="%", form="percent", **more)


COHORT = "期内录入的纠纷中，截至统计截止日已化解的件数 ÷ 期内录入件数，不超过100%"
FLOW = "期内化解件数（含以前登记的）÷ 期内录入件数，可能超过100%"
QINGYANG = "庆阳市公安局2025年度报告"
YIYUAN = "沂源县公安局2024年度报告"
BULLETIN = "人民调解统计口径"
ALL = (
    Indicator("registered", "排查录入矛盾纠纷", "registered", source=QINGYANG),
    Indicator("resolved", "化解", "resolved_of_registered", source=QINGYANG,
              note="期内录入的纠纷中，截至统计截止日已化解的件数"),
    _rate("resolution_rate", "化解率", "resolved_of_registered", "registered", note=COHORT,
          source=QINGYANG),
    Indicator("resolved_in_period", "期内化解", "resolved",
              note="按化解日期统计，含以前登记的纠纷；未履行和反复在发生之日扣减"),
    _rate("clearance_rate", "期内化解率", "resolved", "registered", note=FLOW),
    Indicator("referred", "移交", "referred", note="期内至少发出一次移交函的纠纷，与化解可以重叠"),
    Indicator("referred_governance", "移交综治中心、平安法治办公室", "referred_governance",
              source=QINGYANG, note="期内至少向综治中心、平安法治办公室发出一次移交函的纠纷，与化解可以重叠"),
    Indicator("referral_letters", "移交函", "referral_letters", unit="件"),
    Indicator("hearings", "听证式调解场次", "hearings", unit="场次", source=YIYUAN),
    Indicator("hearing_disputes", "听证式调解纠纷", "hearing_disputes", source=YIYUAN),
    Indicator("hearings_agreed", "听证式调解达成协议", "hearings_agreed", unit="场次"),
    _rate("hearing_success_rate", "听证式调解成功率", "hearings_agreed", "hearings",
          note="达成协议场次 ÷ 听证式调解场次"),
    Indicator("agreements", "达成调解协议", "agreements", unit="件", source=BULLETIN),
    Indicator("fulfilled", "履行完毕协议", "fulfilled", unit="件"),
    _rate("fulfilment_rate", "协议履行率", "fulfilled_of_due", "agreements_due", source=BULLETIN,
          note="履行期限在期内的协议中，截至统计截止日已全部履行的件数 ÷ 履行期限在期内的协议件数"),
    Indicator("follow_ups", "回访", "follow_ups", unit="次"),
    Indicator("followed_up", "回访纠纷", "followed_up"),
    Indicator("relapsed", "反复", "relapsed", unit="起次"),
    Indicator("mean_days", "平均化解用时", "resolution_days", "resolved", unit="天", form="mean",
              note="期内化解的纠纷自登记日至化解日的平均自然日"),
    Indicator("resolved_in_3_days", "3日内化解", "resolved_in_3_days"),
    _rate("rate_in_3_days", "3日化解率", "resolved_in_3_days", "resolved",
          note="登记之日起3个自然日内化解的件数 ÷ 期内化解件数；不同于行政案件办结率"),
    Indicator("resolved_in_7_days", "7日内化解", "resolved_in_7_days"),
    _rate("rate_in_7_days", "7日化解率", "resolved_in_7_days", "resolved",
          note="登记之日起7个自然日内化解的件数 ÷ 期内化解件数；不同于行政案件办结率"),
)  # fmt: skip
INDICATORS = {indicator.code: indicator for indicator in ALL}
