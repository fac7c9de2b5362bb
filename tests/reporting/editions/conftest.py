"""A bureau whose year is over, and the officers who bring its report to signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest

from disputes import clock
from disputes.choices import Role
from disputes.models import Dispute, Officer, Unit
from reporting import drain
from reporting.editions import steps
from reporting.editions.drafting import build_draft, write_texts
from reporting.models import Edition
from reporting.models.edition import EditionAction as A
from tests.factories import NOW, make_officer, make_unit
from tests.reporting import rows

YEAR = 2025
REVIEWED = (A.SUBMIT, A.CONFIRM, A.PASS_LEGAL, A.PASS_SECRECY)


@dataclass
class Bureau:
    """A county with one station below it, twelve cases of 2025, and everybody who is needed."""

    county: Unit
    station: Unit
    cases: list[Dispute]
    people: dict[A, Officer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = {
            A.SUBMIT: make_officer(self.county, Role.STATISTICIAN),
            A.CONFIRM: make_officer(self.station, Role.CHIEF),
            A.PASS_LEGAL: make_officer(self.county, Role.LEGAL),
            A.PASS_SECRECY: make_officer(self.county, Role.STATISTICIAN),
            A.SIGN: make_officer(self.county, Role.CHIEF),
        }

    def draft(self, month: int = 0) -> Edition:
        """A draft with every required text."""
        author = self.people[A.SUBMIT]
        edition = build_draft(YEAR, self.county, month=month, actor=author)
        missing = {s["code"]: "有关工作按要求开展。" for s in edition.body["slots"] if s["missing"]}
        return write_texts(edition.pk, actor=author, expected=edition.version, texts=missing)

    def take(self, edition: Edition, action: A, reason: str = "") -> Edition:
        actor = self.people[action]
        return steps.take(edition.pk, action, actor=actor, expected=edition.version, reason=reason)

    def reviewed(self, *until: A, month: int = 0) -> Edition:
        """An edition after the given steps; by default it waits for the signature."""
        edition = self.draft(month)
        for action in until or REVIEWED:
            edition = self.take(edition, action)
        return edition

    def signed(self, month: int = 0) -> Edition:
        return self.take(self.reviewed(month=month), A.SIGN)


@pytest.fixture
def bureau(transactional_db) -> Iterator[Bureau]:
    with clock.at(NOW):
        county = make_unit(make_unit(), name="玄远县公安局")
        station = make_unit(county, name="玄远派出所")
        cases = [rows.dispute(station, date(YEAR, n, 10), people_count=2) for n in range(1, 13)]
        for n, case in enumerate(cases[:8]):
            rows.event(case, date(YEAR, n + 1, 14), 1, days=4)
        rows.session(cases[0], date(YEAR, 1, 11), outcome="agreed")
        rows.referral(cases[1], date(YEAR, 6, 1))
        drain.reconcile()
        yield Bureau(county, station, cases)
