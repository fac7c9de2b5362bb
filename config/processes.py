"""Child processes (子进程) that never outlive their parent, and messages that say what to do."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class CannotStart(Exception):
    """One line for the user, Chinese and English, that says what to do."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese} / {english}")


class Stopped(Exception):
    """A signal arrived or the parent ended: not an error, but everything ends."""


_signals: list[int] = []
_parents: list[int] = []


def heed_signals() -> None:
    """From now on a signal is only noted; `pause` raises Stopped at a place that can bear it.

    Raised by the handler, an exception may hit a destructor and vanish there.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: _signals.append(number))


def heed_parent() -> None:
    """From now on `pause` also raises Stopped when the present parent has ended."""
    _parents.append(os.getppid())


def pause(seconds: float) -> None:
    """Sleep. Raises Stopped when a signal has arrived."""
    time.sleep(seconds)
    if _signals or any(parent != os.getppid() for parent in _parents):
        raise Stopped


def _die_with_parent(number: int) -> None:
    """Have Linux send the signal when the parent ends, be it by kill -9."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, number)


class Child:
    """A process in a session of its own, so that Ctrl-C reaches the parent alone.

    With `foreground` it shares the terminal instead, and gets Ctrl-C itself.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path | None = None,
        stop_signal: int = signal.SIGTERM,
        foreground: bool = False,
    ) -> None:
        self.name, self.command, self.env = name, list(command), dict(env)
        self.log, self.stop_signal, self.foreground = log, stop_signal, foreground
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._output() as output:
            self.process = subprocess.Popen(
                self.command,
                env=self.env,
                stdin=None if self.foreground else subprocess.DEVNULL,
                stdout=output,
                stderr=output and subprocess.STDOUT,
                start_new_session=not self.foreground,
                preexec_fn=functools.partial(_die_with_parent, self.stop_signal),
            )

    def _output(self) -> contextlib.AbstractContextManager[IO[bytes] | None]:
        if self.log is None:
            return contextlib.nullcontext()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.process is None and self.log.exists():  # not a restart: keep the last run's log
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def ended(self) -> int | None:
        """The exit status, None while it runs or before it was started."""
        return self.process.poll() if self.process else None

    def wait(self) -> int:
        """The exit status once it ends. Raises Stopped."""
        while (status := self.ended()) is None:
            pause(0.1)
        return status

    def stop(self, seconds: float = 20) -> None:
        """Ask, wait, then kill what is left of the whole process group."""
        if self.process is None:
            return
        if self.ended() is None:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.sweep()

    def sweep(self) -> None:
        """Kill the group: workers of a master that was itself killed would keep its port."""
        assert self.process, "not started"
        kill = os.kill if self.foreground else os.killpg
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self) -> str:
        """The last line of the log, for a message."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log else []
        return lines[-1].strip() if lines else ""


def wait_until(
    ready: Callable[[], bool], child: Child, seconds: float, chinese: str, english: str
) -> None:
    """Poll `ready` until it holds; CannotStart when the child ends or time runs out, or Stopped."""
    deadline = time.monotonic() + seconds
    while not ready():
        if child.ended() is not None or time.monotonic() > deadline:
            raise CannotStart(f"{chinese}：{child.last_words()}", f"{english}; see {child.log}")
        pause(0.1)
