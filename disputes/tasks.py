"""Background jobs (后台任务). Safe to repeat, to lose and to run twice."""

from __future__ import annotations

import logging

from celery import shared_task

from disputes import clock, holidays
from disputes.services import alerts, attachments, binding

logger = logging.getLogger(__name__)


@shared_task(name="disputes.raise_alerts", acks_late=True, ignore_result=True)
def raise_alerts() -> None:
    """Every quarter of an hour and every night. A missing calendar is said here, loudly."""
    for year in holidays.missing_years(clock.today()):
        logger.error("the holidays of %s are missing: its working days cannot be counted", year)
    done = alerts.sweep()
    logger.info("%s alerts raised, %s cleared", done.raised, done.cleared)


@shared_task(name="disputes.bind_volume", acks_late=True, ignore_result=True)
def bind_volume(volume_id: int) -> None:
    """Bind one case file. Asked for when somebody wants it, see `bind_waiting`."""
    binding.bind(volume_id)


@shared_task(name="disputes.bind_waiting", acks_late=True, ignore_result=True)
def bind_waiting() -> None:
    """Every minute: what a broker that was away, or a worker that died, has left undone."""
    for volume_id in binding.waiting():
        binding.bind(volume_id)


@shared_task(name="disputes.sweep_files", acks_late=True, ignore_result=True)
def sweep_files() -> None:
    """Every night: files whose row was never written, because an upload was cut off."""
    logger.info("%s orphaned files deleted", attachments.sweep())
