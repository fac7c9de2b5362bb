"""Start what the environment does not name, and stop it again."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.embedded.postgres_server import Postgres
from config.embedded.redis_server import Redis
from config.embedded.sockets import database_url, redis_url
from config.env import text
from config.processes import CannotStart, Child


@dataclass
class Servers:
    """`env`, with DATABASE_URL and REDIS_URL, for whatever uses the servers; `children` were
    started here."""

    env: dict[str, str]
    children: list[Child]


@contextlib.contextmanager
def servers(data: Path, *, scratch: bool = False) -> Iterator[Servers]:
    """PostgreSQL and Redis below `data`. What is already in the environment is left alone.

    `scratch`: nothing needs to survive a power cut (tests). Raises CannotStart.
    """
    data = data.resolve()
    with contextlib.ExitStack() as running:
        with _explained(data):
            data.mkdir(parents=True, exist_ok=True)
            running.enter_context(_alone(data))
            started = Servers(_environment(data), [])
            for child in _missing(data, started.env, scratch):
                running.callback(child.stop)
                child.start()
                started.children.append(child)
        yield started


def _missing(data: Path, env: dict[str, str], scratch: bool) -> Iterator[Child]:
    """The servers the environment does not name, which then does."""
    if not env["DATABASE_URL"]:
        env["DATABASE_URL"] = database_url(data)
        yield Postgres(data, env, scratch=scratch)
    if not env["REDIS_URL"]:
        env["REDIS_URL"] = redis_url(data)
        yield Redis(data, env)


@contextlib.contextmanager
def _explained(data: Path) -> Iterator[None]:
    """A full disk or a foreign file is the user's to mend: no traceback, but what and where."""
    try:
        yield
    except OSError as error:
        place = error.filename or data
        raise CannotStart(
            f"无法读写 {place}（{error.strerror}），请检查权限和剩余空间",
            f"cannot read or write there ({error.strerror}): check permissions and free space",
        ) from error


def _environment(data: Path) -> dict[str, str]:
    """Ours, but with a home below `data`: nothing is left behind elsewhere, and no PGPORT,
    PGOPTIONS or password file of the user changes what the servers do."""
    home = data / "home"
    home.mkdir(exist_ok=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    for name in ("DATABASE_URL", "REDIS_URL"):
        env[name] = text(name, "")
        env.pop(f"{name}_FILE", None)
    return env | {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local" / "share"),
        "XDG_STATE_HOME": str(home / ".local" / "state"),
    }


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One user of a data folder at a time. The lock goes with the process, also by kill -9."""
    with (data / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid = lock.read().strip()
            raise CannotStart(
                f"{data} 正被进程 {pid} 使用，请先停止它", f"in use by process {pid}: stop it first"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
