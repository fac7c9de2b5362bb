"""Where the web server listens (监听地址)."""

from __future__ import annotations

import errno
import socket
from dataclasses import dataclass

from config import env
from config.processes import CannotStart, pause

ATTEMPTS = 5  # every half second


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    @classmethod
    def from_environment(cls) -> Address:
        """HOST and PORT, by default only this machine. Raises ImproperlyConfigured."""
        return cls(env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000, least=1, most=65535))

    @property
    def url(self) -> str:
        """As a browser on this machine reaches it."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def wait_until_free(self) -> None:
        """CannotStart when it is taken: better before the servers start than after.

        A moment's patience, because after a kill -9 the former web server is still ending.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._bind()
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE or attempt == ATTEMPTS:
                    raise CannotStart(
                        f"无法监听 {self.host}:{self.port}（{error.strerror}），"
                        "请停止占用它的程序，或换端口：make run PORT=8001",
                        f"cannot listen there ({error.strerror}): choose another port",
                    ) from error
                pause(0.5)

    def _bind(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((self.host, self.port))
            probe.listen()
