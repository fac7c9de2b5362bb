"""Request bodies, read strictly: an unknown field is a mistake, not a wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError


class StrictSerializer(serializers.Serializer[Any]):
    """Base (or mixin, named first) of every serializer that reads a request.

    A field that is not declared, or only ever read, is refused with UNKNOWN_FIELD, on every
    level that uses this class. NUL and lone surrogates are refused by every text field, and
    already by `StrictJSONParser`.
    """

    def to_internal_value(self, data: Any) -> Any:
        unknown = self._unknown(data) if isinstance(data, Mapping) else {}
        try:
            value = super().to_internal_value(data)
        except ValidationError as refused:
            if unknown and isinstance(refused.detail, dict):
                raise ValidationError({**refused.detail, **unknown}) from None
            raise
        if unknown:
            raise ValidationError(unknown)
        return value

    def _unknown(self, data: Mapping[str, Any]) -> dict[str, list[ErrorDetail]]:
        known = {
            name
            for name, field in self.fields.items()
            if not field.read_only and not isinstance(field, serializers.HiddenField)
        }
        error = ErrorDetail("不存在或不能填写的字段", "UNKNOWN_FIELD")
        return {str(name): [error] for name in data if name not in known}


class CleanedField(serializers.CharField):
    """A text that one pure function checks and normalises, such as `identity.phone`.

    The function raises a ValueError with a Chinese `message` and a stable `code`.
    """

    def __init__(self, clean: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.clean = clean

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        try:
            return self.clean(text)
        except ValueError as refused:
            raise _as_validation_error(refused) from None


def _as_validation_error(refused: ValueError) -> ValidationError:
    code = getattr(refused, "code", "invalid")
    return ValidationError(getattr(refused, "message", str(refused)), code=code)
