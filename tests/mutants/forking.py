"""Processes forked for one piece of work each, so many at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")
Work = Callable[[int], Answer]  # it is told its place, from 1: no two at once have the same
FORK = get_context("fork")


def forked(
    tasks: Iterable[tuple[Key, Work[Answer]]], at_once: int
) -> Iterator[tuple[Key, Answer | None]]:
    """Answers in the order they come; None of a process that died. Tasks are taken when due."""
    gc.freeze()  # what is there now is not moved about in every process
    waiting, places = iter(tasks), [*range(1, at_once + 1)]
    busy: dict[Connection, tuple[Key, int]] = {}
    while True:
        while places and (task := next(waiting, None)):
            place = places.pop()
            busy[_fork(task[1], place)] = task[0], place
        if not busy:
            return
        for pipe in wait(list(busy)):
            key, place = busy.pop(pipe)
            places.append(place)
            yield key, _read(pipe)


def _fork(work: Work[Answer], place: int) -> Connection:
    ours, theirs = FORK.Pipe(duplex=False)
    FORK.Process(target=lambda: theirs.send(work(place)), daemon=True).start()
    theirs.close()
    return ours


def _read(pipe: Connection) -> Answer | None:
    with pipe:
        try:
            return pipe.recv()
        except EOFError:
            return None
