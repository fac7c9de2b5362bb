"""The clock of a referral that nobody answers (移交未反馈): a rule of the bureau's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.conf import settings

from disputes.casefile import CaseFile
from disputes.clocks.clock import Clock, clock_of, is_over
from disputes.deadlines import REFERRAL_ANSWER, count_plainly, in_chinese
from disputes.models import Referral


def referral_answers(case: CaseFile, today: date) -> Iterator[Clock]:
    """An answer is asked for (催办) once a referral was silent that long, and again after that."""
    for row in case.rows(Referral):
        name = f"{REFERRAL_ANSWER.name}：{row.receiver_name}"
        period = replace(REFERRAL_ANSWER, name=name, days=settings.REFERRAL_ANSWER_DAYS)
        counted = count_plainly(period, row.reminded_on or row.sent_on)
        ended_on = row.answered_on or row.returned_on or row.withdrawn_on
        if ended_on is None:
            counted = counted._replace(how=f"{_silence(row, today)}；{counted.how}")
        yield clock_of(
            period, counted, today, done_on=ended_on, stopped=is_over(case), subject=row.pk
        )


def _silence(row: Referral, today: date) -> str:
    reminded = f"，已催办{row.reminders}次" if row.reminders else ""
    return f"{in_chinese(row.sent_on)}发函，至今{(today - row.sent_on).days}日未反馈{reminded}"
