"""A service of real processes around the test's database: own Redis, Celery worker, writers."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from celery import Celery
from django.db import connection

from config.addresses import broker
from config.embedded.redis_server import Redis
from config.embedded.sockets import redis_url
from config.paths import BASE_DIR
from config.processes import Child

PATIENCE = 60  # seconds


def database_url() -> str:
    """The test's own database, as another process reaches it."""
    of = connection.settings_dict
    user = quote(of["USER"] or "", safe="")
    secret = f":{quote(of['PASSWORD'], safe='')}" if of["PASSWORD"] else ""
    host, port = quote(str(of["HOST"] or "")), of["PORT"] or 5432
    return f"postgresql://{user}{secret}@/{of['NAME']}?host={host}&port={port}"


def eventually(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE} seconds"
        time.sleep(0.02)


class Service:
    """What runs beside the test. Everything it started ends with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.base",
            "DATABASE_URL": database_url(),
            "REDIS_URL": redis_url(folder),
            "CELERY_BROKER_URL": "",
            "PYTHONPATH": str(BASE_DIR),
        }
        self.redis = Redis(folder, self.env)
        celery = [sys.executable, "-m", "celery", "--app", "config"]
        self.worker = self._child("worker", [*celery, "worker", "--concurrency", "2"])
        self.children: list[Child] = [self.worker]

    def _child(self, name: str, command: list[str]) -> Child:
        return Child(name, command, env=self.env, log=self.folder / "log" / f"{name}.log")

    def start_writers(self, officer_pk: int, seconds: float, number: int) -> list[Child]:
        python = [sys.executable, "-m", "tests.faults.writer", str(officer_pk), str(seconds)]
        writers = [self._child(f"writer{n}", python) for n in range(number)]
        self.children += writers
        for writer in writers:
            writer.start()
        return writers

    def written_by(self, writers: list[Child]) -> int:
        """How many disputes they registered; each must have ended well."""
        for writer in writers:
            eventually(lambda writer=writer: writer.ended() is not None, writer.name)
            assert writer.ended() == 0, writer.log.read_text(errors="replace")
        return sum(int(writer.last_words()) for writer in writers)

    def ask_for_a_drain(self) -> None:
        """What beat does every minute."""
        self.ask("reporting.drain")

    def ask(self, task: str, *arguments: int) -> None:
        """Put a job into the queue."""
        with Celery(broker=broker(self.env["REDIS_URL"])) as beat:
            beat.send_task(task, arguments)

    def stop(self) -> None:
        for child in [*reversed(self.children), self.redis]:
            child.stop(5)


@pytest.fixture
def service(transactional_db, tmp_path) -> Iterator[Service]:
    with contextlib.ExitStack() as running:
        found = Service(tmp_path)
        running.callback(found.stop)
        found.redis.start()
        yield found
