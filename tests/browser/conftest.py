"""What `make run` starts, in a folder of its own, and a Chromium that looks at it.

`BROWSER_URL` names a service that runs already; its accounts have `DEMO_PASSWORD`.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from config.paths import BASE_DIR
from config.processes import Child

PASSWORD = os.environ.get("DEMO_PASSWORD", "Fengqiao-2026-demo")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
SEEDING = 900  # seconds, on a busy machine
DESK = {"width": 1366, "height": 768}  # what a station has
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In one process, in the order of the files: one service, one demo bureau."""
    if not CHROMIUM:
        pytest.exit("需要 Chromium：apt install chromium / Chromium is needed", returncode=4)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """These tests use no database of their own."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """`make run` without `make`."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "supervisor.log"
        env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
        env |= {"PORT": str(self.port), "DEMO_PASSWORD": PASSWORD, "VAR_DIR": str(folder)}
        env |= {"PYTHONPATH": str(BASE_DIR)}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        self.child = Child("supervisor", [sys.executable, "-m", "config.supervisor", "serve"],
                           env=env, log=self.log)  # fmt: skip

    def wait(self) -> None:
        """Until it answers. AssertionError with the log when it ends or takes too long."""
        deadline = time.monotonic() + SEEDING
        while not answers(self.url):
            assert self.child.ended() is None, self.log.read_text(errors="replace")[-4000:]
            assert time.monotonic() < deadline, "not ready in time"
            time.sleep(0.5)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def service_url(tmp_path_factory) -> Iterator[str]:
    if running := os.environ.get("BROWSER_URL"):
        yield running
        return
    service = Service(tmp_path_factory.mktemp("service"))
    service.child.start()
    try:
        service.wait()
        yield service.url
    finally:
        service.child.stop(15)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console complained of; a test that expects some empties it."""
    return []


@pytest.fixture
def sign_in(browser, service_url, complaints) -> Iterator[Callable[..., Page]]:
    """A page of somebody who has just signed in, at /console/."""
    contexts = []

    def enter(
        username: str, viewport: dict[str, int] = DESK, outside: list[str] | None = None
    ) -> Page:
        context = browser.new_context(viewport=viewport, locale="zh-CN", base_url=service_url,
                                      timezone_id="Asia/Shanghai")  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: outside is not None and not sent.url.startswith(
            (service_url, "data:", "blob:")) and outside.append(sent.url))  # fmt: skip
        page.goto("/console/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_text("退出").wait_for()
        return page

    yield enter
    for context in contexts:
        context.close()
    assert complaints == []
