"""Clocks of the calendar (排期): to tell the parties of a hearing, and to hold what is arranged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from disputes import clock
from disputes.casefile import CaseFile
from disputes.clocks.clock import Clock, clock_of, is_over
from disputes.deadlines import APPOINTMENT, HEARING_NOTICE, Counted, in_chinese
from disputes.models import Appointment, Booking


def appointments(case: CaseFile, today: date) -> Iterator[Clock]:
    """What is arranged for a day, until it was held, missed, moved or cancelled.

    So the alerts announce it beforehand, and tell when nobody recorded what became of it.
    """
    for row in _confirmed(case):
        when = f"{in_chinese(row.day)}{row.local_start:%H:%M}"
        counted = Counted(_since(row), row.day, f"排定于{when}举行{row.get_purpose_display()}")
        yield clock_of(APPOINTMENT, counted, today, stopped=is_over(case), subject=row.pk)


def hearing_notices(case: CaseFile, today: date) -> Iterator[Clock]:
    """The last day on which everybody who has to come to a hearing is told of it in time."""
    for row in _confirmed(case):
        if row.notice_due_on is None:
            continue
        people = to_be_told(case, row)
        told = [b.notified_on for b in people if b.notified_on is not None]
        done_on = max(told, default=None) if len(told) == len(people) else None
        days = (row.day - row.notice_due_on).days
        how = f"听证式调解定于{in_chinese(row.day)}举行，提前{days}日通知"
        counted = Counted(_since(row), row.notice_due_on, how)
        yield clock_of(
            HEARING_NOTICE, counted, today, done_on=done_on, stopped=is_over(case), subject=row.pk
        )


def to_be_told(case: CaseFile, row: Appointment) -> list[Booking]:
    """Parties and people from outside: officers read the calendar."""
    kinds = (Booking.Kind.PARTY, Booking.Kind.OUTSIDER)
    return [b for b in case.rows_of(row, Booking) if b.kind in kinds and not b.dropped]


def _confirmed(case: CaseFile) -> list[Appointment]:
    return [a for a in case.rows(Appointment) if a.state == Appointment.State.CONFIRMED]


def _since(row: Appointment) -> date:
    return clock.local(row.arranged_at).date()
