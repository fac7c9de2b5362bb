"""Reading a signed edition (查阅): its file, and the cases and entries behind a frozen figure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reporting.editions import verifier
from reporting.models import SignedEdition


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind one number: cases with what each adds, or entries of activities."""

    name: str
    measure: str
    total: int
    cases: list[tuple[str, int]]
    entries: list[dict[str, Any]]


def content_of(signed: SignedEdition) -> dict[str, Any]:
    """What was frozen."""
    content: dict[str, Any] = json.loads(signed.content)["content"]
    return content


def behind(signed: SignedEdition, key: str, part: str) -> Behind:
    """The frozen list of a figure's numerator or denominator, newest case number first.

    `key` is that of a printed figure or the code of an indicator. Raises KeyError for an unknown
    figure, and for a number that is made of no list (a target, the inhabitants).
    """
    content = content_of(signed)
    figure = _figure(content, key)
    lists, measure = verifier.Lists(content), figure[f"{part}_measure"]
    if figure.get("source", {}).get("kind") == "activity":
        entries = lists.activities[measure]
        return Behind(figure["name"], measure, figure[part], [], entries)
    cases = sorted(lists.cases(measure).items(), reverse=True)
    return Behind(figure["name"], measure, figure[part], cases, [])


def _figure(content: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any]
    printed: dict[str, dict[str, Any]] = content["report"]["figures"]
    if key in printed:
        return printed[key]
    found = {figure["code"]: figure for figure in content["indicators"]}[key]
    return found
