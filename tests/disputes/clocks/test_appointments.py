"""The clocks of the calendar: announced beforehand, overdue when nobody says what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes import clock
from disputes.choices import State
from disputes.clocks import ClockState
from disputes.models import Alert, Booking
from disputes.services.alerts import sweep
from tests.disputes.appointments.arranging import arrange, at, take
from tests.disputes.clocks.reading import clock_of, clocks_named
from tests.factories import NOW, act, make_case, make_chief, nine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
TODAY = NOW.date()


@pytest.fixture
def dispute():
    return make_case(State.ACCEPTED, make_chief())


@pytest.fixture
def hearing(dispute):
    """A hearing on 8 July, to be told of until the 5th."""
    act(dispute, "propose_hearing", dispute.registered_by, TODAY)
    return arrange(dispute, at(8, 9), purpose="hearing", confirmed=True)


def test_what_is_confirmed_is_a_clock_until_its_day_and_overdue_after_it(dispute):
    row = arrange(dispute, at(2, 9), confirmed=True)
    found = clock_of(dispute, "appointments", TODAY)
    assert (found.state, found.due_on, found.subject) == (
        ClockState.RUNNING,
        at(2, 9).date(),
        row.pk,
    )
    assert found.how == "排定于2026年7月2日09:00举行普通调解"
    assert clock_of(dispute, "appointments", at(3, 9).date()).state == ClockState.OVERDUE


def test_what_is_held_cancelled_or_missed_is_none(dispute):
    arrange(dispute, at(2, 9))
    assert clocks_named(dispute, "appointments", TODAY) == []
    take(dispute, "confirm")
    with clock.at(at(2, 12)):
        take(dispute, "miss", reason="当事人未到场")
    assert clocks_named(dispute, "appointments", TODAY) == []


def test_everybody_of_a_hearing_is_told_some_days_before(dispute, hearing):
    found = clock_of(dispute, "hearing_notices", TODAY)
    assert (found.state, found.due_on) == (ClockState.RUNNING, at(5, 9).date())
    assert found.how == "听证式调解定于2026年7月8日举行，提前3日通知"
    first, second = Booking.objects.filter(kind="party")
    take(dispute, "tell", people=[first], method="phone", told_on=TODAY)
    assert clock_of(dispute, "hearing_notices", TODAY).met_on is None
    take(dispute, "tell", people=[second], method="phone", told_on=TODAY)
    assert clock_of(dispute, "hearing_notices", TODAY).met_on == TODAY


def test_a_hearing_that_is_moved_has_to_be_told_of_again(dispute, hearing):
    everybody = list(Booking.objects.filter(kind="party"))
    take(dispute, "tell", people=everybody, method="phone", told_on=TODAY)
    take(dispute, "reschedule", reason="改期", starts_at=at(9, 9), ends_at=at(9, 10))
    found = clock_of(dispute, "hearing_notices", TODAY)
    assert (found.met_on, found.due_on) == (None, at(6, 9).date())


def test_the_bureau_sets_how_many_days_before(dispute, settings):
    settings.HEARING_NOTICE_DAYS = 1
    act(dispute, "propose_hearing", dispute.registered_by, TODAY)
    assert arrange(dispute, at(8, 9), purpose="hearing").notice_due_on == at(7, 9).date()


def test_an_ordinary_mediation_has_no_clock_of_notice(dispute):
    arrange(dispute, confirmed=True)
    assert clocks_named(dispute, "hearing_notices", TODAY) == []


def test_alerts_announce_it_and_end_with_it(dispute, hearing, settings):
    settings.ALERT_BEFORE_DAYS = 1

    def open_alerts(day):
        with clock.at(nine(day)):
            sweep()
        rows = Alert.objects.filter(cleared_at=None, code__in=("appointment", "hearing_notice"))
        return sorted(rows.values_list("code", "level"))

    assert open_alerts(TODAY + timedelta(days=3)) == []
    assert open_alerts(at(4, 9).date()) == [("hearing_notice", "due")]
    assert open_alerts(at(7, 9).date()) == [("appointment", "due"), ("hearing_notice", "overdue")]
    title = Alert.objects.get(code="appointment").title
    assert title == "排定的调解：举行并登记结果将于2026年7月8日到期"
    with clock.at(at(7, 10)):
        take(dispute, "cancel", reason="当事人撤回")
    assert open_alerts(at(7, 9).date()) == []
