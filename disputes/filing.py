"""Filing many new cases at a time: the same rows as `save_all` writes, streamed by COPY.

Half the work of INSERT, and the server stores the first rows while the last ones are prepared.
Triggers and constraints see every row as always.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction

from disputes.casefile import CaseFile
from disputes.models import Dispute
from disputes.signals import case_written
from disputes.tables import PATHS


def file_new(cases: Iterable[CaseFile]) -> None:
    """Write new files. They must have been opened inside `numbering.in_bulk`, as it gives the keys."""
    cases = list(cases)
    tables: dict[type[models.Model], list[models.Model]] = {model: [] for model in PATHS}
    for case in cases:
        for row in case.added:
            tables[type(row)].append(row)
        case.added = []
    with transaction.atomic():
        _copy(Dispute, [case.dispute for case in cases])
        for model, rows in tables.items():
            if rows:
                _copy(model, rows)
        transaction.on_commit(lambda: case_written.send(None))


def _copy(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_for_database(f, getattr(row, f.attname)) for f in fields])
            row._state.adding, row._state.db = False, connection.alias


def _for_database(field: models.Field[Any, Any], value: Any) -> Any:
    """What is on file was cleaned and goes to the driver as it is; only JSON has its own encoder."""
    if isinstance(field, models.JSONField):
        return field.get_db_prep_save(value, connection)
    return value
