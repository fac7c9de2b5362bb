"""A writer in a process of its own: `python -m tests.faults.writer OFFICER SECONDS`.

Registers disputes as the service does, has every second one reconciled, and prints how many it
registered: each of them was committed.
"""

from __future__ import annotations

import sys
import time

import django


def write(officer_pk: int, seconds: float) -> int:
    from disputes import clock, workflow
    from disputes.choices import Source, Track
    from disputes.models import Kind, Officer
    from disputes.services import intake

    officer = Officer.objects.select_related("unit").get(pk=officer_pk)
    kinds = list(Kind.objects.exclude(parent=None)[:3])
    deadline, written = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        case = intake.register_dispute(
            officer=officer, track=Track.CIVIL, kind=kinds[written % 3], source=Source.WALK_IN,
            summary="邻居之间因排水发生口角",
        )  # fmt: skip
        written += 1
        if written % 2:
            facts = {"reason": "双方已和好"}
            for action in ("accept", "reconcile"):
                workflow.perform(
                    case.dispute.pk, action, actor=officer, on=clock.today(), facts=facts
                )
    return written


if __name__ == "__main__":
    django.setup()
    print(write(int(sys.argv[1]), float(sys.argv[2])), flush=True)
