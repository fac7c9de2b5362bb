"""A seeded register (登记簿) of a chosen size, made inside the server.

Every station registers exactly NINE cases a month, whatever the size: a larger register has more
stations and more months, so what depends on one station's month must not grow with it. All
choices are drawn from a hash of the row's number: the same size gives the same rows anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from psycopg import Connection

NINE = 9  # cases of a station in a month
LAST_MONTH = date(2025, 12, 1)
STATIONS_OF_A_COUNTY, COUNTIES_OF_A_CITY = 15, 10


@dataclass(frozen=True, slots=True)
class Size:
    """How many stations, over how many months up to December 2025."""

    stations: int
    months: int

    @property
    def cases(self) -> int:
        return self.stations * self.months * NINE

    @property
    def counties(self) -> int:
        return self.stations // STATIONS_OF_A_COUNTY

    @property
    def cities(self) -> int:
        return -(-self.counties // COUNTIES_OF_A_CITY)


SIZES = {
    "4k": Size(30, 15),
    "20k": Size(150, 15),
    "100k": Size(600, 18),
    "1M": Size(3000, 37),
    "5M": Size(6000, 93),
}

# A number from 0 up to n - 1, from the row's own number: no order of rows changes it.
DRAW = """
CREATE FUNCTION pg_temp.draw(id bigint, salt int, n int) RETURNS int LANGUAGE sql IMMUTABLE
    RETURN ((hashint8extended(id, salt) % n + n) % n)::int"""
# What a row says beside the columns below is nothing: empty, false, none. A column that the
# application adds does not stop the bench.
BLANK = """
DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT table_name, column_name, CASE data_type
            WHEN 'boolean' THEN 'false' WHEN 'jsonb' THEN '''[]''' WHEN 'character varying' THEN ''''''
            ELSE '0' END AS nothing
        FROM information_schema.columns
        WHERE table_name LIKE 'disputes%' AND is_nullable = 'NO' AND column_default IS NULL
            AND is_identity = 'NO' AND data_type IN ('boolean', 'jsonb', 'character varying',
                'smallint', 'integer', 'numeric') LOOP
        EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT %s', c.table_name,
                       c.column_name, c.nothing);
    END LOOP;
END $$"""
LEVELS = """
INSERT INTO disputes_unit (id, code, name, level, path, is_active, version)
    VALUES (1, '990000000000', '基准省公安厅', 'province', '0001', true, 1)
    ON CONFLICT DO NOTHING;
INSERT INTO disputes_unit (id, code, name, level, parent_id, path, is_active, version)
SELECT 1 + n, '99' || lpad(n::text, 2, '0') || '00000000', '基准第' || n || '市公安局', 'city', 1,
    '0001' || lpad(n::text, 4, '0'), true, 1
FROM generate_series(1, {cities}) AS n;
INSERT INTO disputes_unit (id, code, name, level, parent_id, path, is_active, version)
SELECT 1000 + n, c.code::bigint + ((n - 1) % {per_city} + 1) * 1000000, '基准第' || n || '分局', 'county', c.id,
    c.path || lpad(n::text, 4, '0'), true, 1
FROM generate_series(1, {counties}) AS n JOIN disputes_unit c ON c.id = 2 + (n - 1) / {per_city};
INSERT INTO disputes_unit (id, code, name, level, parent_id, path, is_active, version)
SELECT 10000 + n, '98' || lpad(n::text, 10, '0'), '基准第' || n || '派出所', 'station', c.id,
    c.path || lpad(n::text, 4, '0'), true, 1
FROM generate_series(1, {stations}) AS n
JOIN disputes_unit c ON c.id = 1001 + (n - 1) / {per_county}"""
ANCESTRY = """
INSERT INTO disputes_unitancestry (unit_id, ancestor_id, since, until)
SELECT u.id, a.id, '1949-10-01', '9999-12-31'
FROM disputes_unit u JOIN disputes_unit a ON starts_with(u.path, a.path);
UPDATE disputes_unit u SET (province_id, city_id, county_id) = (
    SELECT max(a.id) FILTER (WHERE a.level = 'province'), max(a.id) FILTER (WHERE a.level = 'city'),
        max(a.id) FILTER (WHERE a.level = 'county')
    FROM disputes_unitancestry l JOIN disputes_unit a ON a.id = l.ancestor_id
    WHERE l.unit_id = u.id)"""
# One officer per unit, who shares its key.
OFFICERS = """
INSERT INTO disputes_officer (id, password, is_superuser, username, email, is_staff, is_active,
    date_joined, name, police_number, role, version, unit_id)
SELECT id, '!', false, 'bench' || id, '', false, true, now(), '基准民警', '', 'chief', 1, id
FROM disputes_unit"""
# Oldest first, stations side by side: rows of one station lie scattered, as in life.
DISPUTES = """
INSERT INTO disputes_dispute (id, number, track, source, alarm_number, place, summary, claims,
    people_count, repeat_alarm, group_event, involves_minor, domestic_violence, ethnic_religious,
    registered_at, registered_on, state, resolved_on, relapse_count, version, registered_by_id,
    responsible_id, kind_id, risk_level_id, province_id, city_id, county_id, unit_id)
SELECT n, u.code || to_char(day, 'YYYYMMDD') || lpad((n % 10000)::text, 4, '0'), 'civil', source,
    '', '第' || draw(n, 1, 400) || '号', '因琐事发生纠纷，双方各执一词，第' || n || '件', '',
    2 + draw(n, 2, 3), draw(n, 3, 20) = 0, false, draw(n, 4, 30) = 0, false, false,
    day + time '08:00' + make_interval(mins => draw(n, 5, 600)), day,
    CASE WHEN relapsed THEN 'accepted' WHEN resolved THEN 'agreed' ELSE 'accepted' END,
    CASE WHEN resolved AND NOT relapsed THEN day + took END, relapsed::int, 3, u.id, u.id,
    kinds[1 + least(draw(n, 6, cardinality(kinds)), draw(n, 7, cardinality(kinds)))],
    levels[1 + draw(n, 8, 4)], u.province_id, u.city_id, u.county_id, u.id
FROM (SELECT array_agg(id ORDER BY id) FILTER (WHERE parent_id IS NOT NULL) AS kinds
      FROM disputes_kind) k
CROSS JOIN (SELECT array_agg(id ORDER BY id) AS levels FROM disputes_risklevel) l
CROSS JOIN (SELECT n, (n - 1) % {a_month} AS slot, (n - 1) / {a_month} AS month,
        (ARRAY['alarm_110', 'walk_in', 'patrol', 'grid', 'governance_centre', 'other_body',
            'hotline_12345', 'superior', 'online', 'case_derived', 'mediation_committee']
        )[1 + least(draw(n, 9, 11), draw(n, 10, 11))] AS source,
        draw(n, 11, 100) < 85 AS resolved, draw(n, 11, 100) < 2 AS relapsed,
        CASE draw(n, 12, 20) WHEN 0 THEN 40 ELSE draw(n, 13, 12) END AS took
    FROM generate_series(1::bigint, {cases}) AS n) AS drawn
CROSS JOIN LATERAL (SELECT (date '{first}' + make_interval(months => month::int))::date
    + (slot / {stations} * 3)::int + draw(n, 14, 3) AS day) AS dated
JOIN disputes_unit u ON u.id = 10001 + slot % {stations}
ORDER BY n"""
EVENTS = """
INSERT INTO disputes_disputeevent (seq, action, from_state, to_state, change, days, actor_id,
    occurred_on, recorded_at, facts, dispute_id, unit_id)
SELECT seq, action, before, after, change, took, unit_id, registered_on + coalesce(later, 0),
    registered_at + make_interval(days => coalesce(later, 0)), '{}', d.id, unit_id
FROM (SELECT *, draw(id, 11, 100) < 85 AS resolved, draw(id, 11, 100) < 2 AS relapsed,
        CASE draw(id, 12, 20) WHEN 0 THEN 40 ELSE draw(id, 13, 12) END AS days
      FROM disputes_dispute) d
CROSS JOIN LATERAL (VALUES
    (1, 'register', 'registered', 'registered', 0, NULL, 0, true),
    (2, 'accept', 'registered', 'accepted', 0, NULL, 0, true),
    (3, 'agree', 'accepted', 'agreed', 1, days, days, resolved),
    (4, 'relapse', 'agreed', 'accepted', -1, days, days + 10 + draw(id, 15, 50), relapsed)
) AS step (seq, action, before, after, change, took, later, happened)
WHERE happened
ORDER BY d.id, seq"""
SESSIONS = """
INSERT INTO disputes_mediationsession (track, ordinal, mode, held_on, place, host_id, recorder,
    facts_found, record, recording, outcome, second_reason, version, dispute_id, unit_id)
SELECT 'civil', 1, CASE draw(dispute_id, 16, 16) WHEN 0 THEN 'hearing' ELSE 'ordinary' END, occurred_on,
    '调解室', unit_id, '', '双方陈述属实', '', '', 'agreed', '', 1, dispute_id, unit_id
FROM disputes_disputeevent WHERE change = 1 ORDER BY id"""
AGREEMENTS = """
INSERT INTO disputes_agreement (number, form, organ, host_id, facts, content, recording, mediator,
    occurred, place, cause, circumstances, consequence, others_present, issues, responsibility,
    shows_parties, shows_facts, shows_content, has_waiver, signed_on, effective_on, due_on,
    fulfilled_on, version, dispute_id, unit_id)
SELECT 'A' || dispute_id, 'peoples', '人民调解委员会', unit_id, '双方陈述属实', '一方赔偿另一方',
    '', '', '', '', '', '', '', '', '', '', false, false, false, false,
    occurred_on, occurred_on, occurred_on + 15,
    CASE WHEN draw(dispute_id, 17, 10) < 7 THEN occurred_on + draw(dispute_id, 18, 20) END,
    1, dispute_id, unit_id
FROM disputes_disputeevent WHERE change = 1 AND draw(dispute_id, 19, 10) < 8 ORDER BY id"""
REFERRALS = """
INSERT INTO disputes_referral (kind, number, receiver, receiver_name, channel, reason, sent_on,
    received_by, return_reason, answer, version, dispute_id, unit_id)
SELECT 'refer', 'R' || id, CASE WHEN draw(id, 20, 2) = 0 THEN 'governance_centre' ELSE 'court' END,
    '接收单位', 'letter', '依法移交', registered_on + draw(id, 21, 10), '', '', '', 1, id, unit_id
FROM disputes_dispute WHERE draw(id, 22, 5) = 0 ORDER BY id"""
FOLLOW_UPS = """
INSERT INTO disputes_followup (held_on, method, visited, visited_by_id, relapsed, new_risk,
    satisfaction, suggestions, dispute_id, unit_id)
SELECT occurred_on + 7 + draw(dispute_id, 23, 20), 'phone', '申请人', unit_id, false, '',
    'satisfied', '', dispute_id, unit_id
FROM disputes_disputeevent WHERE change = 1 AND draw(dispute_id, 24, 2) = 0 ORDER BY id"""
PARTIES = """
INSERT INTO disputes_party (uid, role, is_organisation, name, sex, document_type, employer,
    is_active, version, dispute_id, unit_id)
SELECT lpad(to_hex(2 * d.id + (role = 'applicant')::int), 32, '0')::uuid, role, false, name, '0',
    'id_card', '', true, 1, d.id, unit_id
FROM disputes_dispute d
CROSS JOIN (VALUES ('applicant', '李建国'), ('respondent', '王秀英')) AS p (role, name)
ORDER BY d.id"""
# Keys were given by hand; what the bench registers itself comes after them.
SERIALS = "\n".join(
    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}));"
    for table in ("disputes_unit", "disputes_officer", "disputes_dispute")
)
STEPS = (LEVELS, ANCESTRY, OFFICERS, DISPUTES, EVENTS, SESSIONS, AGREEMENTS, REFERRALS,
         FOLLOW_UPS, PARTIES, SERIALS)  # fmt: skip


# What no constraint needs is dropped first and made anew once the rows are in.
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
JOIN pg_class ON pg_class.oid = indrelid
WHERE relname LIKE 'disputes%' AND relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"""


def fill(connection: Connection, size: Size) -> None:
    """Fill an empty, migrated database; commits.

    Triggers and checks of foreign keys rest meanwhile (the role must be a superuser): the rows
    are right by construction, and what the triggers cost is measured elsewhere.
    """
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL TimeZone = 'Asia/Shanghai'")
        connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
        connection.execute(DRAW)
        connection.execute(BLANK)
        indexes = connection.execute(INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for step in STEPS:
            for statement in _numbers(step, size).split(";\n"):
                connection.execute(statement.replace("draw(", "pg_temp.draw("))
        for _, made in indexes:
            connection.execute(made)
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")


def _numbers(statement: str, size: Size) -> str:
    """The statement with the size's numbers in the place of their names."""
    first = LAST_MONTH.year * 12 + LAST_MONTH.month - size.months
    numbers = {
        "stations": size.stations,
        "counties": size.counties,
        "cities": size.cities,
        "cases": size.cases,
        "a_month": size.stations * NINE,
        "per_city": COUNTIES_OF_A_CITY,
        "per_county": STATIONS_OF_A_COUNTY,
        "first": date(first // 12, first % 12 + 1, 1),
    }
    for name, number in numbers.items():
        statement = statement.replace(f"{{{name}}}", str(number))
    return statement
