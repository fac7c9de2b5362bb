"""One dispute on its way: who takes part, and the steps that stories share.

A story is a generator. It yields the moment at which it wants to go on; `seed` sets the clock to
that moment and lets it. Every step is a call to a service or the workflow, with all its rules.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Source, State, Track
from disputes.demo import people
from disputes.demo.bureau import Station
from disputes.demo.pace import FOLLOW_UPS_END, Pace, Steps
from disputes.demo.places import ESTATES, VILLAGES
from disputes.demo.plan import Plan
from disputes.guards.followup import WEIGHT, Method
from disputes.guards.method import method_of
from disputes.guards.review import outstanding
from disputes.models import (
    Kind,
    MethodStepDone,
    Notice,
    Officer,
    Party,
    Referral,
    Representative,
    RiskLevel,
)
from disputes.services import (
    followup,
    inquiry,
    intake,
    linking,
    method,
    parties,
    procedure,
    review,
    risk,
)
from disputes.workflow import take_step

SPLITS = 0.004  # of the civil quarrels that are registered
NEAR = 60  # stories back among which another one is looked for
FOLLOWED = 0.93  # how often the next step of the own method is taken
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
# What an officer ticks who thinks of a level; what the register says comes on top.
TICKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "blue": ((), (), ("drink",)),
    "yellow": (("violence",), ("grudge", "drink"), ("grudge", "prior_violation")),
    "orange": (("threats", "grudge"), ("mental_illness", "violence")),
    "red": (("threats", "weapon", "grudge"), ("threats", "violence", "grudge")),
}
METHODS = {"phone": 60, "visit": 25, "message": 15}
SATISFACTION = {"very": 41, "satisfied": 38, "basically": 13, "unsatisfied": 3, "no_answer": 5}
OFFENCES = {
    "neighbour.neighbour_noise": "noise", "neighbour.neighbour_animal": "animal_threat",
    "injury.fight": "beating", "injury.damage": "damage", "injury.insult": "insult",
}  # fmt: skip
ROLES = {
    Track.SECURITY_CASE: (Party.PartyRole.VICTIM, Party.PartyRole.SUSPECT),
    Track.CIVIL: (Party.PartyRole.APPLICANT, Party.PartyRole.RESPONDENT),
    Track.TRAFFIC: (Party.PartyRole.APPLICANT, Party.PartyRole.RESPONDENT),
}


class Story(Pace):
    """A dispute with its people and its time."""

    def __init__(
        self,
        plan: Plan,
        station: Station,
        kind: Kind,
        risks: dict[str, RiskLevel],
        rng: random.Random,
        others: list[Story],
    ) -> None:
        super().__init__(plan, rng)
        self.station, self.kind, self.risks, self.others = station, kind, risks, others
        # What happens rarely draws from a luck of its own, so that all else stays as it was.
        self.luck = random.Random(plan.at.timestamp())
        self.officer: Officer = rng.choice([*station.officers, station.chief])
        self.case: CaseFile
        self.first: Party
        self.second: Party

    # --- steps

    def step(self, action: str, *, actor: Officer | None = None, **facts: Any) -> None:
        take_step(self.case, action, actor=actor or self.officer, on=self.today, facts=facts)

    def begin(self) -> Steps:
        """Registration with both parties and a risk level, then acceptance."""
        yield from self.registered()
        yield self.wait(0, 1)
        self.accept()
        if self.chance(0.015):
            self._amend()

    def accept(self) -> None:
        """Each track as its law wants it: papers of an accident, finding and evidence of an offence."""
        papers: dict[str, Any] = {}
        if self.plan.matter.track == Track.TRAFFIC:
            days = self.rng.randint(0, 5)
            papers = {
                "determined_on": self.today - timedelta(days), "applied_on": self.today,
                "applied_by_all": True,
            }  # fmt: skip
        self.step("accept", **papers)
        self.method_steps(1)
        if self.security:
            evidence = {"kind": "statement", "title": "双方当事人询问笔录"}
            inquiry.add_evidence(self.case, actor=self.officer, obtained_on=self.today, **evidence)
            inquiry.find(self.case, actor=self.officer, found_on=self.today, **self.finding())

    @property
    def security(self) -> bool:
        return self.plan.matter.track == Track.SECURITY_CASE

    def finding(self) -> dict[str, Any]:
        """What the officer finds of an offence that may be mediated."""
        return {
            "offence": OFFENCES[self.plan.matter.kind], "minor_circumstances": True,
            "ground": self.pick({"acquaintance": 70, "provoked": 12, "easier": 18}),
            "basis": "双方陈述与现场情况一致，情节较轻",
        }  # fmt: skip

    def colleague(self, host: Officer) -> Officer:
        """The second officer of a mediation."""
        others = [o for o in (*self.station.officers, self.station.chief) if o != host]
        return self.rng.choice(others)

    def inform(self) -> None:
        """Tell the parties of a quarrel, once, about courts and mediation committees."""
        if self.plan.matter.track == Track.CIVIL and not self.case.rows(Notice):
            procedure.notify(self.case, actor=self.officer, about=Notice.About.CIVIL_REMEDIES,
                             method=self.pick({"in_person": 80, "phone": 20}),
                             told_on=self.today)  # fmt: skip

    def _decide_warning(self) -> None:
        """A decision about the warning letter, as every case of domestic violence needs one."""
        issued = self.chance(0.4)
        letter = {"perpetrator": self.second, "delivered_on": self.today,
                  "committee_told_on": self.today}  # fmt: skip
        procedure.decide_warning(
            self.case, actor=self.officer, issued=issued, decided_on=self.today,
            reason="情节较轻，依法出具告诫书" if issued else "情节轻微，已对加害人批评教育",
            **letter if issued else {},
        )  # fmt: skip

    def registered(self) -> Steps:
        yield self.now
        fields = self._particulars()
        parent = self._parent()
        if parent is None:
            self.case = intake.register(officer=self.officer, **fields)
        else:
            self._split_off(parent, fields)
        self.others.append(self)
        self.case.acknowledged = {"FIRST_MEDIATION_LATE": "当事人外出，双方商定另行约定时间调解"}
        yield self.wait(0, 0)
        if parent is None:
            self._add_parties()
        if self.case.dispute.domestic_violence:
            self._decide_warning()
        yield self.wait(0, 0)
        self.assess(self.pick(RISKS))

    def _parent(self) -> Story | None:
        """Rarely it turns out that a quarrel under way is two: this one is the other."""
        if self.plan.matter.track != Track.CIVIL or self.luck.random() > SPLITS:
            return None
        return self._another(
            lambda case: (
                case.dispute.state in (State.ACCEPTED, State.MEDIATING)
                and not case.rows(Representative)
            )
        )

    def _split_off(self, parent: Story, fields: dict[str, Any]) -> None:
        self.case = linking.split_off(
            parent.case, actor=self.station.chief, parties=[parent.first, parent.second],
            reason="经询问，双方之间另有一起纠纷，分别处理", **fields,
        )  # fmt: skip
        self.first, self.second = self.case.rows(Party)

    def twin(self) -> Story | None:
        """A case of the station that is the same quarrel, entered once more."""
        silent = all(not letter.is_open for letter in self.case.rows(Referral))
        if self.case.dispute.domestic_violence or not silent:
            return None
        return self._another(lambda case: case.dispute.state == State.CLOSED)

    def _another(self, fits: Callable[[CaseFile], bool]) -> Story | None:
        """One of the newest stories of the station on the same track that is not stored yet."""
        track = self.plan.matter.track
        found = [
            other for other in self.others[-NEAR:]
            if other is not self and other.plan.matter.track == track
            and other.case.added and fits(other.case)
        ]  # fmt: skip
        return self.luck.choice(found) if found else None

    def method_steps(self, most: int) -> None:
        """The station's own method (工作法), as far as it has come; not everybody follows it."""
        done = {row.step_id for row in self.case.rows(MethodStepDone)}
        for step in method_of(self.case)[:most]:
            if step.pk not in done and self.luck.random() < FOLLOWED:
                method.take_method_step(self.case, step, actor=self.officer, on=self.today)
            elif step.pk not in done:
                return

    def assess(self, thought: str) -> None:
        """The officer decides as suggested, or higher where that is how it looks."""
        ticked = self.rng.choice(TICKED[thought])
        suggested = risk.suggest(self.case, ticked).level or self.risks[thought]
        level = max(suggested, self.risks[thought], key=lambda level: level.rank)
        leader = self.station.chief if level.leader_required else None
        risk.assess_risk(self.case, actor=self.officer, level=level, factors=ticked,
                         basis=BASES[level.code], leader=leader, on=self.today)  # fmt: skip

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
            "method": self.pick(self._methods()),
            "visited": self.rng.choice((self.first, self.second)).name,
            "satisfaction": self.pick(SATISFACTION),
            "suggestions": suggestions,
        }

    def _methods(self) -> dict[str, int]:
        """The means that are good enough for the level of the case."""
        level = self.case.dispute.risk_level
        least = WEIGHT[Method(level.follow_up_method)] if level and level.follow_up_method else 0
        return {method: n for method, n in METHODS.items() if WEIGHT[Method(method)] >= least}

    def reviewed(self) -> Steps:
        """Every review that the rules ask for; a few cases come back once."""
        while levels := outstanding(self.case, self.today):
            sent = review.submit_review(
                self.case, actor=self.officer, on=self.today, level=levels[0]
            )
            yield self.wait(0, 2)
            passed = not self.chance(0.05)
            opinion = "事实清楚，程序合法" if passed else "卷内材料不全，请补正后再送审"
            review.review(self.case, sent, actor=self.station.legal, on=self.today, passed=passed,
                          opinion=opinion)  # fmt: skip

    def file_away(self, *, close: bool) -> Steps:
        """Close, and in most cases archive, unless a letter still waits for its answer."""
        if close:
            yield self.wait(0, 5)
            yield from self.reviewed()
            self.step("close")
        silent = any(letter.is_open for letter in self.case.rows(Referral))
        if self.chance(0.6) and not silent:
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
        police = {o.name for o in (*self.station.officers, self.station.chief)}
        while fields["name"] in police:  # nobody mediates the own dispute
            fields["name"] = people.name(self.rng, self.chance(0.4))
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
