"""Lists printed by PostgreSQL: one statement gives the page, its names masked on the way out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from psycopg import Cursor as ServerCursor
from psycopg import sql
from psycopg.types.json import Jsonb

from config.rest.pagination import SIZE, Cursor
from disputes.api.serializers.disputes import EXCERPT
from disputes.choices import Source, State, Track
from disputes.models import Officer
from disputes.privacy import mask_name
from disputes.querysets import case_scope
from disputes.workflow import available_actions

# The members of `DisputeRowSerializer`, in its order; `party_names` follow in Python, so that
# masking is defined once.
COLUMNS = {
    "id": "d.id",
    "number": "d.number",
    "unit": "d.unit_id",
    "unit_name": "u.name",
    "track": "d.track",
    "track_name": "%(tracks)s ->> d.track",
    "kind": "k.code",
    "kind_name": "k.name",
    "source": "d.source",
    "source_name": "%(sources)s ->> d.source",
    "place": "d.place",
    "summary": "left(d.summary, %(excerpt)s)",
    "amount": "d.amount::text",
    "risk_level": "l.code",
    "state": "d.state",
    "state_name": "%(states)s ->> d.state",
    "registered_at": """to_char(d.registered_at AT TIME ZONE 'Asia/Shanghai',
                        'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')""",
    "resolved_on": "d.resolved_on",
    "responsible_name": "o.name",
    "referral_count": "(SELECT count(*) FROM disputes_referral r WHERE r.dispute_id = d.id)",
    "relapse_count": "d.relapse_count",
    "version": "d.version",
    "available_actions": "%(actions)s -> d.track -> d.state",
}
# The page first, then JSON: the other way round, every visible row becomes JSON.
PAGE = sql.SQL("""
    SELECT d.registered_on, d.id, row_to_json(j)::text,
           ARRAY(SELECT p.name FROM disputes_party p
                 WHERE p.dispute_id = d.id AND p.is_active ORDER BY p.id)
    FROM (SELECT d.* FROM disputes_dispute d WHERE {where}
          ORDER BY d.registered_on DESC, d.id DESC LIMIT %(limit)s) d
    JOIN disputes_unit u ON u.id = d.unit_id
    JOIN disputes_kind k ON k.id = d.kind_id
    JOIN disputes_officer o ON o.id = d.responsible_id
    LEFT JOIN disputes_risklevel l ON l.id = d.risk_level_id
    CROSS JOIN LATERAL (SELECT {columns}) j
    ORDER BY d.registered_on DESC, d.id DESC
""")
OBJECT = sql.SQL(", ").join(
    sql.SQL("{} AS {}").format(sql.SQL(column), sql.Identifier(name))
    for name, column in COLUMNS.items()
)
AFTER = sql.SQL("(d.registered_on, d.id) < (%(after_day)s, %(after_id)s)")
ONE = sql.SQL("d.id = %(id)s")
BY_NUMBER = {
    "id_number": sql.SQL(
        "d.id IN (SELECT dispute_id FROM disputes_party WHERE id_number_index = %(number)s)"
    ),
    "phone": sql.SQL(
        "d.id IN (SELECT dispute_id FROM disputes_party WHERE phone_index = %(number)s)"
    ),
}


def disputes_page(
    officer: Officer,
    conditions: Iterable[sql.Composable] = (),
    values: dict[str, Any] | None = None,
    *,
    after: Cursor | None = None,
    size: int = SIZE,
) -> bytes:
    """A page of the disputes visible to `officer`, newest first: {"next", "results"}.

    `conditions` are composed fragments about `d`, `values` what they bind by name.
    """
    bound = dict(values or {}) | {"limit": size + 1}
    where = [*conditions]
    if after:
        where.append(AFTER)
        bound |= {"after_day": after.day, "after_id": after.id}
    rows = _rows(officer, where, bound)
    following = str(Cursor(*rows[size - 1][:2])) if len(rows) > size else None
    results = ",".join(_printed(text, names) for _, _, text, names in rows[:size])
    return f'{{"next":{json.dumps(following)},"results":[{results}]}}'.encode()


def dispute_row(officer: Officer, pk: int) -> dict[str, Any] | None:
    """One dispute as a list shows it; None outside the officer's scope."""
    rows = _rows(officer, [ONE], {"id": pk, "limit": 1})
    return json.loads(_printed(*rows[0][2:])) if rows else None


def _rows(officer: Officer, where: list[sql.Composable], bound: dict[str, Any]) -> list[Any]:
    column, unit = case_scope(officer)
    scope = sql.SQL("d.{} = %(scope)s").format(sql.Identifier(column))
    actions = {
        track: {state: available_actions(state, officer.role, track) for state in State.values}
        for track in Track.values
    }
    bound = bound | {
        "scope": unit,
        "excerpt": EXCERPT,
        "actions": Jsonb(actions),
        "states": Jsonb(dict(State.choices)),
        "tracks": Jsonb(dict(Track.choices)),
        "sources": Jsonb(dict(Source.choices)),
    }
    within = sql.SQL(" AND ").join([scope, *where])
    connection.ensure_connection()
    # Prepared on the server: planning this statement takes longer than running it.
    with ServerCursor(connection.connection) as cursor:
        cursor.execute(PAGE.format(where=within, columns=OBJECT), bound, prepare=True)
        return cursor.fetchall()


def _printed(text: str, names: list[str]) -> str:
    masked = json.dumps([mask_name(name) for name in names], ensure_ascii=False)
    return f'{text[:-1]},"party_names":{masked}}}'
