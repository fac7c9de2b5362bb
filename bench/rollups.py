"""The roll-up: what a changed case costs in a small and in a large register of the same density."""

from __future__ import annotations

import random
import time
from itertools import cycle

from django.db import connection

from bench.database import use
from bench.harness import Comparison, Timed
from disputes.models import Dispute
from reporting import drain, rollup

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


def run(small: str, large: str, sizes: tuple[str, str], rounds: int) -> list[Comparison]:
    """Same density, more stations and years: nothing here may grow with the register."""
    for name in (small, large):
        use(name)
        drain.rebuild()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
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
