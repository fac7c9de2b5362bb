"""Writes the demo: every station's stories on one clock, station by station.

A station is written in one transaction, so an interrupted run goes on where it was. Who may
sign in comes last and says that everything is there: see `accounts`.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from disputes import clock, numbering
from disputes.casefile import CaseFile
from disputes.choices import State
from disputes.demo import CITY_CODE, afterwards, bureau, diary, plan
from disputes.demo.endings import ENDINGS
from disputes.demo.pace import PastTheEnd, Steps
from disputes.demo.parallel import in_parallel
from disputes.demo.story import Story
from disputes.filing import file_new
from disputes.models import Dispute, Kind, Referral, RiskLevel, Unit

SEED = 621000
AT_ONCE = 1000  # cases in one write


class WrongTotals(Exception):
    """The cases do not add up to the plan: another size was begun here, or the rules changed."""


@dataclass(frozen=True, slots=True)
class Totals:
    """A year's figures, by the definitions of the register."""

    registered: int
    resolved: int
    referred: int

    @classmethod
    def planned(cls, year: plan.Year) -> Totals:
        return cls(year.registered, year.resolved, year.referred)

    @classmethod
    def counted(cls, year: plan.Year) -> Totals:
        """From the cases, straight from the rows."""
        valid = Dispute.objects.exclude(state=State.VOIDED)
        registered = valid.filter(registered_on__year=year.number)
        letters = Referral.objects.exclude(dispute__state=State.VOIDED)
        sent = letters.filter(sent_on__year=year.number)
        return cls(
            registered.count(),
            registered.resolved_by(year.cutoff).count(),
            sent.values("dispute").distinct().count(),
        )


def has_begun() -> bool:
    """Whether the demo's units are there, with or without all of its cases."""
    return Unit.objects.filter(code=CITY_CODE).exists()


def write(size: plan.Size, processes: int = 1) -> Iterator[int]:
    """Write what is missing; yields how many disputes each station has.

    Raises WrongTotals when the figures of a year are not those planned.
    """
    rng = random.Random(SEED)
    if not has_begun():
        bureau.build(size, random.Random(SEED))
    yield from in_parallel(write_station, plan.shares(size, rng).items(), processes)
    afterwards.draw_and_mark()
    diary.open_diary()
    for year in size.years:
        planned, counted = Totals.planned(year), Totals.counted(year)
        if planned != counted:
            raise WrongTotals(f"{year.number}: {planned} / {counted}")


@transaction.atomic
def write_station(code: str, plans: list[plan.Plan]) -> int:
    """Write a station's disputes unless it has them; how many it has."""
    unit = Unit.objects.select_for_update(no_key=True).get(code=code)  # against a second run
    if not Dispute.objects.filter(unit=unit).exists():
        rng = random.Random(f"{SEED} {code}")
        with numbering.in_bulk(unit):
            cases = play(_stories(bureau.station(unit), plans, rng))
            while finished := list(islice(cases, AT_ONCE)):
                file_new(finished)
    return len(plans)


def _stories(
    station: bureau.Station, plans: list[plan.Plan], rng: random.Random
) -> Iterator[Story]:
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    risks = {level.code: level for level in RiskLevel.objects.all()}
    others: list[Story] = []
    for fate in plans:
        yield Story(fate, station, kinds[fate.matter.kind], risks, rng, others)


def play(waiting: Iterator[Story]) -> Iterator[CaseFile]:
    """Let the stories go on, each at its moments, as if the years passed; yields finished cases.

    So numbers and keys are given in order of time.
    """
    upcoming = next(waiting, None)
    running: list[tuple[datetime, int, Story, Steps]] = []
    number = 0
    while running or upcoming:
        if upcoming and (not running or upcoming.plan.at <= running[0][0]):
            number += 1
            moment, story, steps = (
                upcoming.plan.at,
                upcoming,
                ENDINGS[upcoming.plan.ending](upcoming),
            )
            entry, upcoming = (moment, number, story, steps), next(waiting, None)
        else:
            entry = heapq.heappop(running)
        moment, order, story, steps = entry
        following = _go_on(steps, moment)
        if following is None:
            yield story.case
        else:
            heapq.heappush(running, (following, order, story, steps))


def _go_on(steps: Steps, moment: datetime) -> datetime | None:
    """Let one story go on at a moment; the moment it goes on next, None when it has ended."""
    with clock.at(moment):
        try:
            return next(steps)
        except (StopIteration, PastTheEnd):
            return None
