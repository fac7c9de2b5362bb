"""What every refusal test asserts: code, citations, and that nothing was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from disputes.errors import Refusal, RuleViolation
from disputes.models import Dispute
from disputes.tables import PATHS

Everything = dict[str, list[dict[str, Any]]]


def _of_dispute(path: str) -> str:
    """The condition that a row at `path` ("agreement__dispute") belongs to dispute %(pk)s."""
    if path == "dispute":
        return "dispute_id = %(pk)s"
    parent, _, rest = path.partition("__")
    model = next(m for m in PATHS if m._meta.model_name.endswith(parent))
    rows = f"SELECT id FROM {model._meta.db_table} WHERE {_of_dispute(rest)}"
    return f"{parent}_id IN ({rows})"


TABLES = {
    model.__name__: (model._meta.db_table, _of_dispute(path)) for model, path in PATHS.items()
}
TABLES |= {"Dispute": ("disputes_dispute", "id = %(pk)s")}
TABLES |= {"Counter": ("disputes_numbercounter", "true")}
ROWS = "(SELECT coalesce(json_agg(t ORDER BY t.id), '[]') FROM {0} t WHERE {1})"
ALL = "SELECT json_object_agg(name, rows) FROM (VALUES {}) AS t (name, rows)".format(
    ", ".join(f"('{name}', {ROWS.format(*of)})" for name, of in TABLES.items())
)


def everything_about(dispute: Dispute) -> Everything:
    """The dispute, all rows of its file and all counters, as stored."""
    with connection.cursor() as cursor:
        cursor.execute(ALL, {"pk": dispute.pk})
        return cursor.fetchone()[0]


@contextmanager
def refused(
    dispute: Dispute,
    code: str,
    *citations: str,
    said: str = "",
    by: type[Refusal] = RuleViolation,
) -> Iterator[None]:
    """The block is refused with this code and these citations and leaves everything as it was."""
    before = everything_about(dispute)
    with pytest.raises(by, match=said or None) as refusal:
        yield
    assert refusal.value.code == code
    assert [str(statute) for statute in refusal.value.statutes] == list(citations)
    assert everything_about(dispute) == before
