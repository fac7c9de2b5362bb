"""Dirty keys become cells, and readers get cells that are exact.

Lock before snapshot, keys before rows: a change committed after the keys were taken has left a
key of its own. A crash rolls everything back, the keys too.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from disputes import clock
from reporting import balance, rollup
from reporting.indicators import DEFINITIONS_VERSION
from reporting.models import Cell, CountedBy, DirtyKey, DrainPass, Reconciliation

logger = logging.getLogger(__name__)
BATCH = 2000  # keys in one transaction
KEPT = timedelta(days=7)  # passes that the metrics may look back on
LOCK = "LOCK TABLE reporting_rolluplock IN EXCLUSIVE MODE"
TAKE = """
    DELETE FROM reporting_dirtykey WHERE id IN (SELECT id FROM reporting_dirtykey
        ORDER BY id LIMIT %s) RETURNING dispute_id, unit_id, month"""
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"


def drain(tell: Callable[[int], object] = lambda taken: None) -> int:
    """Recompute all that is dirty, oldest first; the number of keys taken.

    Waits while another one runs: what was written meanwhile must not be left behind. After each
    transaction `tell` hears how many keys were taken so far.
    """
    total = 0
    while True:
        with transaction.atomic(durable=True):
            _execute(LOCK)
            taken = _drain_held(BATCH)
        total += taken
        tell(total)
        if taken < BATCH:
            return total


@contextmanager
def exact_snapshot() -> Iterator[None]:
    """Inside it cells and rows agree exactly: both are of one moment, with nothing left dirty.

    The snapshot is usually clean and costs no lock. Otherwise the roll-up lock is taken before
    the first statement that needs a snapshot, and what is dirty in it is drained first.
    """
    with transaction.atomic(durable=True):
        _execute(SNAPSHOT)
        if not DirtyKey.objects.exists():
            yield
            return
    drain()
    with transaction.atomic(durable=True):
        _execute(SNAPSHOT)
        _execute(LOCK)
        while _drain_held(BATCH):
            pass
        yield


def rebuild(tell: rollup.Tell = lambda done, total: None) -> int:
    """Count everything anew from the rows, by the definitions of now; the number of cells."""
    with transaction.atomic(durable=True):
        _execute(LOCK)
        DirtyKey.objects.all().delete()
        rollup.rebuild(tell)
        CountedBy.objects.update_or_create(pk=1, defaults={"version": DEFINITIONS_VERSION})
        return Cell.objects.count()


def outdated() -> bool:
    """Whether the cells were counted by other definitions than those of now."""
    return CountedBy.objects.filter(version=DEFINITIONS_VERSION).first() is None


def reconcile() -> Reconciliation:
    """Compare every cell with the rows, store the result, repair what differs.

    A difference is a fault of ours and is logged as an error; it must be 0. So is a dispute whose
    steps do not add up, which nothing here can repair.
    """
    started = time.monotonic()
    with transaction.atomic(durable=True):
        _execute(SNAPSHOT)
        _execute(LOCK)
        while _drain_held(BATCH):
            pass
        wrong = rollup.differing()
        if wrong:
            logger.error(
                "roll-up differs from the rows in %d places, first %s", len(wrong), wrong[0]
            )
            rollup.rebuild()
        unbalanced = [
            {"unit": one.unit, "month": f"{one.month:%Y-%m}", "disputes": one.disputes}
            for one in balance.broken()
        ]
        if unbalanced:
            logger.error(
                "steps do not add up in %d months, first %s", len(unbalanced), unbalanced[0]
            )
        DrainPass.objects.filter(at__lt=clock.now() - KEPT).delete()
        return Reconciliation.objects.create(
            cells=Cell.objects.count(), differing=len(wrong), unbalanced=unbalanced,
            seconds=time.monotonic() - started,
        )  # fmt: skip


def _drain_held(limit: int) -> int:
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [limit])
        taken = cursor.fetchall()
    disputes = sorted({dispute for dispute, *_ in taken if dispute})
    tree = sorted({(unit, month) for dispute, unit, month in taken if not dispute})
    if disputes:
        rollup.recompute(disputes)
    if tree:
        rollup.regroup(tree)
    if taken:
        DrainPass.objects.create(keys=len(taken), seconds=time.monotonic() - started)
    return len(taken)


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
