"""Stock and flows of open disputes: an operation that breaks a case's chain of steps is seen."""

from datetime import date

import pytest
from django.db import connection

from reporting import drain
from reporting.balance import Broken, broken
from reporting.measures import MEASURES
from reporting.models import Reconciliation
from reporting.periods import Period
from tests.factories import make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db(transaction=True)
JAN, FEB, MAR, APR = (date(2025, month, 10) for month in (1, 2, 3, 4))
CLOSE = {"action": "close", "from_state": "agreed", "to_state": "closed"}
REOPEN = {"action": "relapse", "from_state": "closed", "to_state": "accepted"}


@pytest.fixture
def case():
    return rows.dispute(make_unit(), JAN)


def test_a_life_with_a_relapse_adds_up_on_every_day(case):
    rows.event(case, FEB, 1)
    rows.event(case, FEB, 0, **CLOSE)
    rows.event(case, MAR, -1, **REOPEN)
    rows.event(case, APR, 1)
    rows.event(case, APR, 0, **CLOSE)
    assert broken() == []


@pytest.mark.parametrize(
    ("steps", "months"),
    [
        # closed twice without being reopened in between
        ([(FEB, 0, CLOSE), (MAR, 0, CLOSE)], [MAR]),
        # reopened although it never ended; then the flows run ahead for good
        ([(MAR, 0, REOPEN)], [MAR]),
        # the closing was dated back before a step that it follows
        ([(MAR, 0, {"action": "accept", "from_state": "registered", "to_state": "accepted"}),
          (FEB, 0, CLOSE)], []),
        # reopened on a day before it was closed
        ([(MAR, 0, CLOSE), (FEB, 0, REOPEN)], [FEB]),
        # resolved twice
        ([(FEB, 1, {}), (MAR, 1, {})], [MAR]),
        # taken back before it was resolved
        ([(FEB, -1, {}), (MAR, 1, {})], [FEB]),
    ],
)  # fmt: skip
def test_a_chain_that_breaks_is_told_with_its_unit_and_month(case, steps, months):
    for day, change, fields in steps:
        rows.event(case, day, change, **fields)
    assert broken() == [Broken(case.unit.code, day.replace(day=1), 1) for day in months]


def test_a_step_before_the_registration_breaks_only_until_then(case):
    rows.event(case, date(2024, 12, 1), 0, **CLOSE)
    assert broken() == [Broken(case.unit.code, date(2024, 12, 1), 1)]


def test_a_voided_case_is_counted_nowhere(case):
    rows.event(case, FEB, 1)
    rows.event(case, MAR, 1)
    type(case).objects.update(state="voided")
    assert broken() == []


def test_what_is_balanced_agrees_with_the_measures_of_any_period(case):
    """The identity in the measures' own numbers: opening + registered - ended + reopened."""
    other = rows.dispute(case.unit, FEB)
    for one, close, reopen in ((case, FEB, MAR), (other, APR, None)):
        rows.event(one, close, 0, **CLOSE)
        if reopen:
            rows.event(one, reopen, 0, **REOPEN)
    assert broken() == []

    def count(code: str, period: Period) -> int:
        return MEASURES[code].count(period, case.unit)

    before = Period(date(2024, 1, 1), date(2024, 12, 31))
    for end, reopened in ((date(2025, 2, 28), 0), (date(2025, 3, 31), 1), (date(2025, 12, 31), 1)):
        period = Period(date(2025, 1, 1), end)
        flows = count("registered", period) - count("ended", period) + reopened
        assert count("open_stock", period) == count("open_stock", before) + flows


def test_the_nightly_reconciliation_keeps_what_does_not_add_up(case, caplog):
    rows.event(case, FEB, 1)
    assert drain.reconcile().unbalanced == []
    with connection.cursor() as cursor:  # past every rule
        cursor.execute("ALTER TABLE disputes_disputeevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE disputes_disputeevent SET change = -1")
        cursor.execute("ALTER TABLE disputes_disputeevent ENABLE TRIGGER USER")

    drain.reconcile()

    stored = Reconciliation.objects.first()
    assert stored.unbalanced == [{"unit": case.unit.code, "month": "2025-02", "disputes": 1}]
    assert "steps do not add up" in caplog.text
