"""The case file (卷): one dispute with all its rows, read under the lock and written as a whole.

Guards and services work on it without knowing whether its rows are already stored. So the same
rules judge a request (one case, one transaction) and a ledger or demo of many thousand cases,
which `save_all` writes in a few statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, cached_property
from typing import Any, TypeVar

from django.db import models, transaction

from disputes import clock, numbering
from disputes.cleaning import clean
from disputes.errors import Outdated, RuleViolation
from disputes.holidays import current_calendar
from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
)
from disputes.signals import case_written
from disputes.tables import NAMED, PATHS
from disputes.workdays import WorkCalendar

Row = TypeVar("Row", bound=models.Model)


class CaseFile:
    """A dispute and its rows. Changes are kept here until `save_all` writes them."""

    def __init__(self, dispute: Dispute) -> None:
        self.dispute = dispute
        if dispute.pk is None and numbering.is_bulk():
            dispute.pk = numbering.next_key(Dispute)
        self.added: list[models.Model] = []
        self._imagined = False
        self.changed: dict[models.Model, set[str]] = {}
        self._rows: dict[type[models.Model], list[Any]] = {}
        self._entries: dict[type[models.Model], list[Any]] = {}
        self._keys: dict[type[models.Model], list[int]] = {}
        # Reasons to go on in spite of a warning, by its code, for every step of this request.
        self.acknowledged: dict[str, str] = {}

    def rows(self, model: type[Row]) -> list[Row]:
        """All rows of one table, oldest first; read once, including those just added."""
        if model not in self._rows:
            stored: list[Any] = []
            if not self.dispute._state.adding:
                stored = list(
                    model._default_manager.filter(**{PATHS[model]: self.dispute}).order_by("pk")
                )
            self._rows[model] = stored
            for row in stored:
                self._tie(row)
        return self._rows[model]

    def entries(self, model: type[Row]) -> list[Row]:
        """All entries of a dictionary, in its order; read once for this file."""
        if model not in self._entries:
            self._entries[model] = numbering.entries(model)
        return self._entries[model]

    def rows_of(self, parent: models.Model | None, model: type[Row]) -> list[Row]:
        """The rows of one table that belong to one row of another: a hearing's seats.

        No rows where there is no such other row.
        """
        if parent is None:
            return []
        link = PATHS[model].partition("__")[0]
        return [row for row in self.rows(model) if getattr(row, link) == parent]

    def row(self, model: type[Row], pk: int) -> Row:
        """One row of this case. Raises the model's DoesNotExist for a foreign one."""
        for row in self.rows(model):
            if row.pk == pk:
                return row
        raise model.DoesNotExist  # type: ignore[attr-defined]

    def add(self, row: Row, *, checked: bool = False) -> Row:
        """Put a new row on file; `checked` when nobody outside the rules has filled in a field.

        Raises ValidationError for a value no column can hold, RuleViolation (ANOTHER_DISPUTE) for
        a reference to a row that is not on this file.
        """
        self._tie(row)
        if (type(row) in NAMED or numbering.is_bulk()) and not self._imagined:
            row.pk = self._next_key(type(row))
        if not checked:
            clean(row)
        self.rows(type(row)).append(row)
        self.added.append(row)
        return row

    def expect(self, model: type[models.Model], number: int) -> None:
        """So many rows are about to come: their keys are asked for once, not one by one."""
        if not (numbering.is_bulk() or self._imagined):
            self._keys[model] = numbering.next_keys(model, number)[::-1]

    def _next_key(self, model: type[models.Model]) -> int:
        return self._keys[model].pop() if self._keys.get(model) else numbering.next_key(model)

    def change(self, row: Row, **values: Any) -> Row:
        """Set fields of a row on file. Raises ValidationError like `add`."""
        for name, value in values.items():
            setattr(row, name, value)
        self._tie(row)
        clean(row, frozenset(values))
        if not row._state.adding:
            self.changed.setdefault(row, set()).update(values)
        return row

    def _tie(self, row: models.Model) -> None:
        """Let a row refer to the rows on this file: no copies, no queries, no strangers."""
        if PATHS.get(type(row)) == "dispute":
            row.dispute = self.dispute  # type: ignore[attr-defined]
        for link in _links(type(row)):
            key, given = getattr(row, link.attname), link.get_cached_value(row, default=None)
            if key is None and given is None:
                continue
            rows = self.rows(link.related_model)
            there = next((r for r in rows if r is given or r.pk == key is not None), None)
            if there is None:
                raise RuleViolation("引用的记录不属于本纠纷", code="ANOTHER_DISPUTE")
            setattr(row, link.name, there)

    @contextmanager
    def imagining(self) -> Iterator[None]:
        """Rows put on file and changes made inside are forgotten at the end: to ask what would be.

        Nothing takes a key or a number, and nobody may save the file inside.
        """
        kept = {model: list(rows) for model, rows in self._rows.items()}
        added, changed = list(self.added), dict(self.changed)
        before = dict(self.dispute.__dict__)
        self._imagined = True
        try:
            yield
        finally:
            self._imagined = False
            for model, rows in self._rows.items():
                # What was read inside is as good as what was read before; what was made up is not.
                self._rows[model] = kept.get(model, [r for r in rows if not r._state.adding])
            self.added, self.changed = added, changed
            self.dispute.__dict__.update(before)

    def revise(self, row: Row, **values: Any) -> Row:
        """Change a row that carries its own version, which goes up."""
        return self.change(row, version=row.version + 1, **values)  # type: ignore[attr-defined]

    def check_version(self, row: models.Model, expected: int | None) -> None:
        """Refuse a change decided on an older version of `row`. Raises Outdated."""
        if expected not in (None, row.version):  # type: ignore[attr-defined]
            raise Outdated

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The holidays in force, read once for this file."""
        return current_calendar()

    @property
    def happened_on(self) -> date:
        """The Shanghai day of what it is about, by whose law it is judged; else its registration."""
        occurred_at = self.dispute.occurred_at
        return clock.local(occurred_at).date() if occurred_at else self.dispute.registered_on

    @property
    def latest_change_on(self) -> date:
        """The day of the last step that changed the state or mediated once more."""
        steps = [
            e
            for e in self.rows(DisputeEvent)
            if e.from_state != e.to_state or e.action == "hold_session"
        ]
        return steps[-1].occurred_on if steps else self.dispute.registered_on

    @property
    def agreement(self) -> Agreement | None:
        """The agreement that matters now: the newest one."""
        return next(reversed(self.rows(Agreement)), None)


@cache
def _links(model: type[models.Model]) -> tuple[Any, ...]:
    """The foreign keys that lead to another table of the file."""
    return tuple(f for f in model._meta.concrete_fields if f.related_model in PATHS)


def read_together(
    disputes: Iterable[Dispute], tables: Sequence[type[models.Model]]
) -> list[CaseFile]:
    """The files of many disputes, only to be read: one query per table, however many they are.

    Parents stand before their children in `tables`. A row refers to the row it belongs to; other
    references stay as they are stored.
    """
    cases = [CaseFile(dispute) for dispute in disputes]
    homes: dict[Any, dict[int, tuple[CaseFile, Any]]] = {
        Dispute: {case.dispute.pk: (case, case.dispute) for case in cases}
    }
    calendar = current_calendar()
    for case in cases:
        case.calendar = calendar
        case._rows = {table: [] for table in tables}
    for table in tables:
        link: Any = table._meta.get_field(PATHS[table].partition("__")[0])
        parents, found = homes[link.related_model], homes.setdefault(table, {})
        rows = table._default_manager.filter(**{f"{link.name}__in": list(parents)})
        for row in rows.order_by("pk"):
            case, parent = parents[getattr(row, link.attname)]
            setattr(row, link.name, parent)
            case._rows[table].append(row)
            found[row.pk] = (case, row)
    return cases


@contextmanager
def case_file(dispute_id: int, *, expected: int | None = None) -> Iterator[CaseFile]:
    """Lock a dispute, hand out its file, write it as a whole at the end or not at all.

    `expected` is the version the caller saw (If-Match). It is compared under the row lock:
    comparing it in the view would leave a gap in which somebody else may step in.
    Raises Outdated, Dispute.DoesNotExist.
    """
    with transaction.atomic():
        dispute = Dispute.objects.select_for_update().get(pk=dispute_id)
        case = CaseFile(dispute)
        case.check_version(dispute, expected)
        yield case
        save_all([case])


@contextmanager
def both_files(
    one: int, other: int, *, expected: int | None = None
) -> Iterator[tuple[CaseFile, CaseFile]]:
    """Like `case_file` for two disputes; `expected` is the version of the first.

    Both are locked in the order of their keys: whoever takes the same two the other way round
    waits instead of deadlocking.
    """
    with transaction.atomic():
        wanted = Dispute.objects.filter(pk__in=(one, other)).order_by("pk")
        files = {d.pk: CaseFile(d) for d in wanted.select_for_update()}
        if one not in files or other not in files:
            raise Dispute.DoesNotExist
        files[one].check_version(files[one].dispute, expected)
        yield files[one], files[other]
        save_all(files.values())


def save_all(cases: Iterable[CaseFile]) -> None:
    """Write the files: new disputes, new rows parents first, then changed rows.

    Many thousand new ones are better written by `filing.file_new`.
    """
    cases = list(cases)
    with transaction.atomic(savepoint=False):
        new = [case.dispute for case in cases if case.dispute._state.adding]
        Dispute.objects.bulk_create(new, batch_size=2000)
        added: dict[type[models.Model], list[models.Model]] = {model: [] for model in PATHS}
        for case in cases:
            for row in case.added:
                added[type(row)].append(row)
        for model, rows in added.items():
            if rows:
                model._default_manager.bulk_create(rows, batch_size=2000)
        for case in cases:
            for row, fields in case.changed.items():
                row.save(update_fields=sorted(fields))
            case.added, case.changed = [], {}
        transaction.on_commit(lambda: case_written.send(None))
