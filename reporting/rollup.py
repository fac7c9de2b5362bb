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

from django.db import connection, transaction

from reporting.counting import ANY, COUNTS, PART, SUMS, counted, each
from reporting.measures import STORED

Key = tuple[int, date]
Tell = Callable[[int, int], object]
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
    sums AS MATERIALIZED (
        {SPREAD.format(parts=f"(SELECT * FROM changes WHERE {ANY})", only="")}),
    written AS (
        INSERT INTO reporting_cell AS cell ({CELL}, {COUNTS}) SELECT * FROM sums ORDER BY {CELL}
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
OF_UNITS = "WHERE a.ancestor_id = ANY(%s)"
# In the order of the key: the cells of a unit's month lie side by side. Summed before it is sorted:
# the planner would rather sort what is summed, eight times as many rows.
FILL = f"""
    WITH sums AS MATERIALIZED (
        SELECT * FROM ({SPREAD.format(parts="reporting_contribution", only="{only}")}) AS all_sums
        WHERE {ANY})
    INSERT INTO reporting_cell ({CELL}, {COUNTS}) SELECT * FROM sums ORDER BY {CELL}"""
KEEP = f"""
    INSERT INTO reporting_contribution (dispute_id, {PART}, {COUNTS})
    {{counted}} ORDER BY unit_id, month"""
TRUTH = "CREATE TEMPORARY TABLE reporting_truth AS {counted} ORDER BY unit_id, month"
BY_UNIT = "CREATE INDEX ON reporting_truth (unit_id); ANALYZE reporting_truth"
DIFFERING = f"""
    SELECT '{{table}}', concat_ws(' ', {{key}}), c.counts, t.counts
    FROM (SELECT {{key}}, ARRAY[{COUNTS}] AS counts FROM {{table}} WHERE unit_id = ANY(%s)) c
    FULL JOIN (SELECT {{key}}, ARRAY[{COUNTS}] AS counts FROM {{truth}}) t USING ({{key}})
    WHERE c.counts IS DISTINCT FROM t.counts"""
COMPARE = f"""
    WITH cells AS (
        SELECT * FROM ({SPREAD.format(parts="reporting_truth", only=OF_UNITS)}) AS sums WHERE {ANY}),
    truth AS (SELECT * FROM reporting_truth WHERE unit_id = ANY(%s))
    {DIFFERING.format(table="reporting_cell", key=CELL, truth="cells")} UNION ALL
    {DIFFERING.format(table="reporting_contribution", key=f"dispute_id, {PART}", truth="truth")}"""
UNITS = """
    SELECT ancestor_id FROM disputes_unitancestry UNION SELECT unit_id FROM reporting_contribution
    UNION SELECT unit_id FROM reporting_cell ORDER BY 1"""
BELOW = "SELECT DISTINCT unit_id FROM disputes_unitancestry WHERE ancestor_id = ANY(%s)"
AT_ONCE = 100  # units whose cells are summed together, so that a province's fit into memory
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


def rebuild(tell: Tell = lambda done, total: None) -> None:
    """Throw everything away and count all rows. The caller holds the roll-up lock.

    After each part of the work `tell` hears how many parts are done, of how many.
    """
    _execute(MEMORY)
    _execute("DELETE FROM reporting_contribution")
    _execute("DELETE FROM reporting_cell")
    statement, params = counted()
    _execute(KEEP.format(counted=statement), params)
    parts = _parts()
    for done, units in enumerate(parts, 1):
        tell(done, 1 + len(parts))
        _execute(FILL.format(only=OF_UNITS), [units])
    tell(1 + len(parts), 1 + len(parts))


def differing(
    tell: Tell = lambda done, total: None, units: Sequence[int] | None = None
) -> list[tuple[Any, ...]]:
    """What differs from the rows: table, key, and what is stored and true, by measure.

    Of all units, or of some alone. Memory and temporary files grow with the disputes, not with
    the cells.
    """
    statement, params = counted("" if units is None else _of_disputes_below(units))
    found: list[tuple[Any, ...]] = []
    with transaction.atomic():
        _execute(MEMORY)
        _execute(TRUTH.format(counted=statement), params)
        _execute(BY_UNIT)
        parts = _parts(units)
        for done, part in enumerate(parts, 1):
            tell(done, 1 + len(parts))
            found += _rows(COMPARE, [part] * 4)
        _execute("DROP TABLE reporting_truth")
        tell(1 + len(parts), 1 + len(parts))
    return [(table, key, _unequal(stored, true)) for table, key, stored, true in found]


def _of_disputes_below(units: Sequence[int]) -> str:
    """The condition on `d` that it is of a unit which ever stood below one of these, or is one."""
    below = [pk for (pk,) in _rows(BELOW, [list(units)])]
    return f"WHERE d.unit_id IN ({', '.join(map(str, below))})"


def _parts(units: Sequence[int] | None = None) -> list[list[int]]:
    """All units that have cells or should, some at a time."""
    found = [pk for (pk,) in _rows(UNITS, [])] if units is None else list(units)
    return [found[n : n + AT_ONCE] for n in range(0, len(found), AT_ONCE)]


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
