"""A referral that nobody answers: how long it has been silent, and when to ask."""

from __future__ import annotations

import pytest

from disputes.choices import State
from disputes.clocks import ClockState
from disputes.models import Referral
from tests.disputes.clocks.reading import clocks_named, stands, take
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def dispute(settings):
    settings.REFERRAL_ANSWER_DAYS = 10
    sent = make_case(State.ACCEPTED)
    take(sent, "refer", DAY)
    return sent


def only(dispute, today):
    (clock,) = clocks_named(dispute, "referral_answers", today)
    return clock


def test_silence_is_counted_and_is_over_the_limit_after_the_days_that_are_set(dispute):
    clock = only(dispute, days(10))
    assert stands(clock) == (ClockState.RUNNING, days(10), None)
    assert clock.source == "本单位规定"
    assert clock.how == (
        "2026年3月2日发函，至今10日未反馈；2026年3月2日的次日起算10日，2026年3月12日届满"
    )
    assert stands(only(dispute, days(11)))[0] == ClockState.OVERDUE


def test_a_reminder_gives_the_same_days_again(dispute):
    Referral.objects.update(reminded_on=days(10), reminders=1)
    clock = only(dispute, days(12))
    assert stands(clock) == (ClockState.RUNNING, days(20), None)
    assert "至今12日未反馈，已催办1次" in clock.how


@pytest.mark.parametrize("action", ["answer", "return"])
def test_an_answer_or_a_return_meets_it(dispute, action):
    take(dispute, action, days(3))
    assert stands(only(dispute, days(30))) == (ClockState.MET, days(10), days(3))


def test_a_dispute_that_is_over_waits_for_no_answer(dispute):
    take(dispute, "withdraw", days(1))
    assert stands(only(dispute, days(30)))[0] == ClockState.STOPPED
