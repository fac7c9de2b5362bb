"""Cells: recomputed inside the server; no cell passes through Python.

What each dispute contributes is kept as the cells were last told of it. A dirty dispute is counted
anew from its rows, and what differs from its kept contributions is added to its unit and to all
that stood above it in that month. The cost of a change depends neither on how many cases a station
has nor on how many stations a bureau has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from reporting.counting import ANY, COUNTS, PART, SUMS, counted, each
from reporting.measures import STORED

Key = tuple[int, date]
CELL = "unit_id, month, dimension, slice, came"
SPREAD = f"""
    SELECT a.ancestor_id AS unit_id, p.month, s.dimension, s.slice, p.came, {SUMS}
    FROM {{parts}} AS p
    JOIN disputes_unitancestry a
        ON a.unit_id = p.unit_id AND a.since <= p.month AND a.until > p.month
    JOIN LATERAL (VALUES ('', ''), ('own', ''), ('kind', p.kind), ('source', p.source),
            ('track', p.track), ('risk', p.risk))
        AS s (dimension, slice) ON s.dimension <> 'own' OR a.ancestor_id = p.unit_id
    {{only}}
    GROUP BY a.ancestor_id, p.month, s.dimension, s.slice, p.came"""
RECOMPUTE = f"""
    WITH taken AS MATERIALIZED (SELECT * FROM unnest(%s::bigint[]) AS t (id)),
    fresh AS MATERIALIZED ({{counted}}),
    stale AS (DELETE FROM reporting_contribution c USING taken t WHERE c.dispute_id = t.id
              RETURNING c.*),
    kept AS (INSERT INTO reporting_contribution (dispute_id, {PART}, {COUNTS})
             SELECT * FROM fresh),
    changes AS (
        SELECT {PART}, {SUMS} FROM (
            SELECT {PART}, {COUNTS} FROM fresh
            UNION ALL SELECT {PART}, {each("-{}")} FROM stale) AS both_of_them
        GROUP BY {PART}),
    written AS (
        INSERT INTO reporting_cell AS cell ({CELL}, {COUNTS})
        {SPREAD.format(parts=f"(SELECT * FROM changes WHERE {ANY})", only="")}
        ON CONFLICT ({CELL}) DO UPDATE SET {each("{0} = cell.{0} + excluded.{0}")}
        RETURNING id, {COUNTS})
    SELECT id FROM written WHERE NOT ({ANY})"""
CLEAR = "DELETE FROM reporting_cell WHERE id = ANY(%s)"
FORGET = """
    DELETE FROM reporting_cell c USING unnest(%s::bigint[], %s::date[]) AS k (unit_id, month)
    WHERE (c.unit_id, c.month) = (k.unit_id, k.month)"""
OF_KEYS = """
    JOIN unnest(%s::bigint[], %s::date[]) AS k (unit_id, month)
        ON (k.unit_id, k.month) = (a.ancestor_id, p.month)"""
# In the order of the key: the cells of a unit's month lie side by side.
FILL = f"""
    INSERT INTO reporting_cell ({CELL}, {COUNTS})
    SELECT * FROM ({SPREAD.format(parts="reporting_contribution", only="{only}")}) AS sums
    WHERE {ANY} ORDER BY {CELL}"""
KEEP = f"INSERT INTO reporting_contribution (dispute_id, {PART}, {COUNTS}) {{counted}}"
DIFFERING = f"""
    SELECT '{{table}}', concat_ws(' ', {{key}}), c.counts, t.counts
    FROM (SELECT {{key}}, ARRAY[{COUNTS}] AS counts FROM {{table}}) c
    FULL JOIN (SELECT {{key}}, ARRAY[{COUNTS}] AS counts FROM {{truth}}) t USING ({{key}})
    WHERE c.counts IS DISTINCT FROM t.counts"""
COMPARE = f"""
    WITH truth AS MATERIALIZED ({{counted}}),
    cells AS (SELECT * FROM ({SPREAD.format(parts="truth", only="")}) AS sums WHERE {ANY})
    {DIFFERING.format(table="reporting_cell", key=CELL, truth="cells")} UNION ALL
    {DIFFERING.format(table="reporting_contribution", key=f"dispute_id, {PART}", truth="truth")}"""
# Sorting and hashing everything at once: what a small server gives a query by default spills.
MEMORY = "SELECT set_config('work_mem', '128MB', true)"


def recompute(disputes: Sequence[int]) -> None:
    """Count the given disputes anew, and everything above them.

    Repeatable: the same rows give the same cells. The caller holds the roll-up lock.
    """
    statement, params = counted("JOIN taken USING (id)")
    empty = _rows(RECOMPUTE.format(counted=statement), [list(disputes), *params])
    if empty:
        _execute(CLEAR, [[pk for (pk,) in empty]])


def regroup(keys: Sequence[Key]) -> None:
    """Sum the given months of the given units anew, because the tree changed below them."""
    arrays = [[unit for unit, _ in keys], [month for _, month in keys]]
    _execute(FORGET, arrays)
    _execute(FILL.format(only=OF_KEYS), arrays)


def rebuild(tell: Callable[[int], object] = lambda step: None) -> None:
    """Throw everything away and count all rows. The caller holds the roll-up lock.

    After each of the `STEPS`, `tell` hears its number.
    """
    _execute(MEMORY)
    for number, step in enumerate(STEPS, 1):
        step()
        tell(number)


def _keep() -> None:
    statement, params = counted()
    _execute(KEEP.format(counted=statement), params)


STEPS: tuple[Callable[[], None], ...] = (
    lambda: _execute("DELETE FROM reporting_contribution"),
    lambda: _execute("DELETE FROM reporting_cell"),
    _keep,
    lambda: _execute(FILL.format(only="")),
)


def differing() -> list[tuple[Any, ...]]:
    """What differs from the rows: table, key, and what is stored and true, by measure."""
    statement, params = counted()
    return [
        (table, key, _unequal(stored, true))
        for table, key, stored, true in _rows(COMPARE.format(counted=statement), params)
    ]


def _unequal(stored: list[int] | None, true: list[int] | None) -> dict[str, tuple[int, int]]:
    nothing = [0] * len(STORED)
    pairs = zip(STORED, stored or nothing, true or nothing, strict=True)
    return {measure.code: (was, is_) for measure, was, is_ in pairs if was != is_}


def _rows(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _execute(statement: str, params: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
