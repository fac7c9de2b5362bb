"""`make mutants`: change the rules, one small thing at a time, and see whether a test notices."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from zlib import crc32

import django
import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from tests.mutants.database import copies  # noqa: E402
from tests.mutants.making import COPY, made  # noqa: E402
from tests.mutants.mutant import Mutant  # noqa: E402
from tests.mutants.report import REPORT, report, summary  # noqa: E402
from tests.mutants.trying import NEAREST  # noqa: E402
from tests.mutants.verdict import Outcome, entries, explanation, of_a_kind  # noqa: E402

PYTEST = (
    *(sys.executable, "-m", "pytest", "-qq", "-m", "not slow"),
    *("--tb=native", "--capture=sys", "--hypothesis-seed=0"),
)
TESTS = ["tests/disputes", "tests/scenarios"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("places", nargs="*", default=["disputes"], help="files, folders, functions")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="files, folders")
    parser.add_argument("--tenth", type=int, choices=range(10), help="a sample: one change in ten")
    parser.add_argument("--at-once", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--report", action="store_true", help="write docs/mutants.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    asked = [m for m in made() if _asked(m, options.places, options.tenth)]
    outcomes = _outcomes(asked, options.tests, options.at_once)
    for outcome in outcomes:
        if outcome.unexplained:
            print(outcome.mutant)
        if outcome.explained_in_vain:
            print(f"{outcome.mutant}# 已说明理由，但被测试发现：{outcome.noticed_by}\n")
    print(summary(outcomes))
    if options.report:
        REPORT.write_text(report(outcomes, NEAREST), encoding="utf-8")
    return any(outcome.unexplained or outcome.explained_in_vain for outcome in outcomes)


def _asked(mutant: Mutant, places: list[str], tenth: int | None) -> bool:
    """Whether a change lies in one of the places, and in the sample."""
    modules = (p.removesuffix(".py").removesuffix("/__init__").strip("/") for p in places)
    here = any(f"{mutant.function}.".startswith(m.replace("/", ".") + ".") for m in modules)
    return here and tenth in (None, crc32(mutant.name.encode()) % 10)


def _outcomes(asked: list[Mutant], tests: list[str], at_once: int) -> list[Outcome]:
    accepted = entries()
    explained = [(mutant, explanation(mutant, accepted)) for mutant in asked]
    tried = [mutant for mutant, entry in explained if entry is None or not of_a_kind(entry)]
    noticed_by = _verdicts([mutant.name for mutant in tried], tests, at_once)
    return [Outcome(mutant, entry, noticed_by.get(mutant.name)) for mutant, entry in explained]


def _verdicts(names: list[str], tests: list[str], at_once: int) -> dict[str, str]:
    """The test that noticed each change, "" where none did. Exits when tests fail without one."""
    with tempfile.TemporaryDirectory() as folder, copies(at_once):
        mutants, verdicts = Path(folder, "mutants.json"), Path(folder, "verdicts.jsonl")
        mutants.write_text(json.dumps(names), encoding="utf-8")
        files = (f"--mutants={mutants}", f"--verdicts={verdicts}", f"--at-once={at_once}")
        kept = dict.fromkeys(("PYTEST_DEBUG_TEMPROOT", "HYPOTHESIS_STORAGE_DIRECTORY"), folder)
        env = os.environ | kept | {"MUTANT_UNDER_TEST": ""}
        run = subprocess.run((*PYTEST, *files, *tests), cwd=COPY, env=env, check=False)
        if run.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            sys.exit(run.returncode)
        return dict(json.loads(line) for line in verdicts.read_text("utf-8").splitlines())


if __name__ == "__main__":
    sys.exit(main())
