"""What is an alarm, and what of it forbids a signature."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from disputes import clock
from reporting import drain, state, tasks
from reporting.indicators import DEFINITIONS_VERSION
from reporting.models import CountedBy, DirtyKey, Heartbeat, Reconciliation, Threshold
from tests.factories import make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sound():
    """Reconciled just now, the worker has just been there."""
    rows.dispute(make_unit(), date(2025, 1, 10))
    drain.reconcile()
    tasks.drain_dirty_keys()


def codes() -> list[str]:
    return [alarm.code for alarm in state.alarms()]


def test_nothing_is_wrong_after_a_sound_night(sound):
    assert (codes(), state.obstacle(), state.trusted()) == ([], "", True)


def test_before_the_first_reconciliation_nothing_is_signed():
    assert codes() == ["NOT_RECONCILED", "WORKER_SILENT"]
    assert state.obstacle() == "汇总还没有与原始数据核对过"


def test_a_difference_forbids_signing_until_a_reconciliation_finds_none(sound):
    Reconciliation.objects.create(cells=9, differing=3, seconds=1)
    assert codes() == ["RECONCILIATION_DIFFERS"]
    assert state.obstacle() == "最近一次对账有3处与原始数据不一致"
    drain.reconcile()
    assert state.trusted()


def test_a_case_that_does_not_add_up_forbids_signing(sound):
    month = {"unit": "1", "month": "2025-01", "disputes": 2}
    Reconciliation.objects.create(cells=9, differing=0, seconds=1, unbalanced=[month, month])
    assert codes() == ["UNBALANCED"]
    assert "4起纠纷的流转记录前后不衔接" in state.obstacle()


@pytest.mark.parametrize(("hours", "found"), [(35.9, []), (36.1, ["RECONCILIATION_OLD"])])
def test_an_old_reconciliation_forbids_signing(sound, hours, found):
    with clock.at(timezone.now() + timedelta(hours=hours)):
        Heartbeat.objects.update(at=clock.now())
        assert codes() == found
        assert state.trusted() is (not found)


def test_cells_of_other_definitions_forbid_signing_until_they_are_counted_anew(sound):
    CountedBy.objects.update(version=DEFINITIONS_VERSION - 1)
    assert codes() == ["DEFINITIONS_CHANGED"]
    assert "须重新计算" in state.obstacle()
    drain.rebuild()
    assert codes() == []


@pytest.mark.parametrize(("minutes", "found"), [(14, []), (16, ["KEYS_WAITING"])])
def test_a_change_that_waits_too_long_is_an_alarm_but_no_obstacle(sound, minutes, found):
    """Every exact answer drains first, so that nothing that waits is missing from it."""
    rows.dispute(make_unit(), date(2025, 2, 10))
    DirtyKey.objects.update(marked_at=clock.now() - timedelta(minutes=minutes))
    assert (codes(), state.obstacle()) == (found, "")


@pytest.mark.parametrize(("minutes", "found"), [(14, []), (16, ["WORKER_SILENT"])])
def test_a_silent_worker_is_an_alarm_even_while_readers_drain(sound, minutes, found):
    Heartbeat.objects.update(at=clock.now() - timedelta(minutes=minutes))
    rows.dispute(make_unit(), date(2025, 2, 10))
    with drain.exact_snapshot():
        pass
    assert codes() == found


def test_a_bureau_sets_its_own_limits(sound):
    Threshold.objects.create(code="silent_minutes", value=60)
    Heartbeat.objects.update(at=clock.now() - timedelta(minutes=59))
    assert codes() == []


def test_a_clock_that_was_set_back_raises_no_alarm(sound):
    with clock.at(timezone.now() - timedelta(days=9)):
        assert codes() == []


def test_the_nightly_job_leaves_its_heartbeat():
    tasks.reconcile_cells()
    assert Heartbeat.objects.filter(job="reconcile").exists()


def test_a_reconciliation_is_due_where_there_was_none_and_where_a_night_passed_without_one():
    tasks.reconcile_if_due()
    tasks.reconcile_if_due()
    assert Reconciliation.objects.count() == 1

    Reconciliation.objects.update(at=clock.now() - timedelta(hours=24))
    tasks.reconcile_if_due()
    assert Reconciliation.objects.count() == 1
    Reconciliation.objects.update(at=clock.now() - timedelta(hours=26))
    tasks.reconcile_if_due()
    assert Reconciliation.objects.count() == 2
