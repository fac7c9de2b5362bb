"""List and create over HTTP, against bare WSGI with the same work in one prepared statement."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.database import conninfo
from bench.harness import Comparison
from bench.load import CLIENTS, Request, fetch, seconds_per_request, serving
from disputes.choices import UnitLevel
from disputes.demo import people
from disputes.models import Dispute, Officer, Unit

CSRF = "b" * 32
_people = random.Random(2025)


def _new() -> str:
    """A dispute of two people who never quarrelled before, as most are."""
    first, second = ({
        "name": name,
        "id_number": people.citizen_id(_people, date(1950, 1, 1) + timedelta(_people.randrange(18000)), False),
        "phone": people.phone(_people), "address": "某县某镇某村",
    } for name in ("李明", "王强"))  # fmt: skip
    return json.dumps({
        "track": "civil", "kind": "neighbour.neighbour_water", "source": "walk_in",
        "summary": "楼上卫生间漏水，双方就赔偿发生争执",
        "parties": [{"role": "applicant", **first}, {"role": "respondent", **second}],
    })  # fmt: skip


def run(database: str, rounds: int, requests: int) -> list[Comparison]:
    """Session sign-in, scope, validation, masking, encryption and throttling are all on."""
    county = Unit.objects.filter(level=UnitLevel.COUNTY).earliest("pk")
    stations = list(Unit.objects.filter(level=UnitLevel.STATION).order_by("pk")[:CLIENTS])
    return [
        _list(database, county, rounds, requests),
        _create(database, stations, rounds, requests),
    ]


def _list(database: str, county: Unit, rounds: int, requests: int) -> Comparison:
    mine = Request("/api/v1/disputes/?page_size=50", clients=[_signed_in(county)])
    its = Request("/")
    with _servers(database, county) as (limit, project):
        _same_page(fetch(limit, its), fetch(project, mine))
        return Comparison("list 50 cases", "bare WSGI + json_agg", at_least=0.45).run(
            lambda: seconds_per_request(limit, its, requests),
            lambda: seconds_per_request(project, mine, requests),
            rounds,
        )


def _create(database: str, stations: list[Unit], rounds: int, requests: int) -> Comparison:
    """Every client is another station: two cases of one station wait for each other's number."""
    mine = Request("/api/v1/disputes/", "POST", [_signed_in(s) for s in stations], _new)
    its = Request("/", "POST", body=lambda: "楼上卫生间漏水，双方就赔偿发生争执")
    with _servers(database, stations[0]) as (limit, project):
        before = Dispute.objects.count()
        fetch(limit, its), fetch(project, mine)
        assert Dispute.objects.count() == before + 2, "both create one case"
        return Comparison("create case + 2 parties", "one INSERT", at_least=0.12).run(
            lambda: seconds_per_request(limit, its, requests),
            lambda: seconds_per_request(project, mine, requests),
            rounds,
        )


@contextmanager
def _servers(database: str, unit: Unit) -> Iterator[tuple[int, int]]:
    """Ports of the limit's and the project's server, side by side."""
    env = {"DATABASE_URL": conninfo(database), "BENCH_UNIT": str(unit.pk)}
    django = {
        "DATABASE_URL": _url(database),
        "BENCH_SERVER": "1",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    limit = serving("bench.limits.wsgi:application", env)
    with limit as its, serving("config.wsgi:application", django) as mine:
        yield its, mine


def _url(database: str) -> str:
    """DATABASE_URL with another database: Django's settings want a URI."""
    head, _, tail = os.environ["DATABASE_URL"].partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}" + (f"?{tail}" if tail else "")


def _signed_in(unit: Unit) -> dict[str, str]:
    """Headers of a browser in which the unit's officer has signed in."""
    officer = Officer.objects.get(unit=unit)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(officer.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = officer.get_session_auth_hash()
    session.save()
    cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; csrftoken={CSRF}"
    return {"Cookie": cookie, "X-CSRFToken": CSRF}


def _same_page(limit: bytes, project: bytes) -> None:
    """Both answer with the same cases in the same order and the same number of members."""
    its, mine = json.loads(limit)["results"], json.loads(project)["results"]
    assert [row["id"] for row in its] == [row["id"] for row in mine], "different pages"
    assert set(its[0]) <= set(mine[0]), set(its[0]) - set(mine[0])
