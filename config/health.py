"""Probes (健康检查): open to everybody, so they name what is missing and nothing else."""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers. Says nothing about what it needs: a restart would not help there."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served; 503 with the names of what is missing."""
    checks = {"database": _database, "broker": _broker, "migrations": _migrations}
    missing = [name for name, holds in checks.items() if not holds()]
    body = {"status": "unavailable", "missing": missing} if missing else {"status": "ok"}
    return JsonResponse(body, status=503 if missing else 200)


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
