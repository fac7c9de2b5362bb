"""The balance of open disputes (未结平衡): what stands open is what came in less what ended.

At the end of any day, for any unit: 期末未结 = 期初未结 + 录入 - 办结 + 重新办理, and 化解 is 0 or 1
for each dispute. The stock is told from the last step up to the day, the flows from what each step
changed: a step that is missing, out of order or written twice makes them differ. What holds for
every dispute on every day holds for every unit and every period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from disputes.choices import State
from reporting.measures.measure import ENDED

BROKEN = """
    WITH steps AS (
        SELECT id, unit_id, registered_on AS day, 0 AS seq, true AS open, 1 AS flow, 0 AS change
        FROM disputes_dispute WHERE state <> %(voided)s
        UNION ALL
        SELECT d.id, d.unit_id, e.occurred_on, e.seq, e.to_state <> ALL(%(ended)s),
            (e.to_state <> ALL(%(ended)s))::int - (e.from_state <> ALL(%(ended)s))::int, e.change
        FROM disputes_disputeevent e JOIN disputes_dispute d ON d.id = e.dispute_id
        WHERE d.state <> %(voided)s),
    days AS (
        SELECT id, unit_id, day, sum(flow) OVER until AS flows, sum(change) OVER until AS resolved,
            CASE WHEN bool_or(seq = 0) OVER until
                THEN max(2 * seq + open::int) OVER until %% 2 ELSE 0 END AS stock
        FROM steps WINDOW until AS (PARTITION BY id ORDER BY day))
    SELECT u.code, date_trunc('month', day::timestamp)::date, count(DISTINCT days.id)
    FROM days JOIN disputes_unit u ON u.id = unit_id
    WHERE flows <> stock OR resolved NOT IN (0, 1)
    GROUP BY 1, 2 ORDER BY 1, 2"""


@dataclass(frozen=True, slots=True)
class Broken:
    """So many disputes of a unit do not add up in a month."""

    unit: str
    month: date
    disputes: int


def broken() -> list[Broken]:
    """Where stock and flows differ, or a dispute is resolved twice or less than not at all."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN, {"voided": State.VOIDED.value, "ended": [s.value for s in ENDED]})
        return [Broken(*row) for row in cursor.fetchall()]
