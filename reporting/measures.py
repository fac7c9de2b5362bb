"""Measures (口径): what counts, on which day, for which unit, in which slices.

Counting, drill-down and reconciliation use the same definition; there is no second one in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.expressions import Combinable

from disputes.choices import Receiver, Resolution, State
from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
    FollowUp,
    MediationSession,
    Referral,
    Unit,
    UnitAncestry,
)
from reporting.periods import Period

GOVERNANCE = (Receiver.GOVERNANCE_CENTRE, Receiver.PEACE_OFFICE)
ONE = Value(1)
EVERY = Q()


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts: the rows of `model` that `when` holds of. `weight` is what one of them adds;
    its sum over rows is the count.

    `day` is the path of the day a row counts on. A cohort names in `as_of` the day that must not
    lie after the cutoff. `distinct` counts disputes, not rows: such a count cannot be added up
    over months, so it is never stored and always taken from the rows.
    """

    code: str
    name: str
    model: type[Model]
    day: str
    when: Q = EVERY
    unit: str = "件"
    weight: Combinable = ONE
    as_of: str = ""
    distinct: bool = False
    note: str = ""

    @property
    def stored(self) -> bool:
        return not self.distinct

    @property
    def came(self) -> str:
        """The path of the day on which a row came about."""
        return self.as_of or self.day

    @property
    def value(self) -> Aggregate:
        """What rows of one group count for."""
        return Count(self.path("pk"), distinct=True) if self.distinct else Sum(self.weight)

    def path(self, field: str) -> str:
        """The path from a row to a field of its dispute."""
        return field if self.model is Dispute else f"dispute__{field}"

    def rows(self) -> QuerySet[Any]:
        """All rows that count, of disputes that were not voided."""
        rows = self.model._default_manager.filter(self.when)
        return rows.exclude(**{self.path("state"): State.VOIDED})

    def counted(self, period: Period, unit: Unit) -> QuerySet[Any]:
        """The rows behind a number: in the period, of the unit and all that stood below it then."""
        stood_below = UnitAncestry.objects.filter(
            unit=OuterRef("unit"),
            ancestor=unit,
            since__lte=OuterRef(self.day),
            until__gt=OuterRef(self.day),
        )
        rows = self.rows().filter(
            Exists(stood_below), **{f"{self.day}__range": (period.start, period.end)}
        )
        return rows.filter(**{f"{self.as_of}__lte": period.cutoff}) if self.as_of else rows

    def count(self, period: Period, unit: Unit) -> int:
        """The number itself, from the rows."""
        return self.total(self.counted(period, unit))

    def total(self, rows: QuerySet[Any]) -> int:
        """What some of the rows count for."""
        if self.distinct:
            return rows.values(self.path("pk")).distinct().count()
        return rows.aggregate(n=Sum(self.weight))["n"] or 0

    def drill_down(self, period: Period, unit: Unit) -> QuerySet[Any]:
        """Every dispute behind a number with what it contributes; contributions add up to it."""
        return self.contributions(self.counted(period, unit))

    def contributions(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What each dispute adds to the total of some rows: dicts of `case` (its id) and `n`.

        A dispute whose steps cancel out does not appear.
        """
        by_dispute = rows.order_by().values(case=F(self.path("pk")))
        added: QuerySet[Any] = by_dispute.annotate(n=self.value).exclude(n=0)
        return added


# Each row gives or takes back one resolution (化解).
_CHANGES = Q(change__in=(Resolution.TAKEN_BACK, Resolution.TAKES_EFFECT))
_HEARING = Q(mode=MediationSession.Mode.HEARING)
_AGREED = Q(outcome=MediationSession.Outcome.AGREED)
_EFFECTIVE, _FULFILLED = Q(effective_on__isnull=False), Q(fulfilled_on__isnull=False)

ALL = (
    Measure("registered", "排查录入矛盾纠纷", Dispute, "registered_on", unit="起"),
    # Flow: counted on the day it happens; may exceed what was registered in the period.
    Measure("resolved", "期内化解", DisputeEvent, "occurred_on", _CHANGES, weight=F("change"),
            unit="起", note="期内新化解减去期内撤销化解（未履行、反复），含以前登记的纠纷"),
    # Cohort: counted on the day of registration, as far as it had happened by the cutoff.
    Measure("resolved_of_registered", "期内录入并化解", DisputeEvent, "dispute__registered_on",
            _CHANGES, weight=F("change"), as_of="occurred_on", unit="起",
            note="期内录入的纠纷中，截至统计截止日处于化解状态的"),
    Measure("resolution_days", "化解用时合计", DisputeEvent, "occurred_on", _CHANGES,
            weight=F("change") * F("days"), unit="天", note="登记日至化解日的自然日"),
    Measure("resolved_in_3_days", "3日内化解", DisputeEvent, "occurred_on",
            _CHANGES & Q(days__lte=3), weight=F("change"), unit="起",
            note="登记之日起3个自然日内"),
    Measure("resolved_in_7_days", "7日内化解", DisputeEvent, "occurred_on",
            _CHANGES & Q(days__lte=7), weight=F("change"), unit="起",
            note="登记之日起7个自然日内"),
    Measure("relapsed", "反复", DisputeEvent, "occurred_on", Q(action="relapse"), unit="起次"),
    Measure("hearings", "听证式调解场次", MediationSession, "held_on", _HEARING, unit="场次"),
    Measure("hearing_disputes", "听证式调解涉及纠纷", MediationSession, "held_on", _HEARING,
            distinct=True, unit="起"),
    Measure("hearings_agreed", "听证式调解达成协议", MediationSession, "held_on",
            _HEARING & _AGREED, unit="场次"),
    Measure("agreements", "达成调解协议", Agreement, "effective_on", _EFFECTIVE),
    Measure("agreements_due", "到期协议", Agreement, "due_on", _EFFECTIVE),
    Measure("fulfilled_of_due", "到期协议中已履行", Agreement, "due_on", _FULFILLED,
            as_of="fulfilled_on"),
    Measure("fulfilled", "履行完毕协议", Agreement, "fulfilled_on", _FULFILLED),
    Measure("follow_ups", "回访", FollowUp, "held_on", unit="次"),
    Measure("followed_up", "回访纠纷", FollowUp, "held_on", distinct=True, unit="起"),
    Measure("referral_letters", "移交函", Referral, "sent_on"),
    # Distinct disputes: one referred in March and in May is one in the year, not two.
    Measure("referred", "移交", Referral, "sent_on", distinct=True, unit="起"),
    Measure("referred_governance", "移交综治中心、平安法治办公室", Referral, "sent_on",
            Q(receiver__in=GOVERNANCE), distinct=True, unit="起"),
)  # fmt: skip
MEASURES = {measure.code: measure for measure in ALL}
STORED = tuple(measure for measure in ALL if measure.stored)


def in_days(measure: Measure, start: date, end: date) -> dict[str, Any]:
    """The condition that a cohort's rows came about between two days, both included."""
    return {f"{measure.as_of}__range": (start, end)}
