"""Totals of activity figures: what was approved by a moment, of a unit and all below it.

An entry counts where it lies wholly inside the period, with the superiors its unit had on the
entry's last day, as disputes do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from disputes.models import Unit, UnitAncestry
from reporting.activities.kinds import KINDS
from reporting.models import ActivityRecord
from reporting.models.activity import Hedge, Status
from reporting.periods import Period

DECIDED = (Status.APPROVED, Status.WITHDRAWN)
STANDING = [kind.code for kind in KINDS.values() if kind.standing]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of a kind's entries, how exact it is, and of how many entries it is the sum."""

    value: int
    hedge: Hedge = Hedge.EXACT
    entries: int = 1


Totals = Mapping[str, Total]  # kind → total; kinds without an entry are not there


def totals(period: Period, unit: Unit, known_at: datetime | None = None) -> Totals:
    """Every kind's total, as it was approved by now or by an earlier moment. One query."""
    rows = counting(period, unit, known_at).order_by().values("activity__kind", "hedge")
    found: dict[str, Total] = {}
    for kind, hedge, value, entries in rows.annotate(n=Sum("value"), of=Count("pk")).values_list(
        "activity__kind", "hedge", "n", "of"
    ):
        one, so_far = Total(value, Hedge(hedge), entries), found.get(kind)
        found[kind] = one if so_far is None else _added(so_far, one)
    return found


def counting(
    period: Period, unit: Unit, known_at: datetime | None = None, kinds: Iterable[str] = ()
) -> QuerySet[ActivityRecord]:
    """The records behind the totals; their values add up to them, kind by kind."""
    rows = _in_force(period.start.year, period.end.year, known_at).filter(
        _stood_below(unit), starts_on__gte=period.start, ends_on__lte=period.end
    )
    if kinds := list(kinds):
        rows = rows.filter(activity__kind__in=kinds)
    latest = Window(
        RowNumber(),
        partition_by=[F("activity__unit"), F("activity__kind")],
        order_by=[F("ends_on").desc(), F("pk").desc()],
    )
    counted = rows.annotate(place=latest).filter(Q(place=1) | ~Q(activity__kind__in=STANDING))
    return ActivityRecord.objects.filter(pk__in=counted.values("pk"))


def _in_force(first: int, last: int, known_at: datetime | None) -> QuerySet[ActivityRecord]:
    """Of each entry what was approved last, unless it was withdrawn since."""
    decided = ActivityRecord.objects.filter(status__in=DECIDED, activity__year__range=(first, last))
    if known_at is not None:
        decided = decided.filter(at__lte=known_at)
    latest = decided.order_by("activity_id", "-seq").distinct("activity_id").values("pk")
    return ActivityRecord.objects.filter(pk__in=latest, status=Status.APPROVED)


def _stood_below(unit: Unit) -> Exists:
    day = OuterRef("ends_on")
    return Exists(
        UnitAncestry.objects.filter(
            unit=OuterRef("activity__unit"), ancestor=unit, since__lte=day, until__gt=day
        )
    )


def _added(one: Total, other: Total) -> Total:
    """An exact number beside a hedged one takes its word; two words make it 约."""
    words = {one.hedge, other.hedge} - {Hedge.EXACT}
    word = words.pop() if len(words) == 1 else Hedge.ABOUT
    return Total(one.value + other.value, word, one.entries + other.entries)
