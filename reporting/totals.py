"""Totals (合计): whole months from cells, the days at a period's edges from the rows.

Exact for any day range. Call inside `drain.exact_snapshot`, so that both are of one moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from disputes.models import Unit
from reporting import population
from reporting.indicators import POPULATION
from reporting.measures import ALL, Measure, in_days
from reporting.models import Cell
from reporting.periods import Period, first_of_month, last_of_month
from reporting.slices import Whole

Counts = Mapping[str, int]  # measure code → total of the period
Breakdown = dict[str, Counter[str]]  # key of a slice → counts


def counts(period: Period, unit: Unit, measures: Iterable[Measure] = ALL) -> Counts:
    """Every measure's total for a unit with all below it, up to the period's cutoff.

    The unit's inhabitants stand beside as `population`, where they are known.
    """
    whole = Whole(period, unit)
    found = breakdown(whole, measures)
    add_population(found, whole)
    return found.get("", Counter())


def breakdown(slicing: Whole, measures: Iterable[Measure] = ALL) -> Breakdown:
    """Totals of a period and unit, by slices; only those in which something was counted."""
    found: Breakdown = {}
    measures = tuple(measures)
    for code, key, value in (*_from_cells(slicing, measures), *_from_rows(slicing, measures)):
        if value:
            found.setdefault(key, Counter())[code] += value
    return found


def add_population(found: Breakdown, slicing: Whole) -> None:
    """Inhabitants beside the totals of each slice that is a whole unit."""
    for key, inhabitants in population.of_slices(slicing).items():
        if key in found:
            found[key][POPULATION] = inhabitants


def _from_cells(slicing: Whole, measures: Sequence[Measure]) -> Iterator[tuple[str, str, int]]:
    """Whole months; of a cohort what came about in whole months up to the cutoff."""
    stored = [measure.code for measure in measures if measure.stored]
    if not stored or not slicing.in_cells:
        return
    keys = len(slicing.key_names)
    for row in in_cells(slicing, stored):
        for code, value in zip(stored, row[keys:], strict=True):
            yield code, slicing.of_cell(*row[:keys]), value


def in_cells(slicing: Whole, stored: Sequence[str]) -> QuerySet[Any, Any]:
    """The one statement that reads cells: keys, then the sums of some stored measures."""
    cells = Cell.objects.filter(
        month__in=slicing.period.months(), came__lte=_last_whole_month(slicing.period.cutoff)
    )
    sums = {f"sum_{code}": Sum(code) for code in stored}
    keyed = slicing.cells(cells.order_by()).values_list(*slicing.key_names)
    found: QuerySet[Any, Any] = keyed.annotate(**sums)
    return found


def _from_rows(slicing: Whole, measures: Sequence[Measure]) -> Iterator[tuple[str, str, int]]:
    for measure in measures:
        for rows in _outside_cells(measure, slicing):
            for key, value in slicing.sums(measure, rows):
                yield measure.code, key, value


def _outside_cells(measure: Measure, slicing: Whole) -> Iterator[QuerySet[Any]]:
    """The rows of a period that no cell counts."""
    period, unit = slicing.period, slicing.unit
    if not (measure.stored and slicing.in_cells):
        yield measure.counted(period, unit)
        return
    for edge in period.edges():
        yield measure.counted(edge, unit)
    months = period.months()
    if measure.as_of and months and period.cutoff != last_of_month(period.cutoff):
        late = in_days(measure, first_of_month(period.cutoff), period.cutoff)
        whole = Period(months[0], last_of_month(months[-1]), period.cutoff)
        yield measure.counted(whole, unit).filter(**late)


def _last_whole_month(cutoff: date) -> date:
    """First day of the last month that has ended by the cutoff."""
    month = first_of_month(cutoff)
    if cutoff == last_of_month(cutoff):
        return month
    return first_of_month(date.fromordinal(month.toordinal() - 1))
