"""The plugin that runs in the copy: learns what every test reaches, then tries the changes.

Tests are collected once. Whatever runs them is forked from there, which is cheap, keeps one change
from another, and lets Hypothesis see every test for the first time. A change is tried on the tests
that reach it, the likeliest to notice first, until one does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from tests.mutants.forking import forked
from tests.mutants.learning import Lesson, learned, noticed

LATEST = 5  # so many of the tests that noticed the last changes of a function are asked first

# A rule that none of its nearest tests knows is not tested, whatever may trip over it elsewhere.
NEAREST = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutants", type=Path, help="file with the names of the changes")
    parser.addoption("--verdicts", type=Path, help="file for the test that noticed each of them")
    parser.addoption("--at-once", type=int, default=2)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Instead of running the tests: those that matter for each change."""
    if session.testsfailed:
        pytest.exit("tests cannot be collected", returncode=1)
    options = session.config.option
    names = json.loads(options.mutants.read_text(encoding="utf-8"))
    trial = Trial(session.items, options.at_once)
    trial.learn()
    with options.verdicts.open("w", encoding="utf-8") as file:
        for name, noticed_by in trial.verdicts(names):
            print(json.dumps([name, noticed_by]), file=file, flush=True)
    return True


@dataclass(slots=True)
class Trial:
    items: list[pytest.Item]
    at_once: int
    lessons: dict[str, Lesson] = field(default_factory=dict)
    reaching: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    noticing: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    def learn(self) -> None:
        """Run every test once. Ends the run for a test that fails without a change."""
        shares = [self.items[n :: self.at_once] for n in range(self.at_once)]
        tasks = ((n, partial(learned, share)) for n, share in enumerate(shares))
        for _, lessons in forked(tasks, self.at_once):
            if lessons is None:
                pytest.exit("a process died while tests ran without a change", returncode=1)
            for lesson in lessons:
                if lesson.failed:
                    pytest.exit(f"without a change: {lesson.failed}", returncode=1)
                self.lessons[lesson.test] = lesson
                for place in lesson.reached:
                    self.reaching[place].add(lesson.test)

    def verdicts(self, names: list[str]) -> Iterator[tuple[str, str]]:
        """Every change and the test that noticed it; "" where none does."""
        for name, found in forked(((n, partial(self._tried, n)) for n in names), self.at_once):
            if found in self.lessons:
                latest = self.noticing[_place(name)]
                latest.pop(found, None)
                latest[found] = None
            yield name, "time, or a process that died" if found is None else found

    def _tried(self, name: str, slot: int) -> str:
        by_name = {item.nodeid: item for item in self.items}
        tests = [(by_name[test], self.lessons[test].seconds) for test in self._ordered(name)]
        return noticed(name, tests, slot)

    def _ordered(self, name: str) -> list[str]:
        """The tests that reach a change, the likeliest to notice first.

        That is what noticed the last ones; where the changed guard refuses; what bears its
        module's name; others. One case of every test comes before the second of any: a hundred
        cases of one table would leave no room for the rest.
        """
        place = _place(name)
        package, module, function = place.split(".")[-3:]
        latest = [*self.noticing[place]][-LATEST:]
        cases: dict[str, int] = defaultdict(int)

        def nearness(test: str) -> tuple[bool, int]:
            return package not in test.partition("::")[0], len(self.lessons[test].reached)

        def turn(test: str) -> tuple[int, bool, bool, int]:
            cases[test.partition("[")[0]] += 1
            known = latest.index(test) + 1 if test in latest else 0
            refusing = function.removeprefix("x_") in self.lessons[test].refusing
            named = module in test.partition("::")[0]
            return -known, not refusing, not named, cases[test.partition("[")[0]]

        return sorted(sorted(self.reaching[place], key=nearness), key=turn)[:NEAREST]


def _place(name: str) -> str:
    """What a test has to reach: the changed function, or the row's guard that refuses."""
    *_, part = name.split(".")
    return f"disputes.transitions.x_{part}" if part[0] == "_" else name.partition("__mutmut_")[0]
