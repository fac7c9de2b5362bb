"""JSON bodies, read strictly: one meaning, storable text, bounded depth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import JSONParser

NOT_STORABLE = re.compile("[\0\ud800-\udfff]")  # PostgreSQL has no NUL, UTF-8 no lone surrogate


class StrictJSONParser(JSONParser):
    """Refuses what JSON allows and nobody means: a name twice, NaN, NUL, lone surrogates."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body's value. Raises ParseError (400), ValidationError for unstorable text."""
        try:
            text = stream.read().decode("utf-8-sig")  # JSON is UTF-8, RFC 8259 section 8.1
            value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        except UnicodeDecodeError:
            raise ParseError("请求体不是 UTF-8 编码") from None
        except json.JSONDecodeError as error:
            place = f"第{error.lineno}行第{error.colno}列"
            raise ParseError(f"请求体不是合法的 JSON：{place}有误") from None
        except RecursionError:
            raise ParseError("请求体嵌套过深") from None
        except ValueError as error:  # _once, _no_constant, or a number of thousands of digits
            raise ParseError(str(error)) from None
        # Neither can stand in a body unescaped: most bodies need no second look.
        if "\\u" in text and (places := list(_unstorable(value, ""))):
            raise ValidationError(
                dict.fromkeys(places, "不能包含空字符或无法保存的字符"),
                code="TEXT_CHARACTERS",
            )
        return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("请求体中有重复的字段名")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(f"请求体不能使用 {name}")


def _unstorable(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, str):
        if NOT_STORABLE.search(value):
            yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            if NOT_STORABLE.search(name):
                yield path
            else:
                yield from _unstorable(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _unstorable(inner, f"{path}.{position}".lstrip("."))
