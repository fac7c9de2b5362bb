"""Clocks of the procedure of a security case: its time limit; and of requests for recusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.clocks.clock import Clock, clock_of, entered, is_over
from disputes.deadlines import CASE_LIMIT, RECUSAL, Pause, count_days, in_chinese
from disputes.models import Appraisal, DisputeEvent, Extension, Recusal

UNSETTLED = frozenset({State.FAILED, State.BREACHED})


def case_limit(case: CaseFile, today: date) -> Iterator[Clock]:
    """G24: a security case is dealt with within 30 days, and longer by what was approved.

    Starts anew on the day mediation failed or the agreement was found not performed; days of an
    appraisal are pauses. Whatever ends the case here meets it. A conversion stops it: the
    decision belongs to the other procedure.
    """
    since = case_limit_start(case)
    if since is not None:
        yield case_limit_with(case, since, extensions_since(case, since.occurred_on), today)


def case_limit_start(case: CaseFile) -> DisputeEvent | None:
    """The step that last started the time limit of a security case.

    What failed before the case became one starts nothing.
    """
    if case.dispute.track != Track.SECURITY_CASE:
        return None
    begun = entered(case, UNSETTLED)
    tracks = [e.seq for e in case.rows(DisputeEvent) if e.action == "change_track"]
    return begun if begun is not None and begun.seq > max(tracks, default=0) else None


def extensions_since(case: CaseFile, start: date) -> list[Extension]:
    """The extensions of the time limit that began on a day, oldest first."""
    return [row for row in case.rows(Extension) if row.approved_on >= start]


def case_limit_with(
    case: CaseFile, since: DisputeEvent, extensions: Sequence[Extension], today: date
) -> Clock:
    """The time limit as it is, or was, with these extensions."""
    events, pauses = case.rows(DisputeEvent), _appraisals(case, today)
    left = next((e for e in events if e.seq > since.seq and e.to_state not in UNSETTLED), None)
    given_up = left is not None and left.to_state in (State.CONVERTED, State.VOIDED)
    period = replace(CASE_LIMIT, days=CASE_LIMIT.days + sum(row.days for row in extensions))
    counted = count_days(period, since.occurred_on, case.calendar, pauses)
    counted = counted._replace(how=counted.how + "".join(map(_in_words, extensions)))
    done_on = None if left is None or given_up else left.occurred_on
    return clock_of(period, counted, today, done_on=done_on, stopped=given_up, paused=tuple(pauses))


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
