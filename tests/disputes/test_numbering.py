"""Numbers (编号): unique, in order, per unit and period, whoever asks at the same moment."""

from __future__ import annotations

import pytest
from django.db import transaction

from disputes import numbering
from disputes.models import Dispute, NumberCounter, Party, RiskLevel, Unit
from tests.disputes.racing import at_once
from tests.factories import make_case, make_chief, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def unit() -> Unit:
    return make_unit(code="621002510000")


def test_numbers_run_per_unit_series_and_period(unit):
    other = make_unit(code="621002520000")
    asked = [numbering.dispute_number(unit, "20260302"), numbering.dispute_number(unit, "20260302"),
             numbering.dispute_number(unit, "20260303"), numbering.dispute_number(other, "20260302"),
             numbering.paper_number(unit, "调", 2026), numbering.paper_number(unit, "移", 2026),
             numbering.paper_number(unit, "调", 2026), numbering.paper_number(unit, "调", 2027)]  # fmt: skip
    assert asked == [
        "621002510000202603020001", "621002510000202603020002", "621002510000202603030001",
        "621002520000202603020001", "621002510000调字〔2026〕1号", "621002510000移字〔2026〕1号",
        "621002510000调字〔2026〕2号", "621002510000调字〔2027〕1号",
    ]  # fmt: skip


def test_a_write_that_is_undone_gives_its_number_back(unit):
    with transaction.atomic():
        assert numbering.next_serial(unit, "调", "2026") == 1
        transaction.set_rollback(True)
    assert numbering.next_serial(unit, "调", "2026") == 1


@pytest.mark.django_db(transaction=True)
def test_eight_officers_at_once_get_eight_numbers_without_a_gap():
    chief = make_chief()

    def register_five():
        return [make_case(officer=chief).number for _ in range(5)]

    asked = at_once(*[register_five] * 8)

    serials = sorted(int(number[-4:]) for numbers in asked for number in numbers)
    assert serials == list(range(1, 41))
    assert Dispute.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_counting_in_bulk_shuts_nobody_out_and_gives_no_number_twice():
    chief = make_chief()
    unit = chief.unit

    def in_bulk():
        with transaction.atomic(), numbering.in_bulk(unit):
            return [numbering.next_serial(unit, "dispute", "20260302") for _ in range(30)]

    def one_by_one():
        return [make_case(officer=chief).number for _ in range(5)]

    bulk, *single = at_once(in_bulk, one_by_one, one_by_one)
    serials = bulk + [int(number[-4:]) for numbers in single for number in numbers]
    assert sorted(serials) == list(range(1, 41))
    assert NumberCounter.objects.get(unit=unit, series="dispute").value == 40


def test_counting_in_bulk_goes_on_from_what_is_known_and_stores_what_it_gave(unit):
    assert numbering.next_serial(unit, "调", "2026") == 1
    with transaction.atomic(), numbering.in_bulk(unit):
        assert [numbering.next_serial(unit, "调", "2026") for _ in range(3)] == [2, 3, 4]
        assert numbering.next_serial(unit, "移", "2026") == 1
    assert numbering.next_serial(unit, "调", "2026") == 5
    assert numbering.next_serial(unit, "移", "2026") == 2


def test_keys_in_bulk_are_the_databases_own(unit):
    first = numbering.next_key(Party)
    with transaction.atomic(), numbering.in_bulk(unit):
        keys = [numbering.next_key(Party) for _ in range(7)]
    assert keys == list(range(first + 1, first + 8))
    assert numbering.next_key(Party) > keys[-1]


def test_a_dictionary_is_read_anew_by_each_request_and_once_in_bulk(
    unit, django_assert_num_queries
):
    with django_assert_num_queries(2):
        assert numbering.entries(RiskLevel) == numbering.entries(RiskLevel)
    with transaction.atomic(), numbering.in_bulk(unit), django_assert_num_queries(1):
        assert numbering.entries(RiskLevel) == numbering.entries(RiskLevel)
