"""One dispute on its way: who takes part, what time it is, and the steps that stories share.

A story is a generator. It yields the moment at which it wants to go on; `seed` sets the clock to
that moment and lets it. Every step is a call to a service or the workflow, with all its rules.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Source, Track
from disputes.demo import people
from disputes.demo.bureau import Station
from disputes.demo.places import ESTATES, VILLAGES
from disputes.demo.plan import LAST_DAY, SHANGHAI, Plan
from disputes.models import Kind, Officer, Party, RiskLevel
from disputes.services import followup, intake, parties
from disputes.workflow import take_step

Steps = Iterator[datetime]
END = datetime.combine(LAST_DAY, time.max, SHANGHAI)
FOLLOW_UPS_END = END + timedelta(days=9)
SOURCES = {
    Source.ALARM_110: 38, Source.WALK_IN: 22, Source.PATROL: 17, Source.GRID: 9,
    Source.GOVERNANCE_CENTRE: 3, Source.OTHER_BODY: 2, Source.HOTLINE_12345: 4,
    Source.SUPERIOR: 1, Source.ONLINE: 1, Source.CASE_DERIVED: 1, Source.MEDIATION_COMMITTEE: 2,
}  # fmt: skip
RISKS = {"blue": 66, "yellow": 25, "orange": 7, "red": 2}
BASES = {
    "blue": "事由轻微，双方情绪平稳",
    "yellow": "双方有过争吵，存在反复可能",
    "orange": "一方扬言采取过激行为，积怨较深",
    "red": "涉及人数较多、持械或者扬言伤害，须包案化解",
}
SATISFACTION = {"very": 41, "satisfied": 38, "basically": 13, "unsatisfied": 3, "no_answer": 5}
ROLES = {
    Track.SECURITY_CASE: (Party.PartyRole.VICTIM, Party.PartyRole.SUSPECT),
    Track.CIVIL: (Party.PartyRole.APPLICANT, Party.PartyRole.RESPONDENT),
    Track.TRAFFIC: (Party.PartyRole.APPLICANT, Party.PartyRole.RESPONDENT),
}


class PastTheEnd(Exception):
    """The next step would lie after the last day of the demo: the dispute stays as it is."""


class Story:
    """A dispute with its people and its time. `by` is the day everything must happen by, if any:
    until a planned outcome is reached, waiting is cut short at the year's cutoff."""

    def __init__(
        self,
        plan: Plan,
        station: Station,
        kind: Kind,
        risks: dict[str, RiskLevel],
        rng: random.Random,
    ) -> None:
        self.plan, self.station, self.kind, self.risks, self.rng = plan, station, kind, risks, rng
        self.now: datetime = plan.at
        self.by: date | None = plan.cutoff
        self.officer: Officer = rng.choice([*station.officers, station.chief])
        self.case: CaseFile
        self.first: Party
        self.second: Party

    # --- time

    @property
    def today(self) -> date:
        return self.now.date()

    def wait(self, least: int, most: int, *, until: datetime = END) -> datetime:
        """Some days later, rather few than many. Raises PastTheEnd."""
        days = least + int(self.rng.betavariate(1, 2.2) * (most - least + 1))
        day = self.today + timedelta(days)
        if self.by is not None:
            day = min(day, self.by)
        if day > self.today:
            minutes = self.rng.randint(510, 1110)
            self.now = datetime.combine(day, time(minutes // 60, minutes % 60), SHANGHAI)
        else:
            late = datetime.combine(day, time(23, 58), SHANGHAI)
            self.now = max(
                self.now, min(self.now + timedelta(minutes=self.rng.randint(4, 40)), late)
            )
        if self.now > until:
            raise PastTheEnd
        return self.now

    def free(self) -> None:
        """The planned outcome is reached: from here on things take the time they take."""
        self.by = None

    def pass_cutoff(self) -> None:
        """Nothing more happens in the year of registration."""
        self.now, self.by = datetime.combine(self.plan.cutoff, time(23, 59), SHANGHAI), None

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, weights: Mapping[Any, float]) -> Any:
        return self.rng.choices(list(weights), list(weights.values()))[0]

    # --- steps

    def step(self, action: str, *, actor: Officer | None = None, **facts: Any) -> None:
        take_step(self.case, action, actor=actor or self.officer, on=self.today, facts=facts)

    def begin(self) -> Steps:
        """Registration with both parties and a risk level, then acceptance."""
        yield from self.registered()
        yield self.wait(0, 1)
        self.step("accept")
        if self.chance(0.015):
            self._amend()

    def registered(self) -> Steps:
        yield self.now
        self.case = intake.register(officer=self.officer, **self._particulars())
        yield self.wait(0, 0)
        self._add_parties()
        yield self.wait(0, 0)
        self.assess(self.pick(RISKS))

    def assess(self, level: str) -> None:
        intake.assess_risk(self.case, actor=self.officer, level=self.risks[level],
                           basis=BASES[level], on=self.today)  # fmt: skip

    def follow_up(self, share: float = 0.75, **fields: Any) -> Steps:
        """A visit or call some weeks later, as long as the demo has days."""
        if not self.chance(share):
            return
        yield self.wait(6, 30, until=FOLLOW_UPS_END)
        followup.record_follow_up(self.case, actor=self.officer, held_on=self.today,
                                  **self.impressions(), **fields)  # fmt: skip

    def impressions(self) -> dict[str, Any]:
        """What a follow-up brings to light."""
        suggestions = "希望民警多到村里走访" if self.chance(0.04) else ""
        return {
            "method": self.pick({"phone": 60, "visit": 25, "message": 15}),
            "visited": self.rng.choice((self.first, self.second)).name,
            "satisfaction": self.pick(SATISFACTION),
            "suggestions": suggestions,
        }

    def file_away(self, *, close: bool) -> Steps:
        """Close, and in most cases archive."""
        if close:
            yield self.wait(0, 5)
            self.step("close")
        if self.chance(0.6):
            yield self.wait(1, 40)
            self.step("archive", actor=self.rng.choice((self.station.chief, self.station.legal)))

    # --- particulars

    def _particulars(self) -> dict[str, Any]:
        plan, rng, source = self.plan, self.rng, self.pick(SOURCES)
        earlier = timedelta(minutes=rng.randint(10, 600))
        fields: dict[str, Any] = {
            "track": plan.matter.track, "kind": self.kind, "source": source,
            "summary": rng.choice(plan.matter.summaries), "claims": plan.matter.claim,
            "place": self.place(), "people_count": rng.choice((2, 2, 2, 2, 3, 3, 4, 5)),
            "occurred_at": plan.at - earlier, "discovered_at": plan.at - earlier / 2,
            "repeat_alarm": self.chance(0.04), "group_event": self.chance(0.006),
            "involves_minor": plan.matter.kind == "campus.campus",
        }  # fmt: skip
        if plan.matter.amount:
            fields["amount"] = self.amount()
        if source == Source.ALARM_110:
            fields["reported_at"] = plan.at - earlier / 3
            serial = f"{plan.at:%Y%m%d%H%M}{rng.randrange(1000):03d}"
            fields["alarm_number"] = f"{self.station.county.division}{serial}"
        if plan.matter.kind == "love_family.family" and self.chance(0.05):
            fields["domestic_violence"] = True
        return fields

    def amount(self) -> int:
        """Yuan (元), in round figures."""
        low, high = self.plan.matter.amount or (100, 1000)
        return round((low + (high - low) * self.rng.betavariate(1, 4)) / 100) * 100 or 100

    def place(self) -> str:
        spot = self.rng.choice(ESTATES if self.station.county.urban else VILLAGES)
        return f"{self.station.township}{spot}{'' if self.station.county.urban else '村'}"

    def _add_parties(self) -> None:
        ages = (8, 16) if self.plan.matter.kind == "campus.campus" else (19, 78)
        first, second = ROLES[self.plan.matter.track]
        home = self.station.township
        self.first = self._party(first, people.person(self.rng, home, self.today, ages=ages))
        if self.chance(self.plan.matter.against_firm):
            self.second = self._party(second, people.firm(self.rng, home))
        else:
            self.second = self._party(second, people.person(self.rng, home, self.today, ages=ages))

    def _party(self, role: str, fields: dict[str, Any]) -> Party:
        party = parties.add_party(self.case, actor=self.officer, role=role, **fields)
        if party.is_minor(self.today):
            parties.add_representative(
                self.case, actor=self.officer, party=party, capacity="guardian", relation="父母",
                name=people.name(self.rng, self.chance(0.5)), phone=people.phone(self.rng),
                notified_on=self.today,
            )  # fmt: skip
        elif role == Party.PartyRole.VICTIM and self.chance(0.03):
            parties.add_representative(
                self.case, actor=self.officer, party=party, capacity="proxy", relation="配偶",
                name=people.name(self.rng, self.chance(0.5)), powers="代为参加调解、签订协议",
                authorisation=f"委托书{self.today:%Y%m%d}",
            )  # fmt: skip
        return party

    def _amend(self) -> None:
        intake.amend(self.case, actor=self.officer, reason="复核后更正涉及人数",
                     people_count=self.rng.randint(3, 9))  # fmt: skip
