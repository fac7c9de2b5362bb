"""The roll-up in a small and in a large register of the same density: changes, rebuilds, reads."""

from __future__ import annotations

import json
import random
import time
from itertools import cycle
from threading import Timer
from unittest import mock

from django.core.cache import cache
from django.db import connection, transaction

from bench.database import use
from bench.harness import Comparison, Timed
from bench.register import LAST_MONTH
from disputes.choices import UnitLevel
from disputes.models import Dispute, Unit
from reporting import drain, rollup, tasks
from reporting.counting import counted
from reporting.periods import Period
from reporting.slices import slicing
from reporting.totals import in_cells

TWO_MS, EDITED = 0.002, 1000

# A fifth each of what happens to old cases.
RESOLVE = """
    INSERT INTO disputes_disputeevent (seq, action, from_state, to_state, change, days, actor_id,
        occurred_on, recorded_at, facts, dispute_id, unit_id)
    SELECT 1000 + (random() * 1e8)::int, %s, 'mediating', 'agreed', %s, 5, unit_id,
        registered_on + 5, now(), '{}', id, unit_id FROM disputes_dispute WHERE id = %s"""
FOLLOW_UP = """
    INSERT INTO disputes_followup (held_on, method, visited, visited_by_id, relapsed, new_risk,
        satisfaction, suggestions, dispute_id, unit_id)
    SELECT registered_on + 9, 'phone', '申请人', unit_id, false, '', 'very', '', id, unit_id
    FROM disputes_dispute WHERE id = %s"""
KIND = """
    UPDATE disputes_dispute d SET kind_id = (SELECT id FROM disputes_kind
        WHERE parent_id IS NOT NULL AND id <> d.kind_id ORDER BY id LIMIT 1) WHERE id = %s"""
MOVE = """
    UPDATE disputes_dispute d SET unit_id = (SELECT id FROM disputes_unit
        WHERE level = 'station' AND id <> d.unit_id ORDER BY id LIMIT 1) WHERE id = %s"""
EDITS = (
    lambda case: (RESOLVE, ["agree", 1, case]),
    lambda case: (RESOLVE, ["breach", -1, case]),
    lambda case: (FOLLOW_UP, [case]),
    lambda case: (KIND, [case]),
    lambda case: (MOVE, [case]),
)


def prepare(*databases: str) -> None:
    """Count both registers once."""
    for name in databases:
        use(name)
        drain.rebuild()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def refresh(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """Same density, more stations and years: nothing here may grow with the register."""
    found = []
    for burst in (1, 100, 1000):
        name = f"refresh per changed case, {burst} at once, {sizes[1]}"
        found.append(
            Comparison(name, sizes[0], at_most=1.3).run(
                _refresh(small, burst), _refresh(large, burst), rounds
            )
        )
    for name in (small, large):
        use(name)
        assert rollup.differing() == [], "cells differ from the rows"
    return found


def rebuild(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """Everything counted anew and kept, against the same cells grouped and kept nowhere."""
    return [
        Comparison(f"rebuild, {size}", "bare GROUP BY of the same cells", at_most=2).run(
            _grouped(name), _rebuilt(name), rounds
        )
        for name, size in zip((small, large), sizes, strict=True)
    ]


def _grouped(database: str) -> Timed:
    statement, params = counted()
    sums = rollup.SPREAD.format(parts="truth", only="")
    bare = f"WITH truth AS MATERIALIZED ({statement}) SELECT count(*) FROM ({sums}) AS cells"

    def once() -> float:
        use(database)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(rollup.MEMORY)
            started = time.perf_counter()
            cursor.execute(bare, params)
            return time.perf_counter() - started

    return once


def _rebuilt(database: str) -> Timed:
    def once() -> float:
        use(database)
        started = time.perf_counter()
        drain.rebuild()
        return time.perf_counter() - started

    return once


def read(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """The province's year by month and kind: time inside the server, without the way there."""
    name = f"area-year read, {sizes[1]}"
    one = Comparison(name, sizes[0], at_most=1.3).run(_read(small), _read(large), rounds)
    goal = Comparison(f"area-year read in SQL, {sizes[1]}", "2 ms", at_most=1)
    goal.limit, goal.project = [TWO_MS] * rounds, one.project
    return [one, goal]


def _read(database: str) -> Timed:
    def once() -> float:
        use(database)
        province = Unit.objects.get(level=UnitLevel.PROVINCE)
        asked = slicing(["month", "kind"], Period.year(LAST_MONTH.year), province)
        rows = in_cells(asked, ["registered", "resolved_of_registered"])
        plan = rows.explain(analyze=True, format="json", timing=False)
        return float(json.loads(plan)[0]["Execution Time"]) / 1000

    return once


def burst(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """Tasks that a thousand edits in a burst ask for; a worker drains beside them."""
    found = Comparison("tasks per 1,000 edits", "one task each", at_most=0.005, factor=1)
    use(small)
    for _ in range(rounds):
        found.limit.append(EDITED)
        found.project.append(_tasks())
    return [found]


def _tasks() -> int:
    """Edits as fast as they go, each asking for a drain; how many tasks that made."""
    draws, workers = random.Random(7), []
    cache.delete(tasks.KICK)
    with mock.patch.object(tasks.drain_dirty_keys, "apply_async") as asked:

        def work_later(countdown: int) -> None:
            workers.append(Timer(countdown, tasks.drain_dirty_keys))
            workers[-1].start()

        asked.side_effect = work_later
        with connection.cursor() as cursor:
            for edit, case in zip(cycle(EDITS), _cases(draws, EDITED), strict=False):
                cursor.execute(*edit(case))
                tasks.kick()
    for worker in workers:
        worker.join()
    return len(workers)


def _refresh(database: str, burst: int) -> Timed:
    """Change cases, then time the drain alone; seconds for one case."""
    draws = random.Random(burst)

    def once() -> float:
        use(database)
        with connection.cursor() as cursor:
            for edit, case in zip(cycle(EDITS), _cases(draws, burst), strict=False):
                cursor.execute(*edit(case))
        started = time.perf_counter()
        drain.drain()
        return (time.perf_counter() - started) / burst

    return once


def _cases(draws: random.Random, burst: int) -> list[int]:
    last = Dispute.objects.latest("pk").pk
    return draws.sample(range(1, last + 1), burst)


GROUPS = {"rollup": refresh, "rebuild": rebuild, "read": read, "burst": burst}
