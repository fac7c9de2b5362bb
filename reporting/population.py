"""Inhabitants (常住人口) of a unit: a published number with its year and source."""

from __future__ import annotations

from collections.abc import Mapping

from reporting.models import Population
from reporting.slices import Whole


def of_slices(slicing: Whole) -> Mapping[str, int]:
    """Inhabitants by key, where a slice is a whole unit of which they are known."""
    units = slicing.units()
    known = {
        p.unit.code: p.inhabitants for p in newest(set(units.values()), slicing.period.end.year)
    }
    return {key: known[code] for key, code in units.items() if code in known}


def newest(codes: set[str], year: int) -> list[Population]:
    """For each unit the last year that is known, up to the one asked for."""
    found = Population.objects.filter(unit__code__in=codes, year__lte=year)
    return list(found.order_by("unit_id", "-year").distinct("unit_id").select_related("unit"))
