"""`python -m bench`: ratios of the project to a limit measured in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.harness import Comparison

GROUPS = ("http", "rollup", "rebuild", "read", "export", "volume", "burst")


def main() -> int:
    options = _options()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    # Only now: they need the settings.
    from django.conf import settings

    from bench import database, exports, http, rollups, volumes
    from bench.harness import as_json, markdown, table

    settings.BENCH_URL = database.server_url()
    started, found = time.monotonic(), []

    def ran(group: list[Comparison]) -> None:
        """What is done is shown at once: a large register takes an hour."""
        found.extend(group)
        print(f"{table(group)}\n{time.monotonic() - started:.0f} s\n", flush=True)
        if options.markdown:
            options.markdown.write_text(markdown(found))

    with database.filled(options.rows) as small:
        if "http" in options.only:
            ran(http.run(small, options.rounds, options.requests))
        if "volume" in options.only:
            ran(volumes.run(small, options.rounds))
        if set(options.only) - {"http", "volume"}:
            rollups.prepare(small)
            if "burst" in options.only:
                ran(rollups.burst(small, options.rounds))
            if "rebuild" in options.only:
                ran(rollups.rebuild(small, options.rows, options.rounds))
            for size in options.large:
                with database.filled(size) as large:
                    rollups.prepare(large)
                    for name, group in (rollups.GROUPS | {"export": exports.run}).items():
                        if name in options.only:
                            ran(group(small, large, (options.rows, size), options.rounds))
    print(f"{options.rows} and {', '.join(options.large)} cases, {options.rounds} rounds, alternating; "
          f"times are median (min–max); {time.monotonic() - started:.0f} s\n")  # fmt: skip
    print(table(found), flush=True)
    if options.json:
        options.json.write_text(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    return 0 if options.report_only or all(one.passed for one in found) else 1


def _options() -> argparse.Namespace:
    from bench.register import SIZES

    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", choices=SIZES, default=os.environ.get("BENCH_ROWS", "20k"))
    parser.add_argument(
        "--large", nargs="+", choices=SIZES, default=[os.environ.get("BENCH_LARGE", "100k")]
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=400, help="requests in one round")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=GROUPS,
        default=GROUPS,
        help="some groups of benches",
    )
    parser.add_argument(
        "--report-only", action="store_true", help="print missed goals, do not fail"
    )
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path, help="the table for bench/RESULTS.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
