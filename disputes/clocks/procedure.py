"""Clocks of the procedure of a security case: its time limit; and of requests for recusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.clocks.clock import Clock, clock_of, entered, is_over
from disputes.deadlines import CASE_LIMIT, RECUSAL, Pause, count_days, in_chinese
from disputes.mediations import UNSETTLED, taken_over_in_vain
from disputes.models import Appraisal, DisputeEvent, Extension, Recusal

# While a case is here it has not ended. One that comes back from a transfer is accepted again.
UNDER_WAY = UNSETTLED | {State.REGISTERED, State.ACCEPTED, State.MEDIATING}


class Start(NamedTuple):
    """What started the time limit: the number of a step, and the day."""

    seq: int
    occurred_on: date


def case_limit(case: CaseFile, today: date) -> Iterator[Clock]:
    """G24: a security case is dealt with within 30 days, and longer by what was approved.

    Starts anew on the day mediation failed or the agreement was found not performed; days of an
    appraisal are pauses. Whatever ends the case here meets it. A conversion stops it: the
    decision belongs to the other procedure. A transfer that came back ended nothing.
    """
    since = case_limit_start(case)
    if since is not None:
        yield case_limit_with(case, since, extensions_since(case, since.occurred_on), today)


def case_limit_start(case: CaseFile) -> Start | None:
    """What last started the time limit of a security case: a step here, or in a case before it.

    What failed before the case became one starts nothing.
    """
    if case.dispute.track != Track.SECURITY_CASE:
        return None
    begun, before = entered(case, UNSETTLED), taken_over_in_vain(case)
    tracks = [e.seq for e in case.rows(DisputeEvent) if e.action == "change_track"]
    if begun is not None and begun.seq > max(tracks, default=0):
        return Start(begun.seq, begun.occurred_on)
    return Start(before.seq, before.since) if before is not None else None


def extensions_since(case: CaseFile, start: date) -> list[Extension]:
    """The extensions of the time limit that began on a day, oldest first."""
    return [row for row in case.rows(Extension) if row.approved_on >= start]


def case_limit_with(
    case: CaseFile, since: Start, extensions: Sequence[Extension], today: date
) -> Clock:
    """The time limit as it is, or was, with these extensions."""
    pauses, left = _appraisals(case, today), _left(case, since)
    given_up = left is not None and left.to_state in (State.CONVERTED, State.VOIDED)
    period = replace(CASE_LIMIT, days=CASE_LIMIT.days + sum(row.days for row in extensions))
    counted = count_days(period, since.occurred_on, case.calendar, pauses)
    counted = counted._replace(how=counted.how + "".join(map(_in_words, extensions)))
    done_on = None if left is None or given_up else left.occurred_on
    return clock_of(period, counted, today, done_on=done_on, stopped=given_up, paused=tuple(pauses))


def _left(case: CaseFile, since: Start) -> DisputeEvent | None:
    """The step that ended the case here; one before it came back did not."""
    events = case.rows(DisputeEvent)
    back = [e.seq for e in events if e.action == "take_back"]
    after = max(since.seq, *back, 0)
    return next((e for e in events if e.seq > after and e.to_state not in UNDER_WAY), None)


def _in_words(row: Extension) -> str:
    return f"；其中{in_chinese(row.approved_on)}经{row.approved_by}批准延长{row.days}日"


def _appraisals(case: CaseFile, today: date) -> list[Pause]:
    """The days of every appraisal; one without a result goes on."""
    return [
        Pause(row.requested_on, row.result_on or today, row.get_subject_display())
        for row in case.rows(Appraisal)
        if (row.result_on or today) >= row.requested_on
    ]


def recusals(case: CaseFile, today: date) -> Iterator[Clock]:
    """G26: a request that somebody stand back (回避) is decided within 2 days."""
    for row in case.rows(Recusal):
        counted = count_days(RECUSAL, row.requested_on, case.calendar)
        yield clock_of(
            RECUSAL, counted, today,
            done_on=row.decided_on, stopped=is_over(case), subject=row.pk,
        )  # fmt: skip
