"""`python -m bench.peak DATABASE csv|xlsx`: makes one list of cases and prints its own peak memory in MB."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryFile

import django


def main(name: str, ending: str) -> float:
    django.setup()
    # Only now: they need the settings.
    from bench.database import use
    from bench.exports import write
    from reporting.exports import cases

    use(name)
    with TemporaryFile() as file:
        write({"csv": cases.write_csv, "xlsx": cases.write_xlsx}[ending], file)
    return peak()


def peak() -> float:
    """Of this program alone: what `getrusage` says begins with the peak of whoever started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found, "needs the /proc of Linux"
    return int(found[1]) / 1024


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
