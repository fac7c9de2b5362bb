"""The balance (平衡关系): every dispute stands in exactly one bucket at the end of any day.

期初未结 + 新增 = 化解 + 移交办结 + 未化解结案 + 转案 + 撤回或不予调解 + 作废或并案 + 期末未结, where each
bucket in between is what it gained in the period, less what came back. Read from the events as
they stood on the day, so a later relapse changes no earlier balance; a dispute counts for the
units above it today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from psycopg import sql

from disputes.models import Officer, Unit
from disputes.querysets import case_scope, subtree


class Bucket(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    HANDED_OVER = "handed_over"
    UNRESOLVED = "unresolved"
    CONVERTED = "converted"
    DROPPED = "dropped"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Bucket.OPEN: "未结",
    Bucket.RESOLVED: "化解",
    Bucket.HANDED_OVER: "移交办结",
    Bucket.UNRESOLVED: "未化解结案",
    Bucket.CONVERTED: "转案",
    Bucket.DROPPED: "撤回或不予调解",
    Bucket.VOIDED: "作废或并案",
}
# Per dispute: what its events up to the day add up to, and the last change of its state, archiving
# aside. The first that holds is the bucket, so there is one and only one.
BY_DAY = sql.SQL("""
    SELECT CASE
        WHEN e.state = 'voided' THEN 'voided'
        WHEN e.state = 'converted' THEN 'converted'
        WHEN e.state IN ('declined', 'withdrawn') THEN 'dropped'
        WHEN e.resolved = 1 THEN 'resolved'
        WHEN e.state = 'closed' AND e.action = 'hand_over' THEN 'handed_over'
        WHEN e.state = 'closed' THEN 'unresolved'
        ELSE 'open' END AS bucket, count(*)
    FROM disputes_dispute d CROSS JOIN LATERAL (
        SELECT sum(change) AS resolved,
               (array_agg(to_state ORDER BY seq DESC) FILTER (WHERE moved))[1] AS state,
               (array_agg(action ORDER BY seq DESC) FILTER (WHERE moved))[1] AS action
        FROM (SELECT *, from_state <> to_state AND action <> 'archive' AS moved
              FROM disputes_disputeevent
              WHERE dispute_id = d.id AND occurred_on <= %(day)s) s
    ) e
    WHERE d.{within} = %(unit)s AND d.{scope} = %(own)s AND d.registered_on <= %(day)s
    GROUP BY 1
""")
REGISTERED = sql.SQL("""
    SELECT count(*) FROM disputes_dispute d
    WHERE d.{within} = %(unit)s AND d.{scope} = %(own)s
      AND d.registered_on BETWEEN %(first)s AND %(last)s
""")


@dataclass(frozen=True, slots=True)
class Balance:
    """A unit's disputes from one day to another, both included."""

    unit: Unit
    first: date
    last: date
    registered: int
    before: dict[Bucket, int]
    after: dict[Bucket, int]

    @property
    def opening(self) -> int:
        return self.before[Bucket.OPEN]

    @property
    def closing(self) -> int:
        return self.after[Bucket.OPEN]

    @property
    def ended(self) -> dict[Bucket, int]:
        """What each bucket gained, less what came back: negative where more came back."""
        return {b: self.after[b] - self.before[b] for b in Bucket if b != Bucket.OPEN}

    @property
    def difference(self) -> int:
        """0: the balance adds up."""
        return self.opening + self.registered - sum(self.ended.values()) - self.closing


def balance(unit: Unit, first: date, last: date, *, seen_by: Officer) -> Balance:
    """The balance of a unit and everything below it, as far as an officer may see it."""
    days = {"first": first, "last": last}
    return Balance(
        unit=unit,
        first=first,
        last=last,
        registered=_rows(REGISTERED, unit, seen_by, **days)[0][0],
        before=buckets(unit, first - timedelta(days=1), seen_by=seen_by),
        after=buckets(unit, last, seen_by=seen_by),
    )


def buckets(unit: Unit, day: date, *, seen_by: Officer) -> dict[Bucket, int]:
    """How many disputes stood in each bucket at the end of a day: one statement."""
    found = {Bucket(name): n for name, n in _rows(BY_DAY, unit, seen_by, day=day)}
    return {bucket: found.get(bucket, 0) for bucket in Bucket}


def _rows(query: sql.SQL, unit: Unit, officer: Officer, **days: date) -> list[tuple[Any, ...]]:
    (within, pk), (scope, own) = subtree(unit), case_scope(officer)
    statement = query.format(within=sql.Identifier(within), scope=sql.Identifier(scope))
    with connection.cursor() as cursor:
        cursor.execute(statement, days | {"unit": pk, "own": own})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
