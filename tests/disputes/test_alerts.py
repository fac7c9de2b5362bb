"""Alerts: who is told what on which day, once, and when it ends."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes import clock, tasks
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.models import Alert, Dispute, FollowUp, Officer, RiskLevel
from disputes.services import alerts
from disputes.services.alerts import Swept, raise_now, sweep
from tests.disputes.clocks.reading import take
from tests.disputes.racing import at_once
from tests.factories import DAY, days, make_case, make_chief, make_officer, nine

pytestmark = pytest.mark.django_db


def sweep_on(day: date) -> Swept:
    with clock.at(nine(day)):
        return sweep()


def failed_case(**fields) -> Dispute:
    """A security case whose time limit of 30 days began on `DAY`: it ends on 1 April."""
    return make_case(State.FAILED, track=Track.SECURITY_CASE, **fields)


def open_ones() -> list[tuple[str, str, str]]:
    rows = Alert.objects.filter(cleared_at=None).order_by("officer_id")
    return [(row.code, row.level, row.officer.username) for row in rows]


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def chief(officer):
    return make_chief(officer.unit)


def test_a_clock_is_announced_so_many_days_before_and_to_the_officer_alone(
    officer, chief, settings
):
    settings.ALERT_BEFORE_DAYS = 5
    failed_case(officer=officer)
    assert sweep_on(days(24)) == (0, 0)
    assert sweep_on(days(25)) == (1, 0)
    row = Alert.objects.get()
    assert (row.level, row.officer, row.due_on) == ("due", officer, days(30))
    assert row.title == "办案期限将于2026年4月1日到期"
    assert (row.unit, row.raised_at) == (officer.unit, nine(days(25)))


def test_what_is_overdue_is_told_to_every_active_chief_of_the_unit_as_well(officer, chief):
    make_officer(officer.unit, Role.CHIEF, is_active=False)
    make_chief(officer.unit.parent)
    failed_case(officer=officer)
    sweep_on(days(30))
    assert sweep_on(days(31)) == (2, 1)
    assert open_ones() == [
        ("case_limit", "overdue", officer.username), ("case_limit", "overdue", chief.username)
    ]  # fmt: skip
    assert Alert.objects.filter(level="overdue").first().title == "办案期限已于2026年4月1日到期"


def test_a_chief_who_is_responsible_is_told_once():
    failed_case(officer=make_chief())
    assert sweep_on(days(31)).raised == 1


def test_a_second_run_changes_nothing(officer, chief):
    failed_case(officer=officer)
    sweep_on(days(31))
    assert sweep_on(days(31)) == (0, 0)
    assert sweep_on(days(40)) == (0, 0)


def test_an_alert_ends_with_its_cause(officer, chief):
    dispute = failed_case(officer=officer)
    sweep_on(days(31))
    take(dispute, "convert", days(32))
    assert sweep_on(days(32)) == (0, 2)
    assert Alert.objects.filter(cleared_at=nine(days(32))).count() == 2
    assert sweep_on(days(33)) == (0, 0)


def test_a_day_that_moved_is_announced_anew():
    dispute = failed_case(officer=make_chief())
    sweep_on(days(29))
    take(dispute, "extend", days(29))
    assert sweep_on(days(29)) == (0, 1)
    assert sweep_on(date(2026, 5, 5)).raised == 1


def test_a_case_given_to_somebody_else_tells_the_other(officer):
    dispute, other = failed_case(officer=officer), make_officer(officer.unit)
    sweep_on(days(29))
    Dispute.objects.filter(pk=dispute.pk).update(responsible=other)
    assert sweep_on(days(29)) == (1, 1)
    assert open_ones() == [("case_limit", "due", other.username)]


def test_a_closed_case_is_watched_until_it_is_followed_up(officer):
    dispute = make_case(State.CLOSED, officer=officer)
    Dispute.objects.update(risk_level=RiskLevel.objects.get(code="red"))
    assert sweep_on(days(8)).raised == 1
    FollowUp.objects.create(
        dispute=dispute, held_on=days(9), method="visit", visited="李明", visited_by=officer
    )
    assert sweep_on(days(9)) == (0, 1)
    assert not alerts._watched().exists()


def test_each_silent_referral_is_an_alert_of_its_own(officer, settings):
    settings.REFERRAL_ANSWER_DAYS = 10
    dispute = make_case(State.ACCEPTED, officer=officer)
    take(dispute, "refer", DAY)
    take(dispute, "refer", days(1))
    sweep_on(days(11))
    rows = Alert.objects.filter(code="referral_answer").order_by("pk")
    assert [row.subject for row in rows] == list(
        dispute.referrals.order_by("pk").values_list("pk", flat=True)
    )


# --- at once, in bulk, in the middle


def test_the_number_of_queries_does_not_grow_with_the_number_of_cases(officer, chief):
    counts = []
    for n in (1, 9):
        for _ in range(n):
            failed_case(officer=officer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sweep_on(days(31))
        counts.append(len(queries))
    assert counts[0] == counts[1] < 25


def test_a_run_that_was_killed_leaves_whole_batches_and_the_next_one_does_the_rest(
    officer, monkeypatch
):
    for _ in range(3):
        failed_case(officer=officer)
    monkeypatch.setattr(alerts, "BATCH", 1)
    settle, calls = alerts._settle, []

    def killed(*given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return settle(*given)

    monkeypatch.setattr(alerts, "_settle", killed)
    with pytest.raises(KeyboardInterrupt):
        sweep_on(days(31))
    assert Alert.objects.count() == 1
    assert sweep_on(days(31)) == (2, 0)
    assert Alert.objects.values("dispute").distinct().count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_nobody_twice():
    officer = make_officer()
    make_chief(officer.unit)
    for _ in range(5):
        failed_case(officer=officer)
    with clock.at(nine(days(31))):
        done = at_once(sweep, sweep)
    assert sum(swept.raised for swept in done) == 10
    assert Alert.objects.filter(cleared_at=None).count() == 10


# --- notices


def notice(dispute: Dispute, *officers: Officer, on: date = DAY) -> None:
    with clock.at(nine(on)), case_file(dispute.pk) as case:
        raise_now(case, code="risk_raised", title="风险升为红色", officers=officers)


def test_a_notice_is_written_with_the_case_and_once_for_each_officer(officer, chief):
    dispute = make_case(State.ACCEPTED, officer=officer)
    notice(dispute, officer)
    notice(dispute, officer, chief, chief)
    assert open_ones() == [
        ("risk_raised", "notice", officer.username), ("risk_raised", "notice", chief.username)
    ]  # fmt: skip


def test_a_notice_stays_until_it_is_seen_and_may_come_again(officer):
    dispute = make_case(State.ACCEPTED, officer=officer)
    notice(dispute, officer)
    assert sweep_on(days(1)).cleared == 0
    with clock.at(nine(days(2))):
        alerts.mark_seen(Alert.objects.get(code="risk_raised"))
    row = Alert.objects.get(code="risk_raised")
    assert row.seen_at == row.cleared_at == nine(days(2))
    notice(dispute, officer)
    assert Alert.objects.filter(code="risk_raised", cleared_at=None).count() == 1


def test_a_notice_ends_with_its_case(officer):
    dispute = make_case(State.ACCEPTED, officer=officer)
    notice(dispute, officer)
    take(dispute, "withdraw", days(1))
    assert sweep_on(days(1)).cleared == 1


def test_to_have_seen_that_something_is_due_does_not_end_it(officer):
    failed_case(officer=officer)
    sweep_on(days(29))
    with clock.at(nine(days(29))):
        alerts.mark_seen(Alert.objects.get())
    assert Alert.objects.get().cleared_at is None
    assert sweep_on(days(29)) == (0, 0)


# --- the job


def test_the_job_is_loud_about_a_missing_calendar(caplog):
    failed_case(officer=make_officer())
    with clock.at(nine(date(2026, 11, 2))), caplog.at_level(logging.INFO, "disputes.tasks"):
        tasks.raise_alerts()
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]
    assert "2027" in caplog.records[0].getMessage()
    assert Alert.objects.count() == 1
