"""Figures (数字) as a report prints them: every one with what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reporting.compose.material import Material
from reporting.compose.quantity import KNOWN, Quantity, quantity
from reporting.compose.wording import WORDINGS
from reporting.thresholds import TARGETS

LIMITS = {f"target.{limit.code}": limit for limit in TARGETS}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from. `kind`: indicator, activity, kind, practice or target; `code` is
    what its definition is found by; `report` the report or rule that uses it."""

    kind: str
    code: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure. `text` is printed to the character; `value` is the number itself, a rate
    as a decimal string, a fall as a negative one. Numerator and denominator are those of the
    definition, of a year-on-year change this year's and last year's number."""

    key: str
    name: str
    value: int | str | None
    text: str
    unit: str
    form: str
    numerator: int
    numerator_measure: str
    denominator: int | None
    denominator_measure: str | None
    note: str
    version: int
    source: Source

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def known(key: str) -> bool:
    """Whether a template may name or require it."""
    if ">=" in key:
        return all(map(known, key.split(">=")))
    code, _, wording = key.partition(":")
    return wording in WORDINGS and (code in KNOWN or (code in LIMITS and not wording))


class Book:
    """Looks figures up by their keys and keeps those that were printed, in order."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.printed: dict[str, Figure] = {}

    def find(self, key: str) -> Figure | None:
        """The figure of a template's key; None where there is nothing to say.

        Raises KeyError for an unknown one.
        """
        code, _, wording = key.partition(":")
        if code in LIMITS:
            return self._target(code)
        one = quantity(code, self.material)
        said = WORDINGS[wording](one, self.material)
        return said and _figure(key, one, *said)

    def holds(self, key: str) -> bool:
        """Whether a required figure is there and is not zero, or keeps to its target; how it is said
        may be required too."""
        if ">=" in key:
            return bool(self.met(*key.split(">=")))
        code, _, wording = key.partition(":")
        figure = self.find(key)
        return figure is not None and (bool(wording) or bool(quantity(code, self.material).value))

    def met(self, code: str, limit: str, *, at_most: bool = False) -> bool | None:
        """Whether a rate keeps to its target; None where there is no rate."""
        rate, target = quantity(code, self.material).value, self._limit(limit)
        if rate is None:
            return None
        return rate <= target if at_most else rate >= target

    def _limit(self, key: str) -> int:
        limit = LIMITS[key]
        return self.material.targets.get(limit.code, limit.default)

    def _target(self, key: str) -> Figure:
        limit, value = LIMITS[key], self._limit(key)
        return Figure(key, limit.name, value, f"{value}%", "%", "percent", value, "", None, None,
                      "", 1, Source("target", limit.code))  # fmt: skip


def counted(key: str, name: str, value: int, unit: str, note: str, source: Source) -> Figure:
    """A plain count that is no indicator: of one kind of dispute, of one station."""
    return Figure(key, name, value, f"{value}{unit}", unit, "count", value, source.code, None, None,
                  note, 1, source)  # fmt: skip


def _figure(key: str, one: Quantity, value: int | str | None, text: str) -> Figure:
    indicator = one.indicator
    top, bottom = one.counts()
    measures: tuple[str, str | None] = (indicator.numerator, indicator.denominator or None)
    code, _, wording = key.partition(":")
    if wording in ("yoy", "fall") and not indicator.denominator:
        bottom, measures = one.counts(before=True)[0], (indicator.numerator, indicator.numerator)
    return Figure(
        key, indicator.name, value, text, indicator.unit, "change" if _is_change(wording) else
        indicator.form, top, measures[0], bottom if measures[1] else None, measures[1],
        indicator.note, indicator.version, _source(code, indicator.source),
    )  # fmt: skip


def _is_change(wording: str) -> bool:
    return wording in ("yoy", "fall", "shorter", "shorter_by")


def _source(code: str, report: str) -> Source:
    kind, _, rest = code.rpartition(".")
    return Source(kind or "indicator", rest, report)


def as_json(printed: Mapping[str, Figure]) -> dict[str, dict[str, Any]]:
    return {key: figure.as_json() for key, figure in printed.items()}
