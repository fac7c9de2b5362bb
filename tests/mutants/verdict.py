"""Survivors (存活变异) and why each of them may live."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ACCEPTED = Path(__file__).with_name("accepted.toml")
NOTICED = (1, 3, -24, -9)  # a test failed, pytest broke, time was up: SIGXCPU, SIGKILL


@dataclass(frozen=True, slots=True)
class Survivor:
    """A change of a function that no test notices, printed as an entry of accepted.toml."""

    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return (
            f"[[accepted]]\nfunction = '{self.function}'\n"
            f"was = '''{self.was}'''\nnow = '''{self.now}'''\nwhy = ''\n"
        )


def survivors(patterns: list[str]) -> list[Survivor]:
    """What mutmut has left of the mutants it was asked for."""
    return [_survivor(path, name) for path, name in _alive(patterns)]


def unexplained(found: list[Survivor], accepted: Path = ACCEPTED) -> list[Survivor]:
    """Survivors for which no entry gives a reason."""
    entries = tomllib.loads(accepted.read_text(encoding="utf-8"))["accepted"]
    return [one for one in found if not any(_explains(entry, one) for entry in entries)]


def _explains(entry: dict[str, str], one: Survivor) -> bool:
    """Whatever an entry says must be so; what it leaves out may be anything."""
    same = all(entry.get(name, value) == value for name, value in asdict(one).items())
    return bool(same and re.search(entry.get("like", ""), one.now) and entry["why"].strip())


def _alive(patterns: list[str]) -> Iterator[tuple[Path, str]]:
    for path in walk_mutatable_files():
        tested = SourceFileMutationData(path=path)
        tested.load()
        for name, code in tested.exit_code_by_key.items():
            asked = any(fnmatch(name, pattern) for pattern in patterns)
            if asked and code not in NOTICED:
                yield path, name


def _survivor(path: Path, name: str) -> Survivor:
    function, owner = orig_function_and_class_names_from_key(name)
    module = name.rpartition(".")[0]
    diff = get_diff_for_mutant(name, path=path).splitlines()[3:]
    was, now = ("\n".join(line[1:].strip() for line in diff if line[0] == sign) for sign in "-+")
    return Survivor(".".join(filter(None, (module, owner, function))), was, now)
