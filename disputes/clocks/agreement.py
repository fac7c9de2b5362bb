"""Clocks of an agreement in effect: performance, and the way to the court."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.conf import settings

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.clocks.clock import Clock, clock_of, is_over
from disputes.deadlines import CONFIRMATION, PERFORMANCE, Counted, count_days, in_chinese
from disputes.models import Agreement, Confirmation, Obligation

Form, Result = Agreement.Form, Confirmation.Result
# After these the parties may still apply again, within the same 30 days.
NOT_DECIDED = frozenset({Result.NOT_ACCEPTED, Result.WITHDRAWN})
BINDING = {
    Track.SECURITY_CASE: statutes.PERFORMANCE,
    Track.CIVIL: statutes.AGREEMENT_BINDS,
    Track.TRAFFIC: statutes.CONTRACT_BINDS,
}


def performances(case: CaseFile, today: date) -> Iterator[Clock]:
    """The deadline of each obligation in effect: a day the parties named, holiday or not."""
    agreement, since = _in_effect(case)
    if agreement is None or since is None:
        return
    law, over = BINDING[Track(case.dispute.track)], is_over(case)
    for row in case.rows_of(agreement, Obligation):
        counted = Counted(since, row.due_on, f"协议约定的履行期限为{in_chinese(row.due_on)}")
        days = (row.due_on - since).days
        name = f"{PERFORMANCE.name}：{row.content}"
        period = replace(PERFORMANCE, name=name, days=days, statutes=(law,))
        waived = row.waived_on is not None
        yield clock_of(
            period, counted, today,
            done_on=row.fulfilled_on, stopped=over or waived, subject=row.pk,
        )  # fmt: skip


def confirmation(case: CaseFile, today: date) -> Iterator[Clock]:
    """G28: the parties may apply for judicial confirmation (司法确认) within 30 days from effect.

    Of a written agreement that courts confirm. It is their right and no duty of the police: a
    window that closed, or that performance made needless, is stopped and not overdue.
    """
    agreement, since = _in_effect(case)
    if agreement is None or since is None or agreement.form not in confirmable_forms():
        return
    counted = count_days(CONFIRMATION, since, case.calendar)
    closed = counted.due_on is not None and counted.due_on < today
    needless = agreement.fulfilled_on is not None or is_over(case)
    applied = (
        row.applied_on
        for row in case.rows(Confirmation)
        if row.agreement_id == agreement.pk and row.result not in NOT_DECIDED
    )
    yield clock_of(
        CONFIRMATION, counted, today, done_on=min(applied, default=None), stopped=closed or needless
    )


def confirmable_forms() -> frozenset[Agreement.Form]:
    """Whether an agreement of public-security mediation may be confirmed is disputed: a setting."""
    disputed = {Form.SECURITY} if settings.CONFIRM_POLICE_AGREEMENTS else set()
    return frozenset({Form.PEOPLES, *disputed})


def _in_effect(case: CaseFile) -> tuple[Agreement | None, date | None]:
    """The newest agreement in effect and its day; a draft made since changes no deadline."""
    agreements = [a for a in case.rows(Agreement) if a.effective_on is not None]
    return (agreements[-1], agreements[-1].effective_on) if agreements else (None, None)
