"""Background jobs (后台任务). Safe to repeat, to lose and to run twice."""

from __future__ import annotations

import logging

from celery import shared_task

from disputes import clock, holidays
from disputes.services import alerts

logger = logging.getLogger(__name__)


@shared_task(name="disputes.raise_alerts", acks_late=True, ignore_result=True)
def raise_alerts() -> None:
    """Every quarter of an hour and every night. A missing calendar is said here, loudly."""
    for year in holidays.missing_years(clock.today()):
        logger.error("the holidays of %s are missing: its working days cannot be counted", year)
    done = alerts.sweep()
    logger.info("%s alerts raised, %s cleared", done.raised, done.cleared)
