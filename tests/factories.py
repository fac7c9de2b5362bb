"""Honest cases for tests: whatever state a test starts from, the real services led there.

A plain test says what matters to it (`make_case(State.AGREED, track=Track.SECURITY_CASE)`), the
rest is a quarrel between two neighbours, registered at nine in the morning of `DAY`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from disputes import clock
from disputes.casefile import CaseFile, case_file, save_all
from disputes.choices import Role, Source, State, Track, UnitLevel
from disputes.models import (
    Dispute,
    DisputeEvent,
    Kind,
    Officer,
    Recurrence,
    SampledCase,
    SampleDraw,
    Unit,
)
from disputes.services import intake, parties
from disputes.services.units import create_unit
from tests import acts

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 2)
NOW = datetime(2026, 6, 30, 12, tzinfo=SHANGHAI)  # where the tests' clock stands
BELOW = {
    UnitLevel.PROVINCE: UnitLevel.CITY,
    UnitLevel.CITY: UnitLevel.COUNTY,
    UnitLevel.COUNTY: UnitLevel.STATION,
}
_serial = count(1)


def days(n: int, since: date = DAY) -> date:
    """`DAY` and n days."""
    return since + timedelta(days=n)


def nine(day: date) -> datetime:
    """Nine in the morning of a Shanghai day."""
    return datetime.combine(day, time(9), SHANGHAI)


def make_unit(parent: Unit | None = None, level: str = "", **fields: Any) -> Unit:
    """A city bureau, or what stands one level below `parent`."""
    n = next(_serial)
    level = level or (BELOW[UnitLevel(parent.level)] if parent else UnitLevel.CITY)
    fields = {"code": f"62{n:010d}", "name": f"第{n}单位", **fields}
    return create_unit(level=level, parent=parent, **fields)


def make_station() -> Unit:
    """A station below a county bureau below a city bureau."""
    return make_unit(make_unit(make_unit()))


def make_officer(unit: Unit | None = None, role: str = Role.OFFICER, **fields: Any) -> Officer:
    """An account of a unit; by default all are of one and the same station."""
    n = next(_serial)
    unit = unit or Unit.objects.filter(level=UnitLevel.STATION).first() or make_station()
    fields = {"name": f"民警{n}", "unit": unit, "role": role, **fields}
    return Officer.objects.create_user(f"officer{n}", **fields)


def make_chief(unit: Unit | None = None) -> Officer:
    """Whoever may take every step."""
    return make_officer(unit, Role.CHIEF)


def make_kind(code: str = "neighbour.neighbour_daily") -> Kind:
    return Kind.objects.get(code=code)


def open_file(officer: Officer, day: date = DAY, **fields: Any) -> CaseFile:
    """The file of a dispute registered that day, not stored yet."""
    fields = {
        "track": Track.CIVIL,
        "kind": make_kind(),
        "source": Source.WALK_IN,
        "summary": "邻居之间因排水发生口角",
        **fields,
    }
    with clock.at(nine(day)):
        return intake.register(officer=officer, **fields)


@transaction.atomic
def make_case(
    state: str = State.REGISTERED,
    officer: Officer | None = None,
    *,
    prepared: bool = True,
    **fields: Any,
) -> Dispute:
    """A dispute with two parties in a state, every step on the day of registration.

    `prepared` like every case that goes on: with evidence, or with the notice of other remedies.
    Only `breached` is a day later: the last day to perform has to pass first.
    """
    officer = officer or make_chief()
    case = open_file(officer, **fields)
    day = case.dispute.registered_on
    with clock.at(max(nine(days(1, day)), clock.now())):
        for role, name in PARTIES[Track(case.dispute.track)]:
            parties.add_party(case, actor=officer, role=role, name=name, adult_confirmed=True)
        if prepared:
            prepare(case, officer, day)
        for action in route(State(state), Track(case.dispute.track)):
            acts.take(case, action, officer, days(action == "breach", day), {})
    save_all([case])
    return Dispute.objects.get(pk=case.dispute.pk)


def prepare(case: CaseFile, officer: Officer, day: date) -> None:
    """What a track asks for before anything else: evidence, or the notice of other remedies."""
    if case.dispute.track == Track.SECURITY_CASE:
        acts.take(case, "add_evidence", officer, day, {})
    elif case.dispute.track == Track.CIVIL:
        acts.take(case, "notify", officer, day, {})


def make_sample(dispute: Dispute) -> SampledCase:
    """The case, drawn for follow-up."""
    draw = SampleDraw.objects.create(
        unit=dispute.unit, start=DAY, end=DAY, seed="0", population=[dispute.pk], size=1,
        drawn_at=clock.now(),
    )  # fmt: skip
    return SampledCase.objects.create(draw=draw, dispute=dispute)


def make_candidate(dispute: Dispute) -> Recurrence:
    """An earlier case of another bureau that may be the same quarrel; nobody has decided yet."""
    earlier = make_case(State.ACCEPTED, make_chief(make_station()))
    return Recurrence.objects.create(dispute=dispute, earlier=earlier, parties_in_common=1)


def act(dispute: Dispute, action: str, officer: Officer, on: date, /, **facts: Any) -> DisputeEvent:
    """Take one action of the table as its service does, with all that the rules ask for."""
    with clock.at(max(nine(on), clock.now())), case_file(dispute.pk) as case:
        acts.take(case, action, officer, on, facts)
        return case.rows(DisputeEvent)[-1]


PARTIES = {
    Track.CIVIL: (("applicant", "李明"), ("respondent", "王强")),
    Track.SECURITY_CASE: (("victim", "李明"), ("suspect", "王强")),
    Track.TRAFFIC: (("applicant", "李明"), ("respondent", "王强")),
}
ROUTES: dict[State, tuple[str, ...]] = {
    State.REGISTERED: (),
    State.ACCEPTED: ("accept",),
    State.MEDIATING: ("accept", "hold_session"),
    State.AGREED: ("accept", "hold_session", "draft_agreement", "agree"),
    State.FULFILLED: ("accept", "hold_session", "draft_agreement", "agree", "perform"),
    State.BREACHED: ("accept", "hold_session", "draft_agreement", "agree", "breach"),
    State.FAILED: ("accept", "hold_session", "fail"),
    State.DECLINED: ("decline",),
    State.WITHDRAWN: ("withdraw",),
    State.CONVERTED: ("accept", "convert"),
    State.CLOSED: ("accept", "hold_session", "fail", "close"),
    State.ARCHIVED: ("withdraw", "archive"),
    State.VOIDED: ("void",),
}


def route(state: State, track: Track) -> tuple[str, ...]:
    """The actions that lead there; an offence mediated in vain is not simply closed."""
    if (state, track) == (State.CLOSED, Track.SECURITY_CASE):
        return (*ROUTES[State.FULFILLED], "close")
    return ROUTES[state]
