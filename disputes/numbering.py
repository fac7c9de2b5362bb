"""Numbers (编号) from a locked counter row: unique, in order, and every gap is an undone write.

Keys of rows come from the database's sequences; both are taken one at a time by a request and
in bulk by whoever files many cases of a unit in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, models

from disputes.models import Unit

# Takers of single numbers share the unit's lock, so they wait for nobody but a bulk write.
NEXT = """
    INSERT INTO disputes_numbercounter AS c (unit_id, series, period, value)
    SELECT %s, %s, %s, 1 FROM (
        SELECT pg_advisory_xact_lock_shared(hashtextextended('disputes.numbering', %s))
    ) AS waited
    ON CONFLICT (unit_id, series, period) DO UPDATE SET value = c.value + 1
    RETURNING value
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('disputes.numbering', %s))"
KNOWN = "SELECT series, period, value FROM disputes_numbercounter WHERE unit_id = %s"
STORE = """
    INSERT INTO disputes_numbercounter (unit_id, series, period, value)
    SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::int[])
    ON CONFLICT (unit_id, series, period) DO UPDATE SET value = excluded.value
"""
KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
KEYS_AT_ONCE = 300
Entry = TypeVar("Entry", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Bulk:
    """A unit's counters and some keys in memory, while many of its cases are filed."""

    unit_id: int
    counters: dict[tuple[str, str], int]
    keys: dict[type[models.Model], list[int]] = field(default_factory=dict)
    entries: dict[type[models.Model], list[Any]] = field(default_factory=dict)


_bulk: ContextVar[Bulk | None] = ContextVar("bulk", default=None)


@contextmanager
def in_bulk(unit: Unit) -> Iterator[None]:
    """Count a unit's numbers in memory, store the counters at the end: for many cases at a time.

    Every row of a file opened inside has its key before it is stored, see `filing`. Must run
    inside the transaction that writes the cases; whoever wants a number of the unit waits for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [unit.pk])
        cursor.execute(KNOWN, [unit.pk])  # after the lock, in a snapshot of its own
        counters = {(series, period): value for series, period, value in cursor.fetchall()}
    token = _bulk.set(Bulk(unit.pk, counters))
    try:
        yield
    finally:
        _bulk.reset(token)
    series, periods = [key[0] for key in counters], [key[1] for key in counters]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [unit.pk, series, periods, list(counters.values())])


def is_bulk() -> bool:
    """Whether keys are at hand without asking the database for each."""
    return _bulk.get() is not None


def entries(model: type[Entry]) -> list[Entry]:
    """All entries of a dictionary as they stand; read once while many cases are filed."""
    bulk = _bulk.get()
    known = bulk.entries if bulk is not None else {}
    if model not in known:
        known[model] = list(model._default_manager.all())
    return known[model]


def next_serial(unit: Unit, series: str, period: str) -> int:
    """The next serial of a unit's series in a period; others wait until this one commits."""
    bulk = _bulk.get()
    if bulk is not None and bulk.unit_id == unit.pk:
        serial = bulk.counters.get((series, period), 0) + 1
        bulk.counters[series, period] = serial
        return serial
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [unit.pk, series, period, unit.pk])
        taken: int = cursor.fetchone()[0]
    return taken


def next_key(model: type[models.Model]) -> int:
    """A primary key for a row that is not stored yet."""
    bulk = _bulk.get()
    if bulk is None:
        return _reserve(model, 1)[0]
    if not bulk.keys.get(model):
        bulk.keys[model] = _reserve(model, KEYS_AT_ONCE)[::-1]
    return bulk.keys[model].pop()


def next_keys(model: type[models.Model], number: int) -> list[int]:
    """As many primary keys as rows are about to come, in one statement."""
    return _reserve(model, number)


def _reserve(model: type[models.Model], number: int) -> list[int]:
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(KEYS, [table, key, number])
        return [row[0] for row in cursor.fetchall()]


def dispute_number(unit: Unit, day: str) -> str:
    """Organ code (12), day (yyyymmdd), serial of at least 4 digits."""
    return f"{unit.code}{day}{next_serial(unit, 'dispute', day):04d}"


def paper_number(unit: Unit, word: str, year: int) -> str:
    """A paper's number, e.g. 庆公（玄）调字〔2025〕12号; the serial runs per unit, word and year.

    A unit without a short name (文书简称) of its own is named by its code: unique as well.
    """
    serial = next_serial(unit, word, str(year))
    return f"{unit.short_name or unit.code}{word}字〔{year}〕{serial}号"
