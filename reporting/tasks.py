"""Background jobs. Safe to repeat, to lose and to run twice: keys and lock are in PostgreSQL."""

from __future__ import annotations

import logging
from contextlib import suppress

from celery import shared_task
from django.core.cache import cache

from disputes import clock
from disputes.errors import Outdated
from disputes.models import Unit
from reporting import drain, state
from reporting.editions import drafting
from reporting.editions.term import Term
from reporting.exports import jobs
from reporting.models import Edition

logger = logging.getLogger(__name__)
KICK = "reporting.kick"
COLLECT_SECONDS = 5  # a burst of edits is one task, not one each; who reads meanwhile drains first
FORGOTTEN_SECONDS = 20  # then whoever was asked is taken for dead, and the next edit asks again


def kick(**kwargs: object) -> None:
    """Ask for a drain soon; many asks within some seconds are one task.

    Called after a case was written. Whatever is wrong with cache or broker must not reach the
    officer: the keys are safe, and the beat drains every minute.
    """
    try:
        if cache.add(KICK, 1, timeout=FORGOTTEN_SECONDS):
            drain_dirty_keys.apply_async(countdown=COLLECT_SECONDS)
    except Exception:
        logger.warning("no drain was asked for; the next minute's will do", exc_info=True)


@shared_task(name="reporting.drain", acks_late=True, ignore_result=True, soft_time_limit=300)
def drain_dirty_keys() -> None:
    """Every minute, and whenever a commit kicks it."""
    cache.delete(KICK)  # first: what is written from here on asks again
    drain.drain()
    state.beat("drain")


@shared_task(name="reporting.reconcile", acks_late=True, ignore_result=True)
def reconcile_cells() -> None:
    """Every night: cells against rows. A difference is logged as an error."""
    drain.reconcile()
    state.beat("reconcile")


@shared_task(name="reporting.reconcile_if_due", acks_late=True, ignore_result=True)
def reconcile_if_due() -> None:
    """The very first time, and after a night without a worker: nobody could sign until the next."""
    if state.reconciliation_is_due():
        reconcile_cells()


@shared_task(name="reporting.build_yearly_drafts", acks_late=True, ignore_result=True)
def build_yearly_drafts(year: int | None = None) -> None:
    """From 2 January on: a job for every bureau that has no report of the year that has ended."""
    _ask_for_drafts(Term(year or clock.today().year - 1))


@shared_task(name="reporting.build_monthly_drafts", acks_late=True, ignore_result=True)
def build_monthly_drafts(year: int | None = None, month: int | None = None) -> None:
    """From the 2nd of each month on: a job for every bureau without a bulletin of the last one."""
    asked = Term(year, month) if year and month else Term.last_month(clock.today())
    _ask_for_drafts(asked)


@shared_task(name="reporting.build_draft", acks_late=True, ignore_result=True, soft_time_limit=1800)
def build_draft(unit: int, year: int, month: int = 0) -> None:
    """One bureau's first draft. Delivered twice, or again after its worker died, it makes no other."""
    with suppress(Outdated):  # the same job, delivered twice, was faster
        drafting.build_once(Term(year, month), Unit.objects.get(pk=unit))


@shared_task(name="reporting.make_export", acks_late=True, ignore_result=True, soft_time_limit=600)
def make_export(job: int) -> None:
    """Make one file. Asked for when somebody wants it, see `make_waiting_exports`."""
    jobs.make(job)


@shared_task(name="reporting.make_waiting_exports", acks_late=True, ignore_result=True)
def make_waiting_exports() -> None:
    """Every minute: what a broker that was away, or a worker that died, has left undone."""
    for job in jobs.waiting():
        jobs.make(job)


@shared_task(name="reporting.forget_exports", acks_late=True, ignore_result=True)
def forget_exports() -> None:
    """Every night: files whose days are over."""
    logger.info("%s expired exports deleted", jobs.forget_expired())


def _ask_for_drafts(term: Term) -> None:
    made = Edition.objects.filter(year=term.year, month=term.month).values("unit")
    for unit in drafting.bureaus().exclude(pk__in=made).values_list("pk", flat=True):
        build_draft.delay(unit, term.year, term.month)
