"""The disputes behind a figure, page by page, newest registration first."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from config.rest.pagination import Cursor
from disputes.models import Dispute, Unit
from disputes.querysets import subtree
from reporting.measures import Measure

SHOWN = (
    "number", "state", "registered_on", "resolved_on", "province_id", "city_id", "county_id",
    "unit__code", "unit__name", "kind__code", "kind__name",
)  # fmt: skip


def page_of_cases(
    measure: Measure, rows: QuerySet[Any], after: Cursor | None, size: int, own: Unit
) -> tuple[str | None, list[dict[str, Any]]]:
    """One page and the cursor of the next. `own` is the unit of whoever asks.

    Figures of earlier months stay with the unit, rights follow today's tree: a dispute that has
    left the caller's jurisdiction contributes without being named.
    """
    found = measure.contributions(rows).annotate(on=F(measure.path("registered_on")))
    if after:
        found = found.filter(Q(on__lt=after.day) | Q(on=after.day, case__lt=after.id))
    page = list(found.order_by("-on", "-case")[: size + 1])
    more = len(page) > size
    page = page[:size]
    disputes = _disputes([row["case"] for row in page])
    column, here = subtree(own)
    results = []
    for row in page:
        dispute = disputes[row["case"]]
        visible = getattr(dispute, column) == here
        results.append(_named(dispute) if visible else _unnamed(dispute))
        results[-1]["contribution"] = row["n"]
    return (str(Cursor(page[-1]["on"], page[-1]["case"])) if more else None), results


def _disputes(ids: list[int]) -> dict[int, Dispute]:
    return Dispute.objects.select_related("unit", "kind").only(*SHOWN).in_bulk(ids)


def _named(dispute: Dispute) -> dict[str, Any]:
    return {
        "id": dispute.pk,
        "number": dispute.number,
        "unit": {"code": dispute.unit.code, "name": dispute.unit.name},
        "kind": {"code": dispute.kind.code, "name": dispute.kind.name},
        "state": dispute.state,
        "state_name": dispute.get_state_display(),
        "registered_on": dispute.registered_on,
        "resolved_on": dispute.resolved_on,
    }


def _unnamed(dispute: Dispute) -> dict[str, Any]:
    return dict.fromkeys(_named(dispute)) | {"registered_on": dispute.registered_on}
