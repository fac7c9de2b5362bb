"""The quick check of plain fields agrees with Django's own, value by value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from disputes.cleaning import clean
from disputes.models import Dispute
from disputes.tables import PATHS

VALUES = [
    None, "", " ", "x", "registered", "civil", "ordinary", "money", "pending", "0", 0, 1, -1, 2,
    32767, 32768, 2**31, True, 1.5, "2026-02-30", "2026-03-02", date(2026, 3, 2),
    datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 2), Decimal("1.00"), Decimal("1.001"),
    Decimal("1e20"), b"", b"x", bytearray(b"x"), uuid4(), [], {}, {"a": 1}, {"a": object()},
]  # fmt: skip


def outcome(check: Any, row: models.Model, name: str) -> Any:
    """What the field holds afterwards, or that it was refused."""
    try:
        check(row)
    except (ValidationError, TypeError, ValueError) as refusal:
        return type(refusal)
    return getattr(row, name)


@pytest.mark.filterwarnings("ignore:DateTimeField .* received a naive datetime")
@pytest.mark.parametrize("model", [Dispute, *PATHS], ids=lambda model: model.__name__)
def test_the_quick_check_refuses_and_keeps_what_djangos_own_does(model):
    plain = [f for f in model._meta.concrete_fields if not (f.is_relation or f.primary_key)]
    for field in plain:
        others = {f.name for f in model._meta.concrete_fields} - {field.name}
        longest = field.max_length or 0
        for value in (*VALUES, "长" * longest, "长" * (longest + 1)):
            quick, own = (model(**{field.attname: value}) for _ in range(2))
            wanted = outcome(lambda row: row.clean_fields(exclude=others), own, field.attname)  # noqa: B023
            found = outcome(lambda row: clean(row, frozenset({field.name})), quick, field.attname)  # noqa: B023
            assert found == wanted, (field.name, value)
