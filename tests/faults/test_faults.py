"""Workers die, Redis goes away: no dispute is lost, and the figures are exact afterwards."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Sum

from disputes.models import Dispute, Officer
from reporting import rollup
from reporting.models import Cell, DirtyKey
from tests.factories import make_chief
from tests.faults.conftest import Service, eventually

DRAINING = """
    SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.granted AND l.mode = 'ExclusiveLock'
            AND l.relation = 'reporting_rolluplock'::regclass)"""
KILLS = 3


@pytest.fixture
def chief(transactional_db) -> Officer:
    return make_chief()


def draining() -> bool:
    """Whether a drain holds the roll-up lock at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(DRAINING)
        return bool(cursor.fetchone()[0])


def clean() -> bool:
    return not DirtyKey.objects.exists() and not draining()


def registered(chief: Officer) -> int:
    """What the cells of the city say, far above the station that wrote."""
    city = chief.unit.city
    cells = Cell.objects.filter(unit=city, dimension="")
    return cells.aggregate(n=Sum("registered"))["n"] or 0


def test_a_worker_killed_while_it_drains_beside_four_writers(service: Service, chief: Officer):
    writers = service.start_writers(chief.pk, 45, number=4)
    for _ in range(KILLS):
        service.worker.start()
        service.ask_for_a_drain()  # the writers' own asking waits for the drain that was killed
        eventually(draining, "a drain")
        service.worker.sweep()  # kill -9 of the worker and all its processes
    service.worker.start()
    written = service.written_by(writers)
    service.ask_for_a_drain()
    eventually(clean, "the last drain")

    assert written == Dispute.objects.count() > 0
    assert rollup.differing() == []
    assert registered(chief) == written


def test_redis_gone_while_cases_are_written(service: Service, chief: Officer):
    service.worker.start()
    before = service.written_by(service.start_writers(chief.pk, 1, number=1))
    eventually(clean, "a drain")

    service.redis.stop()
    during = service.written_by(service.start_writers(chief.pk, 3, number=2))
    assert during > 0
    assert DirtyKey.objects.exists()
    service.redis.start()
    eventually(lambda: service.worker.ended() is None, "the worker lives on")
    service.ask_for_a_drain()
    eventually(clean, "a drain")

    assert before + during == Dispute.objects.count()
    assert rollup.differing() == []
    assert registered(chief) == before + during
