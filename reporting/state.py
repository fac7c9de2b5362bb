"""How the roll-up is doing (汇总状态): what waits, how fast it is taken, the last reconciliation, and
what of it is an alarm (告警)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Sum

from disputes import clock
from reporting import drain, thresholds
from reporting.indicators import DEFINITIONS_VERSION
from reporting.models import DirtyKey, DrainPass, Heartbeat, Reconciliation

LOOK_BACK = timedelta(hours=1)
DUE_AFTER = 25 * 3600  # seconds from one night to the next, and an hour for itself


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody has to see to. `blocks` says that no report may be signed until then.

    `observed` and `threshold` are in minutes, hours or numbers, as the explanation says.
    """

    code: str
    name: str
    explanation: str
    observed: int | None
    threshold: int
    blocks: bool = False


def trusted() -> bool:
    """Whether the last reconciliation found every cell equal to the rows, every dispute balanced,
    and is not too old.

    A report must not be signed otherwise, nor before there was one.
    """
    return not obstacle()


def reconciliation_is_due() -> bool:
    """Whether a night has passed without one, or there was none ever."""
    last = Reconciliation.objects.first()
    return last is None or _since(last.at) > DUE_AFTER


def obstacle() -> str:
    """Why no report may be signed now, in a sentence; empty when it may."""
    return "；".join(alarm.explanation for alarm in alarms() if alarm.blocks)


def alarms() -> list[Alarm]:
    """Everything that is wrong now, what blocks signing first."""
    limits = thresholds.current()
    return [*_of_cells(limits), *_of_keys(limits), *_of_workers(limits)]


def _of_cells(limits: dict[str, int]) -> Iterator[Alarm]:
    last, most = Reconciliation.objects.first(), limits[thresholds.RECONCILE_HOURS.code]
    if last is None:
        yield Alarm(
            "NOT_RECONCILED", "尚未对账", "汇总还没有与原始数据核对过", None, most, blocks=True
        )
        return
    if last.differing:
        said = f"最近一次对账有{last.differing}处与原始数据不一致"
        yield Alarm("RECONCILIATION_DIFFERS", "对账不一致", said, last.differing, 0, blocks=True)
    if last.unbalanced:
        n = sum(month["disputes"] for month in last.unbalanced)
        said = f"最近一次对账有{n}起纠纷的流转记录前后不衔接，未结与录入、办结不平衡"
        yield Alarm("UNBALANCED", "平衡关系不成立", said, n, 0, blocks=True)
    if (hours := _since(last.at) / 3600) > most:
        said = f"最近一次对账距今{hours:.0f}小时，超过{most}小时"
        yield Alarm("RECONCILIATION_OLD", "对账过期", said, int(hours), most, blocks=True)
    if drain.outdated():
        said = f"汇总不是按现行口径（第{DEFINITIONS_VERSION}版）计算的，须重新计算"
        yield Alarm(
            "DEFINITIONS_CHANGED", "口径已变更", said, None, DEFINITIONS_VERSION, blocks=True
        )


def _of_keys(limits: dict[str, int]) -> Iterator[Alarm]:
    oldest = DirtyKey.objects.aggregate(oldest=Min("marked_at"))["oldest"]
    most = limits[thresholds.WAITING_MINUTES.code]
    if oldest and (minutes := _since(oldest) / 60) > most:
        said = f"最早一条变动已等候{minutes:.0f}分钟未计入，超过{most}分钟"
        yield Alarm("KEYS_WAITING", "变动积压", said, int(minutes), most)


def _of_workers(limits: dict[str, int]) -> Iterator[Alarm]:
    beat, most = (
        Heartbeat.objects.filter(job="drain").first(),
        limits[thresholds.SILENT_MINUTES.code],
    )
    minutes = _since(beat.at) / 60 if beat else None
    if minutes is None or minutes > most:
        said = (
            "后台任务从未运行" if minutes is None
            else f"后台任务已{minutes:.0f}分钟没有运行，超过{most}分钟"
        )  # fmt: skip
        found = None if minutes is None else int(minutes)
        yield Alarm("WORKER_SILENT", "后台任务停止", said, found, most)


def _since(moment: datetime) -> float:
    """Seconds; a clock that was set back makes nothing older than it is."""
    return max(0.0, (clock.now() - moment).total_seconds())


def beat(job: str) -> None:
    """A background job has ended."""
    Heartbeat.objects.update_or_create(pk=job, defaults={"at": clock.now()})


def operations() -> dict[str, Any]:
    """What auditors and administrators see: alarms, and what they were told from."""
    found = alarms()
    return {
        "as_of": clock.now(),
        "obstacle": "；".join(alarm.explanation for alarm in found if alarm.blocks),
        "alarms": [{name: getattr(alarm, name) for name in Alarm.__slots__} for alarm in found],
        "rollup": state(),
        "heartbeats": list(Heartbeat.objects.order_by("job").values("job", "at")),
    }


def state() -> dict[str, Any]:
    """What the metrics and the console show."""
    last = Reconciliation.objects.first()
    waiting = DirtyKey.objects.aggregate(n=Count("pk"), oldest=Min("marked_at"))
    recent = DrainPass.objects.filter(at__gte=clock.now() - LOOK_BACK)
    drained = recent.aggregate(keys=Sum("keys"), seconds=Sum("seconds"))
    oldest = waiting["oldest"]
    return {
        "trusted": trusted(),
        "reconciliation": last and {name: getattr(last, name) for name in SHOWN},
        "dirty_keys": waiting["n"],
        "oldest_seconds": oldest and _since(oldest),
        "drained_keys": drained["keys"] or 0,
        "keys_per_second": drained["keys"] / drained["seconds"] if drained["seconds"] else None,
    }


SHOWN = ("at", "cells", "differing", "unbalanced", "seconds")
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
    values["fengqiao_alarms"] = (len(alarms()), "alarms at /api/v1/operations/")
    last = now["reconciliation"]
    if last:
        values["fengqiao_rollup_reconcile_differing"] = (
            last["differing"], "differing cells of the last reconciliation, 0 or an alarm",
        )  # fmt: skip
        values["fengqiao_rollup_reconcile_unbalanced"] = (
            sum(month["disputes"] for month in last["unbalanced"]),
            "disputes whose steps do not add up, 0 or an alarm",
        )
        values["fengqiao_rollup_reconcile_timestamp_seconds"] = (
            last["at"].timestamp(), "when it ran",
        )  # fmt: skip
    return "".join(
        f"# HELP {name} {told}\n# TYPE {name} gauge\n{name} {value}\n"
        for name, (value, told) in values.items()
    )
