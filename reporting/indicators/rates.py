"""Rates, means, medians, and what comes to ten thousand."""

from typing import Any

from reporting.indicators.counts import BULLETIN, FRESH, QINGYANG
from reporting.indicators.indicator import POPULATION, Form, Indicator


def _rate(code: str, name: str, numerator: str, denominator: str, **more: Any) -> Indicator:
    return Indicator(code, name, numerator, denominator, unit="%", form="percent", **more)


def _days(code: str, name: str, numerator: str, denominator: str, **more: Any) -> Indicator:
    form: Form = "median" if numerator.startswith("median") else "mean"
    return Indicator(code, name, numerator, denominator, unit="天", form=form, **more)


def _per_10k(code: str, name: str, numerator: str, denominator: str, **more: Any) -> Indicator:
    return Indicator(code, name, numerator, denominator, form="per_10k", **more)


COHORT = "期内录入的纠纷中，截至统计截止日已化解的件数 ÷ 期内录入件数，不超过100%"
FLOW = "期内化解件数（含以前登记的）÷ 期内录入件数，可能超过100%"
PEOPLE = "人口数取最近一年已登记的常住人口，来源见人口表；没有登记的不出数"
RATES = (
    _rate("resolution_rate", "化解率", "resolved_of_registered", "registered", note=COHORT,
          source=QINGYANG),
    _rate("clearance_rate", "期内化解率", "resolved", "registered", note=FLOW),
    Indicator("mediation_success_rate", "调解成功率", "sessions_agreed", "sessions_ended",
              unit="%", form="percent", source=BULLETIN,
              note="达成协议的调解 ÷ 已有结果的调解，正在进行的不计"),
    _rate("success_of_accepted", "调解成功率（受理口径）", "mediations_agreed", "accepted",
          source=BULLETIN, note="期内达成协议 ÷ 期内受理，可能超过100%"),
    _rate("on_the_spot_rate", "当场化解率", "on_the_spot", "registered",
          note="当场调解达成协议 ÷ 期内录入；仅指当场调解，不含现场劝解"),
    _rate("hearing_success_rate", "听证式调解成功率", "hearings_agreed", "hearings",
          note="达成协议场次 ÷ 听证式调解场次"),
    _rate("fulfilment_rate", "协议履行率", "fulfilled_of_due", "agreements_due", source=BULLETIN,
          note="履行期限在期内的协议中，截至统计截止日已全部履行的件数 ÷ 履行期限在期内的协议件数"),
    _rate("instalment_rate", "义务履行率", "obligations_met", "obligations_due",
          note="履行期限在期内的各项义务（分期付款逐期计算）中，截至统计截止日已履行的项数"
          " ÷ 履行期限在期内的项数；已免除的不计"),
    _rate("confirmation_rate", "司法确认率", "confirmed", "confirmations_applied",
          note="期内申请的，截至统计截止日已裁定有效的 ÷ 期内申请的"),
    _rate("follow_up_rate", "回访率", "followed_up_of_resolved", "standing",
          note="化解日期在期内的纠纷中，截至统计截止日已回访的 ÷ 化解日期在期内的"),
    _rate("satisfaction_rate", "满意度", "satisfied", "answers",
          note="（非常满意＋满意）÷ 作出评价的回访，不含基本满意"),
    _rate("wide_satisfaction_rate", "满意度（含基本满意）", "basically_satisfied", "answers",
          note="（非常满意＋满意＋基本满意）÷ 作出评价的回访"),
    _rate("response_rate", "评价率", "answers", "follow_ups", note="作出评价的回访 ÷ 回访次数"),
    _rate("answer_rate", "移交反馈率", "referrals_answered", "referral_letters",
          note="期内发出的移交函中，截至统计截止日已反馈的 ÷ 期内发出的移交函"),
    _rate("rate_in_3_days", "3日化解率", "resolved_in_3_days", "resolved",
          note="登记之日起3个自然日内化解的件数 ÷ 期内化解件数；不同于行政案件办结率"),
    _rate("rate_in_7_days", "7日化解率", "resolved_in_7_days", "resolved",
          note="登记之日起7个自然日内化解的件数 ÷ 期内化解件数；不同于行政案件办结率"),
    _rate("relapse_rate", "反复率", "relapsed", "resolutions",
          note="期内反复 ÷ 期内新化解，可能超过100%"),
    *(
        _rate(f"relapse_rate_{days}", f"{days}日反复率", f"relapsed_in_{days}_days", "resolutions",
              note=f"期内反复且距化解不超过{days}日的 ÷ 期内新化解，可能超过100%")
        for days in (30, 90, 180)
    ),
    *(
        _rate(f"recurrence_rate_{days}", f"{days}日再发率", f"recurred_in_{days}_days",
              "resolutions", note=f"期内登记、经认定为再发且距前次化解不超过{days}日的 ÷ 期内新化解，可能超过100%")
        for days in (30, 90, 180)
    ),
    _rate("overdue_rate", "超期率", "open_overdue", "open_stock",
          note="期末超过风险等级化解期限的未结 ÷ 期末未结"),
    _rate("stale_rate", "30日无进展率", "stale_30", "open_stock", source=FRESH,
          note="期末30日无进展的未结 ÷ 期末未结"),
    _rate("same_day_entry_rate", "当日录入率", "same_day_entries", "entries", source=FRESH,
          note="发生当日即录入的流转记录 ÷ 全部流转记录"),
    _days("mean_days", "平均化解用时", "resolution_days", "resolved",
          note="期内化解的纠纷自登记日至化解日的平均自然日"),
    _days("median_days", "化解用时中位数", "median_resolution", "resolutions",
          note="期内新化解的纠纷自登记日至化解日的自然日"),
    _days("mean_acceptance_days", "平均受理用时", "acceptance_days", "accepted"),
    _days("median_acceptance_days", "受理用时中位数", "median_acceptance", "accepted"),
    _days("mean_wait", "首次调解平均等候", "first_session_days", "first_sessions"),
    _days("median_wait", "首次调解等候中位数", "median_first_session", "first_sessions"),
    _days("mean_fulfilment_days", "平均履行用时", "fulfilment_days", "fulfilled"),
    _days("median_fulfilment_days", "履行用时中位数", "median_fulfilment", "fulfilled"),
    _days("mean_ending_days", "平均办结用时", "ending_days", "ended"),
    _days("median_ending_days", "办结用时中位数", "median_ending", "ended"),
    _days("mean_entry_delay", "平均录入滞后", "entry_delay", "entries", source=FRESH),
    _days("median_entry_delay", "录入滞后中位数", "median_entry_delay", "entries", source=FRESH),
    _per_10k("criminal_per_10k", "每万起纠纷民转刑", "criminal_cases", "registered", unit="件",
             note="期内民转刑立案 ÷ 期内录入 × 10000"),
    _per_10k("registered_per_10k", "每万人纠纷", "registered", POPULATION, note=PEOPLE),
    _per_10k("criminal_per_10k_people", "每万人民转刑", "criminal_cases", POPULATION, unit="件",
             note=PEOPLE),
)  # fmt: skip
