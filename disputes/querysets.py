"""The vocabulary of queries: says which rows, never writes, judges no rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q, Sum

from disputes.choices import CASE_ROLES, UnitLevel

if TYPE_CHECKING:
    from disputes.models import MethodStep, Officer, Unit

NOTHING = ("unit_id", 0)
SEGMENT = 4  # characters of a unit's `path` per level


def subtree(unit: Unit) -> tuple[str, int]:
    """Column and value that say "of this unit or below" on disputes: one indexed equality."""
    column = "unit_id" if unit.level == UnitLevel.STATION else f"{unit.level}_id"
    return column, unit.pk


def case_scope(officer: Officer) -> tuple[str, int]:
    """Which disputes exist for an officer: those of the own unit and everything below.

    Nothing for administrators, machines and accounts without a unit. The ORM door below and
    SQL-made JSON both take the scope from here, so they cannot drift apart.
    """
    if officer.unit is None or officer.role not in CASE_ROLES:
        return NOTHING
    return subtree(officer.unit)


class DisputeQuerySet(models.QuerySet):
    def visible_to(self, officer: Officer) -> DisputeQuerySet:
        """The one door. Outside it a dispute does not exist (404)."""
        return self.filter(case_scope(officer))

    def resolved_by(self, cutoff: date) -> DisputeQuerySet:
        """Resolved (化解) at the end of `cutoff`, whatever happened afterwards."""
        until = Q(events__occurred_on__lte=cutoff)
        return self.alias(standing=Sum("events__change", filter=until)).filter(standing=1)


class RecordQuerySet(models.QuerySet):
    """Rows that belong to a dispute, read across disputes: registers and lists of work."""

    def visible_to(self, officer: Officer) -> RecordQuerySet:
        """The rows of the disputes that exist for an officer."""
        return self.of(*case_scope(officer))

    def below(self, unit: Unit) -> RecordQuerySet:
        """The rows of the disputes of a unit and of everything below it."""
        return self.of(*subtree(unit))

    def of(self, column: str, pk: int) -> RecordQuerySet:
        """A record carries its dispute's unit; the ancestors stand on the dispute."""
        return self.filter(**{column if column == "unit_id" else f"dispute__{column}": pk})


class UnitQuerySet(models.QuerySet):
    def below(self, unit: Unit) -> UnitQuerySet:
        """The unit and all units under it today."""
        return self.filter(path__gte=unit.path, path__lt=unit.path + "~")

    def visible_to(self, officer: Officer) -> UnitQuerySet:
        """The own unit and everything below; none without a unit."""
        return self.below(officer.unit) if officer.unit else self.none()


class MethodStepQuerySet(models.QuerySet):
    def in_use_at(self, unit: Unit) -> list[MethodStep]:
        """The steps in use at a unit: its own, or those of the nearest unit above that has any."""
        steps = self.filter(is_active=True, unit__path__in=[*paths_above(unit), unit.path])
        return nearest_steps(unit, steps.select_related("unit"))


def paths_above(unit: Unit) -> list[str]:
    """The paths of all superior units, the highest first."""
    return [unit.path[:end] for end in range(SEGMENT, len(unit.path), SEGMENT)]


def nearest_steps(unit: Unit, steps: Iterable[MethodStep]) -> list[MethodStep]:
    """Of the steps of several units those that a unit works by, in their order."""
    above = [step for step in steps if unit.path.startswith(step.unit.path)]
    nearest = max((step.unit.path for step in above), key=len, default="")
    own = [step for step in above if step.unit.path == nearest]
    return sorted(own, key=lambda step: (step.method, step.ordinal))


class OfficerManager(UserManager):
    def visible_to(self, officer: Officer) -> models.QuerySet[Officer]:
        """Accounts of the own unit and below."""
        if officer.unit is None:
            return self.none()
        path = officer.unit.path
        return self.filter(unit__path__gte=path, unit__path__lt=path + "~")
