"""Every measure by plain Python over all rows: a second opinion that shares no query.

Slow and simple on purpose. Each contribution is (measure, dispute, weight, day); `known` is the
day that a cohort's cutoff is compared with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from disputes.models import (
    Agreement,
    Confirmation,
    CriminalCase,
    Dispute,
    DisputeEvent,
    FollowUp,
    Hearing,
    MediationSession,
    Recurrence,
    Referral,
)

DISTINCT = {
    "hearing_disputes", "followed_up", "followed_up_of_resolved", "referred",
    "referred_governance", "transferred", "recurred", "recurred_in_30_days",
    "recurred_in_90_days", "recurred_in_180_days", "persuaded_by_law", "persuaded_by_reason",
    "persuaded_by_feeling",
}  # fmt: skip
MEDIANS = {
    "median_resolution", "median_acceptance", "median_ending", "median_entry_delay",
    "median_first_session", "median_fulfilment",
}  # fmt: skip
STOCKS = {
    "open_stock", "open_under_30", "open_30_to_90", "open_90_to_180", "open_over_180",
    "open_overdue", "stale_15", "stale_30",
}  # fmt: skip
GOVERNANCE = {"governance_centre", "peace_office"}
OVER = {"closed", "archived", "declined", "withdrawn", "converted", "voided"}
HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Part:
    measure: str
    dispute: Dispute
    weight: int
    day: date
    known: date = date.min


def parts(disputes: dict[int, Dispute]) -> Iterator[Part]:
    """Everything that counts on a day."""

    def of(model: Any) -> Iterator[tuple[Any, Dispute]]:
        for row in model.objects.filter(dispute__in=disputes):
            yield row, disputes[row.dispute_id]

    for d in disputes.values():
        yield from _of_dispute(d)
    for event, d in of(DisputeEvent):
        yield from _of_event(event, d)
    for session, d in of(MediationSession):
        yield from _of_session(session, d)
    for hearing, d in of(Hearing):
        if hearing.session:
            for seat in hearing.seats.all():
                if seat.seat == "member" and seat.left_on is None:
                    yield Part("hearing_members", d, 1, hearing.session.held_on)
    for agreement, d in of(Agreement):
        yield from _of_agreement(agreement, d)
    for one, d in of(Confirmation):
        yield Part("confirmations_applied", d, 1, one.applied_on)
        if one.result == "confirmed":
            yield Part("confirmed", d, 1, one.applied_on, one.result_on)
    for visit, d in of(FollowUp):
        yield from _of_visit(visit, d)
    for letter, d in of(Referral):
        yield from _of_letter(letter, d)
    for crime, d in of(CriminalCase):
        yield Part("criminal_cases", d, 1, crime.filed_on)
        yield Part("deaths", d, crime.deaths, crime.filed_on)
    for again, d in of(Recurrence):
        if again.is_recurrence:
            yield from _of_recurrence(again, d)


def _of_dispute(d: Dispute) -> Iterator[Part]:
    day = d.registered_on
    yield Part("registered", d, 1, day)
    yield Part("people", d, d.people_count or 0, day)
    yield Part("amount", d, int((d.amount or 0) * 100), day)
    for code, flag in (
        ("repeat_alarms", d.repeat_alarm),
        ("group_events", d.group_event),
        ("with_minors", d.involves_minor),
        ("domestic_violence", d.domestic_violence),
    ):
        if flag:
            yield Part(code, d, 1, day)
    if d.resolved_on:
        yield Part("standing", d, 1, d.resolved_on)


def _of_event(row: DisputeEvent, d: Dispute) -> Iterator[Part]:
    day, age = row.occurred_on, (row.occurred_on - d.registered_on).days
    late = (row.recorded_at.astimezone(HERE).date() - day).days
    yield Part("entries", d, 1, day)
    yield Part("entry_delay", d, late, day)
    yield Part("median_entry_delay", d, late, day)
    if late <= 0:
        yield Part("same_day_entries", d, 1, day)
    named = {
        "relapse": ("relapsed", 1), "accept": ("accepted", 1), "agree": ("mediations_agreed", 1),
        "fail": ("mediations_failed", 1), "decline": ("declined", 1),
        "withdraw": ("withdrawn", 1), "convert": ("converted", 1),
    }  # fmt: skip
    if row.action in named:
        yield Part(named[row.action][0], d, 1, day)
    if row.action == "accept":
        yield Part("acceptance_days", d, age, day)
        yield Part("median_acceptance", d, age, day)
    if row.to_state in OVER and row.from_state not in OVER:
        yield Part("ended", d, 1, day)
        yield Part("ending_days", d, age, day)
        yield Part("median_ending", d, age, day)
    if row.change:
        yield from _of_change(row, d)


def _of_change(row: DisputeEvent, d: Dispute) -> Iterator[Part]:
    day, took = row.occurred_on, row.days or 0
    yield Part("resolved", d, row.change, day)
    yield Part("resolved_of_registered", d, row.change, d.registered_on, day)
    yield Part("resolution_days", d, row.change * took, day)
    for most in (3, 7):
        if took <= most:
            yield Part(f"resolved_in_{most}_days", d, row.change, day)
    if row.change == 1:
        yield Part("resolutions", d, 1, day)
        yield Part("median_resolution", d, took, day)
    elif row.action == "relapse":
        for most in (30, 90, 180):
            if day <= d.registered_on + timedelta(days=took + most):
                yield Part(f"relapsed_in_{most}_days", d, 1, day)


def _of_session(row: MediationSession, d: Dispute) -> Iterator[Part]:
    day = row.held_on
    yield Part("sessions", d, 1, day)
    if row.outcome in ("agreed", "not_agreed"):
        yield Part("sessions_ended", d, 1, day)
    if row.outcome == "agreed":
        yield Part("sessions_agreed", d, 1, day)
        if row.mode == "on_the_spot":
            yield Part("on_the_spot", d, 1, day)
    if row.ordinal == 1:
        wait = (day - d.registered_on).days
        yield Part("first_sessions", d, 1, day)
        yield Part("first_session_days", d, wait, day)
        yield Part("median_first_session", d, wait, day)
    if row.mode == "joint":
        yield Part("joint_sessions", d, 1, day)
    if row.mode == "hearing":
        yield Part("hearings", d, 1, day)
        yield Part("hearing_disputes", d, 1, day)
        if row.outcome == "agreed":
            yield Part("hearings_agreed", d, 1, day)
    for said in row.persuasions.all():
        yield Part(f"persuaded_by_{said.dimension}", d, 1, day)


def _of_agreement(row: Agreement, d: Dispute) -> Iterator[Part]:
    if row.breached_on:
        yield Part("breached", d, 1, row.breached_on)
    for owed in row.obligations.all():
        for payment in owed.performances.all():
            yield Part("amount_paid", d, int((payment.amount or 0) * 100), payment.performed_on)
        if row.effective_on and not row.replaced_on and owed.waived_on is None:
            yield Part("obligations_due", d, 1, owed.due_on)
            if owed.type == "money":
                yield Part("amount_due", d, int((owed.amount or 0) * 100), owed.due_on)
            if owed.fulfilled_on:
                yield Part("obligations_met", d, 1, owed.due_on, owed.fulfilled_on)
    if not row.effective_on:
        return
    yield Part("agreements", d, 1, row.effective_on)
    binds = row.due_on and not row.replaced_on and not row.has_waiver
    if binds:
        yield Part("agreements_due", d, 1, row.due_on)
    if row.fulfilled_on:
        took = (row.fulfilled_on - row.effective_on).days
        yield Part("fulfilled", d, 1, row.fulfilled_on)
        yield Part("fulfilment_days", d, took, row.fulfilled_on)
        yield Part("median_fulfilment", d, took, row.fulfilled_on)
        if binds:
            yield Part("fulfilled_of_due", d, 1, row.due_on, row.fulfilled_on)


def _of_visit(row: FollowUp, d: Dispute) -> Iterator[Part]:
    yield Part("follow_ups", d, 1, row.held_on)
    yield Part("followed_up", d, 1, row.held_on)
    if row.satisfaction != "no_answer":
        yield Part("answers", d, 1, row.held_on)
    if row.satisfaction in ("very", "satisfied"):
        yield Part("satisfied", d, 1, row.held_on)
    if row.satisfaction in ("very", "satisfied", "basically"):
        yield Part("basically_satisfied", d, 1, row.held_on)
    if d.resolved_on and row.held_on >= d.resolved_on:
        yield Part("followed_up_of_resolved", d, 1, d.resolved_on, row.held_on)


def _of_letter(row: Referral, d: Dispute) -> Iterator[Part]:
    yield Part("referral_letters", d, 1, row.sent_on)
    yield Part("referred", d, 1, row.sent_on)
    if row.receiver in GOVERNANCE:
        yield Part("referred_governance", d, 1, row.sent_on)
    if row.kind == "transfer":
        yield Part("transferred", d, 1, row.sent_on)
    if row.answered_on:
        yield Part("referrals_answered", d, 1, row.sent_on, row.answered_on)
    if row.resolved_on:
        yield Part("referrals_resolved", d, 1, row.resolved_on)


def _of_recurrence(row: Recurrence, d: Dispute) -> Iterator[Part]:
    before = row.earlier.resolved_on or row.earlier.registered_on
    yield Part("recurred", d, 1, d.registered_on, row.decided_on)
    for most in (30, 90, 180):
        if (d.registered_on - before).days <= most:
            yield Part(f"recurred_in_{most}_days", d, 1, d.registered_on, row.decided_on)


def open_at(d: Dispute, end: date) -> Iterator[str]:
    """The stocks that a dispute is in at the end of a day."""
    if d.registered_on > end:
        return
    steps = [e for e in d.events.order_by("seq") if e.occurred_on <= end]
    if steps and steps[-1].to_state in OVER:
        return
    age = (end - d.registered_on).days
    yield "open_stock"
    if age < 30:
        yield "open_under_30"
    elif age < 90:
        yield "open_30_to_90"
    elif age < 180:
        yield "open_90_to_180"
    else:
        yield "open_over_180"
    limit = d.risk_level.resolution_days if d.risk_level else None
    if limit is not None and age > limit:
        yield "open_overdue"
    for days in (15, 30):
        since = end - timedelta(days=days)
        if d.registered_on <= since and all(e.occurred_on <= since for e in steps):
            yield f"stale_{days}"
