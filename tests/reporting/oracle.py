"""The same totals by plain Python: which parts are in a period, below a unit, in a slice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from statistics import median

from disputes.models import Dispute, Kind, Unit, UnitAncestry
from reporting.periods import Period
from tests.reporting.recount import DISTINCT, MEDIANS, Part, open_at, parts


class Oracle:
    """Everything in the register at this moment."""

    def __init__(self) -> None:
        valid = Dispute.objects.exclude(state="voided").select_related("kind__parent", "risk_level")
        self.disputes = {d.pk: d for d in valid}
        self.lines = list(
            UnitAncestry.objects.values_list("unit_id", "ancestor_id", "since", "until")
        )
        self.codes = dict(Unit.objects.values_list("pk", "code"))
        self.parts = list(parts(self.disputes))

    def above(self, unit: int, on: date) -> set[int]:
        return {a for u, a, since, until in self.lines if u == unit and since <= on < until}

    def totals(self, period: Period, unit: Unit, by: str = "") -> dict[str, dict[str, int]]:
        """Key of a slice → measure → total; zeros are left out. `by` as in the API."""
        found: dict[tuple[str, str], list[Part]] = defaultdict(list)
        for part in self.parts:
            inside = period.start <= part.day <= period.end and part.known <= period.cutoff
            if inside and unit.pk in self.above(part.dispute.unit_id, part.day):
                found[self._key(part, unit, by, part.day), part.measure].append(part)
        for d in self.disputes.values():
            if unit.pk in self.above(d.unit_id, period.end):
                for code in open_at(d, period.end):
                    part = Part(code, d, 1, d.registered_on)
                    found[self._key(part, unit, by, period.end), code].append(part)
        totals: dict[str, dict[str, int]] = defaultdict(dict)
        for (key, measure), counted in found.items():
            if value := _value(measure, counted):
                totals[key][measure] = value
        return dict(totals)

    def _key(self, part: Part, unit: Unit, by: str, on: date) -> str:
        return "|".join(self._one(part, unit, one, on) for one in by.split(","))

    def _one(self, part: Part, unit: Unit, by: str, on: date) -> str:
        d, day = part.dispute, part.day
        kind: Kind = d.kind
        if by == "unit":
            return str(self.codes[self._child(d.unit_id, unit, on)])
        year, week, _ = day.isocalendar()
        return {
            "": "",
            "kind": kind.code,
            "kind_major": kind.parent.code if kind.parent else kind.code,
            "judicial_class": kind.judicial_class,
            "source": d.source,
            "track": d.track,
            "risk": d.risk_level.code if d.risk_level else "none",
            "day": day.isoformat(),
            "week": f"{year}-W{week:02}",
            "month": f"{day:%Y-%m}",
            "quarter": f"{day.year}-Q{1 + (day.month - 1) // 3}",
            "year": str(day.year),
        }[by]

    def _child(self, own: int, unit: Unit, on: date) -> int:
        """Of the units above a dispute's on that day, the highest one below `unit`."""
        below = {u for u in self.above(own, on) if unit.pk in self.above(u, on)} - {unit.pk}
        return max(below, key=lambda u: -len(self.above(u, on)), default=unit.pk)


def _value(measure: str, counted: list[Part]) -> int:
    if measure in DISTINCT:
        return len({part.dispute.pk for part in counted})
    if measure in MEDIANS:
        return int(2 * median(part.weight for part in counted))
    return sum(part.weight for part in counted)
