"""`python -m bench`: ratios of the project to a limit measured in the same run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

GROUPS = ("http", "rollup", "rebuild", "read", "burst")


def main() -> int:
    options = _options()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    # Only now: they need the settings.
    from django.conf import settings

    from bench import database, http, rollups
    from bench.harness import as_json, table

    settings.BENCH_URL = database.server_url()
    started, found = time.monotonic(), []
    with database.filled(options.rows) as small:
        if "http" in options.only:
            found += http.run(small, options.rounds, options.requests)
        if set(options.only) != {"http"}:
            with database.filled(options.large) as large:
                rollups.prepare(small, large)
                for name, group in rollups.GROUPS.items():
                    if name in options.only:
                        sizes = (options.rows, options.large)
                        found += group(small, large, sizes, options.rounds)
    print(f"\n{options.rows} and {options.large} cases, {options.rounds} rounds, alternating; "
          f"times are median (min–max); {time.monotonic() - started:.0f} s\n")  # fmt: skip
    print(table(found), flush=True)
    if options.json:
        options.json.write_text(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    return 0 if options.report_only or all(one.passed for one in found) else 1


def _options() -> argparse.Namespace:
    from bench.register import SIZES

    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", choices=SIZES, default=os.environ.get("BENCH_ROWS", "20k"))
    parser.add_argument("--large", choices=SIZES, default=os.environ.get("BENCH_LARGE", "100k"))
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
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
