"""The figures of the units directly below (下级单位数据): what each of them confirms first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from disputes.models import Unit
from reporting.activities.kinds import KINDS
from reporting.activities.totals import totals
from reporting.editions.digests import digest
from reporting.indicators import ALL
from reporting.measures import MEASURES
from reporting.models import Edition, EditionStep
from reporting.models.edition import EditionAction
from reporting.periods import Period
from reporting.slices import SLICES
from reporting.statistics import figure
from reporting.totals import breakdown

# What cells hold: one query for all units. The others are counted for the edition itself.
SHOWN = [i for i in ALL if i.measures and all(MEASURES[code].stored for code in i.measures)
         and i.form != "per_10k"]  # fmt: skip
DECISIONS = (EditionAction.CONFIRM, EditionAction.OBJECT)


def figures_below(period: Period, unit: Unit) -> dict[str, Any]:
    """By code of each unit that stands directly below today: its figures, and their digest.

    The same figures give the same digest, so that a confirmation outlives a new draft that did
    not change them. Call inside `drain.exact_snapshot`.
    """
    measures = [MEASURES[code] for code in sorted({c for i in SHOWN for c in i.measures})]
    counted = breakdown(SLICES["unit"](period, unit), measures)
    below = Unit.objects.filter(parent=unit, is_active=True).order_by("path")
    return {lower.code: _part(lower, counted.get(lower.code, {}), period) for lower in below}


def _part(unit: Unit, counts: Mapping[str, int], period: Period) -> dict[str, Any]:
    rows = [_line(figure(i, counts)) for i in SHOWN]
    activities = [
        {"code": f"activity.{code}", "name": KINDS[code].name, "value": total.value,
         "text": f"{total.value}{KINDS[code].unit}"}
        for code, total in sorted(totals(period, unit).items())
    ]  # fmt: skip
    figures = [row for row in rows if row["value"]] + activities
    return {"name": unit.name, "figures": figures, "digest": digest({"figures": figures})}


def _line(found: dict[str, Any]) -> dict[str, Any]:
    return {name: found[name] for name in ("code", "name", "value", "text")}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a lower unit stands to its own figures: waiting, confirmed or objected."""

    code: str
    name: str
    standing: str
    by: str = ""
    at: datetime | None = None
    reason: str = ""


def standings(edition: Edition) -> list[Standing]:
    """Of every unit that confirms. What was confirmed counts as long as the figures are the same."""
    last: dict[str, EditionStep] = {}
    steps = edition.steps.filter(action__in=DECISIONS).select_related("actor", "unit")
    for taken in steps.order_by("seq"):
        last[taken.unit.code] = taken
    found = []
    for code, part in edition.parts.items():
        step = last.get(code)
        if step is None or step.unit_digest != part["digest"]:
            found.append(Standing(code, part["name"], "waiting"))
            continue
        said = "confirmed" if step.action == EditionAction.CONFIRM else "objected"
        found.append(Standing(code, part["name"], said, str(step.actor), step.at, step.reason))
    return found


def unconfirmed(edition: Edition) -> list[Standing]:
    return [one for one in standings(edition) if one.standing != "confirmed"]
