"""Open disputes (未结) at the end of a period, by age and by what they wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateField, Exists, F, Func, OuterRef, Q

from disputes.models import Dispute, DisputeEvent
from reporting.measures.measure import Stock
from reporting.periods import Period


@dataclass(frozen=True, slots=True)
class Aged(Stock):
    """Registered at least `oldest_from` and less than `before` days ago."""

    at_least: int = 0
    before: int = 0

    def _condition(self, period: Period) -> Q:
        when = Q(registered_on__lte=period.end - timedelta(days=self.at_least))
        if self.before:
            when &= Q(registered_on__gt=period.end - timedelta(days=self.before))
        return when


@dataclass(frozen=True, slots=True)
class Overdue(Stock):
    """Open longer than the risk level allows; a level without a limit is never overdue."""

    replayable: bool = False  # levels and their limits are edited

    def _condition(self, period: Period) -> Q:
        due = Func(F("registered_on"), F("risk_level__resolution_days"), arg_joiner=" + ",
                   template="(%(expressions)s)", output_field=DateField())  # fmt: skip
        return Q(risk_level__resolution_days__isnull=False) & Q(
            registered_on__lt=period.end, on_day__gt=due
        )


@dataclass(frozen=True, slots=True)
class Stale(Stock):
    """Nothing happened for `days` days: no step of the case lies in them."""

    days: int = 0

    def _condition(self, period: Period) -> Q:
        since = period.end - timedelta(days=self.days)
        steps = DisputeEvent.objects.filter(
            dispute=OuterRef("pk"), occurred_on__gt=since, occurred_on__lte=period.end
        )
        if self.known is not None:
            steps = steps.filter(recorded_at__lte=self.known)
        return Q(registered_on__lte=since) & ~Q(Exists(steps))


DAY = "registered_on"
END = "期末（期间最后一天终了时）"
MEASURES = (
    Stock("open_stock", "期末未结", Dispute, DAY, unit="起", note=f"{END}尚未办结的"),
    Aged("open_under_30", "未结不满30日", Dispute, DAY, unit="起", before=30, note=END),
    Aged("open_30_to_90", "未结30日以上不满90日", Dispute, DAY, unit="起", at_least=30, before=90,
         note=END),
    Aged("open_90_to_180", "未结90日以上不满180日", Dispute, DAY, unit="起", at_least=90,
         before=180, note=END),
    Aged("open_over_180", "未结180日以上", Dispute, DAY, unit="起", at_least=180, note=END),
    Overdue("open_overdue", "超期未结", Dispute, DAY, unit="起",
            note=f"{END}尚未办结，且超过其风险等级的化解期限"),
    *(
        Stale(f"stale_{days}", f"{days}日无进展未结", Dispute, DAY, unit="起", days=days,
              note=f"{END}尚未办结，且此前{days}日内没有任何流转记录")
        for days in (15, 30)
    ),
)  # fmt: skip
