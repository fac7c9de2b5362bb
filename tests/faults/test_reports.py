"""A worker dies over a report: nothing half-done stands, and whoever asks again gets it once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from disputes import clock
from disputes.choices import Role
from disputes.models import Officer
from reporting.editions.drafting import build_draft, bureaus
from reporting.exports import jobs
from reporting.models import Edition, EditionStep, ExportFile, ExportJob
from reporting.models.export import Format, Progress
from tests.factories import make_chief, make_officer
from tests.faults.conftest import Service, database_url, eventually

WAITING = """
    SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND NOT l.granted AND l.relation = %s::regclass)"""


@pytest.fixture
def chief(transactional_db) -> Officer:
    return make_chief()


@contextmanager
def nobody_writes(table: str) -> Iterator[None]:
    """Whoever wants to write into the table waits, so that it can be killed at that very point."""
    with psycopg.connect(database_url()) as holding:
        holding.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


def stuck(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [table])
        return bool(cursor.fetchone()[0])


def kill_at(service: Service, table: str, task: str, *arguments: int) -> None:
    """kill -9 of the worker and all its processes while it is about to write into the table."""
    service.worker.start()
    with nobody_writes(table):
        service.ask(task, *arguments)
        eventually(lambda: stuck(table), f"{task} at {table}")
        service.worker.sweep()
    eventually(lambda: not stuck(table), "the end of its transaction")
    service.worker.start()


def test_a_worker_killed_over_a_draft_and_jobs_delivered_twice_build_each_draft_once(
    service: Service, chief: Officer
):
    kill_at(service, "reporting_editionstep", "reporting.build_yearly_drafts")
    assert not Edition.objects.exists()  # it was inserted, and is gone with its transaction

    for _ in range(2):  # as beat does on the next day, and a broker that delivers twice
        service.ask("reporting.build_yearly_drafts")
    of_last_year = Edition.objects.filter(year=clock.today().year - 1, month=0)
    eventually(lambda: of_last_year.count() == bureaus().count(), "every bureau's draft")
    service.ask("reporting.drain")
    service.worker.stop(20)  # whatever is under way is brought to its end

    assert Edition.objects.count() == EditionStep.objects.count() == bureaus().count() > 1
    assert set(Edition.objects.values_list("unit", flat=True)) == set(
        bureaus().values_list("pk", flat=True)
    )


def test_a_worker_killed_in_the_middle_of_an_export_leaves_nothing_and_another_makes_it_once(
    service: Service, chief: Officer
):
    county = chief.unit.parent
    author = make_officer(county, Role.STATISTICIAN)
    edition = build_draft(clock.today().year - 1, county, actor=author)
    job = jobs.ask(edition, Format.XLSX, public=False, purpose="报送", actor=author)

    kill_at(service, "reporting_exportfile", "reporting.make_export", job.pk)
    job.refresh_from_db()
    assert (job.progress, job.digest, job.attempts) == (Progress.RUNNING, "", 1)
    assert not ExportFile.objects.exists()

    service.ask("reporting.make_waiting_exports")  # too early: somebody may still be at it
    service.ask("reporting.drain")
    silent = clock.now() - jobs.GIVEN_UP - timedelta(seconds=1)
    ExportJob.objects.filter(pk=job.pk).update(told_at=silent)
    for _ in range(2):
        service.ask("reporting.make_waiting_exports")
    eventually(lambda: ExportJob.objects.filter(progress=Progress.DONE).exists(), "the export")
    service.worker.stop(20)

    job.refresh_from_db()
    assert (job.progress, job.percent, job.attempts) == (Progress.DONE, 100, 2)
    assert ExportFile.objects.count() == 1 and job.size > 1000
