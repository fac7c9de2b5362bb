"""The direction of dependencies is a test, not an agreement.

Imports for type checkers only do not run, so they do not count.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Inside `disputes`, innermost first. A module imports its own layer and those before it.
LAYERS = (
    {"choices", "statutes", "errors", "clock", "privacy", "identity", "querysets", "signals",
     "workdays", "deadlines", "ratios", "vault", "filetypes", "ink"},
    {"models"},
    {"numbering", "cleaning", "tables", "casefile", "filing", "dictionaries", "holidays",
     "mediations"},
    {"guards", "papers", "clocks", "balance", "volumes"},
    {"transitions"},
    {"workflow", "guidance"},
    {"services"},
    {"api", "admin", "demo", "management", "checks", "apps", "tasks"},
)  # fmt: skip
LAYER = {name: n for n, names in enumerate(LAYERS) for name in names}
WEB = ("rest_framework", "drf_spectacular", "celery", "django.http", "django.contrib.admin")
FORBIDDEN = {  # where: what it may not import; an exception is written as "-name"
    "disputes": ("reporting", "config", "-config.rest"),
    "reporting": ("config", "-config.rest", "disputes.api", "disputes.services",
                  "disputes.workflow", "-disputes.services.audit"),  # one chain for the house
    "config/rest": ("reporting", "disputes.api", "disputes.services", "disputes.workflow"),
}  # fmt: skip


def sources(where: str) -> list[Path]:
    found = [p for p in (ROOT / where).rglob("*.py") if "migrations" not in p.parts]
    assert found
    return found


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Everything that runs."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    found = []
    while waiting:
        node = waiting.pop()
        found.append(node)
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            waiting += ast.iter_child_nodes(node)
    return found


@cache
def imported_by(path: Path) -> set[str]:
    """Full names: `from disputes import workflow` imports disputes.workflow."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("where", FORBIDDEN)
def test_nothing_imports_outwards(where):
    rules = FORBIDDEN[where]
    denied = tuple(r for r in rules if not r.startswith("-"))
    allowed = tuple(r[1:] for r in rules if r.startswith("-"))
    broken = [
        f"{path.relative_to(ROOT)} → {name}"
        for path in sources(where)
        for name in imported_by(path)
        if within(name, denied) and not within(name, allowed)
    ]
    assert not broken


def test_only_the_api_packages_know_the_edge():
    broken = [
        f"{path.relative_to(ROOT)} → {name}"
        for app in ("disputes", "reporting")
        for path in sources(app)
        for name in imported_by(path)
        if within(name, ("config",)) and path.relative_to(ROOT / app).parts[0] != "api"
    ]
    assert not broken


def part(path: Path) -> str:
    """The module or package directly below `disputes`."""
    return path.relative_to(ROOT / "disputes").parts[0].removesuffix(".py")


def test_every_part_of_disputes_has_its_layer():
    assert {part(path) for path in sources("disputes")} - {"__init__"} == LAYER.keys()


@pytest.mark.parametrize("outer", range(1, len(LAYERS)))
def test_no_layer_imports_a_layer_outside_of_it(outer):
    denied = tuple(f"disputes.{name}" for name in LAYERS[outer])
    inner = [p for p in sources("disputes") if LAYER.get(part(p), 0) < outer]
    broken = [
        f"{path.relative_to(ROOT)} → {name}"
        for path in inner
        for name in imported_by(path)
        if within(name, denied)
    ]
    assert not broken


def test_the_domain_knows_neither_http_nor_queues():
    inner = [p for p in sources("disputes") if LAYER.get(part(p), 0) < len(LAYERS) - 1]
    broken = [
        f"{path.relative_to(ROOT)} → {name}"
        for path in inner
        for name in imported_by(path)
        if within(name, WEB)
    ]
    assert not broken


def test_only_the_demo_sets_the_clock():
    setting = {
        path.relative_to(ROOT).parts[1]
        for app in ("disputes", "reporting", "config")
        for path in sources(app)
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "clock.at"
    }
    names = {
        n
        for app in ("disputes", "reporting", "config")
        for p in sources(app)
        for n in imported_by(p)
    }
    assert setting == {"demo"}
    assert "disputes.clock.at" not in names


def test_business_days_come_from_one_clock():
    """Neither date.today() nor timezone.now(): the demo's past years and tests would leak."""
    asked = re.compile(r"\bdate\.today\(|\btimezone\.(now|localdate|localtime)\(|datetime\.now\(")
    found = [p.name for p in sources("disputes") if asked.search(p.read_text(encoding="utf-8"))]
    assert found == ["clock.py"]


def test_article_numbers_stand_in_one_file_only():
    article = re.compile("第[一二三四五六七八九十百零]+条")
    found = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for app in ("disputes", "reporting")
        for path in sources(app)
        for node in nodes(path)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and article.search(node.value)
        if path.name != "statutes.py"
    ]
    assert not found
