"""Indicators (指标): the numbers a report may name. One definition for API, export, sentence."""

from reporting.indicators.counts import COUNTS
from reporting.indicators.indicator import POPULATION, Counts, Indicator
from reporting.indicators.rates import RATES

DEFINITIONS_VERSION = 3  # goes up whenever a measure or indicator changes its meaning
ALL = (*COUNTS[:2], RATES[0], *COUNTS[2:], *RATES[1:])
INDICATORS = {indicator.code: indicator for indicator in ALL}
# What no rate is served without: how it lasts, and how many answered.
QUALITY = tuple(
    INDICATORS[code]
    for code in (
        "fulfilment_rate",
        "relapse_rate_90",
        "recurrence_rate_90",
        "follow_up_rate",
        "response_rate",
    )
)

__all__ = [
    "ALL",
    "DEFINITIONS_VERSION",
    "INDICATORS",
    "POPULATION",
    "QUALITY",
    "Counts",
    "Indicator",
]
