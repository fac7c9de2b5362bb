"""What `make run` starts, in a folder of its own, and a Chromium that looks at it.

`BROWSER_URL` names a service that runs already; its accounts have `DEMO_PASSWORD`. `BROWSER_DATA`
is a folder that keeps the demo bureau from one run to the next. `SCREENS` is a folder for pictures.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from config.paths import BASE_DIR
from config.processes import Child
from config.settings.test import FIXED

PASSWORD = os.environ.get("DEMO_PASSWORD", "Fengqiao-2026-demo")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
OF_TESTS = {*FIXED, "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
SEEDING = 900  # seconds, on a busy machine
DESK = {"width": 1366, "height": 768}  # what a station has
PHONE = {"width": 390, "height": 844}
PATIENCE = 12_000  # milliseconds for whatever one waits for; a busy machine is not a fault
expect.set_options(timeout=PATIENCE)


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
        env = {name: value for name, value in os.environ.items() if name not in OF_TESTS}
        env |= {"PORT": str(self.port), "DEMO_PASSWORD": PASSWORD, "VAR_DIR": str(folder)}
        env |= {"PYTHONPATH": str(BASE_DIR)}
        self.child = Child("supervisor", [sys.executable, "-m", "config.supervisor", "serve"],
                           env=env, log=self.log)  # fmt: skip

    def wait(self) -> None:
        """Until it answers. AssertionError with the log when it ends or takes too long."""
        deadline = time.monotonic() + SEEDING
        while not answers(self.url):
            assert self.child.ended() is None, self.log.read_text(errors="replace")[-4000:]
            assert time.monotonic() < deadline, "not ready in time"
            time.sleep(0.5)

    @contextmanager
    def web_killed(self) -> Iterator[None]:
        """kill -9 of the web server and its workers. The supervisor starts them anew only after
        the block, as it does everywhere after its pause."""
        supervisor = self.child.process
        assert supervisor
        supervisor.send_signal(signal.SIGSTOP)
        try:
            os.killpg(self._web_server(supervisor.pid), signal.SIGKILL)
            yield
        finally:
            supervisor.send_signal(signal.SIGCONT)
            self.wait()

    def _web_server(self, supervisor: int) -> int:
        """The leader of the web server's session."""
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        said = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return next(pid for pid, command in said.items() if b"granian" in command)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service | None]:
    """None where one runs already, which is not ours to kill."""
    if os.environ.get("BROWSER_URL"):
        yield None
        return
    kept = os.environ.get("BROWSER_DATA")
    service = Service(Path(kept).resolve() if kept else tmp_path_factory.mktemp("service"))
    service.child.start()
    try:
        service.wait()
        yield service
    finally:
        service.child.stop(15)


@pytest.fixture(scope="session")
def service_url(service) -> str:
    return service.url if service else os.environ["BROWSER_URL"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"],
        )


def _is_complaint(said: ConsoleMessage) -> bool:
    """The browser notes every refusal; the page itself explains what the rules refuse, and that
    a server without an office program shows no PDF."""
    explained = ["status of 409", "status of 422"]
    if "file_format=pdf" in said.location["url"]:
        explained.append("status of 503")
    return said.type == "error" and not any(one in said.text for one in explained)


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
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: _is_complaint(said) and complaints.append(said.text))
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
