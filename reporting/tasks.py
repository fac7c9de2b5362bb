"""Background jobs. Safe to repeat, to lose and to run twice: keys and lock are in PostgreSQL."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.cache import cache

from disputes import clock
from reporting import drain, editions

logger = logging.getLogger(__name__)
KICK = "reporting.kick"
COLLECT_SECONDS = 1  # a burst of edits is one task, not one each
FORGOTTEN_SECONDS = 5  # then whoever was asked is taken for dead, and the next edit asks again


def kick(**kwargs: object) -> None:
    """Ask for a drain soon; many asks within a second are one task.

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


@shared_task(name="reporting.reconcile", acks_late=True, ignore_result=True)
def reconcile_cells() -> None:
    """Every night: cells against rows. A difference is logged as an error."""
    drain.reconcile()


@shared_task(name="reporting.build_yearly_drafts", acks_late=True, ignore_result=True)
def build_yearly_drafts(year: int | None = None) -> None:
    """On 2 January: every bureau's draft for the year that has ended."""
    editions.build_drafts(year or clock.today().year - 1)
