"""Changes of the rules: mutmut's, of every function, and ours, of every row of the table."""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from mutmut.__main__ import create_mutants
from mutmut.mutation.data import MutantLineSpans, SourceFileMutationData
from mutmut.utils.file_utils import (
    copy_also_copy_files,
    copy_src_dir,
    walk_mutatable_files,
)
from mutmut.utils.format_utils import (
    mangled_name_from_mutant_name,
    orig_function_and_class_names_from_key,
)

from disputes.transitions import ROWS
from tests.mutants.mutant import ROW, Mutant

COPY = Path("mutants")  # mutmut's name for the tree with the changed functions


def made() -> list[Mutant]:
    """A fresh copy of the tree in which every change waits to be switched on."""
    shutil.rmtree(COPY, ignore_errors=True)
    with contextlib.redirect_stdout(io.StringIO()):
        copy_src_dir()
        copy_also_copy_files()
        create_mutants(max_children=2)
    return [*_of_functions(), *_of_rows()]


def _of_functions() -> Iterator[Mutant]:
    for path in walk_mutatable_files():
        data, lines = SourceFileMutationData(path=path), MutantLineSpans.load(path)
        data.load()
        for name in data.exit_code_by_key:
            yield _mutant(name, lines)


def _mutant(name: str, lines: MutantLineSpans) -> Mutant:
    module, _, changed = name.rpartition(".")
    function, owner = orig_function_and_class_names_from_key(name)
    original = f"{mangled_name_from_mutant_name(changed)}__mutmut_orig"
    before, after = lines.read_function_sources([original, changed])
    before, after = before.replace(original, function), after.replace(changed, function)
    diff = [*unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")][2:]
    was, now = ("\n".join(line[1:].strip() for line in diff if line[0] == sign) for sign in "-+")
    return Mutant(name, ".".join(filter(None, (module, owner, function))), was, now)


def _of_rows() -> Iterator[Mutant]:
    """Every row without one of its guards, and without what follows from its step."""
    for row in ROWS:
        for part in filter(None, (*row.guards, row.effect)):
            name = f"{ROW}.{row.action}.{part.__name__}"
            yield Mutant(name, ROW, f"{row.action}: {part.__name__}", f"{row.action}:")
