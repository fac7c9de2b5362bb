"""Beat builds every bureau's draft once: delivered twice, or after a worker died in between."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta

import pytest

from config.celery import app
from disputes import clock
from reporting import tasks
from reporting.editions import drafting
from reporting.editions.term import Term
from reporting.models import Edition, EditionStep
from tests.disputes.racing import at_once
from tests.factories import SHANGHAI
from tests.reporting.editions.conftest import YEAR

SECOND = datetime(2026, 1, 2, 6, tzinfo=SHANGHAI)


class WorkerDied(BaseException):
    """What no handler catches: the process is gone."""


@pytest.fixture
def queue(monkeypatch):
    """Jobs that were asked for and not fetched yet."""
    waiting: list[tuple[int, ...]] = []
    monkeypatch.setattr(tasks.build_draft, "delay", lambda *job: waiting.append(job))
    return waiting


def work(queue: list[tuple[int, ...]]) -> None:
    """A worker: a job leaves the queue only once it is done (acks_late)."""
    while queue:
        tasks.build_draft(*queue[0])
        queue.pop(0)


@pytest.fixture
def drafts(bureau):
    with clock.at(SECOND):
        yield lambda: set(Edition.objects.values_list("unit__name", "year", "month"))


def test_on_2_january_every_bureau_gets_its_draft_of_the_year_that_has_ended(drafts, queue, bureau):
    tasks.build_yearly_drafts()
    work(queue)
    city = bureau.county.parent
    assert drafts() == {(city.name, YEAR, 0), ("玄远县公安局", YEAR, 0)}


def test_with_the_clock_of_january_beat_asks_on_three_days_of_the_year(bureau):
    """The entry's own schedule, asked every hour of two months what is due since an hour before."""
    (entry,) = [e for e in app.conf.beat_schedule.values()
                if e["task"] == "reporting.build_yearly_drafts"]  # fmt: skip
    hours = (datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(hours=n) for n in range(59 * 24))
    assert [hour for hour in hours if _due(entry["schedule"], hour)] == [
        SECOND + timedelta(days=n) for n in range(3)
    ]


def _due(schedule, moment: datetime) -> bool:
    at_moment = copy(schedule)
    at_moment.nowfun, at_moment.app = (lambda: moment), app
    return bool(at_moment.is_due(moment - timedelta(hours=1) + timedelta(seconds=1)).is_due)


def test_delivered_twice_every_draft_is_built_once(drafts, queue, bureau):
    tasks.build_yearly_drafts()
    tasks.build_yearly_drafts()
    assert len(queue) == 4
    work(queue)
    assert Edition.objects.count() == EditionStep.objects.count() == 2
    tasks.build_yearly_drafts()  # of the next day
    assert queue == []


def test_two_workers_with_the_same_job_build_one_draft(drafts, bureau):
    def job():
        tasks.build_draft(bureau.county.pk, YEAR)

    assert at_once(job, job) == [None, None]
    assert Edition.objects.count() == EditionStep.objects.count() == 1


def test_a_worker_that_died_in_between_leaves_nothing_half_done(drafts, queue, bureau, monkeypatch):
    tasks.build_yearly_drafts()
    with monkeypatch.context() as dying:

        def die(*args, **kwargs):
            raise WorkerDied

        tasks.build_draft(*queue.pop(0))
        dying.setattr(drafting, "record", die)  # the edition is written, its transaction is open
        with pytest.raises(WorkerDied):
            work(queue)
    assert Edition.objects.count() == EditionStep.objects.count() == 1
    work(queue)  # the broker delivers the job again
    assert Edition.objects.count() == EditionStep.objects.count() == 2


def test_what_officers_have_begun_is_not_built_over(drafts, queue, bureau):
    begun = bureau.draft()
    tasks.build_yearly_drafts()
    work(queue)
    assert Edition.objects.get(pk=begun.pk).digest == begun.digest
    assert Edition.objects.get(pk=begun.pk).texts == begun.texts


def test_the_bulletin_is_of_the_month_that_has_ended(drafts, queue, bureau):
    tasks.build_monthly_drafts()
    work(queue)
    assert {(year, month) for _, year, month in drafts()} == {(2025, 12)}
    assert Term.last_month(datetime(2026, 3, 2).date()) == Term(2026, 2)


@pytest.mark.parametrize(
    ("task", "hour", "minute", "days", "months"),
    [
        ("reporting.build_yearly_drafts", {6}, {0}, {2, 3, 4}, {1}),
        ("reporting.build_monthly_drafts", {6}, {30}, {2, 3, 4}, set(range(1, 13))),
    ],
)
def test_beat_asks_at_six_in_shanghai(task, hour, minute, days, months):
    (entry,) = [e for e in app.conf.beat_schedule.values() if e["task"] == task]
    when = entry["schedule"]
    assert (when.hour, when.minute) == (hour, minute)
    assert (when.day_of_month, when.month_of_year) == (days, months)
    assert app.conf.timezone == "Asia/Shanghai"
