"""Measures (口径): what counts, on which day, for which unit, in which slices.

Counting, drill-down and reconciliation use the same definition; there is no second one in SQL.
"""

from reporting.measures import aftercare, agreements, mediation, register, steps, stock
from reporting.measures.measure import Measure, Median, Stock, in_days

ALL: tuple[Measure, ...] = (
    *register.MEASURES,
    *steps.MEASURES,
    *mediation.MEASURES,
    *agreements.MEASURES,
    *aftercare.MEASURES,
    *stock.MEASURES,
)
MEASURES = {measure.code: measure for measure in ALL}
STORED = tuple(measure for measure in ALL if measure.stored)

__all__ = ["ALL", "MEASURES", "STORED", "Measure", "Median", "Stock", "in_days"]
