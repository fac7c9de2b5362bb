"""Thousands of random writes by writers side by side, with drains that are killed at any point.

Afterwards every measure equals its drill-down and a recount by hand, for random units and periods.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction

from disputes import clock
from disputes.models import Dispute
from reporting import drain, rollup
from reporting.measures import MEASURES
from reporting.models import DirtyKey
from reporting.periods import Period
from reporting.slices import SLICES, Whole, slicing
from reporting.totals import breakdown
from tests.disputes.racing import at_once
from tests.factories import NOW
from tests.reporting.edits import EDITS, Bureau
from tests.reporting.oracle import Oracle

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, LAST = date(2024, 11, 1), date(2026, 2, 28)
# The drain's connections, by the lock that only a drain takes.
KILL = """
    SELECT pg_terminate_backend(pid) FROM pg_locks
    JOIN pg_database ON pg_database.oid = database AND datname = current_database()
    WHERE relation = 'reporting_rolluplock'::regclass AND granted AND mode = 'ExclusiveLock'"""


def some_day(draws: random.Random) -> date:
    return date.fromordinal(draws.randint(FIRST.toordinal(), LAST.toordinal()))


def some_period(draws: random.Random) -> Period:
    """Whole years, and any days with any later cutoff."""
    if draws.random() < 0.3:
        return Period.year(2025)
    start, end = sorted((some_day(draws), some_day(draws)))
    return Period(start, end, date.fromordinal(end.toordinal() + draws.randint(0, 120)))


def write(bureau: Bureau, seed: int, edits: int) -> None:
    """One writer. What collides with another writer is rolled back and forgotten."""
    draws = random.Random(seed)
    with clock.at(NOW):
        for _ in range(edits):
            # Moves of the tree wait for the drain and everybody else for them: a few are enough.
            edit = draws.choice([e for e in EDITS if e != "move_unit" or draws.random() < 0.1])
            with suppress(DatabaseError, Dispute.DoesNotExist), transaction.atomic():
                bureau.apply(edit, draws.randint(0, 9), draws.randint(0, 11), some_day(draws))


def keep_draining(over: Event) -> None:
    while not over.is_set():
        try:
            drain.drain()
        except DatabaseError:  # killed
            connection.close()
        time.sleep(0.01)


def keep_killing(over: Event, draws: random.Random) -> None:
    while not over.is_set():
        time.sleep(draws.uniform(0.05, 0.4))
        with connection.cursor() as cursor:
            cursor.execute(KILL)


def storm(writers: int, edits: int, seed: int) -> Bureau:
    """A bureau after so many edits by so many writers, beside drains that were killed."""
    with clock.at(NOW):
        bureau = Bureau()
        for n in range(20):
            bureau.register(n, n, some_day(random.Random(n)))
    over, draws = Event(), random.Random(seed)

    def write_all() -> list[object]:
        try:
            return at_once(*(lambda n=n: write(bureau, seed + n, edits) for n in range(writers)))
        finally:
            over.set()

    outcomes, *_ = at_once(
        write_all, lambda: keep_draining(over), lambda: keep_killing(over, draws)
    )
    assert outcomes == [None] * writers, outcomes
    return bureau


def questions(bureau: Bureau, draws: random.Random, count: int) -> Iterator[tuple[Whole, str]]:
    dimensions = [code for code in SLICES if code]
    for _ in range(count):
        by = draws.sample(dimensions, draws.randint(0, 3))
        yield slicing(by, some_period(draws), draws.choice(bureau.units)), ",".join(by)


def agree_on_everything(bureau: Bureau, seed: int, count: int) -> None:
    with drain.exact_snapshot():
        oracle = Oracle()
        for asked, by in questions(bureau, random.Random(seed), count):
            by_hand = oracle.totals(asked.period, asked.unit, by)
            found = {k: {m: n for m, n in c.items() if n} for k, c in breakdown(asked).items()}
            assert {k: c for k, c in found.items() if c} == by_hand, (by, asked.period, asked.unit)
            for key, counted in by_hand.items():
                for code in random.Random(key).sample(sorted(counted), min(4, len(counted))):
                    measure = MEASURES[code]
                    rows = asked.only(measure, measure.counted(asked.period, asked.unit), key)
                    shown = measure.contributions(rows).values_list("n", flat=True)
                    assert measure.total(rows) == counted[code]
                    assert sum(shown) == measure.sum_of(rows)


def test_after_a_storm_of_writes_and_killed_drains_every_figure_is_exact():
    bureau = storm(writers=3, edits=60, seed=11)
    agree_on_everything(bureau, seed=12, count=8)
    assert rollup.differing() == []
    assert not DirtyKey.objects.exists()


@pytest.mark.slow
def test_after_thousands_of_writes_and_killed_drains_every_figure_is_exact():
    bureau = storm(writers=4, edits=1000, seed=21)
    agree_on_everything(bureau, seed=22, count=40)
    assert rollup.differing() == []
    assert not DirtyKey.objects.exists()
