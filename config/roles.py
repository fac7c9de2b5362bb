"""The three processes of the service; `python -m config.roles web|worker|beat` becomes one.

`make run`, the Procfile, systemd and the containers all start them through here.
"""

from __future__ import annotations

import io
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config import env
from config.listening import Address

CORES = os.cpu_count() or 1
THREADS = 4  # of one web process: as many as it keeps database connections
STOP_SECONDS = 10  # for requests in progress


def web() -> list[str]:
    at = Address.from_environment()
    workers = env.integer("WEB_WORKERS", min(2, CORES), least=1, most=64)
    return ["granian", "--interface", "wsgi", "--host", at.host, "--port", str(at.port),
            "--workers", str(workers), "--workers-kill-timeout", str(STOP_SECONDS),
            "--blocking-threads", str(THREADS), "--backpressure", "128",
            "config.wsgi:application"]  # fmt: skip


def worker() -> list[str]:
    concurrency = env.integer("WORKER_CONCURRENCY", min(2, CORES), least=1, most=64)
    return ["celery", "--app", "config", "worker", "--loglevel", "info",
            "--concurrency", str(concurrency)]  # fmt: skip


def beat() -> list[str]:
    """One for the whole installation: a second one would send every job twice."""
    return ["celery", "--app", "config", "beat", "--loglevel", "info", "--pidfile="]


ROLES = {"web": web, "worker": worker, "beat": beat}


def command(role: str) -> list[str]:
    """With this very Python, whatever PATH says. Raises ImproperlyConfigured."""
    return [sys.executable, "-m", *ROLES[role]()]


def check() -> None:
    """What is wrong with settings, templates of the report and the like stops the start, and not the
    first request that meets it. Raises SystemCheckError."""
    django.setup()
    call_command("check", stdout=io.StringIO())


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in ROLES:
        sys.exit(f"python -m config.roles {'|'.join(ROLES)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    try:
        check()
        os.execv(sys.executable, command(sys.argv[1]))
    except (ImproperlyConfigured, SystemCheckError) as wrong:
        sys.exit(f"配置错误 / bad configuration: {wrong}")


if __name__ == "__main__":
    main()
