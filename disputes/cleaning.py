"""Checking the plain fields of a row (length, choice, digits) before it goes on file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeAlias
from uuid import UUID

from django.db import models

Field: TypeAlias = "models.Field[Any, Any]"
SMALL = 32767  # what the narrowest of the integer columns holds
SIMPLE: dict[type[models.Field[Any, Any]], type] = {
    models.BooleanField: bool,
    models.DateField: date,
    models.UUIDField: UUID,
    models.BinaryField: bytes,
}


def clean(row: models.Model, names: frozenset[str] | None = None) -> None:
    """Check the plain fields, all or those named. Relations are checked by the database.

    Raises ValidationError. Django's own check is thorough and slow: it sees only values that are
    not right at first sight.
    """
    doubtful = frozenset(
        name
        for name, attname, right in _checks(type(row), names)
        if not right(getattr(row, attname))
    )
    if doubtful:
        row.clean_fields(exclude=_all_but(type(row), doubtful))


def right_at_sight(field: Field) -> Callable[[Any], bool]:
    """A check that says yes only to values which the field's own check would leave as they are."""
    right = _of_type(field)
    return (lambda value: value is None or right(value)) if field.blank else right


def _of_type(field: Field) -> Callable[[Any], bool]:
    longest = field.max_length if len(field.validators) == 1 else None
    if field.choices:
        values = frozenset(value for value, _ in field.flatchoices)
        return lambda value: isinstance(value, str | int) and value in values
    if type(field) is models.CharField and longest is not None:
        least = 0 if field.blank else 1
        return lambda value: type(value) is str and least <= len(value) <= longest
    if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        return lambda value: type(value) is int and 0 <= value <= SMALL
    if type(field) is models.DateTimeField:
        return lambda value: type(value) is datetime and value.tzinfo is not None
    if type(field) in SIMPLE and not field.validators:
        expected = SIMPLE[type(field)]
        return lambda value: type(value) is expected
    return lambda value: False


@lru_cache(maxsize=512)
def _checks(
    model: type[models.Model], names: frozenset[str] | None
) -> tuple[tuple[str, str, Callable[[Any], bool]], ...]:
    return tuple(
        (field.name, field.attname, right_at_sight(field))
        for field in model._meta.concrete_fields
        if not (field.is_relation or field.primary_key) and (names is None or field.name in names)
    )


@lru_cache(maxsize=512)
def _all_but(model: type[models.Model], names: frozenset[str]) -> frozenset[str]:
    return frozenset(f.name for f in model._meta.concrete_fields if f.name not in names)
