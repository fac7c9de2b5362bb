"""Two transactions in a chosen order: one is held open while another one runs into it."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.db import connection

# Not pg_stat_activity, which shows the same picture all through a transaction.
WAITS_FOR_US = """
    SELECT EXISTS (SELECT FROM pg_locks
                   WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"""
PATIENCE = 30  # seconds


def beside(work: Callable[[], Any]) -> Future[Any]:
    """Start `work` in another thread; returns when it has ended or waits for our transaction.

    Ask for its `result` once the transaction has ended.
    """

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    pool = ThreadPoolExecutor(1)
    running = pool.submit(copy_context().run, run)
    pool.shutdown(wait=False)
    deadline = time.monotonic() + PATIENCE
    while not running.done() and not _waits_for_us():
        assert time.monotonic() < deadline, "neither ended nor waiting"
        time.sleep(0.01)
    return running


def _waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return bool(cursor.fetchone()[0])
