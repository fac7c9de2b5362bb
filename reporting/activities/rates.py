"""Rates and means made of activity figures: computed last, from totals, like every ratio."""

from __future__ import annotations

from typing import Any

from reporting.activities.kinds import KINDS, QINGYANG, XINXING, YIYUAN, YUSHU
from reporting.indicators import Indicator


def _rate(code: str, name: str, numerator: str, denominator: str, **more: Any) -> Indicator:
    return Indicator(f"activity.{code}", name, numerator, denominator, unit="%", form="percent",
                     **more)  # fmt: skip


def _days(code: str, name: str, numerator: str, denominator: str, **more: Any) -> Indicator:
    return Indicator(f"activity.{code}", name, numerator, denominator, unit="日", form="mean",
                     **more)  # fmt: skip


CLOSED = "办结的行政案件中，受案之日起{}日内办结的所占比例；按录入单位所用的日数口径"
RATES = (
    _rate("administrative_rate_in_3_days", "行政案件3日内办结率", "administrative_closed_in_3_days",
          "administrative_cases_closed", source=YIYUAN, note=CLOSED.format(3)),
    _rate("administrative_rate_in_7_days", "行政案件7日内办结率", "administrative_closed_in_7_days",
          "administrative_cases_closed", source=YIYUAN, note=CLOSED.format(7)),
    _days("administrative_mean_days", "行政案件平均办结时长", "administrative_case_days",
          "administrative_cases_closed", source=YIYUAN),
    _days("handling_mean_days", "平均办案周期", "case_handling_days", "cases_handled",
          source=YIYUAN),
    _rate("criminal_closing_rate", "刑事案件办结率", "criminal_cases_closed", "criminal_cases_filed",
          source=YIYUAN, note="办结 ÷ 立案，可能超过100%"),
    _rate("homicide_solving_rate", "现行命案破案率", "homicides_solved", "homicides",
          source=QINGYANG),
    _rate("violent_solving_rate", "八类严重暴力案件破案率", "violent_crimes_solved",
          "violent_crimes", source=QINGYANG),
    _rate("robbery_solving_rate", "“两抢”案件破案率", "robberies_solved", "robberies",
          source=QINGYANG),
    _rate("correction_rate", "执法问题整改率", "problems_corrected", "problems_found",
          source=QINGYANG),
    _rate("stalled_correction_rate", "久拖不决问题整改率", "stalled_problems_corrected",
          "stalled_problems_found", source=QINGYANG),
    _rate("station_coverage_rate", "派出所“三进”覆盖率", "stations_covered", "stations",
          source=YUSHU),
    _rate("legal_reviewer_rate", "法制审核人员占比", "legal_reviewers", "enforcement_officers",
          source=XINXING, note="法制审核人员（含兼职）占本单位执法人员总数的比例，规定不低于5%"),
)  # fmt: skip
# Everything made of activity figures that a template may name, by its key.
INDICATORS = {i.code: i for i in (*(kind.indicator for kind in KINDS.values()), *RATES)}
