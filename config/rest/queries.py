"""Query parameters as a declared form: what is not declared is refused, not ignored."""

from __future__ import annotations

from typing import Any, Self

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request


class QueryForm(serializers.Serializer[Any]):
    """Base of the parameters of one endpoint; also `@extend_schema(parameters=[...])`.

    A misspelt filter that is silently ignored shows too many rows, and nobody notices.
    """

    @classmethod
    def of(cls, request: Request) -> Self:
        """The checked form of a request. Raises ValidationError (400) with every mistake.

        Codes: UNKNOWN_PARAMETER, DUPLICATE_PARAMETER, and those of the fields.
        """
        mistakes: dict[str, list[ErrorDetail]] = {}
        values: dict[str, Any] = {}
        form = cls(data=values, context={"request": request})
        for name, given in request.query_params.lists():
            if name not in form.fields:
                mistakes[name] = [ErrorDetail("未知的查询参数", "UNKNOWN_PARAMETER")]
            elif _takes_many(form.fields[name]):
                values[name] = given
            elif len(given) > 1:
                mistakes[name] = [ErrorDetail("该参数只能出现一次", "DUPLICATE_PARAMETER")]
            else:
                values[name] = given[0]
        form.is_valid()
        if found := form.errors | mistakes:
            raise ValidationError(found)
        return form


def _takes_many(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    return isinstance(field, serializers.ListField | serializers.MultipleChoiceField)
