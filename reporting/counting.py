"""Contributions (贡献): what each dispute's rows add, compiled from the measures.

One scan per table counts all measures that read it, from the very conditions, weights and days
that drill-down uses: there is no second definition in SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from disputes.choices import State
from disputes.models import Dispute
from reporting.measures import STORED, Measure
from reporting.slices.cases import NOT_ASSESSED

Statement = tuple[str, list[Any]]
NOTHING = Value(0)
PART = "unit_id, kind, source, track, risk, month, came"  # what tells the contributions of a dispute apart
DISPUTES = {  # a dispute's columns in the statements below, and their paths
    "id": "pk",
    "unit_id": "unit_id",
    "kind": "kind__code",
    "source": "source",
    "track": "track",
    "risk": "risk",
    "registered_on": "registered_on",
}


def each(form: str, between: str = ", ") -> str:
    """The form once per stored measure, its code in the place of the braces."""
    return between.join(form.format(measure.code) for measure in STORED)


COUNTS = each("{}")
SUMS = ", ".join(f"sum({m.code})::{'bigint' if m.large else 'int'} AS {m.code}" for m in STORED)
ANY = f"({COUNTS}) <> ({each('0')})"
MONTH = "date_trunc('month', {}::timestamp)::date"
SCAN = f"""
    SELECT d.id, d.unit_id, d.kind, d.source, d.track, d.risk,
        {MONTH.format("on_day")} AS month, {MONTH.format("came_on")} AS came, {{counts}}
    FROM live d JOIN ({{rows}}) AS r ({{columns}}) ON r.dispute_id = d.id
    CROSS JOIN LATERAL (VALUES {{days}}) AS n (on_day, came_on, {{own}})
    WHERE on_day IS NOT NULL AND came_on IS NOT NULL"""
COUNTED = f"""
    WITH live AS MATERIALIZED (
        SELECT d.* FROM ({{disputes}}) AS d ({", ".join(DISPUTES)}) {{only}})
    SELECT * FROM (SELECT id AS dispute_id, {PART}, {SUMS} FROM ({{scans}}) AS rows
                   GROUP BY id, {PART}) AS sums
    WHERE {ANY}"""


def counted(only: str = "") -> Statement:
    """A statement that gives every dispute's contributions; `only` may join `d` with some."""
    disputes, params = _sql(
        Dispute.objects.exclude(state=State.VOIDED)
        .annotate(risk=Coalesce("risk_level__code", Value(NOT_ASSESSED)))
        .values_list(*DISPUTES.values())
    )
    scans = []
    for measures in _by_table().values():
        scan, values = _scan(measures)
        scans.append(scan)
        params += values
    union = " UNION ALL ".join(scans)
    return COUNTED.format(disputes=disputes, only=only, scans=union), params


def _by_table() -> dict[Any, list[Measure]]:
    tables = defaultdict(list)
    for measure in STORED:
        tables[measure.model].append(measure)
    return tables


def _scan(measures: Sequence[Measure]) -> Statement:
    """All that one table's measures count. A row has a line for each pair of days it counts on."""
    paths = {path for m in measures for path in (m.day, m.came) if not path.startswith("dispute__")}
    columns = {
        "dispute_id": F(measures[0].path("pk")),
        **{f"day_{path}": F(path) for path in sorted(paths)},
        **{m.code: _weight(m) for m in measures},
    }
    rows = measures[0].model._default_manager.order_by()
    if all(m.when for m in measures):
        rows = rows.filter(reduce(or_, (m.when for m in measures)))
    sql, params = _sql(rows.annotate(**{f"c_{n}": c for n, c in columns.items()})
                       .values_list(*(f"c_{n}" for n in columns)))  # fmt: skip
    lines = ", ".join(_line(pair, measures) for pair in sorted({(m.day, m.came) for m in measures}))
    own = {m.code for m in measures}
    scan = SCAN.format(
        rows=sql, columns=", ".join(columns), days=lines, own=", ".join(m.code for m in measures),
        counts=", ".join(f"n.{m.code}" if m.code in own else f"0 AS {m.code}" for m in STORED),
    )  # fmt: skip
    return scan, params


def _weight(measure: Measure) -> Combinable:
    if not measure.when:
        return measure.weight
    return Case(When(measure.when, then=measure.weight), default=NOTHING)


def _line(pair: tuple[str, str], measures: Sequence[Measure]) -> str:
    days = [f"d.{path[9:]}" if path.startswith("dispute__") else f"r.day_{path}" for path in pair]
    counts = [f"r.{m.code}" if (m.day, m.came) == pair else "0" for m in measures]
    return f"({', '.join([*days, *counts])})"


def _sql(rows: Any) -> Statement:
    sql, params = rows.order_by().query.sql_with_params()
    return sql, list(params)
