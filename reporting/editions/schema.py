"""JSON Schema of a signed edition (2020-12): made from the very classes that are written out.

`manage.py edition_schema` keeps docs/edition.schema.json; the service serves the same.
"""

from __future__ import annotations

import dataclasses
import types
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from reporting.breakdowns import Table
from reporting.compose.figures import Figure
from reporting.document import Document, Run
from reporting.editions import verifier
from reporting.models.edition import EditionKind

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLAIN = {str: {"type": "string"}, int: {"type": "integer"}, bool: {"type": "boolean"},
         type(None): {"type": "null"}}  # fmt: skip
TEXT, WHOLE = PLAIN[str], PLAIN[int]
DAY = {"type": "string", "format": "date"}
MOMENT = {"type": "string", "format": "date-time"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
ANY: dict[str, Any] = {}
Schema = dict[str, Any]


def json_schema() -> Schema:
    """Of the whole file: envelope, signature, content."""
    known: dict[str, Schema] = {}
    envelope = _closed(
        schema={"const": verifier.EDITION},
        content=_content(known),
        digest=DIGEST | {"description": "content 规范写法的SM3摘要"},
        signature=_closed(algorithm=TEXT, key_id=TEXT, public_key=TEXT, value=TEXT),
    )
    return {
        "$schema": DRAFT,
        "title": "已签发的报告",
        **envelope,
        "$defs": dict(sorted(known.items())),
    }


def _content(known: dict[str, Schema]) -> Schema:
    unit = _closed(code={"type": "string", "pattern": "^[0-9]{12}$"}, name=TEXT)
    return _closed(
        title=TEXT, unit=unit, kind={"enum": sorted(EditionKind.values)}, year=WHOLE,
        month={"type": "integer", "minimum": 0, "maximum": 12}, start=DAY, cutoff=DAY,
        frozen_at=MOMENT, report=_report(unit, known), report_digest=DIGEST,
        texts=_by_key(TEXT), parts=_by_key(_part()), indicators=_list(_open("code", "numerator")),
        cases=_closed(
            numbers=_list(TEXT) | {"description": "签发时的纠纷编号"},
            measures=_by_key(_measure()),
        ),
        activities=_by_key(_list(_open("id", "value"))),
        population={"type": ["integer", "null"]},
        definitions=_open("version", "measures", "indicators"),
        code=_closed(version=TEXT, digest=DIGEST),
        steps=_list(_open("seq", "action", "by", "at", "digest")),
    )  # fmt: skip


def _report(unit: Schema, known: dict[str, Schema]) -> Schema:
    """A year's report, which may say what was generated before hands went over it; or a month's,
    which has its month."""
    report = _closed(
        schema=TEXT, unit=unit, year=WHOLE, start=DAY, cutoff=DAY, as_of=MOMENT,
        definitions_version=ANY, outline=TEXT, document=_of(Document, known),
        figures=_by_key(_of(Figure, known)), slots=_list(_open("code", "part", "missing")),
        tables=_list(_of(Table, known)),
    )  # fmt: skip
    report["properties"] |= {"month": WHOLE, "replaced": _by_key(_list(_of(Run, known)))}
    return report


def _part() -> Schema:
    line = _closed(code=TEXT, name=TEXT, value={"type": ["integer", "string", "null"]},
                   text={"type": ["string", "null"]})  # fmt: skip
    return _closed(name=TEXT, figures=_list(line), digest=DIGEST)


def _measure() -> Schema:
    """A bit per number, in base 64; what a case adds where it is not 1; the values of a median."""
    measure = _closed(cases={"type": "string", "contentEncoding": "base64"})
    measure["properties"] |= {"each": _list(WHOLE), "rows": _list(WHOLE)}
    return measure


# --- the shapes


def _closed(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": sorted(members),
            "additionalProperties": False}  # fmt: skip


def _open(*required: str) -> Schema:
    return {"type": "object", "required": sorted(required)}


def _by_key(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _of(hint: Any, known: dict[str, Schema]) -> Schema:
    """The schema of a type; a class is written once and referred to. Raises TypeError for a type
    that no report holds."""
    if dataclasses.is_dataclass(hint):
        name = hint.__name__  # type: ignore[union-attr]
        if name not in known:
            known[name] = {}  # a class may hold itself
            known[name] = _closed(**{
                member: _of(inner, known) for member, inner in get_type_hints(hint).items()
            })  # fmt: skip
        return {"$ref": f"#/$defs/{name}"}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": sorted(hint)}
    if get_origin(hint) in (Union, types.UnionType):
        return {"anyOf": [_of(one, known) for one in get_args(hint)]}
    if get_origin(hint) is tuple:
        return _list(_of(get_args(hint)[0], known))
    if hint not in PLAIN:
        raise TypeError(f"no schema for {hint}")
    return PLAIN[hint]
