"""Jobs: a burst of writes is a few drains, and neither cache nor broker can disturb a writer."""

import uuid
from datetime import date

import pytest
from celery.signals import after_task_publish
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from config.addresses import cache as cache_at
from config.celery import app
from disputes.signals import case_written
from reporting import tasks
from reporting.models import DirtyKey, Reconciliation
from tests.factories import make_case, make_unit
from tests.reporting import rows

DAY = date(2025, 1, 10)


@pytest.fixture
def sent(settings, monkeypatch):
    """Drains that the real broker has taken, asked for through the real cache."""
    settings.CACHES = {"default": cache_at(django_settings.REDIS_URL)}
    monkeypatch.setattr(tasks, "KICK", f"test-{uuid.uuid4()}")
    taken: list[str] = []

    def take(sender, **kwargs):
        taken.append(sender)

    after_task_publish.connect(take, sender=tasks.drain_dirty_keys.name)
    yield taken
    after_task_publish.disconnect(take, sender=tasks.drain_dirty_keys.name)
    cache.delete(tasks.KICK)


def test_a_burst_of_kicks_queues_one_task(sent):
    for _ in range(1000):
        tasks.kick()
    assert len(sent) == 1


@pytest.mark.django_db
def test_a_drain_lets_the_next_write_kick_again(sent):
    tasks.kick()
    tasks.drain_dirty_keys()
    tasks.kick()
    tasks.kick()
    assert len(sent) == 2


@pytest.mark.django_db(transaction=True)
def test_a_case_that_was_written_kicks_once_it_is_committed(sent):
    make_case("agreed")
    assert len(sent) == 1
    assert DirtyKey.objects.exists()


def test_a_broken_broker_does_not_reach_the_officer(monkeypatch, caplog):
    def refuse(**options):
        raise ConnectionError("broker is away")

    monkeypatch.setattr(tasks, "cache", LocMemCache(str(uuid.uuid4()), {}))
    monkeypatch.setattr(tasks.drain_dirty_keys, "apply_async", refuse)
    assert case_written.send(None)[0][1] is None
    assert "no drain was asked for" in caplog.text


def test_a_broken_cache_does_not_reach_the_officer(monkeypatch, caplog):
    class Broken:
        def add(self, *args, **kwargs):
            raise ConnectionError("cache is away")

    monkeypatch.setattr(tasks, "cache", Broken())
    assert case_written.send(None)[0][1] is None
    assert "no drain was asked for" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_jobs_drain_and_reconcile():
    city = make_unit()
    rows.dispute(city, DAY)

    tasks.drain_dirty_keys()
    assert not DirtyKey.objects.exists()
    tasks.reconcile_cells()
    assert Reconciliation.objects.get().differing == 0


def test_beat_runs_every_job():
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {
        tasks.drain_dirty_keys.name,
        tasks.reconcile_cells.name,
        tasks.reconcile_if_due.name,
        tasks.build_yearly_drafts.name,
    } <= scheduled
