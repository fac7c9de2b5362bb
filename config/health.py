"""Probes (健康检查): open to everybody, so they name what is missing and nothing else."""

from __future__ import annotations

import logging
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app
from disputes import clock, holidays

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers. Says nothing about what it needs: a restart would not help there."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served; 503 with the names of what is missing.

    `warnings` name what does not keep anybody waiting and still has to be put right.
    """
    checks = {"database": _database, "broker": _broker, "migrations": _migrations}
    missing = [name for name, holds in checks.items() if not holds()]
    if missing:
        return JsonResponse({"status": "unavailable", "missing": missing}, status=503)
    warnings = [f"holidays_{year}" for year in _years_without_holidays()]
    for warning in warnings:
        _say_once(warning)
    return JsonResponse({"status": "ok"} | ({"warnings": warnings} if warnings else {}))


def _years_without_holidays() -> list[int]:
    """The yearly notice (放假安排) that somebody should have imported by now."""
    return holidays.missing_years(clock.today())


@cache
def _say_once(warning: str) -> None:
    """Into the log of this process, once: probes come every few seconds."""
    logger.warning("%s are missing: no period that touches that year can be counted", warning)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return False
    return True


def _migrations() -> bool:
    try:
        return _applied()
    except (DatabaseError, _Pending):
        return False


class _Pending(Exception):
    """Migrations wait to be applied. An exception, because `cache` keeps no exceptions."""


@cache
def _applied() -> bool:
    """What is applied stays applied as long as this code runs: the answer is kept."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Pending
    return True
