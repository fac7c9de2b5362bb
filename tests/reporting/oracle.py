"""The same totals by plain Python over all rows: a second opinion that shares no query.

Slow and simple on purpose. Each contribution is (measure, dispute, weight, day); `known` is the
day that a cohort's cutoff is compared with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
    FollowUp,
    Kind,
    MediationSession,
    Referral,
    Unit,
    UnitAncestry,
)
from reporting.periods import Period

DISTINCT = {"hearing_disputes", "followed_up", "referred", "referred_governance"}
GOVERNANCE = {"governance_centre", "peace_office"}


@dataclass(frozen=True)
class Part:
    measure: str
    dispute: Dispute
    weight: int
    day: date
    known: date = date.min


class Oracle:
    """Everything in the register at this moment."""

    def __init__(self) -> None:
        valid = Dispute.objects.exclude(state="voided").select_related("kind__parent")
        self.disputes = {d.pk: d for d in valid}
        self.lines = list(
            UnitAncestry.objects.values_list("unit_id", "ancestor_id", "since", "until")
        )
        self.parts = list(self._parts())

    def _parts(self) -> Iterator[Part]:
        for d in self.disputes.values():
            yield Part("registered", d, 1, d.registered_on)
        for row in self._of(DisputeEvent):
            yield from _of_event(row, self.disputes[row.dispute_id])
        for row in self._of(MediationSession):
            if row.mode == "hearing":
                d = self.disputes[row.dispute_id]
                yield Part("hearings", d, 1, row.held_on)
                yield Part("hearing_disputes", d, 1, row.held_on)
                if row.outcome == "agreed":
                    yield Part("hearings_agreed", d, 1, row.held_on)
        for row in self._of(Agreement):
            if row.effective_on:
                yield from _of_agreement(row, self.disputes[row.dispute_id])
        for row in self._of(FollowUp):
            yield Part("follow_ups", self.disputes[row.dispute_id], 1, row.held_on)
            yield Part("followed_up", self.disputes[row.dispute_id], 1, row.held_on)
        for row in self._of(Referral):
            d = self.disputes[row.dispute_id]
            yield Part("referral_letters", d, 1, row.sent_on)
            yield Part("referred", d, 1, row.sent_on)
            if row.receiver in GOVERNANCE:
                yield Part("referred_governance", d, 1, row.sent_on)

    def _of(self, model: Any) -> list[Any]:
        return list(model.objects.filter(dispute__in=self.disputes))

    def above(self, unit: int, on: date) -> set[int]:
        return {a for u, a, since, until in self.lines if u == unit and since <= on < until}

    def totals(self, period: Period, unit: Unit, by: str = "") -> dict[str, dict[str, int]]:
        """Key of a slice → measure → total; zeros are left out."""
        found: dict[tuple[str, str], Any] = defaultdict(list)
        for part in self.parts:
            inside = period.start <= part.day <= period.end and part.known <= period.cutoff
            if inside and unit.pk in self.above(part.dispute.unit_id, part.day):
                found[self._key(part, unit, by), part.measure].append(part)
        totals: dict[str, dict[str, int]] = defaultdict(dict)
        for (key, measure), parts in found.items():
            distinct = len({p.dispute.pk for p in parts})
            value = distinct if measure in DISTINCT else sum(p.weight for p in parts)
            if value:
                totals[key][measure] = value
        return dict(totals)

    def _key(self, part: Part, unit: Unit, by: str) -> str:
        kind: Kind = part.dispute.kind
        if by == "unit":
            return Unit.objects.get(pk=self._child(part, unit)).code
        return {
            "": "",
            "kind": kind.code,
            "kind_major": kind.parent.code if kind.parent else kind.code,
            "judicial_class": kind.judicial_class,
            "source": part.dispute.source,
            "month": f"{part.day:%Y-%m}",
        }[by]

    def _child(self, part: Part, unit: Unit) -> int:
        """Of the units above the dispute's on that day, the highest one below `unit`."""
        chain = self.above(part.dispute.unit_id, part.day)
        below = {u for u in chain if unit.pk in self.above(u, part.day)} - {unit.pk}
        return max(below, key=lambda u: -len(self.above(u, part.day)), default=unit.pk)


def _of_event(row: DisputeEvent, d: Dispute) -> Iterator[Part]:
    if row.action == "relapse":
        yield Part("relapsed", d, 1, row.occurred_on)
    if row.change == 0:
        return
    yield Part("resolved", d, row.change, row.occurred_on)
    yield Part("resolved_of_registered", d, row.change, d.registered_on, row.occurred_on)
    yield Part("resolution_days", d, row.change * row.days, row.occurred_on)
    for most in (3, 7):
        if row.days <= most:
            yield Part(f"resolved_in_{most}_days", d, row.change, row.occurred_on)


def _of_agreement(row: Agreement, d: Dispute) -> Iterator[Part]:
    yield Part("agreements", d, 1, row.effective_on)
    if row.due_on:
        yield Part("agreements_due", d, 1, row.due_on)
    if row.fulfilled_on:
        yield Part("fulfilled", d, 1, row.fulfilled_on)
        if row.due_on:
            yield Part("fulfilled_of_due", d, 1, row.due_on, row.fulfilled_on)
