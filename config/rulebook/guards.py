"""The guards as a table: number, refusal, code, citation, all read from their own source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

from config.rulebook.tables import table
from disputes import guards, statutes
from disputes.statutes import Statute
from disputes.workflow import ROWS

NUMBERED = re.compile(r"((?:[GH]\d\d)(?:, [GH]\d\d)*): ")
HOME = guards.__name__
REFUSALS = ("RuleViolation", "WrongState")


@dataclass(frozen=True, slots=True)
class Rule:
    """One guard. `refusals` are pairs of codes and Chinese sentence, "…" where it says values."""

    name: str
    place: str
    number: str
    summary: str
    refusals: tuple[tuple[str, str], ...]
    citations: tuple[Statute, ...]

    @property
    def reference(self) -> str:
        """How the table of steps names it."""
        return self.number or f"`{self.name}`"


def text() -> str:
    rows = [row for rule in _rules() for row in _rows(rule)]
    laws = [
        [s.law, s.article, s.since, s.until or ""]
        for s in vars(statutes).values()
        if isinstance(s, Statute)
    ]
    return f"""## 规则

违反规则的操作一律拒绝，不留任何记录；返回代码、提示和法律依据。提示中的“…”是具体内容。

{table(["编号", "提示", "代码", "法律依据", "程序", "英文说明"], rows)}

## 所引法条

{table(["法律法规", "条款", "施行", "失效"], laws)}"""


def _rules() -> list[Rule]:
    """Every guard once, in the order of their numbers, those without one at the end."""
    used = dict.fromkeys([guards.in_order, *(guard for row in ROWS for guard in row.guards)])
    return sorted(map(rule_of, used), key=lambda rule: (not rule.number, rule.number))


def _rows(rule: Rule) -> Iterator[list[str]]:
    citations = "、".join(map(str, rule.citations))
    for position, (code, sentence) in enumerate(rule.refusals):
        rest = [citations, f"`{rule.place}`", rule.summary] if position == 0 else ["同上"] * 3
        yield [rule.number, sentence, code, *rest]


@cache
def rule_of(guard: Callable[..., Any]) -> Rule:
    """What a guard says about itself."""
    assert isinstance(guard, FunctionType)
    summary = " ".join(inspect.cleandoc(guard.__doc__ or "").partition("\n\n")[0].split())
    numbered = NUMBERED.match(summary)
    nodes = [node for function in _with_helpers(guard) for node in _nodes(function)]
    return Rule(
        name=guard.__name__,
        place=f"{guard.__module__.rpartition('.')[2]}.{guard.__name__}",
        number=numbered[1].replace(", ", "、") if numbered else "",
        summary=summary[numbered.end() :] if numbered else summary,
        refusals=tuple(dict.fromkeys(_refusals(nodes))),
        citations=tuple(dict.fromkeys(_citations(nodes))),
    )


def _with_helpers(guard: FunctionType) -> list[FunctionType]:
    """The guard and the functions of the guards' package that it calls, directly or not."""
    found = [guard]
    for function in found:
        for node in _nodes(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                called = function.__globals__.get(node.func.id)
                if isinstance(called, FunctionType) and called not in found:
                    found += [called] if called.__module__.startswith(HOME) else []
    return found


@cache
def _nodes(function: FunctionType) -> list[ast.AST]:
    return list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))))


def _refusals(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
            codes = [word.value for word in node.keywords if word.arg == "code"]
            yield "、".join(f"`{code}`" for code in _constants(codes)), _sentence(node.args[0])


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        for part in ast.walk(node):
            if isinstance(part, ast.Constant) and str(part.value).isupper():
                yield str(part.value)


def _sentence(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_sentence, node.values))
    return "…"


def _citations(nodes: list[ast.AST]) -> Iterator[Statute]:
    for node in nodes:
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "statutes":
            found = getattr(statutes, node.attr)
            if isinstance(found, Statute):
                yield found
