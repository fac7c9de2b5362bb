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
from bench.register import LAST_MONTH, SIZES
from disputes.choices import UnitLevel
from disputes.models import Dispute, Unit, UnitAncestry
from reporting import drain, rollup, tasks
from reporting.counting import ANY, counted
from reporting.periods import Period
from reporting.slices import slicing
from reporting.totals import in_cells

TWO_MS, EDITED = 0.002, 1000
READS = 5  # in a round: whatever else the machine does is longer than one
LONG = 500_000  # cases from which on a rebuild takes minutes
MOST_GROUPED = 2_000_000  # a bare GROUP BY of more writes a hundred gigabytes of temporary files

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


def prepare(database: str) -> None:
    """Count a register once."""
    use(database)
    drain.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reporting_contribution, reporting_cell")


def refresh(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """Same density, more stations and years: nothing here may grow with the register.

    A thousand changes all over a small register meet in the same county's and city's cells more
    often than in a large one; of one county's cases they meet as often in both.
    """
    found = []
    for burst, where in ((1, ""), (100, ""), (1000, ""), (1000, " in one county")):
        name = f"refresh per changed case, {burst} at once{where}, {sizes[1]}"
        found.append(
            Comparison(name, sizes[0], at_most=1.3).run(
                _refresh(small, burst, bool(where)), _refresh(large, burst, bool(where)), rounds
            )
        )
    for name, size in zip((small, large), sizes, strict=True):
        use(name)
        units = None if SIZES[size].cases < MOST_GROUPED else _some_counties()
        assert rollup.differing(units=units) == [], "cells differ from the rows"
    return found


def _some_counties() -> list[int]:
    """Every twentieth county with all its stations."""
    counties = Unit.objects.filter(level=UnitLevel.COUNTY).order_by("pk")
    below = UnitAncestry.objects.filter(ancestor__in=list(counties)[::20])
    return sorted(set(below.values_list("unit_id", flat=True)))


def rebuild(database: str, size: str, rounds: int) -> list[Comparison]:
    """Everything counted anew and kept, against the same cells grouped and kept nowhere."""
    one = Comparison(f"rebuild, {size}", "bare GROUP BY of the same cells", at_most=2)
    long = SIZES[size].cases >= LONG
    return [
        one.run(_grouped(database), _rebuilt(database), 2 if long else rounds, warm_up=not long)
    ]


def _grouped(database: str) -> Timed:
    statement, params = counted()
    sums = rollup.SPREAD.format(parts="truth", only="")
    # The condition reads every sum: what nobody reads is not added up.
    bare = (
        f"WITH truth AS MATERIALIZED ({statement})"
        f" SELECT count(*) FROM ({sums}) AS cells WHERE {ANY}"
    )

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
    rounds *= READS
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


def burst(database: str, rounds: int) -> list[Comparison]:
    """Tasks that a thousand edits in a burst ask for; a worker drains beside them."""
    found = Comparison("tasks per 1,000 edits", "one task each", at_most=0.005, factor=1)
    use(database)
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


def _refresh(database: str, burst: int, one_county: bool) -> Timed:
    """Change cases, then time the drain alone; seconds for one case."""
    draws = random.Random(burst)

    def once() -> float:
        use(database)
        with connection.cursor() as cursor:
            for edit, case in zip(cycle(EDITS), _cases(draws, burst, one_county), strict=False):
                cursor.execute(*edit(case))
        started = time.perf_counter()
        drain.drain()
        return (time.perf_counter() - started) / burst

    return once


def _cases(draws: random.Random, burst: int, one_county: bool = False) -> list[int]:
    """Cases of the whole register, or of the last 15 months of one of its counties."""
    if one_county:
        county = draws.choice(Unit.objects.filter(level=UnitLevel.COUNTY).order_by("pk"))
        since = LAST_MONTH.replace(year=LAST_MONTH.year - 1, month=10)
        recent = Dispute.objects.filter(county=county, registered_on__gte=since)
        return draws.sample(list(recent.order_by("pk").values_list("pk", flat=True)), burst)
    last = Dispute.objects.latest("pk").pk
    return draws.sample(range(1, last + 1), burst)


def counted_anew(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """A rebuild of the large register, where its bare GROUP BY fits onto a disk."""
    fits = SIZES[sizes[1]].cases < MOST_GROUPED
    return rebuild(large, sizes[1], rounds) if fits else []


GROUPS = {"rollup": refresh, "read": read, "rebuild": counted_anew}  # of a small and a large one
