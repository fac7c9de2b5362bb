"""How stations work (派出所做法): disputes talked over 以法、理、情, and disputes handled by an own method."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count

from disputes.models import MethodStepDone, Persuasion, Unit
from reporting.compose import Practice
from reporting.measures import Measure
from reporting.periods import Period

PERSUADED = Measure("persuaded", "法理情疏导的纠纷", Persuasion, "session__held_on", distinct=True,
                    unit="起", case="session__dispute")  # fmt: skip
BY_METHOD = Measure(
    "by_method", "按工作法办理的纠纷", MethodStepDone, "done_on", distinct=True, unit="起"
)


def practices(period: Period, unit: Unit) -> tuple[Practice, ...]:
    """Of every unit that has any, as far as it stood below `unit` on the day. Two queries."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for code, name, cases in _by_unit(PERSUADED, period, unit):
        found[code, name]["persuaded"] = cases
    for code, name, method, cases in _by_unit(BY_METHOD, period, unit, "step__method"):
        mine = found[code, name]  # of several methods the one used most
        if cases > mine.get("by_method", 0):
            mine.update(method=method, by_method=cases)
    return tuple(Practice(code, name, **done) for (code, name), done in sorted(found.items()))


def _by_unit(measure: Measure, period: Period, unit: Unit, *also: str) -> Any:
    path = measure.unit_path
    rows = measure.counted(period, unit).order_by()
    keys = (f"{path}__code", f"{path}__name", *also)
    return rows.values_list(*keys).annotate(Count(measure.path("pk"), distinct=True))
