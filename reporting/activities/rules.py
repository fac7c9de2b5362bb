"""What an entry of activity figures must satisfy: one rule, one function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q

from disputes import clock
from disputes.choices import Role
from disputes.errors import Caution, RuleViolation
from disputes.models import Officer, Unit
from disputes.querysets import paths_above
from reporting.activities.kinds import KINDS
from reporting.models import Activity, ActivityRecord
from reporting.models.activity import Status, Step

ENTERERS = frozenset({Role.OFFICER, Role.CHIEF, Role.LEGAL, Role.STATISTICIAN})
APPROVERS = frozenset({Role.CHIEF, Role.LEGAL, Role.STATISTICIAN})
SHOWN = 3  # entries that a warning names


def may_enter(officer: Officer) -> None:
    if officer.role not in ENTERERS:
        raise RuleViolation("您的角色不能录入工作量数据", code="ROLE_FORBIDDEN")


def may_decide(officer: Officer) -> None:
    if officer.role not in APPROVERS:
        raise RuleViolation("工作量数据由所长、法制员或者统计员审核", code="ROLE_FORBIDDEN")


def of_own_or_lower_unit(officer: Officer, unit: Unit) -> None:
    """Whoever enters, approves or withdraws belongs to the entry's unit or to one above it."""
    if officer.unit is None or not unit.path.startswith(officer.unit.path):
        raise RuleViolation("只能办理本单位和下级单位的工作量数据", code="ACTIVITY_OF_ANOTHER_UNIT")


def within_one_past_year(values: Mapping[str, Any]) -> None:
    start, end = values["starts_on"], values["ends_on"]
    if end < start or start.year != end.year:
        raise RuleViolation("期间的起止日期不得倒置，也不得跨年度", code="ACTIVITY_PERIOD")
    if end > clock.today():
        raise RuleViolation("期间尚未结束，不能录入", code="ACTIVITY_IN_FUTURE")


def of_the_same_year(activity: Activity, values: Mapping[str, Any]) -> None:
    if values["starts_on"].year != activity.year:
        raise RuleViolation("更正不能改变年度，请撤销后重新录入", code="ACTIVITY_YEAR_FIXED")


def with_evidence(record: ActivityRecord) -> None:
    if not record.evidence:
        raise RuleViolation(
            "请写明依据（文件、台账或者照片的编号）后提交", code="ACTIVITY_EVIDENCE_MISSING"
        )


def by_somebody_else(record: ActivityRecord, officer: Officer) -> None:
    """Nobody approves what he or she has had a hand in since the last decision."""
    hands = set()
    for earlier in record.activity.records.filter(seq__lte=record.seq).order_by("-seq"):
        if earlier.step in (Step.APPROVE, Step.RETURN, Step.WITHDRAW):
            break
        hands.add(earlier.actor_id)
    if officer.pk in hands:
        raise RuleViolation("录入、修改、提交人不得审核本人经手的数据", code="ACTIVITY_OWN_ENTRY")


def not_counted_twice(record: ActivityRecord, acknowledged: Mapping[str, str]) -> None:
    """The same work must not stand in two entries; whoever knows better gives a reason."""
    found = [_named(other) for other in overlapping(record)[:SHOWN]]
    if found and not acknowledged.get("ACTIVITY_COUNTED_TWICE"):
        raise Caution(
            f"可能重复统计：{'；'.join(found)}。确非同一工作的，请说明理由",
            code="ACTIVITY_COUNTED_TWICE",
        )


def overlapping(record: ActivityRecord) -> Any:
    """Approved or submitted entries of the same kind and of overlapping days, of the same unit or
    of one above or below it. What stands at the end (期末现有数) overlaps with other units only."""
    activity, unit = record.activity, record.activity.unit
    related = Q(activity__unit__path__startswith=unit.path) | Q(
        activity__unit__path__in=paths_above(unit)
    )
    if KINDS[activity.kind].standing:
        related &= ~Q(activity__unit=unit)
    current = latest_records().filter(status__in=(Status.SUBMITTED, Status.APPROVED))
    return (
        current.filter(related, activity__kind=activity.kind, activity__year=activity.year)
        .filter(starts_on__lte=record.ends_on, ends_on__gte=record.starts_on)
        .exclude(activity=activity)
        .select_related("activity__unit")
        .order_by("activity__unit__path", "pk")
    )


def latest_records() -> Any:
    """Of each entry its latest record: what it says now."""
    return ActivityRecord.objects.filter(seq=F("activity__version"))


def _named(record: ActivityRecord) -> str:
    unit = KINDS[record.activity.kind].unit
    return (
        f"{record.activity.unit}{record.starts_on:%Y-%m-%d}至{record.ends_on:%Y-%m-%d}"
        f"已录入{record.value}{unit}"
    )
