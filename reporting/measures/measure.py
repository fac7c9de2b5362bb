"""What a measure is: which rows count, on which day, for which unit, and what each of them adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.db.models import (
    Aggregate,
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from disputes.choices import State
from disputes.models import Dispute, DisputeEvent, Unit, UnitAncestry
from reporting.periods import Period

ONE = Value(1)
EVERY = Q()
ENDED = (
    State.CLOSED,
    State.ARCHIVED,
    State.DECLINED,
    State.WITHDRAWN,
    State.CONVERTED,
    State.VOIDED,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts: the rows of `model` that `when` holds of. `weight` is what one of them adds;
    its sum over rows is the count.

    `day` is the path of the day a row counts on. A cohort names in `as_of` the day that must not
    lie after the cutoff. `distinct` counts disputes, not rows: such a count cannot be added up
    over months. It is never stored, nor is one that is `live`: both are always taken from rows.
    `case` leads from a row to its dispute. `replayable` says that the figure of an earlier moment
    can be told from what was recorded until then; `known` is that moment.
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
    live: bool = False
    case: str = "dispute"
    note: str = ""
    replayable: bool = False
    known: datetime | None = None
    large: bool = False  # sums that outgrow four bytes

    @property
    def stored(self) -> bool:
        return not (self.distinct or self.live)

    @property
    def came(self) -> str:
        """The path of the day on which a row came about."""
        return self.as_of or self.day

    @property
    def value(self) -> Aggregate:
        """What rows of one group count for."""
        return Count(self.path("pk"), distinct=True) if self.distinct else Sum(self.weight)

    @property
    def unit_path(self) -> str:
        """The path from a row to the unit it counts for: its own column where it has one."""
        own = any(field.name == "unit" for field in self.model._meta.fields)
        return "unit" if own else f"{self.case}__unit"

    def path(self, field: str) -> str:
        """The path from a row to a field of its dispute."""
        return field if self.model is Dispute else f"{self.case}__{field}"

    def rows(self) -> QuerySet[Any]:
        """All rows that count, of disputes that were not voided."""
        rows = self.model._default_manager.filter(self.when)
        if self.known is None:
            return rows.exclude(**{self.path("state"): State.VOIDED})
        return self._recorded(rows)

    def _recorded(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What was on record at the moment `known`: entered by then, not voided by then."""
        entered = "registered_at" if self.model is Dispute else "recorded_at"
        voided = DisputeEvent.objects.filter(
            dispute=OuterRef(self.path("pk")), action="void", recorded_at__lte=self.known
        )
        return rows.filter(~Exists(voided), **{f"{entered}__lte": self.known})

    def known_at(self, moment: datetime) -> Self:
        """The same measure as it stood on record at an earlier moment."""
        assert self.replayable, self.code
        return replace(self, known=moment, live=True)

    def counted(self, period: Period, unit: Unit) -> QuerySet[Any]:
        """The rows behind a number: in the period, of the unit and all that stood below it then."""
        stood: Q | Exists = self._stood_below(unit, OuterRef(self.day))
        if unit.parent_id is None:  # nearly every row: a filter costs less than a join
            stood = Q(**{f"{self.unit_path}__in": _throughout(unit, period)}) | Q(stood)
        rows = self.rows().filter(stood, **{f"{self.day}__range": (period.start, period.end)})
        return rows.filter(**{f"{self.as_of}__lte": period.cutoff}) if self.as_of else rows

    def _stood_below(self, unit: Unit, day: Any) -> Exists:
        return Exists(
            UnitAncestry.objects.filter(
                unit=OuterRef(self.unit_path), ancestor=unit, since__lte=day, until__gt=day
            )
        )

    def count(self, period: Period, unit: Unit) -> int:
        """The number itself, from the rows."""
        return self.total(self.counted(period, unit))

    def total(self, rows: QuerySet[Any]) -> int:
        """What some of the rows count for."""
        if self.distinct:
            return rows.values(self.path("pk")).distinct().count()
        return rows.aggregate(n=self.value)["n"] or 0

    def drill_down(self, period: Period, unit: Unit) -> QuerySet[Any]:
        """Every dispute behind a number with what it contributes; contributions add up to it."""
        return self.contributions(self.counted(period, unit))

    def contributions(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """What each dispute adds to the total of some rows: dicts of `case` (its id) and `n`.

        A dispute whose steps cancel out does not appear.
        """
        by_dispute = rows.order_by().values(case=F(self.path("pk")))
        added: QuerySet[Any] = by_dispute.annotate(n=self.added).exclude(n=0)
        return added

    @property
    def added(self) -> Aggregate:
        """What one dispute's rows add."""
        return self.value

    def sum_of(self, rows: QuerySet[Any]) -> int:
        """What the contributions of some rows add up to: the total, unless it is no sum."""
        return self.total(rows)


def _throughout(unit: Unit, period: Period) -> Any:
    """Units that stood below another one on every day of a period."""
    below = UnitAncestry.objects.filter(
        ancestor=unit, since__lte=period.start, until__gt=period.end
    )
    return below.values("unit")


class Twice(Aggregate):
    """Twice the median: exact, because days are whole and a median may lie between two of them."""

    template = "(2 * percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s))::int"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Median(Measure):
    """The median of `weight` over rows. Kept as its double, so that it is a whole number.

    A median of medians is no median: always taken from the rows.
    """

    live: bool = True

    @property
    def value(self) -> Aggregate:
        return Twice(self.weight)

    @property
    def added(self) -> Aggregate:
        return Sum(self.weight)

    def sum_of(self, rows: QuerySet[Any]) -> int:
        return rows.aggregate(n=Sum(self.weight))["n"] or 0


@dataclass(frozen=True, slots=True)
class Stock(Measure):
    """Open disputes (未结) at the end of a period's last day, whoever has them on that day.

    Told from the events up to that day, so that a later closing does not change it.
    """

    live: bool = True
    replayable: bool = True

    def counted(self, period: Period, unit: Unit) -> QuerySet[Any]:
        steps = DisputeEvent.objects.filter(
            dispute=OuterRef("pk"), occurred_on__lte=period.end
        ).order_by("-seq")
        if self.known is not None:
            steps = steps.filter(recorded_at__lte=self.known)
        stood = Coalesce(Subquery(steps.values("to_state")[:1]), Value(State.REGISTERED.value))
        rows = self.rows().alias(stood=stood, on_day=Value(period.end))
        found: QuerySet[Any] = rows.filter(
            self._condition(period),
            self._stood_below(unit, period.end),
            registered_on__lte=period.end,
        ).exclude(stood__in=ENDED)
        return found

    def _condition(self, period: Period) -> Q:
        return EVERY


def in_days(measure: Measure, start: Any, end: Any) -> dict[str, Any]:
    """The condition that a cohort's rows came about between two days, both included."""
    return {f"{measure.as_of}__range": (start, end)}
