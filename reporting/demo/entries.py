"""The demo's activity figures, entered and approved by those whose work it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from disputes.choices import Role, UnitLevel
from disputes.demo import CITY_CODE
from disputes.models import Officer, Unit
from reporting.activities import entering
from reporting.demo.figures import BY_CITY, BY_COUNTIES, YEAR, YEAR_BEFORE, Number, shares
from reporting.models import Activity
from reporting.models.activity import Hedge
from reporting.outlines.choosing import choice_of, choose

OUTLINE = "qingyang"
WRITER, APPROVER = "qingyang_statistician", "qingyang_legal"


@transaction.atomic
def enter() -> int:
    """Enter what is published of 2025 and choose the bureau's own outline; how many entries.

    A second run finds it done, and so does one in which people have entered figures of their own.
    A demo of fewer counties has the same totals.
    """
    if Activity.objects.exists():
        return 0
    city = Unit.objects.get(code=CITY_CODE)
    writer, approver = (Officer.objects.get(username=name) for name in (WRITER, APPROVER))
    choose(city, OUTLINE, actor=writer, expected=choice_of(city).version)
    for year, numbers in ((YEAR, BY_CITY), (YEAR - 1, YEAR_BEFORE)):
        _enter(city, numbers, year, writer, approver)
    _enter_counties(list(Unit.objects.filter(parent=city, level=UnitLevel.COUNTY)), writer)
    return Activity.objects.count()


def _enter_counties(counties: list[Unit], approver: Officer) -> None:
    """Each by its legal officer, its share by the number of its stations."""
    stations = [unit.children.count() for unit in counties]
    split = {kind: list(shares(n, stations)) for kind, (n, _) in BY_COUNTIES.items()}
    for place, county in enumerate(counties):
        legal = Officer.objects.get(unit=county, role=Role.LEGAL)
        mine = {kind: (each[place], Hedge.EXACT) for kind, each in split.items()}
        _enter(county, mine, YEAR, legal, approver)


def _enter(
    unit: Unit, numbers: Mapping[str, Number], year: int, writer: Officer, approver: Officer
) -> None:
    for place, (kind, (value, hedge)) in enumerate(numbers.items(), start=1):
        values: dict[str, Any] = {
            "value": value, "hedge": hedge, "evidence": f"{year}年工作台账第{place}号",
            "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31),
        }  # fmt: skip
        entry = entering.create(actor=writer, unit=unit, kind=kind, values=values)
        entry = entering.submit(entry.pk, actor=writer, expected=entry.version)
        entering.approve(entry.pk, actor=approver, expected=entry.version)
