"""Tables as the public may see them (公开附表): the one place where the rule meets a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reporting.breakdowns import KINDS, MONTHS, UNITS
from reporting.disclosure.cells import Cell, Ledger, hide
from reporting.disclosure.suppression import Sum, derivable, is_small
from reporting.indicators import INDICATORS
from reporting.periods import Period

HIDDEN = "*"  # what is printed in the place of a hidden value
NOTE = f"“{HIDDEN}”为依法保护个人信息而不公布的小数值，以及可以推算出该数值的其他数值。"
# Measures that single persons out (敏感指标): published only where somebody approved it by name.
SENSITIVE = frozenset({"with_minors", "domestic_violence", "deaths", "criminal_cases", "group_events"})  # fmt: skip
Shown = Mapping[str, Any]  # a table as `breakdowns.Table` gives it


@dataclass(frozen=True, slots=True)
class Scope:
    """What a release is about; `paths` gives the place in the tree of each unit that has a row."""

    path: str
    start: date
    end: date
    paths: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Public:
    """Tables that may go out, the cells behind them, which of those are hidden, and the sums that a
    reader sees. `withheld` names the sensitive columns that nobody approved."""

    tables: Sequence[dict[str, Any]]
    values: Mapping[Cell, int]
    hidden: Collection[Cell]
    sums: Sequence[Sum]
    withheld: Sequence[str]

    def is_empty(self) -> bool:
        return not self.values


def public_tables(
    tables: Iterable[Shown],
    scope: Scope,
    *,
    least: int,
    ledger: Ledger | None = None,
    approved: Collection[str] = (),
    figures: Iterable[Shown] = (),
    former: Mapping[Cell, bool] | None = None,
) -> Public:
    """The tables with `HIDDEN` in place of what may not be told.

    Counts below `least`, whatever would let one of them be computed, and the rates that show either.
    Sensitive columns are left out unless their measure is `approved`. `figures` are those of the
    text beside the tables: whoever has the file has them too, so that they count as being out.
    `former` says which cells were hidden when the very same tables went out in another format.
    Raises Undisclosable where these or former releases (`ledger`) leave nothing to be hidden.
    """
    tables = [table for table in tables if not _names_the_few(table, least)]
    allowed = [_allowed(table, approved) for table in tables]
    grids = [_Grid(table, scope) for table in allowed]
    values = {cell: n for grid in grids for cell, n in grid.values()}
    sums = [one for grid in grids for one in grid.sums()]
    ledger, told = ledger or Ledger(), printed(figures, scope)
    # What follows from the text alone is told with it: the only station's number is its bureau's.
    told |= {cell: values[cell] for cell in derivable(values.keys() - told.keys(), sums)}
    known = replace(ledger, released={**ledger.released, **told})
    hidden = _as_before(values, former)
    if hidden is None:
        hidden = hide(values, sums, least=least, ledger=known)
    named = {c["name"] for t in tables for c in t["columns"] if _sensitive(c, approved)}
    return Public(
        [grid.shown(hidden) for grid in grids], told | values, hidden, sums, sorted(named)
    )


def _as_before(values: Mapping[Cell, int], former: Mapping[Cell, bool] | None) -> set[Cell] | None:
    """None where it did not go out before, or with fewer columns."""
    if former is None or not values.keys() <= former.keys():
        return None
    return {cell for cell in values if former[cell]}


def printed(figures: Iterable[Shown], scope: Scope) -> dict[Cell, int]:
    """The cells that a text tells: numerators and denominators of the whole, counts of kinds."""
    found: dict[Cell, int] = {}
    before = Period(scope.start, scope.end).year_before()
    for figure in figures:
        kind, code = figure["source"]["kind"], figure["source"]["code"]
        top, bottom = figure["numerator_measure"], figure["denominator_measure"]
        if kind == "kind":
            cell = Cell("registered", scope.path, scope.start, scope.end, f"kind_major={code}")
            found[cell] = figure["numerator"]
        elif kind == "indicator":
            found[Cell(top, scope.path, scope.start, scope.end)] = figure["numerator"]
            if bottom and bottom != top:
                found[Cell(bottom, scope.path, scope.start, scope.end)] = figure["denominator"]
            elif bottom:  # a change: what it is compared with
                found[Cell(top, scope.path, before.start, before.end)] = figure["denominator"]
    return found


def _names_the_few(table: Shown, least: int) -> bool:
    """Whether a table says of few disputes what they were about: its only row is their kind."""
    counts = (n for row in table["rows"] for n in row["values"] if isinstance(n, int))
    return (
        table["code"] == KINDS
        and len(table["rows"]) == 1
        and any(is_small(n, least) for n in counts)
    )


def _sensitive(column: Mapping[str, Any], approved: Collection[str]) -> bool:
    return bool(_measures(column) & (SENSITIVE - set(approved)))


def _measures(column: Mapping[str, Any]) -> set[str]:
    indicator = INDICATORS.get(column["code"])
    return set(indicator.measures) if indicator else {column["code"]}


def _allowed(table: Shown, approved: Collection[str]) -> dict[str, Any]:
    keep = [n for n, column in enumerate(table["columns"]) if not _sensitive(column, approved)]

    def kept(row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, "values": [row["values"][n] for n in keep]}

    return {
        **table,
        "columns": [table["columns"][n] for n in keep],
        "rows": [kept(row) for row in table["rows"]],
        "total": kept(table["total"]),
    }


class _Grid:
    """One table as cells: a row is a unit, a month or a kind, a count column a measure, and a rate
    column the measure that it divides, because whoever has the rate and the divisor has that."""

    def __init__(self, table: dict[str, Any], scope: Scope) -> None:
        self.table, self.scope = table, scope
        self.columns = list(self._columns())

    def _columns(self) -> Iterator[tuple[str | None, int | None]]:
        """Of each column the measure, and for a rate the column of its divisor."""
        counts = {self._measure(c): n for n, c in enumerate(self.table["columns"]) if c["form"] == "count"}  # fmt: skip
        for column in self.table["columns"]:
            indicator = INDICATORS.get(column["code"])
            if column["form"] == "count":
                yield self._measure(column), None
            elif column["form"] == "percent" and indicator and indicator.denominator in counts:
                yield indicator.numerator, counts[indicator.denominator]
            else:
                yield None, None

    @staticmethod
    def _measure(column: Mapping[str, Any]) -> str:
        indicator = INDICATORS.get(column["code"])
        return indicator.numerator if indicator else str(column["code"])

    def values(self) -> Iterator[tuple[Cell, int]]:
        for row in (*self.table["rows"], self.table["total"]):
            for n, (measure, divisor) in enumerate(self.columns):
                if measure is not None:
                    yield self._cell(row, measure), _count(row["values"], n, divisor)

    def sums(self) -> Iterator[Sum]:
        if not self.table["rows"]:
            return
        for measure in dict.fromkeys(m for m, _ in self.columns if m is not None):
            parts = tuple(self._cell(row, measure) for row in self.table["rows"])
            yield Sum(self._cell(self.table["total"], measure), parts)

    def _cell(self, row: Mapping[str, Any], measure: str) -> Cell:
        scope, code, key = self.scope, self.table["code"], row["key"]
        if code == MONTHS:  # they begin with January, whatever the report is about
            month = Period.named(key) if key else Period(date(scope.start.year, 1, 1), scope.end)
            return Cell(measure, scope.path, month.start, min(month.end, scope.end))
        if row is self.table["total"]:
            return Cell(measure, scope.path, scope.start, scope.end)
        if code == UNITS and key in scope.paths and scope.paths[key] != scope.path:
            return Cell(measure, scope.paths[key], scope.start, scope.end)
        kind = "kind_major" if code == KINDS else code
        return Cell(measure, scope.path, scope.start, scope.end, f"{kind}={key}")

    def shown(self, hidden: Collection[Cell]) -> dict[str, Any]:
        rows = [self._row(row, hidden) for row in self.table["rows"]]
        return {**self.table, "rows": rows, "total": self._row(self.table["total"], hidden)}

    def _row(self, row: Mapping[str, Any], hidden: Collection[Cell]) -> dict[str, Any]:
        values = [
            value if self._may_show(row, n, hidden) else HIDDEN
            for n, value in enumerate(row["values"])
        ]
        return {**row, "values": values}

    def _may_show(self, row: Mapping[str, Any], n: int, hidden: Collection[Cell]) -> bool:
        measure, divisor = self.columns[n]
        if measure is None:  # a mean, or a rate whose divisor is not shown: of the whole only
            return row is self.table["total"]
        if self._cell(row, measure) in hidden:
            return False
        return divisor is None or self._may_show(row, divisor, hidden)


def _count(values: Sequence[Any], n: int, divisor: int | None) -> int:
    """What was counted; behind a rate what it gives back of its divisor."""
    if divisor is None:
        return int(values[n] or 0)
    share = Decimal(str(values[n] or 0)) * int(values[divisor] or 0) / 100
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
