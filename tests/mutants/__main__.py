"""`make mutants`: change the rules, one small thing at a time, and see whether a test notices."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
django.setup()

from tests.mutants.database import migrated  # noqa: E402
from tests.mutants.verdict import survivors, unexplained  # noqa: E402

MUTMUT = Path(sys.executable).with_name("mutmut")
# mutmut runs the tests twice before any mutant; the second time those of one module are enough.
# Names of mutants end in a digit, so this asks for none of them.
AGAIN = "disputes.workdays.*[!0-9]"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("places", nargs="*", default=["disputes"], help="files or folders")
    parser.add_argument("--tenth", type=int, choices=range(10), help="a sample: one mutant in ten")
    options = parser.parse_args()
    digit = "[0-9]" if options.tenth is None else options.tenth
    patterns = [f"{_module(place)}.*{digit}" for place in options.places]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # and mutmut with us
    shutil.rmtree("mutants", ignore_errors=True)
    with migrated():
        run = subprocess.run([MUTMUT, "run", "--max-children", "2", AGAIN, *patterns], check=False)
    if run.returncode:
        return run.returncode
    found = survivors(patterns)
    surprises = unexplained(found)
    print(*surprises, sep="\n")
    print(f"{len(found)} 个变异未被测试发现，其中 {len(surprises)} 个没有说明理由")
    return bool(surprises)


def _module(place: str) -> str:
    return place.removesuffix(".py").removesuffix("/__init__").strip("/").replace("/", ".")


if __name__ == "__main__":
    sys.exit(main())
