"""The guards as a table: number, refusal, code, citation, all read from their own source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType
from typing import Any, NamedTuple

from config.rulebook.tables import table
from disputes import errors, guards, statutes
from disputes.statutes import Statute
from disputes.transitions import ROWS

NUMBERED = re.compile(r"((?:[GH]\d\d)(?:, [GH]\d\d)*): ")
HOME = guards.__name__
REFUSALS = ("RuleViolation", "Caution", "WrongState")


class Said(NamedTuple):
    """What a guard answers: codes and Chinese sentence, "…" where it says values."""

    code: str
    sentence: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One guard, as its own source and that of its helpers (`nodes`) tells it."""

    name: str
    place: str
    number: str
    summary: str
    refusals: tuple[Said, ...]
    citations: tuple[Statute, ...]
    nodes: tuple[ast.AST, ...] = field(repr=False, compare=False)

    @property
    def reference(self) -> str:
        """How the table of steps names it."""
        return self.number or f"`{self.name}`"


def text() -> str:
    rows = [row for rule in rules() for row in _rows(rule)]
    laws = [
        [s.law, s.article, s.since, s.until or "", s.note]
        for s in vars(statutes).values()
        if isinstance(s, Statute)
    ]
    return f"""## 规则

违反规则的操作一律拒绝，不留任何记录；返回代码、提示和法律依据。性质为“警示”的，说明理由后可以办理，
理由记入流转记录。提示中的“…”是具体内容。

{table(["编号", "性质", "提示", "代码", "法律依据", "程序", "英文说明"], rows)}

## 所引法条

{table(["法律法规", "条款", "施行", "失效", "备注"], laws)}"""


def rules() -> list[Rule]:
    """Every guard once, in the order of their numbers, those without one at the end."""
    of_every_step = (guards.recused_stay_out, guards.in_order, guards.after_last_change)
    used = dict.fromkeys([*of_every_step, *(guard for row in ROWS for guard in row.guards)])
    return sorted(map(rule_of, used), key=lambda rule: (not rule.number, rule.number))


def _rows(rule: Rule) -> Iterator[list[str]]:
    citations = "、".join(map(str, rule.citations))
    for position, said in enumerate(rule.refusals):
        rest = [citations, f"`{rule.place}`", rule.summary] if position == 0 else ["同上"] * 3
        yield [rule.number, "警示" if said.warns else "拒绝", said.sentence, said.code, *rest]


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
        citations=tuple({str(article): article for article in _citations(nodes)}.values()),
        nodes=tuple(nodes),
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


def _refusals(nodes: list[ast.AST]) -> Iterator[Said]:
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS:
            said = [word.value for word in node.keywords if word.arg == "code"]
            kind = getattr(errors, getattr(node.func, "id", ""))
            codes = "、".join(f"`{code}`" for code in [*_constants(said)] or [kind.code])
            yield Said(codes, _sentence(node.args[0]), issubclass(kind, errors.Caution))


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
            # By track: the same duty, each by its own rulebook.
            of_tracks = list(found.values()) if isinstance(found, dict) else [found]
            for statute in of_tracks:
                yield from _versions(statute)


def _versions(statute: object) -> Iterator[Statute]:
    """An article and those that it replaced, by which older cases go."""
    if isinstance(statute, Statute):
        yield statute
        yield from _versions(statute.before)
