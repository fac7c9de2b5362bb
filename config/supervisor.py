"""`make run` and `make demo`: the whole service under one parent, for one machine.

Production uses systemd or containers instead, see docs/runbook.md.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import psycopg
from django.core.exceptions import ImproperlyConfigured

from config.embedded.servers import Servers, servers
from config.listening import Address
from config.paths import BASE_DIR, VAR_DIR
from config.processes import (
    CannotStart,
    Child,
    Stopped,
    heed_parent,
    heed_signals,
    pause,
    wait_until,
)
from config.roles import ROLES, command

LOGS = VAR_DIR / "log"
PYTHON = sys.executable
READY_SECONDS = 120
DRAIN_SECONDS = 900
LONGEST_PAUSE = 30  # seconds between restarts of a child that keeps dying
STEADY = 60  # seconds after which a child counts as healthy again


class Watched:
    """A child that is started again when it ends, after a pause that doubles."""

    def __init__(self, child: Child) -> None:
        self.child, self.pause = child, 1.0
        self.started, self.due = time.monotonic(), 0.0

    def look(self, now: float) -> None:
        status = self.child.ended()
        if status is None:
            return
        if not self.due:
            self.child.sweep()
            self.pause = 1.0 if now - self.started > STEADY else min(self.pause * 2, LONGEST_PAUSE)
            self.due = now + self.pause
            say(f"{self.child.name} 意外退出（{status}），{self.pause:.0f} 秒后重启，日志 {self.child.log}",
                f"{self.child.name} ended, restarting")  # fmt: skip
        elif now >= self.due:
            self.started, self.due = now, 0.0
            with contextlib.suppress(CannotStart):  # then it has ended, and is looked at again
                self.child.start()


def say(chinese: str, english: str) -> None:
    print(f"{chinese} / {english}", flush=True)


def child(role: str, env: dict[str, str]) -> Child:
    return Child(role, command(role), env=env, log=LOGS / f"{role}.log")


@contextlib.contextmanager
def prepared() -> Iterator[Servers]:
    """The servers with schema, static files and the demo bureau."""
    with servers(VAR_DIR) as running:
        running.env["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
        prepare(running.env)
        yield running


def prepare(env: dict[str, str]) -> None:
    preparing = Child("prepare", [PYTHON, "-m", "config.prepare"], env=env)
    try:
        preparing.start()
        if status := preparing.wait():
            raise CannotStart(
                f"准备失败（{status}），原因见上", "the preparation failed, see above"
            )
    finally:
        preparing.stop()


@contextlib.contextmanager
def started(children: list[Child]) -> Iterator[None]:
    with contextlib.ExitStack() as running:
        for child in children:
            running.callback(child.stop)
            child.start()
        yield


def serve() -> None:
    """Run everything until Stopped."""
    address = Address.from_environment()
    address.wait_until_free()
    with prepared() as running:
        web, *jobs = [child(role, running.env) for role in ROLES]
        with started([web]):
            wait_until(
                lambda: _ready(address), web, READY_SECONDS,
                "网站无法启动", "the web server does not start",
            )  # fmt: skip
            welcome(address)
            with started(jobs):
                watched = [Watched(each) for each in [*running.children, web, *jobs]]
                while True:
                    for each in watched:
                        each.look(time.monotonic())
                    pause(0.5)


def _ready(address: Address) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address.url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def welcome(address: Address) -> None:
    print(
        f"""
枫桥已启动 / Fengqiao is running: {address.url}/
  接口文档 API docs   {address.url}/api/docs/
  系统管理 admin      {address.url}/admin/
  日志 logs           {LOGS}
先试试 / try first: 用上面的账号登录，在接口文档里打开年度报告（annual-reports）的“枫桥”一节
按 Ctrl-C 停止全部 / Ctrl-C stops everything""",
        flush=True,
    )


def demo() -> str:
    """Seed, let a real worker count, sign the report and write its files, return the section's
    text; nothing is left running."""
    with prepared() as running:
        worker = child("worker", running.env)
        with started([worker]):
            say("后台任务正在汇总统计", "the worker is counting")
            wait_until(
                lambda: not _dirty_keys(running.env["DATABASE_URL"]), worker, DRAIN_SECONDS,
                "汇总未完成", "the worker did not finish counting",
            )  # fmt: skip
        _sign(running.env)
        return _report(running.env)


def _dirty_keys(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM reporting_dirtykey").fetchone()
    return int(row[0]) if row else 0


def _sign(env: dict[str, str]) -> None:
    """The bureau's report of the year, through all its steps, as files."""
    folder = VAR_DIR / "demo"
    say(f"正在签发2025年度报告，写到 {folder}", "signing the report")
    command = [PYTHON, "manage.py", "demo_edition", "--folder", str(folder)]
    if subprocess.run(command, env=env, cwd=BASE_DIR, stdout=sys.stderr, check=False).returncode:
        raise CannotStart("年度报告未能签发，原因见上", "the report was not signed, see above")


def _report(env: dict[str, str]) -> str:
    command = [PYTHON, "manage.py", "annual_report", "2025", "--unit", "621000000000",
               "--format", "text"]  # fmt: skip
    made = subprocess.run(command, env=env, cwd=BASE_DIR, stdout=subprocess.PIPE, check=False)
    if made.returncode:
        raise CannotStart("年度报告生成失败，原因见上", "the report failed, see above")
    return made.stdout.decode().rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.supervisor", description=__doc__)
    parser.add_argument("what", choices=["serve", "demo"])
    parser.add_argument("--with-parent", action="store_true", help="end when the caller ends")
    options = parser.parse_args()
    os.chdir(BASE_DIR)
    heed_signals()
    if options.with_parent:
        heed_parent()
    try:
        if options.what == "demo":
            print(demo(), flush=True)
        else:
            serve()
    except (CannotStart, ImproperlyConfigured) as reason:
        print(reason, file=sys.stderr)
        return 1
    except Stopped:
        say("已停止", "stopped")
        return 0 if options.what == "serve" else 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
