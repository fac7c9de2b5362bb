"""Which cases and entries a figure counts (数字所含): gathered at signing, and compared afterwards.

One list of case numbers for the whole edition, and for each measure a bit per number: a measure
over 12 489 cases takes 2 kB, not 250. What a case adds is kept where it is not 1.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from disputes.models import Dispute, Unit
from reporting.activities.totals import counting
from reporting.measures import MEASURES, Measure, Median
from reporting.models import ActivityRecord
from reporting.periods import Period
from reporting.slices import SLICES

Added = dict[int, int]  # id of a dispute → what it adds to a measure


@dataclass(frozen=True, slots=True)
class Listed:
    """Of each measure what every case adds; `rows` are the values behind medians, in order."""

    added: Mapping[str, Added]
    rows: Mapping[str, list[int]]


def gather(period: Period, unit: Unit, kinds: Iterable[str] = ()) -> Listed:
    """The lists of every measure, and of the registered cases of some kinds under their codes.

    Call inside `drain.exact_snapshot`. One query for each measure that counts rows.
    """
    added = {
        measure.code: {row["case"]: row["n"] for row in measure.drill_down(period, unit)}
        for measure in MEASURES.values()
    }
    registered, by_kind = MEASURES["registered"], SLICES["kind_major"](period, unit)
    for code in kinds:
        rows = by_kind.only(registered, registered.counted(period, unit), code)
        added[code] = {row["case"]: row["n"] for row in registered.contributions(rows)}
    return Listed(added, {m.code: _values(m, period, unit) for m in MEASURES.values()
                          if isinstance(m, Median)})  # fmt: skip


def _values(measure: Measure, period: Period, unit: Unit) -> list[int]:
    rows = measure.counted(period, unit).order_by().annotate(weighs=measure.weight)
    return sorted(rows.values_list("weighs", flat=True))


def as_json(listed: Listed) -> dict[str, Any]:
    """As a signed file holds it; numbers in order of their registration."""
    ids = {pk for added in listed.added.values() for pk in added}
    named = list(Dispute.objects.filter(pk__in=ids).order_by("number").values_list("pk", "number"))
    place = {pk: n for n, (pk, _) in enumerate(named)}
    measures = {code: _packed(added, place) for code, added in listed.added.items()}
    for code, rows in listed.rows.items():
        measures[code]["rows"] = rows
    return {"numbers": [number for _, number in named], "measures": measures}


def _packed(added: Added, place: Mapping[int, int]) -> dict[str, Any]:
    bits = bytearray((len(place) + 7) // 8)
    found = sorted((place[pk], n) for pk, n in added.items())
    for at, _ in found:
        bits[at >> 3] |= 1 << (at & 7)
    packed: dict[str, Any] = {"cases": base64.b64encode(bits.rstrip(b"\0")).decode()}
    if any(n != 1 for _, n in found):
        packed["each"] = [n for _, n in found]
    return packed


def entries(period: Period, unit: Unit) -> dict[str, list[dict[str, Any]]]:
    """The approved entries behind every total of activities, by kind."""
    found: dict[str, list[dict[str, Any]]] = {}
    records = counting(period, unit).select_related("activity__unit")
    for record in records.order_by("activity__kind", "activity__unit__path", "activity"):
        found.setdefault(record.activity.kind, []).append(_entry(record))
    return found


def _entry(record: ActivityRecord) -> dict[str, Any]:
    activity = record.activity
    return {
        "id": activity.pk,
        "seq": record.seq,
        "unit": {"code": activity.unit.code, "name": activity.unit.name},
        "value": record.value,
        "hedge": record.hedge,
        "starts_on": record.starts_on.isoformat(),
        "ends_on": record.ends_on.isoformat(),
        "evidence": record.evidence,
    }
