"""Counts: what was registered, done and left open."""

from typing import Any

from reporting.indicators.indicator import Indicator
from reporting.measures import MEASURES

QINGYANG = "庆阳市公安局2025年度报告"
YIYUAN = "沂源县公安局2024年度报告"
BULLETIN = "人民调解统计口径"
FRESH = "数据鲜活"


def _count(code: str, **more: Any) -> Indicator:
    """The count of the measure with the same code, under its name, unit and note."""
    measure = MEASURES[code]
    return Indicator(code, **{"name": measure.name, "numerator": code, "unit": measure.unit,
                              "note": measure.note, **more})  # fmt: skip


COUNTS = (
    Indicator("registered", "排查录入矛盾纠纷", "registered", source=QINGYANG),
    Indicator("resolved", "化解", "resolved_of_registered", source=QINGYANG,
              note="期内录入的纠纷中，截至统计截止日已化解的件数"),
    Indicator("resolved_in_period", "期内化解", "resolved",
              note="按化解日期统计，含以前登记的纠纷；未履行和反复在发生之日扣减"),
    Indicator("referred", "移交", "referred", note="期内至少发出一次移交函的纠纷，与化解可以重叠"),
    Indicator("referred_governance", "移交综治中心、平安法治办公室", "referred_governance",
              source=QINGYANG, note="期内至少向综治中心、平安法治办公室发出一次移交函的纠纷，与化解可以重叠"),
    _count("referral_letters"),
    _count("transferred"),
    _count("referrals_resolved"),
    _count("accepted", source=BULLETIN),
    _count("declined"),
    _count("withdrawn"),
    _count("converted"),
    _count("ended"),
    _count("mediations_agreed", source=BULLETIN),
    _count("mediations_failed"),
    _count("sessions"),
    _count("joint_sessions"),
    _count("on_the_spot"),
    Indicator("hearings", "听证式调解场次", "hearings", unit="场次", source=YIYUAN),
    Indicator("hearing_disputes", "听证式调解纠纷", "hearing_disputes", source=YIYUAN),
    _count("hearings_agreed"),
    _count("hearing_members"),
    _count("persuaded_by_law", source=YIYUAN),
    _count("persuaded_by_reason", source=YIYUAN),
    _count("persuaded_by_feeling", source=YIYUAN),
    Indicator("agreements", "达成调解协议", "agreements", unit="件", source=BULLETIN),
    Indicator("fulfilled", "履行完毕协议", "fulfilled", unit="件"),
    _count("breached"),
    _count("confirmations_applied", source=BULLETIN),
    _count("confirmed", source=BULLETIN),
    Indicator("follow_ups", "回访", "follow_ups", unit="次"),
    Indicator("followed_up", "回访纠纷", "followed_up"),
    Indicator("relapsed", "反复", "relapsed", unit="起次"),
    _count("recurred"),
    _count("criminal_cases"),
    _count("deaths"),
    _count("people"),
    _count("repeat_alarms"),
    _count("group_events"),
    _count("with_minors"),
    _count("domestic_violence"),
    *(
        Indicator(code, MEASURES[code].name, code, unit="元", form="amount", source=source,
                  note=MEASURES[code].note)
        for code, source in (("amount", BULLETIN), ("amount_due", ""), ("amount_paid", ""))
    ),
    _count("open_stock"),
    _count("open_under_30"),
    _count("open_30_to_90"),
    _count("open_90_to_180"),
    _count("open_over_180"),
    _count("open_overdue"),
    _count("stale_15", source=FRESH),
    _count("stale_30", source=FRESH),
    Indicator("resolved_in_3_days", "3日内化解", "resolved_in_3_days"),
    Indicator("resolved_in_7_days", "7日内化解", "resolved_in_7_days"),
)  # fmt: skip
