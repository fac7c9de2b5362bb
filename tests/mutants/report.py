"""What became of all changes: one line for a terminal, one page for docs/."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.mutants.verdict import Outcome, of_a_kind

REPORT = Path("docs/mutants.md")
HEAD = """\
# Mutants

`make mutants` changes the rules, one small thing at a time: every function of the rule layer as
mutmut does, and every row of the table of transitions by leaving out one guard or what follows from
the step. A change counts as noticed when one of the {nearest} tests nearest to it fails. What no
test can notice has its reason in `tests/mutants/accepted.toml` and is listed below; a reason for a
change that a test does notice fails the run, as does a change without either.

| Module | Changes | Noticed | Not tried | Explained | Left |
|---|---:|---:|---:|---:|---:|
"""


def summary(outcomes: list[Outcome]) -> str:
    made, noticed, untried, explained, left = _figures(outcomes)
    return (
        f"{made} 个变异：{noticed} 个被测试发现，{untried} 个按类别不试，"
        f"{explained} 个已说明理由，{left} 个未被发现也没有说明理由"
    )


def report(outcomes: list[Outcome], nearest: int) -> str:
    ordered = sorted(outcomes, key=_module)
    lines = [_line(module, list(of_it)) for module, of_it in groupby(ordered, key=_module)]
    told = dict.fromkeys(_reasons(ordered))
    table = "\n".join([*lines, _line("all", outcomes)])
    return f"{HEAD.format(nearest=nearest)}{table}\n\n## Reasons\n\n" + "\n".join(told) + "\n"


def _figures(outcomes: list[Outcome]) -> tuple[int, int, int, int, int]:
    noticed = sum(outcome.noticed for outcome in outcomes)
    untried = sum(outcome.noticed_by is None for outcome in outcomes)
    left = sum(outcome.unexplained for outcome in outcomes)
    return len(outcomes), noticed, untried, len(outcomes) - noticed - untried - left, left


def _line(module: str, outcomes: list[Outcome]) -> str:
    return f"| {module} | {' | '.join(map(str, _figures(outcomes)))} |"


def _module(outcome: Outcome) -> str:
    """disputes.guards.closing; rows and methods belong to the module that holds them."""
    name = outcome.mutant.name
    return name.partition(".x")[0].partition(".ROWS")[0]


def _reasons(outcomes: list[Outcome]) -> Iterator[str]:
    """Every reason that was needed, once."""
    for outcome in outcomes:
        if outcome.entry is not None and not outcome.noticed:
            change = "" if of_a_kind(outcome.entry) else f": `{_short(outcome)}`"
            place = outcome.entry.get("function", "anywhere")
            yield f"- {place}{change} — {' '.join(outcome.entry['why'].split())}"


def _short(outcome: Outcome) -> str:
    was, now = (text.replace("\n", " ") for text in (outcome.mutant.was, outcome.mutant.now))
    return f"{was} → {now or '(gone)'}"
