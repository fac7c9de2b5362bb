"""The vocabulary of queries: says which rows, never writes, judges no rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Count, Q, Sum

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


class RoomQuerySet(models.QuerySet):
    def visible_to(self, officer: Officer) -> RoomQuerySet:
        """Rooms of the own unit and below, and those that others let it use; none without a unit."""
        unit = officer.unit
        return self.filter(_below(unit) | _shared_with(unit)) if unit else self.none()

    def usable_by(self, unit: Unit) -> RoomQuerySet:
        """Rooms in use that a case of the unit may be heard in."""
        return self.filter(Q(unit=unit) | _shared_with(unit), is_active=True)


def _below(unit: Unit) -> Q:
    return Q(unit__path__gte=unit.path, unit__path__lt=unit.path + "~")


def _shared_with(unit: Unit) -> Q:
    """Rooms of a unit above, and of units below the same one, as far as they are shared."""
    from_above = Q(sharing__in=("below", "siblings"), unit__path__in=paths_above(unit))
    return from_above | Q(sharing="siblings", unit__parent__path__in=paths_above(unit))


class MethodStepQuerySet(models.QuerySet):
    def in_use_at(self, unit: Unit) -> list[MethodStep]:
        """The steps in use at a unit: its own, or those of the nearest unit above that has any."""
        steps = self.filter(is_active=True, unit__path__in=[*paths_above(unit), unit.path])
        return nearest_steps(unit, steps.select_related("unit"))


class PanelMemberQuerySet(models.QuerySet):
    """The pool of hearing members (听证员库)."""

    def serving(self, unit: Unit) -> PanelMemberQuerySet:
        """Those kept by a unit and by the units above it: whom its hearings may be filled from."""
        return self.filter(unit__path__in=[*paths_above(unit), unit.path])

    def visible_to(self, officer: Officer) -> PanelMemberQuerySet:
        """Those kept by the own unit, by units below and by units above; none for other roles."""
        if officer.unit is None or officer.role not in CASE_ROLES:
            return self.none()
        path = officer.unit.path
        below = Q(unit__path__gte=path, unit__path__lt=path + "~")
        return self.filter(below | Q(unit__path__in=paths_above(officer.unit)))

    def kept_by(self, officer: Officer) -> PanelMemberQuerySet:
        """Those whom an officer's unit, or one below it, keeps."""
        if officer.unit is None or officer.role not in CASE_ROLES:
            return self.none()
        path = officer.unit.path
        return self.filter(unit__path__gte=path, unit__path__lt=path + "~")

    def with_load(self, today: date) -> PanelMemberQuerySet:
        """Each with `heard` (hearings of the last 12 months) and `open` (those not over yet)."""
        sat = Q(seats__left_on=None)
        lately = sat & Q(seats__hearing__session__held_on__gt=_a_year_before(today))
        going_on = sat & Q(
            seats__hearing__standing__in=("under_way", "suspended"),
            seats__hearing__dispute__state__in=("accepted", "mediating"),
        )
        return self.annotate(
            heard=Count("seats__hearing", filter=lately, distinct=True),
            open=Count("seats__hearing", filter=going_on, distinct=True),
        )


def _a_year_before(day: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


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
