from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from disputes import clock
from disputes.choices import Role
from disputes.models import Dispute, Officer, Unit
from tests.disputes.api.asking import Api
from tests.factories import NOW, make_officer, make_unit
from tests.reporting import rows


@pytest.fixture(autouse=True)
def _the_clock_stands():
    """Every request of these tests comes at noon of `factories.NOW`."""
    with clock.at(NOW):
        yield


@pytest.fixture(autouse=True)
def _nobody_is_slowed_down(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@dataclass
class Bureau:
    """A city with two counties; a station below the first one has the cases."""

    city: Unit
    county: Unit
    other: Unit
    station: Unit
    neighbour: Unit
    cases: list[Dispute] = field(default_factory=list)

    def officer(self, role: str = Role.STATISTICIAN, unit: Unit | None = None) -> Officer:
        return make_officer(unit or self.city, role)

    def api(self, role: str = Role.STATISTICIAN, unit: Unit | None = None) -> Api:
        return Api(self.officer(role, unit))


@pytest.fixture
def bureau(transactional_db) -> Bureau:
    """2025: five registered, three resolved by the year's end, two referred, one heard twice."""
    city = make_unit()
    county, other = make_unit(city), make_unit(city)
    station = make_unit(county)
    found = Bureau(city, county, other, station, make_unit(county))
    kinds = ["neighbour.neighbour_daily", "neighbour.neighbour_water", "debt.loan"]
    for n in range(5):
        found.cases.append(rows.dispute(station, date(2025, n + 1, 10), kind=kinds[n % 3]))
    for n, case in enumerate(found.cases[:3]):
        rows.event(case, date(2025, n + 1, 12), 1, days=2)
    for case in found.cases[:2]:
        rows.referral(case, date(2025, 6, 1))
        rows.referral(case, date(2025, 7, 1))
    for _ in range(2):
        rows.session(found.cases[0], date(2025, 1, 11), outcome="agreed")
    rows.dispute(other, date(2025, 3, 3))
    return found


@pytest.fixture
def asker(db) -> Api:
    """A statistician whose questions never reach the figures."""
    return Api(make_officer(make_unit(), Role.STATISTICIAN))
