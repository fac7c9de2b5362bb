"""Taking over a yearly holiday notice (放假安排) from a file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction

from disputes.holidays import current_calendar
from disputes.models import Holiday

COLUMNS = ["日期", "类型", "名称"]
KINDS = {label: value for value, label in Holiday.Kind.choices}
DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


class Change(NamedTuple):
    """A day that is stored otherwise so far."""

    before: Holiday
    after: Holiday


@dataclass(slots=True)
class Changes:
    """What a notice changes in the stored table."""

    added: list[Holiday] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Holiday] = field(default_factory=list)
    unchanged: list[Holiday] = field(default_factory=list)

    @property
    def stored(self) -> list[Holiday]:
        """The days of the notice that are in the table afterwards."""
        return [*self.added, *(change.after for change in self.changed), *self.unchanged]


def import_holidays(lines: Iterable[str], *, source: str) -> Changes:
    """Take over a CSV file (日期,类型,名称). Raises ValidationError, whose messages name lines."""
    return take_over(read_csv(lines, source))


def take_over(rows: list[Holiday], *, preview: bool = False) -> Changes:
    """Store the days of a notice, all or none; or only say what that would change.

    A day named again replaces what was stored. A weekday worked and a Saturday off are the plain
    week: nothing is stored for them, and what was there is taken out. Raises ValidationError when
    a year named would not be complete afterwards.
    """
    with transaction.atomic():
        changes = _changes(rows)
        Holiday.objects.filter(pk__in=[row.pk for row in changes.removed]).delete()
        Holiday.objects.bulk_create(
            changes.stored,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["kind", "name", "source"],
        )
        _refuse_incomplete({row.day.year for row in rows})
        transaction.set_rollback(preview)
    return changes


def _changes(rows: list[Holiday]) -> Changes:
    found, changes = Holiday.objects.in_bulk([row.day for row in rows], field_name="day"), Changes()
    for row in rows:
        stored = found.get(row.day)
        if not row.changes_the_plain_week:
            changes.removed += [stored] if stored else []
        elif stored is None:
            changes.added.append(row)
        elif (stored.kind, stored.name) == (row.kind, row.name):
            changes.unchanged.append(row)
        else:
            changes.changed.append(Change(stored, row))
    return changes


def _refuse_incomplete(years: set[int]) -> None:
    """Half a year would count as known, and clocks would run through its holidays."""
    if missing := sorted(years - current_calendar().years):
        named = "、".join(map(str, missing))
        raise ValidationError(f"导入后{named}年的放假安排仍不完整，请导入全年的安排")


def read_csv(lines: Iterable[str], source: str) -> list[Holiday]:
    """The days of a file, not stored yet. Raises ValidationError with every faulty line."""
    table = csv.reader(lines)
    if [cell.strip() for cell in next(table, [])] != COLUMNS:
        raise ValidationError(f"第1行：表头应为“{','.join(COLUMNS)}”")
    rows: dict[date, Holiday] = {}
    errors = []
    for cells in filter(any, table):  # Excel leaves empty lines at the end
        try:
            row = _row(cells, source)
            if row.day in rows:
                raise ValidationError(f"日期“{row.day}”重复")
            rows[row.day] = row
        except ValidationError as error:
            errors.append(f"第{table.line_num}行：{'；'.join(error.messages)}")
    if errors or not rows:
        raise ValidationError(errors or ["文件中没有放假安排"])
    return list(rows.values())


def _row(cells: list[str], source: str) -> Holiday:
    """One line as a row not stored yet. Raises ValidationError."""
    if len(cells) != len(COLUMNS):
        raise ValidationError(f"应有{len(COLUMNS)}列，实有{len(cells)}列")
    day, kind, name = (cell.strip() for cell in cells)
    if kind not in KINDS:
        raise ValidationError(f"类型“{kind}”应为{'或者'.join(KINDS)}")
    if not name or not name.isprintable():
        raise ValidationError("请填写名称")
    row = Holiday(day=_day(day), kind=KINDS[kind], name=name, source=source)
    row.clean_fields()
    return row


def _day(text: str) -> date:
    try:
        found = DATE.fullmatch(text)
        return date(*map(int, found.groups() if found else ()))
    except (TypeError, ValueError):
        raise ValidationError(f"日期“{text}”无效，应形如2027-01-01")
