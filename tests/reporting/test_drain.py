"""Draining beside writers: nothing is lost, nothing counted twice, readers see one moment."""

from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.models import Dispute, Unit
from disputes.services.units import move_unit
from reporting import drain, rollup
from reporting.measures import MEASURES
from reporting.models import Cell, Contribution, DirtyKey, Reconciliation
from reporting.periods import Period
from reporting.totals import counts
from tests.disputes.racing import at_once
from tests.factories import NOW, make_unit
from tests.reporting import rows
from tests.reporting.waiting import PATIENCE, beside

pytestmark = pytest.mark.django_db(transaction=True)
JAN, FEB, MAR = (date(2025, month, 10) for month in (1, 2, 3))
YEAR = Period.year(2025)


@pytest.fixture
def station():
    return make_unit(make_unit(make_unit()))


def exact() -> bool:
    return rollup.differing() == [] and not DirtyKey.objects.exists()


def value(unit: Unit, measure: str) -> int:
    return sum(Cell.objects.filter(unit=unit, dimension="").values_list(measure, flat=True))


def test_a_drain_reaches_every_level_of_the_tree(station):
    case = rows.dispute(station, JAN)
    rows.event(case, FEB, 1, days=31)

    assert drain.drain() == 2  # the dispute twice

    for unit in (station, station.parent, station.parent.parent):
        assert value(unit, "registered") == value(unit, "resolved") == 1
    assert exact()


def test_what_no_longer_counts_leaves_no_cell(station):
    rows.dispute(station, JAN)
    drain.drain()
    assert Cell.objects.exists()

    Dispute.objects.update(state="voided")
    drain.drain()

    assert not Cell.objects.exists()


def test_four_writers_beside_a_drain_lose_nothing(station):
    stations = [station, make_unit(station.parent)]
    over = Event()
    rows.officer(station)

    def write(n: int):
        for turn in range(15):
            case = rows.dispute(stations[turn % 2], (JAN, FEB, MAR)[turn % 3])
            rows.event(case, MAR, 1, days=5)
            rows.referral(case, MAR)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE disputes_dispute SET unit_id = %s WHERE id = %s",
                               [stations[n % 2].pk, case.pk])  # fmt: skip

    def keep_draining():
        while not over.is_set():
            drain.drain()

    def write_all():
        outcomes = at_once(*(lambda n=n: write(n) for n in range(4)))
        over.set()
        return outcomes

    assert at_once(write_all, keep_draining) == [[None] * 4, None]
    drain.drain()

    assert exact()
    assert value(station.parent, "registered") == 60


def test_an_event_written_while_its_dispute_moves_follows_it(station):
    other = make_unit(station.parent.parent)
    case = rows.dispute(station, JAN)
    rows.officer(station)

    with transaction.atomic():
        Dispute.objects.filter(pk=case.pk).update(unit=other)
        writing = beside(lambda: rows.event(Dispute.objects.get(pk=case.pk), FEB, 1, days=5))
    writing.result(PATIENCE)
    drain.drain()

    assert writing.result().dispute_id == case.pk
    assert list(case.events.values_list("unit", flat=True)) == [other.pk]
    assert exact()


def test_two_drains_of_the_same_month_wait_for_each_other(station):
    rows.dispute(station, JAN)
    rows.officer(station)

    def write_and_drain():
        rows.dispute(station, FEB.replace(month=1))
        drain.drain()

    with transaction.atomic():
        drain._execute(drain.LOCK)
        drain._drain_held(drain.BATCH)
        second = beside(write_and_drain)
    second.result(PATIENCE)

    assert value(station, "registered") == 2
    assert exact()


def test_a_unit_that_moves_waits_for_the_drain(station):
    other = make_unit(station.parent.parent)
    rows.dispute(station, MAR)
    officer = rows.officer(station)

    def move():
        with clock.at(NOW):
            move_unit(unit_id=station.pk, parent_id=other.pk, effective_from=date(2025, 2, 1),
                      reason="划转", actor=officer)  # fmt: skip

    with transaction.atomic():
        drain._execute(drain.LOCK)
        drain._drain_held(drain.BATCH)
        moving = beside(move)
    moving.result(PATIENCE)
    drain.drain()

    assert exact()
    assert (value(station.parent, "registered"), value(other, "registered")) == (0, 1)


def test_a_drain_waits_for_the_unit_that_moves(station):
    other = make_unit(station.parent.parent)
    rows.dispute(station, MAR)
    officer = rows.officer(station)

    with transaction.atomic(), clock.at(NOW):
        move_unit(unit_id=station.pk, parent_id=other.pk, effective_from=date(2025, 2, 1),
                  reason="划转", actor=officer)  # fmt: skip
        draining = beside(drain.drain)
    draining.result(PATIENCE)
    drain.drain()

    assert exact()
    assert (value(station.parent, "registered"), value(other, "registered")) == (0, 1)


@pytest.mark.parametrize("dirty", [False, True])
def test_an_exact_snapshot_is_of_one_moment(station, dirty):
    rows.dispute(station, JAN)
    if not dirty:
        drain.drain()
    registered = MEASURES["registered"]

    with drain.exact_snapshot():
        assert not DirtyKey.objects.exists()
        assert counts(YEAR, station)["registered"] == 1
        at_once(lambda: rows.dispute(station, FEB))
        assert registered.count(YEAR, station) == counts(YEAR, station)["registered"] == 1

    with drain.exact_snapshot():
        assert registered.count(YEAR, station) == counts(YEAR, station)["registered"] == 2
    assert exact()


def test_a_crash_in_the_middle_loses_no_key(station, monkeypatch):
    rows.dispute(station, JAN)
    before = set(DirtyKey.objects.values_list("pk", flat=True))

    def fail(disputes):
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(rollup, "recompute", fail)
        drain.drain()

    assert set(DirtyKey.objects.values_list("pk", flat=True)) == before
    drain.drain()
    assert exact()


def test_more_keys_than_one_batch_are_all_drained(station, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 3)
    for month in range(1, 11):
        rows.dispute(station, date(2025, month, 5))

    assert drain.drain() == 10

    assert exact()


def test_the_number_of_statements_does_not_depend_on_the_number_of_keys(station):
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            drain.drain()
        return len(seen)

    rows.dispute(station, JAN)
    one = statements()
    for month in range(1, 13):
        for unit in (station, station.parent):
            rows.dispute(unit, date(2025, month, 5))
    many = statements()

    assert one == many <= 8


def test_a_reconciliation_finds_and_repairs_a_wrong_cell(station, caplog):
    rows.dispute(station, JAN)
    assert drain.reconcile().differing == 0
    Cell.objects.filter(unit=station.parent, dimension="").update(registered=7)
    assert len(rollup.differing()) == 1

    found = drain.reconcile()

    assert (found.differing, found.cells) == (1, Cell.objects.count())
    assert "roll-up differs" in caplog.text
    assert exact()
    assert list(Reconciliation.objects.values_list("differing", flat=True)) == [1, 0]


def test_a_reconciliation_finds_and_repairs_a_wrong_contribution(station):
    """Cells that are right would become wrong with the next change of the dispute."""
    rows.dispute(station, JAN)
    drain.drain()
    Contribution.objects.update(registered=2)

    assert drain.reconcile().differing == 1
    assert exact()
