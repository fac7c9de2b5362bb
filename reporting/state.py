"""How the roll-up is doing (汇总状态): what waits, how fast it is taken, and the last reconciliation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min, Sum

from disputes import clock
from reporting.models import DirtyKey, DrainPass, Reconciliation

LOOK_BACK = timedelta(hours=1)


def trusted() -> bool:
    """Whether the last reconciliation found every cell equal to the rows.

    A report must not be signed otherwise, nor before there was one.
    """
    last = Reconciliation.objects.first()
    return last is not None and last.differing == 0


def state() -> dict[str, Any]:
    """What the metrics and the console show."""
    last = Reconciliation.objects.first()
    waiting = DirtyKey.objects.aggregate(n=Count("pk"), oldest=Min("marked_at"))
    recent = DrainPass.objects.filter(at__gte=clock.now() - LOOK_BACK)
    drained = recent.aggregate(keys=Sum("keys"), seconds=Sum("seconds"))
    oldest = waiting["oldest"]
    return {
        "trusted": trusted(),
        "reconciliation": last
        and {name: getattr(last, name) for name in ("at", "cells", "differing", "seconds")},
        "dirty_keys": waiting["n"],
        # A clock that was set back makes no key wait for less than nothing.
        "oldest_seconds": oldest and max(0.0, (clock.now() - oldest).total_seconds()),
        "drained_keys": drained["keys"] or 0,
        "keys_per_second": drained["keys"] / drained["seconds"] if drained["seconds"] else None,
    }


METRICS = {  # of Prometheus: member of the state, help
    "fengqiao_rollup_dirty_keys": ("dirty_keys", "keys that wait to be drained"),
    "fengqiao_rollup_oldest_dirty_key_seconds": ("oldest_seconds", "age of the oldest of them"),
    "fengqiao_rollup_drained_keys": ("drained_keys", "keys drained within the last hour"),
    "fengqiao_rollup_drain_keys_per_second": ("keys_per_second", "how fast they were drained"),
}


def prometheus() -> str:
    """The same in the text format of Prometheus (version 0.0.4)."""
    now = state()
    values = {name: (now[member] or 0, told) for name, (member, told) in METRICS.items()}
    last = now["reconciliation"]
    if last:
        values["fengqiao_rollup_reconcile_differing"] = (
            last["differing"], "differing cells of the last reconciliation, 0 or an alarm",
        )  # fmt: skip
        values["fengqiao_rollup_reconcile_timestamp_seconds"] = (
            last["at"].timestamp(), "when it ran",
        )  # fmt: skip
    return "".join(
        f"# HELP {name} {told}\n# TYPE {name} gauge\n{name} {value}\n"
        for name, (value, told) in values.items()
    )
