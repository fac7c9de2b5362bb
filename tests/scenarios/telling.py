"""How a story goes on: day by day on the server's clock, step by step through the services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Self

from disputes import clock
from disputes.casefile import CaseFile, case_file
from disputes.choices import Role, Source, Track
from disputes.clocks import Clock, clocks_of
from disputes.errors import Refusal, RuleViolation, WrongState
from disputes.models import Dispute, Officer
from disputes.services import intake
from disputes.transitions import TRANSITIONS
from disputes.workflow import take_step
from tests.disputes import refusing
from tests.disputes.api.asking import Api
from tests.factories import PARTIES, make_kind, make_officer, make_station, nine
from tests.scenarios.cast import cite, person


class Teller:
    """One dispute from its registration on, told by the people of its station."""

    def __init__(
        self,
        track: Track = Track.CIVIL,
        day: str = "2026-03-02",
        people: list[dict[str, Any]] | None = None,
        *,
        at: Teller | None = None,
        **fields: Any,
    ) -> None:
        """`at`: at the station of another story, by the same people."""
        self._today = date.fromisoformat(day)
        self._reasons: dict[str, str] = {}
        station = at.officer.unit if at else make_station()
        assert station is not None
        self.officer = at.officer if at else make_officer(station)
        self.colleague = at.colleague if at else make_officer(station)
        self.chief = at.chief if at else make_officer(station, Role.CHIEF)
        self.legal = at.legal if at else make_officer(station.parent, Role.LEGAL)
        told = {"kind": make_kind(), "source": Source.WALK_IN, "summary": "因排水发生口角"}
        everybody = people or [person(name, role) for role, name in PARTIES[track]]
        with clock.at(nine(self._today)):
            case = intake.register_dispute(
                officer=self.officer, track=track, parties=everybody, **told | fields
            )
        self.pk = case.dispute.pk

    # --- what happens

    def on(self, day: str) -> Self:
        """Days pass; what follows happens on this one."""
        assert date.fromisoformat(day) >= self._today, "a story goes forward"
        self._today = date.fromisoformat(day)
        return self

    def because(self, warning: str, reason: str) -> Self:
        """The reason to go on, in the next step, in spite of a warning."""
        self._reasons = {warning: reason}
        return self

    def step(self, action: str, **facts: Any) -> Self:
        """A step that needs nothing but its facts."""
        with self.file() as case:
            take_step(case, action, actor=self.who(action), on=self._today, facts=facts)
        return self

    @contextmanager
    def file(self) -> Iterator[CaseFile]:
        """The case file, open on this day at nine in the morning."""
        reasons, self._reasons = self._reasons, {}
        with clock.at(nine(self._today)), case_file(self.pk) as case:
            case.acknowledged = reasons
            yield case

    def who(self, action: str) -> Officer:
        """Whoever of the station may take a step: the officer, or else the chief or the lawyer."""
        people = (self.officer, self.chief, self.legal)
        return next(one for one in people if one.role in TRANSITIONS[action].roles)

    # --- what does not happen

    @contextmanager
    def refused(
        self, code: str, *articles: str, said: str = "", by: type[Refusal] = RuleViolation
    ) -> Iterator[None]:
        """A rule forbids the block, names its articles, and nothing at all is changed by it."""
        laws = map(cite, articles)
        with refusing.refused(self.dispute, code, *laws, said=re.escape(said), by=by):
            yield

    @contextmanager
    def not_now(self, said: str, code: str = "WRONG_STATE") -> Iterator[None]:
        """The present state of things does not allow the block; nothing is changed by it."""
        with self.refused(code, said=said, by=WrongState):
            yield

    # --- over the API

    @contextmanager
    def online(self, officer: Officer | None = None) -> Iterator[Api]:
        """The officer, or another one, as a client of the API on this day."""
        with clock.at(nine(self._today)):
            yield Api(officer or self.officer)

    # --- how things stand

    @property
    def dispute(self) -> Dispute:
        return Dispute.objects.get(pk=self.pk)

    @property
    def state(self) -> str:
        return self.dispute.state

    @property
    def resolved(self) -> str:
        """The day of the resolution (化解), or nothing."""
        day = self.dispute.resolved_on
        return day.isoformat() if day else ""

    @property
    def steps(self) -> list[str]:
        """Every step so far, oldest first."""
        return [event.action for event in self.dispute.events.all()]

    def clock(self, code: str) -> Clock:
        """How one clock of the case stands today."""
        with clock.at(nine(self._today)):
            found = clocks_of(CaseFile(self.dispute), self._today)
        return next(one for one in found if one.code == code)

    def due(self, code: str) -> str:
        return str(self.clock(code).due_on)
