"""`python -m config.embedded --data FOLDER [--scratch] COMMAND …`: run it on embedded servers."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.embedded.servers import servers
from config.paths import VAR_DIR
from config.processes import CannotStart, Child, Stopped, heed_signals


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("--data", type=Path, default=VAR_DIR, help="folder of the servers")
    parser.add_argument("--scratch", action="store_true", help="fast, not safe against power cuts")
    parser.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    options = parser.parse_args()
    if not options.command:
        parser.error("COMMAND is missing")
    heed_signals()
    try:
        with servers(options.data, scratch=options.scratch) as running:
            command = Child("command", options.command, env=running.env, foreground=True)
            # Ctrl-C in a terminal reaches the command itself, which may want to print a summary.
            signal.signal(signal.SIGINT, lambda number, frame: None)
            try:
                command.start()
                status = command.wait()
            finally:
                command.stop()
    except (CannotStart, ImproperlyConfigured) as reason:
        print(reason, file=sys.stderr)
        return 1
    except Stopped:
        return 128 + signal.SIGTERM
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
