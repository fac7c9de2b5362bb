"""What a start needs once the servers run: schema, static files, the demo bureau (首次启动).

One process, because every `manage.py` costs seconds of imports. `python -m config.prepare`.
"""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import CommandError

from config.celery import app
from config.roles import check


def main() -> None:
    check()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    try:
        call_command("seed_demo", yes_demo_data=True)
        call_command("demo_figures")
        call_command("demo_accounts")
    except CommandError as refused:  # a register of somebody's own, given by DATABASE_URL
        print(refused)
    # Whatever an earlier run left uncounted is counted and checked now, not at beat's next turn.
    app.send_task("reporting.drain")
    app.send_task("reporting.reconcile_if_due")


if __name__ == "__main__":
    main()
