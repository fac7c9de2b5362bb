"""Choosing the outline (选定提纲) that a unit writes its report by."""

from __future__ import annotations

from django.db import transaction

from disputes import clock
from disputes.errors import Outdated
from disputes.models import Officer, Unit
from reporting.models import OutlineChoice
from reporting.outlines import DEFAULT, OUTLINES, Outline


def outline_of(unit: Unit) -> Outline:
    """The outline that a unit has chosen, or else the national order."""
    return OUTLINES.get(choice_of(unit).outline, DEFAULT)


def choice_of(unit: Unit) -> OutlineChoice:
    """The choice on record; version 0 where there is none."""
    found = OutlineChoice.objects.filter(unit=unit).select_related("chosen_by").first()
    return found or OutlineChoice(unit=unit, outline=DEFAULT.code, version=0)


@transaction.atomic
def choose(unit: Unit, outline: str, *, actor: Officer, expected: int) -> OutlineChoice:
    """Raises Outdated when somebody else has chosen since."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # there may be no choice to lock
    choice = choice_of(unit)
    if choice.version != expected:
        raise Outdated
    choice.outline, choice.version = outline, choice.version + 1
    choice.chosen_by, choice.chosen_at = actor, clock.now()
    choice.save()
    return choice
