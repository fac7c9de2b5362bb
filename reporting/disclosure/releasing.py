"""Releasing tables to the public (公开发布): by one rule, against the ledger, and recorded in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from disputes import clock
from disputes.choices import Role
from disputes.errors import RuleViolation
from disputes.models import Officer, Unit
from reporting.disclosure.cells import Cell, Ledger
from reporting.disclosure.suppression import Sum, Undisclosable
from reporting.disclosure.tables import SENSITIVE, Public, Scope, Shown, public_tables
from reporting.models import DisclosureApproval, Release, ReleasedCell
from reporting.periods import Period
from reporting.thresholds import SMALL_CELL, current

LOCK = "SELECT pg_advisory_xact_lock(hashtext('reporting.disclosure'))"
NAMED = 5  # cells that a refusal names


def preview(
    tables: Iterable[Shown],
    unit: Unit,
    period: Period,
    figures: Iterable[Shown] = (),
    former: Mapping[Cell, bool] | None = None,
) -> Public:
    """The tables as they would go out now beside a text with some figures; nothing is recorded.

    Raises RuleViolation (RELEASE_REVEALS) where former releases leave nothing to hide.
    """
    tables, paths = list(tables), _paths(unit)
    scope = Scope(unit.path, period.start, period.end, paths)
    try:
        return public_tables(
            tables, scope, least=current()[SMALL_CELL.code], ledger=ledger_of(unit, period),
            approved=approved(unit, period.start.year), figures=figures, former=former,
        )  # fmt: skip
    except Undisclosable as refused:
        named = "、".join(_named(key) for key in refused.keys[:NAMED])
        raise RuleViolation(
            f"与正文或者以前公开的数字相减可以得出小数值：{named}，不能公开", code="RELEASE_REVEALS"
        ) from None


@transaction.atomic
def release(
    tables: Iterable[Shown],
    unit: Unit,
    period: Period,
    *,
    by: Officer,
    recipient: str,
    format_: str,
    digest: str,
    edition: Any = None,
    figures: Iterable[Shown] = (),
) -> Public:
    """The tables as they go out, and a line in the ledger for every cell of them and of the text.

    One release after another, so that two at once cannot be subtracted. `digest` is that of what was
    released; the same one is not recorded twice for the same recipient and format. Raises
    RuleViolation like `preview`.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    same = Release.objects.filter(unit=unit, start=period.start, end=period.end, digest=digest)
    found = preview(tables, unit, period, figures, _hidden_by_cell(same.first()))
    made, new = Release.objects.get_or_create(
        unit=unit, start=period.start, end=period.end, recipient=recipient, format=format_,
        digest=digest,
        defaults={
            "edition": edition, "released_by": by, "released_at": clock.now(),
            "sums": [_sum_as_json(one, list(found.values)) for one in found.sums],
        },
    )  # fmt: skip
    if new:
        ReleasedCell.objects.bulk_create(
            ReleasedCell(
                release=made, position=n, measure=cell.measure, path=cell.path, start=cell.start,
                end=cell.end, slice=cell.slice, value=value, hidden=cell in found.hidden,
            )
            for n, (cell, value) in enumerate(found.values.items())
        )  # fmt: skip
    return found


def _hidden_by_cell(former: Release | None) -> dict[Cell, bool] | None:
    return former and {_cell(row): row.hidden for row in former.cells.all()}


def ledger_of(unit: Unit, period: Period) -> Ledger:
    """What went out about days of this period, of this unit, of those above it and below it.

    Of a cell that went out twice the later value counts.
    """
    above = Q(unit__path__in=_prefixes(unit.path))
    releases = Release.objects.filter(
        above | Q(unit__path__startswith=unit.path), start__lte=period.end, end__gte=period.start
    ).order_by("pk")
    released: dict[Cell, int] = {}
    hidden: dict[Cell, int] = {}
    sums: dict[Sum, None] = {}
    for one in releases.prefetch_related("cells"):
        cells = {row.position: row for row in one.cells.all()}
        keys = {n: _cell(row) for n, row in cells.items()}
        for n, row in cells.items():
            (hidden if row.hidden else released)[keys[n]] = row.value
        for total, *parts in one.sums:
            sums[Sum(keys[total], tuple(keys[n] for n in parts))] = None
    return Ledger(released, {c: n for c, n in hidden.items() if c not in released}, tuple(sums))


def _cell(row: ReleasedCell) -> Cell:
    return Cell(row.measure, row.path, row.start, row.end, row.slice)


def _prefixes(path: str) -> list[str]:
    """The path and those of all units above it."""
    steps = path.rstrip("/").split("/")
    return ["/".join(steps[: n + 1]) + "/" for n in range(len(steps))]


def _paths(unit: Unit) -> dict[str, str]:
    below = Unit.objects.filter(path__startswith=unit.path)
    return dict(below.values_list("code", "path"))


def _sum_as_json(one: Sum, cells: list[Cell]) -> list[int]:
    place: Mapping[Any, int] = {cell: n for n, cell in enumerate(cells)}
    return [place[key] for key in one.members]


def _named(key: Any) -> str:
    cell = key if isinstance(key, Cell) else key.whole
    slice_ = f"，{cell.slice}" if cell.slice else ""
    return f"{cell.measure}（{cell.start}至{cell.end}{slice_}）"


# --- sensitive measures


def approve(
    *, actor: Officer, unit: Unit, year: int, measure: str, reason: str
) -> DisclosureApproval:
    """Approve that a sensitive measure of a year is published (批准公开敏感指标).

    Raises RuleViolation: ROLE_FORBIDDEN, MEASURE_NOT_SENSITIVE, REASON_REQUIRED.
    """
    if actor.role != Role.CHIEF:
        raise RuleViolation("敏感指标的公开由单位负责人批准", code="ROLE_FORBIDDEN")
    if measure not in SENSITIVE:
        raise RuleViolation("该指标不属于敏感指标，无须批准", code="MEASURE_NOT_SENSITIVE")
    if not reason.strip():
        raise RuleViolation("请写明理由", code="REASON_REQUIRED")
    made: DisclosureApproval = DisclosureApproval.objects.create(
        unit=unit, year=year, measure=measure, reason=reason, approved_by=actor,
        approved_at=clock.now(),
    )  # fmt: skip
    return made


def approved(unit: Unit, year: int) -> set[str]:
    """Sensitive measures that may be published of this unit and year."""
    rows = DisclosureApproval.objects.filter(unit=unit, year=year)
    return set(rows.values_list("measure", flat=True))
