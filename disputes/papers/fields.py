"""What papers are filled with: fields with a Chinese name and, where one may be empty, the rule.

A paper's fields are a dataclass of texts and lists of such dataclasses, nothing else: that is all
a template sees. The declarations serve three readers: the check of a template, the officer who
learns what a paper still lacks, and the administrator who edits it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, is_dataclass
from dataclasses import fields as declared
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

BY_HAND = "打印后手写"


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a field; `empty` says when it may be left empty, and then only."""

    name: str
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a template: a text, or a list whose items have fields of their own."""

    label: Label
    items: type | None = None


@cache
def shapes(of: type) -> dict[str, Shape]:
    """The fields of a declaration by their names in templates."""
    hints = get_type_hints(of, include_extras=True)
    return {field.name: _shape(hints[field.name]) for field in declared(of)}


def _shape(hint: Any) -> Shape:
    assert get_origin(hint) is Annotated, hint
    kind, label = get_args(hint)
    return Shape(label, get_args(kind)[0] if get_origin(kind) is list else None)


def values(filled: Any) -> dict[str, Any]:
    """What the template gets: texts and lists of mappings."""
    assert is_dataclass(filled)
    assert not isinstance(filled, type)
    return asdict(filled)


def lacking(filled: Any) -> list[str]:
    """Names of fields that are empty without a rule that allows it."""
    return list(dict.fromkeys(_lacking(filled)))


def _lacking(filled: Any) -> Iterator[str]:
    for name, shape in shapes(type(filled)).items():
        value = getattr(filled, name)
        if not value and not shape.label.empty:
            yield shape.label.name
        if shape.items is not None:
            yield from (f"{shape.label.name}的{inner}" for row in value for inner in _lacking(row))
