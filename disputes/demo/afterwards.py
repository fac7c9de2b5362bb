"""What is done on cases that are stored: marks on people, and cases drawn for a visit by another.

The evening of the demo's last day, by the ordinary services. A second run finds it done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from disputes import clock
from disputes.casefile import case_file
from disputes.choices import Role, State, UnitLevel
from disputes.demo.pace import END
from disputes.demo.plan import LAST_DAY
from disputes.guards.followup import mediators
from disputes.models import Dispute, MarkKind, Officer, Party, SampledCase, SampleDraw, Unit
from disputes.services import followup, marks

MARKED = 3  # people with a mark, per station
STATIONS, BUREAUS = 4, 3
DRAWN = 6
SINCE = date(LAST_DAY.year, 7, 1)
LIVE = (State.ACCEPTED, State.MEDIATING, State.AGREED, State.FULFILLED, State.CLOSED)


@transaction.atomic
def draw_and_mark() -> None:
    """Draws of a few bureaus and stations, with officers assigned; marks on a few people."""
    if SampleDraw.objects.exists():
        return
    with clock.at(END):
        for unit in (*_units(UnitLevel.COUNTY, BUREAUS), *_units(UnitLevel.STATION, STATIONS)):
            _draw(unit)
        for station in _units(UnitLevel.STATION, STATIONS):
            _mark(station)


def _units(level: str, most: int) -> Iterable[Unit]:
    return Unit.objects.filter(level=level).order_by("path")[:most]


def _draw(unit: Unit) -> None:
    """By the legal officer of a bureau, by the chief of a station."""
    role = Role.CHIEF if unit.level == UnitLevel.STATION else Role.LEGAL
    actor = Officer.objects.get(unit=unit, role=role)
    ended = Dispute.objects.filter(
        state__in=followup.ENDED,
        resolved_on__range=(SINCE, LAST_DAY),
        unit__path__startswith=unit.path,
    )
    if not ended.exists():
        return
    drawn = followup.draw(actor=actor, unit=unit, start=SINCE, end=LAST_DAY, size=DRAWN)
    for number, sample in enumerate(drawn.cases.select_related("dispute", "unit")):
        if number % 3 != 2 and _is_at_rest(sample.dispute):
            _visit(sample, actor, made=number % 3 == 0)


def _is_at_rest(dispute: Dispute) -> bool:
    """Nothing was entered later than this evening: the follow-ups of January were."""
    last = dispute.events.aggregate(last=Max("recorded_at"))["last"]
    return dispute.state in LIVE and last <= clock.now()


def _visit(sample: SampledCase, actor: Officer, *, made: bool) -> None:
    """Given to somebody of the station who did not mediate it, who went there or still has to."""
    with case_file(sample.dispute_id) as case:
        own, barred = case.row(SampledCase, sample.pk), mediators(case)
        there = Officer.objects.filter(unit=sample.unit, role=Role.OFFICER).order_by("pk")
        officer = next((one for one in there if one.pk not in barred), None)
        if officer is None:
            return
        followup.assign(case, own, actor=actor, officer=officer)
        if made:
            followup.record_follow_up(
                case, actor=officer, held_on=LAST_DAY, sample=own, method="visit",
                visited=case.rows(Party)[0].name, performed=None, satisfaction="satisfied",
            )  # fmt: skip


def _mark(station: Unit) -> None:
    officer = Officer.objects.filter(unit=station, role=Role.OFFICER).order_by("pk")[0]
    kinds = list(MarkKind.objects.filter(is_active=True).order_by("code"))
    recent = Dispute.objects.filter(unit=station, state__in=LIVE).order_by("-registered_at", "-pk")
    at_rest = [one for one in recent[: 10 * MARKED] if _is_at_rest(one)][:MARKED]
    for number, dispute in enumerate(at_rest):
        with case_file(dispute.pk) as case:
            people = [p for p in case.rows(Party) if not p.is_organisation]
            if people:
                kind = kinds[number % len(kinds)]
                marks.mark_party(
                    case, people[-1], actor=officer, kind=kind, basis="走访了解，社区反映"
                )
