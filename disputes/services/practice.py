"""How stations work, side by side: persuasion (法·理·情) and the own working method (工作法).

Counts travel with what they are a share of; voided cases count nowhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from disputes.choices import State, UnitLevel
from disputes.models import Dispute, MediationSession, MethodStep, MethodStepDone, Persuasion, Unit
from disputes.querysets import nearest_steps, paths_above, subtree
from disputes.ratios import Ratio

Outcome = MediationSession.Outcome
AGREED = Q(outcome=Outcome.AGREED)


@dataclass(frozen=True, slots=True)
class Persuading:
    """A unit's ended mediations of a period: all, those without, and those with each dimension."""

    unit: Unit
    agreed: Ratio
    agreed_without: Ratio
    by_dimension: dict[str, Ratio]


def persuasion_by_unit(unit: Unit, start: date, end: date) -> list[Persuading]:
    """For each station of a unit, and whoever else mediated: how many sessions, how many agreed."""
    ended = _ended_sessions(unit, start, end)
    said = Persuasion.objects.filter(session=OuterRef("pk"))
    totals, without = _agreed(ended), _agreed(ended.filter(~Exists(said)))
    by_dimension = _agreed_by_dimension(ended)
    return [
        Persuading(
            station,
            totals.get(station.pk, NONE),
            without.get(station.pk, NONE),
            {d: by_dimension.get((station.pk, d), NONE) for d in Persuasion.Dimension},
        )
        for station in _stations(unit, set(totals))
    ]


NONE = Ratio(0, 0)


def _ended_sessions(unit: Unit, start: date, end: date) -> QuerySet[MediationSession]:
    column, pk = subtree(unit)
    sessions = MediationSession.objects.filter(
        (f"dispute__{column}", pk), held_on__range=(start, end)
    )
    return sessions.exclude(outcome=Outcome.PENDING).exclude(dispute__state=State.VOIDED).order_by()


def _agreed(sessions: QuerySet[MediationSession]) -> dict[int, Ratio]:
    rows = sessions.values_list("unit").annotate(
        held=Count("pk"), agreed=Count("pk", filter=AGREED)
    )
    return {unit: Ratio(agreed, held) for unit, held, agreed in rows}


def _agreed_by_dimension(sessions: QuerySet[MediationSession]) -> dict[tuple[int, str], Ratio]:
    rows = sessions.exclude(persuasions=None).values_list("unit", "persuasions__dimension").annotate(
        held=Count("pk", distinct=True),
            agreed=Count("pk", distinct=True, filter=AGREED),
    )  # fmt: skip
    return {(unit, dimension): Ratio(agreed, held) for unit, dimension, held, agreed in rows}


def _stations(unit: Unit, also: set[int]) -> QuerySet[Unit]:
    """The stations in use below a unit, those without a single case too, and the units named."""
    in_use = Q(level=UnitLevel.STATION, is_active=True)
    return Unit.objects.below(unit).filter(in_use | Q(pk__in=also)).order_by("path")


@dataclass(frozen=True, slots=True)
class Completion:
    """How far a unit's cases of a period have come with its method: whole, and step by step."""

    unit: Unit
    completed: Ratio
    by_step: list[tuple[MethodStep, Ratio]]


def method_by_unit(unit: Unit, start: date, end: date) -> list[Completion]:
    """Of the cases registered in the period, by today: how many took each step, how many all."""
    cases, done = _registered(unit, start, end), _done(unit, start, end)
    steps = _steps_of_all(unit)
    return [
        _completion(station, cases[station.pk], nearest_steps(station, steps), done[station.pk])
        for station in _stations(unit, set(cases))
    ]


def _completion(
    unit: Unit, cases: int, steps: list[MethodStep], done: dict[int, set[int]]
) -> Completion:
    """`done`: the cases that took a step, by the step."""
    taken = [done.get(step.pk, set()) for step in steps]
    whole = len(set.intersection(*taken)) if taken else 0
    by_step = [(step, Ratio(len(t), cases)) for step, t in zip(steps, taken, strict=True)]
    return Completion(unit, Ratio(whole, cases if steps else 0), by_step)


def _registered(unit: Unit, start: date, end: date) -> Counter[int]:
    rows = _cases(unit, start, end).values_list("unit").annotate(Count("pk"))
    return Counter(dict(rows))


def _done(unit: Unit, start: date, end: date) -> dict[int, dict[int, set[int]]]:
    rows = MethodStepDone.objects.filter(dispute__in=_cases(unit, start, end)).order_by()
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for place, step, case in rows.values_list("unit", "step", "dispute"):
        found[place][step].add(case)
    return found


def _cases(unit: Unit, start: date, end: date) -> QuerySet[Dispute]:
    valid = Dispute.objects.exclude(state=State.VOIDED).order_by()
    return valid.filter(subtree(unit), registered_on__range=(start, end))


def _steps_of_all(unit: Unit) -> list[MethodStep]:
    """Every step in use at the unit, below it or above it."""
    near = Q(unit__in=Unit.objects.below(unit)) | Q(unit__path__in=paths_above(unit))
    return list(MethodStep.objects.filter(near, is_active=True).select_related("unit"))
