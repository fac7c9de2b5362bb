"""The calendar in force (放假安排): seeded from a package, edited by a bureau, read by the rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from django.apps import apps as installed
from django.db import DEFAULT_DB_ALIAS, connection

from disputes.workdays import WorkCalendar

if TYPE_CHECKING:
    from disputes.models import Holiday

PACKAGE = "chinesecalendar"
SEEDED_FROM = 2024  # the register keeps no cases of earlier years
NOTICE_MONTH = 11  # the notice of the next year comes out in November
CONTENT = """
SELECT string_agg(kind || to_char(day, ' YYYY-MM-DD'), ',' ORDER BY day) FROM disputes_holiday
"""


def current_calendar() -> WorkCalendar:
    """The calendar as it stands in this transaction; one small query.

    What is kept in memory is kept by the content of the table, not by a time or a version: an
    edit by anybody, in any process or by SQL, counts from the moment it is committed.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONTENT)
        return _calendar(cursor.fetchone()[0] or "")


@lru_cache(maxsize=4)
def _calendar(content: str) -> WorkCalendar:
    days: dict[str, list[date]] = {"off": [], "on": []}
    for row in filter(None, content.split(",")):
        kind, day = row.split(" ")
        days[kind].append(date.fromisoformat(day))
    return WorkCalendar.of(days["off"], days["on"])


def missing_years(today: date) -> list[int]:
    """Years whose notice should be here: this one, from November on the next one as well."""
    needed = {today.year} | ({today.year + 1} if today.month >= NOTICE_MONTH else set())
    return sorted(needed - current_calendar().years)


def fill() -> None:
    """Put in what the package knows of years that are not complete yet.

    A complete year is never touched, so a day that a bureau took out stays out.
    """
    from disputes.models import Holiday

    known = current_calendar().years
    Holiday.objects.bulk_create(
        (row for row in _packaged() if row.day.year not in known and row.changes_the_plain_week),
        ignore_conflicts=True,
    )


def _packaged() -> Iterator[Holiday]:
    from chinese_calendar import Holiday as Festival
    from chinese_calendar.constants import holidays, workdays

    from disputes.models import Holiday

    source = f"{PACKAGE} {version(PACKAGE)}"
    for kind, days in ((Holiday.Kind.OFF, holidays), (Holiday.Kind.ON, workdays)):
        for day, festival in days.items():
            if day.year >= SEEDED_FROM:
                name = Festival(festival).chinese
                yield Holiday(day=day, kind=kind, name=name, source=source)


def fill_after_migrate(*, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Runs after every migrate (and after a test database is flushed), once the table is there."""
    if using == DEFAULT_DB_ALIAS and "holiday" in apps.all_models["disputes"]:
        fill()
