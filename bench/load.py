"""Servers on loopback and a small, bounded load on them."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

CLIENTS = 8  # keep-alive connections, each with one request under way


@dataclass
class Request:
    """What every client sends; `clients` are their own headers, taken in turn."""

    path: str
    method: str = "GET"
    clients: Sequence[dict[str, str]] = ({},)
    body: Callable[[], str] = str  # made anew for every request


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[int]:
    """One granian worker for a WSGI application; its port. The same options for everybody."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
               "--port", str(port), "--workers", "1", "--no-access-log", "--log-level", "error",
               application]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ | env, start_new_session=True,
                               stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def seconds_per_request(port: int, request: Request, count: int) -> float:
    """Send `count` requests over eight connections; wall-clock seconds for one."""
    share = count // CLIENTS
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda n: _send(port, request, share, n), range(CLIENTS)))
    return (time.perf_counter() - started) / (share * CLIENTS)


def fetch(port: int, request: Request) -> bytes:
    """One answer. Raises RuntimeError for anything but 200 and 201."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        return _exchange(connection, request, 0)
    finally:
        connection.close()


def _send(port: int, request: Request, count: int, client: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(count):
        _exchange(connection, request, client)
    connection.close()


def _exchange(connection: http.client.HTTPConnection, request: Request, client: int) -> bytes:
    body = request.body().encode() or None
    headers = request.clients[client % len(request.clients)] | {"Accept": "application/json"}
    if body:
        headers["Content-Type"] = "application/json"
    if request.method == "POST":
        headers |= {"Idempotency-Key": os.urandom(12).hex()}
    connection.request(request.method, request.path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status not in (200, 201):
        raise RuntimeError(f"{request.path}: {answer.status} {content[:300]!r}")
    return content


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not start")
