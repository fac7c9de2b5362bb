"""Entering activity figures (录入与审核): draft → submitted → approved or returned.

Every step appends a record; nothing is ever overwritten. While a correction waits for approval,
what was approved before goes on counting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from disputes import clock
from disputes.errors import Outdated, WrongState
from disputes.models import Officer, Unit
from reporting.activities import rules
from reporting.editions.locks import refuse_locked
from reporting.models import Activity, ActivityRecord
from reporting.models.activity import Status, Step

VALUES = ("value", "hedge", "starts_on", "ends_on", "note", "evidence")
Values = Mapping[str, Any]  # of VALUES; hedge, note and evidence may be left out


@transaction.atomic
def create(*, actor: Officer, unit: Unit, kind: str, values: Values) -> Activity:
    """Put an entry down as a draft. Raises RuleViolation."""
    rules.may_enter(actor)
    rules.of_own_or_lower_unit(actor, unit)
    rules.within_one_past_year(values)
    refuse_locked(unit, values["starts_on"].year)
    activity = Activity.objects.create(
        unit=unit, kind=kind, year=values["starts_on"].year, created_on=clock.today()
    )
    _append(activity, Step.CREATE, Status.DRAFT, actor, values)
    return activity


def revise(pk: int, *, actor: Officer, expected: int, values: Values) -> Activity:
    """Change a draft or a returned entry, or correct an approved one; to be submitted anew.

    Raises RuleViolation, WrongState, Outdated, and Activity.DoesNotExist like all steps.
    """

    def write(activity: Activity, last: ActivityRecord) -> None:
        rules.may_enter(actor)
        now = _values(last) | dict(values)
        rules.within_one_past_year(now)
        rules.of_the_same_year(activity, now)
        _append(activity, Step.REVISE, Status.DRAFT, actor, now)

    return _step(pk, actor, expected, write, Status.DRAFT, Status.RETURNED, Status.APPROVED)


def submit(
    pk: int, *, actor: Officer, expected: int, acknowledged: Mapping[str, str] | None = None
) -> Activity:
    """Hand an entry in. Raises Caution when the same work may be counted twice."""

    def write(activity: Activity, last: ActivityRecord) -> None:
        rules.may_enter(actor)
        rules.with_evidence(last)
        rules.not_counted_twice(last, acknowledged or {})
        reason = "；".join((acknowledged or {}).values())
        _append(activity, Step.SUBMIT, Status.SUBMITTED, actor, _values(last), reason)

    return _step(pk, actor, expected, write, Status.DRAFT, Status.RETURNED)


def approve(pk: int, *, actor: Officer, expected: int) -> Activity:
    """From now on it counts. By somebody else than who entered it, of its unit or one above."""

    def write(activity: Activity, last: ActivityRecord) -> None:
        rules.may_decide(actor)
        rules.by_somebody_else(last, actor)
        _append(activity, Step.APPROVE, Status.APPROVED, actor, _values(last))

    return _step(pk, actor, expected, write, Status.SUBMITTED)


def give_back(pk: int, *, actor: Officer, expected: int, reason: str) -> Activity:
    """Return an entry to who entered it, with the reason (退回)."""

    def write(activity: Activity, last: ActivityRecord) -> None:
        rules.may_decide(actor)
        _append(activity, Step.RETURN, Status.RETURNED, actor, _values(last), reason)

    return _step(pk, actor, expected, write, Status.SUBMITTED)


def withdraw(pk: int, *, actor: Officer, expected: int, reason: str) -> Activity:
    """Take an entry back (撤销), with the reason: it counts no more and stays on record.

    What was never approved is withdrawn by whoever may enter; what counts, by whoever may approve.
    """

    def write(activity: Activity, last: ActivityRecord) -> None:
        counted = activity.records.filter(status=Status.APPROVED).exists()
        (rules.may_decide if counted else rules.may_enter)(actor)
        _append(activity, Step.WITHDRAW, Status.WITHDRAWN, actor, _values(last), reason)

    waiting = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED, Status.APPROVED)
    return _step(pk, actor, expected, write, *waiting)


@transaction.atomic
def _step(
    pk: int,
    actor: Officer,
    expected: int,
    write: Callable[[Activity, ActivityRecord], None],
    *sources: Status,
) -> Activity:
    """Lock the entry, compare version and state, take the step."""
    activity = Activity.objects.select_related("unit").select_for_update(of=("self",)).get(pk=pk)
    if activity.version != expected:
        raise Outdated
    rules.of_own_or_lower_unit(actor, activity.unit)
    refuse_locked(activity.unit, activity.year)
    if activity.status not in sources:
        raise WrongState(f"该数据{activity.get_status_display()}，不能这样办理")
    write(activity, activity.records.get(seq=activity.version))
    return activity


def _append(
    activity: Activity, step: Step, status: Status, actor: Officer, values: Values, reason: str = ""
) -> None:
    first = step == Step.CREATE
    activity.version += not first
    activity.status = status
    if not first:
        activity.save(update_fields=["version", "status"])
    ActivityRecord.objects.create(
        activity=activity, seq=activity.version, step=step, status=status, reason=reason,
        actor=actor, at=clock.now(), **values,
    )  # fmt: skip


def _values(record: ActivityRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in VALUES}
