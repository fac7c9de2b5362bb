"""Dirty-key triggers as a migration operation: the migration freezes table and columns.

Statement-level triggers with transition tables see every way of writing: ORM, bulk, COPY and
manual SQL. They only append the disputes whose rows changed, so writers never wait for each other
here, and look nothing up, so their cost does not depend on the size of the register.
"""

from django.db.migrations import RunSQL

EVENTS = {  # operation: (rows that matter, transition tables)
    "INSERT": ("SELECT {c} FROM came {where}", "NEW TABLE AS came"),
    "DELETE": ("SELECT {c} FROM gone {where}", "OLD TABLE AS gone"),
    "UPDATE": (
        "(SELECT {c} FROM gone {where} EXCEPT SELECT {c} FROM came {where})"
        " UNION (SELECT {c} FROM came {where} EXCEPT SELECT {c} FROM gone {where})",
        "OLD TABLE AS gone NEW TABLE AS came",
    ),
}
TRIGGER = """
CREATE FUNCTION reporting_dirty_{table}_{op}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO reporting_dirtykey (dispute_id, marked_at)
    SELECT DISTINCT dispute_id, now() FROM ({rows}) AS touched;
    RETURN NULL;
END $$;
CREATE TRIGGER dirty_{op} AFTER {op} ON {table} REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_dirty_{table}_{op}();
"""


def _triggers(table: str, columns: str, where: str = "") -> RunSQL:
    do = [
        TRIGGER.format(op=op, table=table, tables=tables,
                       rows=rows.format(c=columns, where=where))
        for op, (rows, tables) in EVENTS.items()
    ]  # fmt: skip
    undo = [f"DROP FUNCTION reporting_dirty_{table}_{op}() CASCADE;" for op in EVENTS]
    return RunSQL("".join(do), "".join(undo))


def dispute_triggers(columns: str) -> RunSQL:
    """Mark a dispute when one of the `columns` that decide where and how much it counts changes."""
    return _triggers("disputes_dispute", f"id AS dispute_id, {columns}")


def record_triggers(table: str, columns: str, where: str = "") -> RunSQL:
    """Mark the dispute of a record when one of its `columns` that measures read changes.

    `where` says which records count at all.
    """
    # With the id each row is compared with itself: two rows of a dispute may look alike.
    return _triggers(table, f"id, dispute_id, {columns}", where and f"WHERE {where}")
