"""What two editions say differently (版本比较): part by part, and figure by figure."""

from __future__ import annotations

from typing import Any

from reporting.models import Edition

SHOWN = ("value", "text", "numerator", "denominator")


def difference(one: Edition, other: Edition) -> dict[str, Any]:
    """Texts and figures that are not the same, `was` of the first and `is` of the second.

    A part or figure that only one of them has is None in the other.
    """
    return {
        "texts": [
            {"part": code, "heading": _heading(old or new), "was": _text(old), "is": _text(new)}
            for code, old, new in _paired(_parts(one), _parts(other))
            if _text(old) != _text(new)
        ],
        "figures": [
            {"key": key, "name": (old or new)["name"], "was": _shown(old), "is": _shown(new)}
            for key, old, new in _paired(one.body["figures"], other.body["figures"])
            if _shown(old) != _shown(new)
        ],
    }


def _paired(one: dict[str, Any], other: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """In the order of the first, then what only the second has."""
    return [(key, one.get(key), other.get(key)) for key in dict.fromkeys([*one, *other])]


def _parts(edition: Edition) -> dict[str, Any]:
    return {part["code"]: part for part in edition.body["document"]["parts"]}


def _heading(part: dict[str, Any]) -> str:
    return f"{part['number']}{part['heading']}"


def _text(part: dict[str, Any] | None) -> str | None:
    if part is None:
        return None
    return "\n".join("".join(run["text"] for run in p["runs"]) for p in part["paragraphs"])


def _shown(figure: dict[str, Any] | None) -> dict[str, Any] | None:
    return figure and {name: figure[name] for name in SHOWN}
