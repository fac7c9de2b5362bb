"""What happens in a forked process: tests run, with no change or with one switched on."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from types import TracebackType
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

from disputes import workflow
from disputes.errors import Refusal
from disputes.transitions import TRANSITIONS, Transition
from tests.mutants.database import use_copy
from tests.mutants.mutant import ROW

PATIENCE = 20.0  # seconds for a test, besides ten times what it took; a busy machine is no fault


@dataclass(slots=True)
class Lesson:
    """What a test reaches while nothing is changed, and how long it takes."""

    test: str
    seconds: float = 0.0
    reached: set[str] = field(default_factory=set)
    failed: str = ""

    @property
    def refusing(self) -> set[str]:
        """The guards that refuse in it."""
        return {place.rpartition(".")[2] for place in self.reached if place.startswith(ROW)}


@dataclass(slots=True, eq=False)
class Watch:
    """A plugin that writes down how each test went."""

    lessons: dict[str, Lesson] = field(default_factory=dict)
    failed: str = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        lesson = self.lessons.setdefault(report.nodeid, Lesson(report.nodeid))
        lesson.seconds += report.duration
        if report.failed:
            self.failed = report.nodeid
            lesson.failed = f"{report.nodeid}\n{report.longreprtext}"
        if report.when == "teardown":
            lesson.reached |= state()._stats
            state()._stats.clear()


def learned(items: list[pytest.Item], slot: int) -> list[Lesson]:
    """Every test run once, without a change."""
    watch = _begin(items, slot)
    set_mutant_under_test("stats")
    workflow._refusals = _heard(workflow._refusals)
    for item, following in zip_longest(items, items[1:]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return list(watch.lessons.values())


def noticed(name: str, tests: list[tuple[pytest.Item, float]], slot: int) -> str:
    """The first test to notice a change, "" if none does. The process dies when a test hangs."""
    watch = _begin([item for item, _ in tests], slot)
    _switch_on(name)
    for (item, seconds), following in zip_longest(tests, [item for item, _ in tests[1:]]):
        signal.setitimer(signal.ITIMER_REAL, PATIENCE + 10 * seconds)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if watch.failed:
            break
    return watch.failed


def _begin(items: list[pytest.Item], slot: int) -> Watch:
    watch = Watch()
    use_copy(slot)
    for item in items[:1]:
        item.config.pluginmanager.unregister(name="terminalreporter")
        item.config.pluginmanager.register(watch)
    return watch


def _switch_on(name: str) -> None:
    if not name.startswith(ROW):
        set_mutant_under_test(name)
        return
    action, part = name.removeprefix(f"{ROW}.").split(".")
    step = TRANSITIONS[action]
    guards = tuple(guard for guard in step.guards if guard.__name__ != part)
    effect = None if getattr(step.effect, "__name__", "") == part else step.effect
    TRANSITIONS[action] = replace(step, guards=guards, effect=effect)


def _heard(refusals: Callable[..., Iterator[Refusal]]) -> Callable[..., Iterator[Refusal]]:
    """Note which guard of which row refuses: only such a test can miss it."""

    def listening(case: Any, step: Transition, *rest: Any) -> Iterator[Refusal]:
        for refusal in refusals(case, step, *rest):
            passed = _functions(refusal.__traceback__)
            state()._stats.update(f"{ROW}.{step.action}.{name}" for name in passed)
            yield refusal

    return listening


def _functions(traceback: TracebackType | None) -> Iterator[str]:
    """The functions of the rules that a refusal came through: the guard, and what it asked."""
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_name
        if name.startswith("x_") and name.endswith("__mutmut_orig"):
            yield name.removeprefix("x_").removesuffix("__mutmut_orig")
        traceback = traceback.tb_next
