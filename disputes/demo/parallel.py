"""Work for several processes. Imports no models: a new process comes here before Django is set up."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import starmap
from typing import Any, TypeVar

import django

Result = TypeVar("Result")


def in_parallel(
    work: Callable[..., Result], shares: Iterable[tuple[Any, ...]], processes: int
) -> Iterator[Result]:
    """`work` on each share of arguments, in any order; with one process, here and in order.

    Processes are spawned, not forked: a connection and the threads of its pool survive no fork.
    """
    if processes < 2:
        yield from starmap(work, shares)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin) as pool:
        try:
            for done in as_completed([pool.submit(work, *share) for share in shares]):
                yield done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    django.setup()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """After a killed parent nobody would ever send work, nor the end of it."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
