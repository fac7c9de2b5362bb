"""Why a case counts differently now (变动原因): what was recorded about it since the edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from disputes.models import Dispute, DisputeEvent, UnitMove
from disputes.transitions import TRANSITIONS

KNOWN = {  # action → code of the cause; every other one is a late entry or a later step
    "void": "voided",
    "merge": "merged",
    "absorb": "merged",
    "split": "split",
    "take_back": "reopened",
    "relapse": "relapsed",
    "change_track": "track_changed",
    "amend": "amended",
    "hand_over": "moved",
}
LATE, LATER, CORRECTED = "late_entry", "step", "corrected"


def causes_of(
    cases: Mapping[str, list[dict[str, Any]]], since: datetime, cutoff: date
) -> list[dict[str, Any]]:
    """Each case with the measures it moved in and what happened to it, oldest first."""
    disputes = {
        d.number: d for d in Dispute.objects.filter(number__in=cases).select_related("unit")
    }
    events = _events([d.pk for d in disputes.values()], since)
    moves = list(UnitMove.objects.filter(moved_at__gt=since).select_related("unit"))
    found = []
    for number, measures in cases.items():
        dispute = disputes.get(number)
        causes = list(_of(dispute, events, moves, since, cutoff)) if dispute else [
            {"code": "gone", "name": "记录已不存在", "occurred_on": None, "recorded_at": None}
        ]  # fmt: skip
        found.append({"number": number, "measures": measures, "causes": causes})
    return found


def _events(ids: list[int], since: datetime) -> Mapping[int, list[DisputeEvent]]:
    by_dispute = defaultdict(list)
    rows = DisputeEvent.objects.filter(dispute__in=ids, recorded_at__gt=since)
    for event in rows.order_by("dispute", "seq"):
        by_dispute[event.dispute_id].append(event)
    return by_dispute


def _of(
    dispute: Dispute, events: Mapping[int, list[DisputeEvent]], moves: list[UnitMove],
    since: datetime, cutoff: date,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    said = False
    if dispute.registered_at > since:
        yield _cause(LATE, "补录登记", dispute.registered_on, dispute.registered_at)
        said = True
    for event in events.get(dispute.pk, ()):
        yield _step(event, cutoff)
        said = True
    for move in moves:
        if dispute.unit.path.startswith(move.unit.path):
            yield _cause("moved", f"{move.unit}划转", move.effective_from, move.moved_at)
            said = True
    if not said:
        yield _cause(CORRECTED, "登记信息或者相关记录更正", None, None)


def _step(event: DisputeEvent, cutoff: date) -> dict[str, Any]:
    transition = TRANSITIONS.get(event.action)
    name = transition.label if transition else event.action
    late = event.occurred_on <= cutoff
    code = KNOWN.get(event.action, LATE if late else LATER)
    return _cause(
        code, f"补录：{name}" if code == LATE else name, event.occurred_on, event.recorded_at
    )


def _cause(
    code: str, name: str, occurred_on: date | None, recorded_at: datetime | None
) -> dict[str, Any]:
    return {"code": code, "name": name, "occurred_on": occurred_on, "recorded_at": recorded_at}
