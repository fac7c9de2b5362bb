"""The limit of a request: bare WSGI, prepared SQL, JSON made by PostgreSQL. No rights, no checks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

LIST = """
SELECT json_build_object('next', NULL, 'results', coalesce(json_agg(row_to_json(j)), '[]'))::text
FROM (
    SELECT d.id, d.number, d.unit_id AS unit, u.name AS unit_name, d.track, 'x' AS track_name,
        k.code AS kind, k.name AS kind_name, d.source, 'x' AS source_name, d.place,
        left(d.summary, 80) AS summary, d.amount::text AS amount, l.code AS risk_level, d.state,
        'x' AS state_name, d.registered_at, d.resolved_on, o.name AS responsible_name,
        (SELECT count(*) FROM disputes_referral r WHERE r.dispute_id = d.id) AS referral_count,
        d.relapse_count, d.version, ARRAY(SELECT p.name FROM disputes_party p
            WHERE p.dispute_id = d.id AND p.is_active ORDER BY p.id) AS party_names
    FROM (SELECT * FROM disputes_dispute WHERE county_id = %s
          ORDER BY registered_on DESC, id DESC LIMIT 50) d
    JOIN disputes_unit u ON u.id = d.unit_id
    JOIN disputes_kind k ON k.id = d.kind_id
    JOIN disputes_officer o ON o.id = d.responsible_id
    LEFT JOIN disputes_risklevel l ON l.id = d.risk_level_id
    ORDER BY d.registered_on DESC, d.id DESC) j"""
CREATE = """
WITH d AS (
    INSERT INTO disputes_dispute (number, unit_id, track, kind_id, source, alarm_number, place,
        summary, claims, repeat_alarm, group_event, involves_minor, domestic_violence,
        ethnic_religious, registered_at, registered_on, registered_by_id, responsible_id, state,
        relapse_count, version)
    SELECT 'L' || nextval('disputes_dispute_id_seq'), u.id, 'civil', k.id, 'walk_in', '', '',
        %(summary)s, '', false, false, false, false, false, now(), current_date, u.id, u.id,
        'registered', 0, 1
    FROM disputes_unit u, disputes_kind k
    WHERE u.id = %(unit)s AND k.code = 'neighbour.neighbour_water' RETURNING id, unit_id),
p AS (
    INSERT INTO disputes_party (uid, dispute_id, unit_id, role, is_organisation, name, sex,
        document_type, employer, is_active, version)
    SELECT gen_random_uuid(), d.id, d.unit_id, role, false, name, '0', 'id_card', '', true, 1
    FROM d, (VALUES ('applicant', '李明'), ('respondent', '王强')) AS p (role, name)),
e AS (
    INSERT INTO disputes_disputeevent (dispute_id, unit_id, seq, action, from_state, to_state,
        change, actor_id, occurred_on, recorded_at, facts)
    SELECT id, unit_id, 1, 'register', 'registered', 'registered', 0, unit_id, current_date, now(), '{}'
    FROM d)
SELECT json_build_object('id', id)::text FROM d"""

_connection: psycopg.Connection[Any] | None = None


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    cursor = _cursor()
    unit = int(os.environ["BENCH_UNIT"])
    if environ["REQUEST_METHOD"] == "POST":
        size = int(environ.get("CONTENT_LENGTH") or 0)
        summary = environ["wsgi.input"].read(size).decode()[:200]
        cursor.execute(CREATE, {"summary": summary, "unit": unit}, prepare=True)
    else:
        cursor.execute(LIST, [unit], prepare=True)
    row = cursor.fetchone()
    start("200 OK", [("Content-Type", "application/json")])
    return [str(row[0]).encode() if row else b""]


def _cursor() -> psycopg.Cursor[Any]:
    global _connection  # noqa: PLW0603  (one per worker, as a pool of one)
    if _connection is None:
        _connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return _connection.cursor()
