"""The demo bureau itself: its units and the officers who act in the stories."""

from __future__ import annotations

import random
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX as UNUSABLE
from django.db import transaction

from disputes.choices import Role, UnitLevel
from disputes.demo import CITY_CODE, MACHINE, people
from disputes.demo.places import CITY, COUNTIES, County
from disputes.demo.plan import Size
from disputes.models import MethodStep, Officer, Unit
from disputes.services.units import create_unit

COUNTY = {county.division: county for county in COUNTIES}
# Officers with a user name that people can remember: where, which role.
NAMED = {
    ("玄马派出所", Role.CHIEF): "xuanma_chief",
    ("玄马派出所", Role.OFFICER): "xuanma_officer",
    ("董志派出所", Role.OFFICER): "dongzhi_officer",
}
# A station with a working method of its own; the steps are invented.
METHOD_OF, METHOD = "玄马派出所", ("听双方诉求", "查起因经过", "讲法理情理", "促履行回访")
OFFICE = {
    "qingyang_statistician": ("统计员", Role.STATISTICIAN),
    "system_admin": ("系统管理员", Role.SYSTEM_ADMIN),
    "security_admin": ("安全管理员", Role.SECURITY_ADMIN),
    "audit_admin": ("审计管理员", Role.AUDIT_ADMIN),
    MACHINE: ("年报导出", Role.MACHINE),
}
# Who reviews and signs the city's report; nobody who has written it may.
SIGNING = {
    "qingyang_legal": ("杜玉萍", Role.LEGAL),
    "qingyang_secrecy": ("樊志宏", Role.STATISTICIAN),
    "qingyang_chief": ("慕维国", Role.CHIEF),
}


@dataclass(frozen=True, slots=True)
class Station:
    """A station with those who work there."""

    unit: Unit
    county: County
    legal: Officer
    chief: Officer
    officers: list[Officer]

    @property
    def township(self) -> str:
        return self.county.township(self.unit.name.removesuffix("派出所"))


@transaction.atomic
def build(size: Size, rng: random.Random) -> None:
    """Create units and officers. Nobody can sign in yet: see `accounts`."""
    city = create_unit(code=CITY_CODE, name=CITY, level=UnitLevel.CITY)
    everybody = _office(city, OFFICE)
    for county in COUNTIES[: size.counties]:
        everybody += _county(county, city, size.stations, rng)
    everybody += _office(city, SIGNING)
    for place, username in NAMED.items():
        next(o for o in everybody if (str(o.unit), o.role) == place).username = username
    for number, officer in enumerate(everybody, start=1):
        officer.username = officer.username or f"officer{number:04d}"
        officer.password = UNUSABLE
        officer.police_number = "" if officer.role == Role.MACHINE else str(900000 + number)
    Officer.objects.bulk_create(everybody)
    own = Unit.objects.filter(name=METHOD_OF)
    MethodStep.objects.bulk_create(
        MethodStep(unit=unit, method="四步工作法", ordinal=n, name=name)
        for unit in own for n, name in enumerate(METHOD, start=1)
    )  # fmt: skip


def station(unit: Unit) -> Station:
    """A station of the demo with its people."""
    officers = list(Officer.objects.filter(unit=unit).select_related("unit").order_by("pk"))
    chief = next(officer for officer in officers if officer.role == Role.CHIEF)
    officers.remove(chief)
    legal = Officer.objects.select_related("unit").get(unit=unit.parent, role=Role.LEGAL)
    return Station(unit, COUNTY[unit.code[:6]], legal, chief, officers)


def _county(county: County, city: Unit, most: int | None, rng: random.Random) -> list[Officer]:
    bureau = create_unit(code=county.code, name=county.bureau, level=UnitLevel.COUNTY, parent=city)
    people_of = [_officer(bureau, Role.LEGAL, rng, f"{county.spelled}_legal")]
    codes = county.station_codes(most)
    for code, name in zip(codes, county.stations, strict=False):
        unit = create_unit(
            code=code, name=f"{name}派出所", level=UnitLevel.STATION, parent=bureau,
            short_name=county.short_name(name),
        )  # fmt: skip
        people_of += [_officer(unit, Role.CHIEF, rng)]
        people_of += [_officer(unit, Role.OFFICER, rng) for _ in range(rng.randint(2, 4))]
    return people_of


def _officer(unit: Unit, role: Role, rng: random.Random, username: str = "") -> Officer:
    name = people.name(rng, rng.random() < 0.2)
    return Officer(username=username, name=name, role=role, unit=unit)


def _office(city: Unit, people_of: dict[str, tuple[str, Role]]) -> list[Officer]:
    """Accounts of the city bureau. Administrators enter the admin pages; rights follow the role."""
    return [
        Officer(username=username, name=name, role=role, unit=city,
                is_staff=username.endswith("_admin"))
        for username, (name, role) in people_of.items()
    ]  # fmt: skip
