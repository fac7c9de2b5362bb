"""What happened (流转): resolutions and all other steps, by the day on which they happened."""

from zoneinfo import ZoneInfo

from django.db.models import DateField, F, Func, IntegerField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from disputes.choices import Resolution
from disputes.models import DisputeEvent
from reporting.measures.measure import ENDED, Measure, Median

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY, REGISTERED = "occurred_on", "dispute__registered_on"
# Each row gives or takes back one resolution (化解).
CHANGES = Q(change__in=(Resolution.TAKEN_BACK, Resolution.TAKES_EFFECT))
GIVEN = Q(change=Resolution.TAKES_EFFECT)
RELAPSE = Q(action="relapse")
ENDS = Q(to_state__in=ENDED) & ~Q(from_state__in=ENDED)


def days_between(earlier: Combinable, later: Combinable) -> Combinable:
    """Calendar days from one day to a later one."""
    return Func(later, earlier, template="(%(expressions)s)", arg_joiner=" - ",
                output_field=IntegerField())  # fmt: skip


SINCE_REGISTERED = days_between(F(REGISTERED), F(DAY))
ENTRY_DELAY = days_between(F(DAY), TruncDate("recorded_at", tzinfo=SHANGHAI))


def _relapse_within(days: int) -> Q:
    """Relapsed at most so many days after the resolution; `days` of the event lead to that."""
    resolved = Func(F(REGISTERED), F("days"), template="(%(expressions)s)", arg_joiner=" + ",
                    output_field=DateField())  # fmt: skip
    return RELAPSE & Q(change=Resolution.TAKEN_BACK) & Q(
        occurred_on__lte=Func(resolved, Value(days), template="(%(expressions)s)",
                              arg_joiner=" + ", output_field=DateField())
    )  # fmt: skip


def _step(code: str, name: str, action: str, **more: object) -> Measure:
    return Measure(code, name, DisputeEvent, DAY, Q(action=action), replayable=True,
                   **{"unit": "起", **more})  # type: ignore[arg-type]  # fmt: skip


MEASURES = (
    # Flow: counted on the day it happens; may exceed what was registered in the period.
    Measure("resolved", "期内化解", DisputeEvent, DAY, CHANGES, weight=F("change"), unit="起",
            replayable=True, note="期内新化解减去期内撤销化解（未履行、反复），含以前登记的纠纷"),
    # Cohort: counted on the day of registration, as far as it had happened by the cutoff.
    Measure("resolved_of_registered", "期内录入并化解", DisputeEvent, REGISTERED, CHANGES,
            weight=F("change"), as_of=DAY, unit="起", replayable=True,
            note="期内录入的纠纷中，截至统计截止日处于化解状态的"),
    Measure("resolution_days", "化解用时合计", DisputeEvent, DAY, CHANGES,
            weight=F("change") * F("days"), unit="天", replayable=True,
            note="登记日至化解日的自然日"),
    Measure("resolved_in_3_days", "3日内化解", DisputeEvent, DAY, CHANGES & Q(days__lte=3),
            weight=F("change"), unit="起", replayable=True, note="登记之日起3个自然日内"),
    Measure("resolved_in_7_days", "7日内化解", DisputeEvent, DAY, CHANGES & Q(days__lte=7),
            weight=F("change"), unit="起", replayable=True, note="登记之日起7个自然日内"),
    Measure("relapsed", "反复", DisputeEvent, DAY, RELAPSE, unit="起次", replayable=True),
    *(
        Measure(f"relapsed_in_{days}_days", f"化解后{days}日内反复", DisputeEvent, DAY,
                _relapse_within(days), unit="起次", replayable=True,
                note=f"化解之日起{days}个自然日内反复的，按反复之日统计")
        for days in (30, 90, 180)
    ),
    _step("accepted", "受理", "accept"),
    _step("acceptance_days", "受理用时合计", "accept", weight=SINCE_REGISTERED, unit="天",
          note="登记日至受理日的自然日"),
    _step("mediations_agreed", "调解达成协议", "agree"),
    _step("mediations_failed", "调解不成", "fail"),
    _step("declined", "不予调解", "decline"),
    _step("withdrawn", "撤回", "withdraw"),
    _step("converted", "转处罚或转刑事", "convert"),
    Measure("ended", "办结", DisputeEvent, DAY, ENDS, unit="起次", replayable=True,
            note="由未结进入结案、不予调解、撤回、转办等状态；反复后再次办结的再计一次"),
    Measure("ending_days", "办结用时合计", DisputeEvent, DAY, ENDS, weight=SINCE_REGISTERED,
            unit="天", replayable=True, note="登记日至办结日的自然日"),
    Measure("entries", "流转记录", DisputeEvent, DAY, unit="条", replayable=True),
    Measure("same_day_entries", "当日录入", DisputeEvent, DAY, Q(recorded_at__date__lte=F(DAY)),
            unit="条", replayable=True, note="发生当日即录入的"),
    Measure("entry_delay", "录入滞后合计", DisputeEvent, DAY, weight=ENTRY_DELAY, unit="天",
            replayable=True, note="发生日期至录入日期的自然日"),
    Median("median_resolution", "化解用时中位数", DisputeEvent, DAY, GIVEN, weight=F("days"),
           unit="半天", replayable=True, note="以中位数的两倍存放"),
    Median("median_acceptance", "受理用时中位数", DisputeEvent, DAY, Q(action="accept"),
           weight=SINCE_REGISTERED, unit="半天", replayable=True, note="以中位数的两倍存放"),
    Median("median_ending", "办结用时中位数", DisputeEvent, DAY, ENDS, weight=SINCE_REGISTERED,
           unit="半天", replayable=True, note="以中位数的两倍存放"),
    Median("median_entry_delay", "录入滞后中位数", DisputeEvent, DAY, weight=ENTRY_DELAY,
           unit="半天", replayable=True, note="以中位数的两倍存放"),
    Measure("resolutions", "新化解", DisputeEvent, DAY, GIVEN, unit="起次", replayable=True,
            live=True, note="期内新化解，不扣减"),
)  # fmt: skip
