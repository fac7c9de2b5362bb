"""The unit of a dispute is the unit of its records, and its ancestors are theirs, whoever writes."""

from __future__ import annotations

import time
from threading import Event

import pytest
from django.db import connection, transaction

from disputes.casefile import CaseFile
from disputes.models import Dispute, Party
from disputes.models.record import DisputeRecord
from disputes.tables import PATHS
from tests.disputes.full_case import full_case, sql
from tests.disputes.racing import at_once
from tests.factories import make_case, make_station, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

RECORDS = [model for model in PATHS if issubclass(model, DisputeRecord)]


def test_a_full_case_has_a_row_in_every_table_of_the_file():
    case = CaseFile(full_case())
    assert [model.__name__ for model in PATHS if not case.rows(model)] == []


def units_of(dispute: Dispute) -> dict[str, set[int]]:
    return {m.__name__: set(m._default_manager.filter(dispute=dispute).values_list("unit", flat=True))
            for m in RECORDS}  # fmt: skip


def test_records_carry_the_unit_of_their_dispute_and_follow_it_even_past_the_orm():
    dispute, bystander = full_case(), full_case()
    old, new = dispute.unit, make_station()
    assert units_of(dispute) == {model.__name__: {old.pk} for model in RECORDS}

    sql("UPDATE disputes_dispute SET unit_id = %s WHERE id = %s", new.pk, dispute.pk)

    assert units_of(dispute) == {model.__name__: {new.pk} for model in RECORDS}
    assert units_of(bystander) == {model.__name__: {old.pk} for model in RECORDS}
    dispute.refresh_from_db()
    assert (dispute.county, dispute.city) == (new.county, new.city)


def test_a_record_cannot_name_a_unit_of_its_own():
    dispute, other = make_case(), make_station()
    party = Party.objects.create(dispute=dispute, unit=other, role="applicant", name="赵六")
    party.refresh_from_db()
    assert party.unit == dispute.unit


def test_a_dispute_cannot_name_ancestors_of_its_own():
    dispute, other = make_case(), make_station()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disputes_dispute SELECT (jsonb_populate_record(d, jsonb_build_object("
            "'id', 9999, 'number', 'x', 'city_id', %s::int, 'county_id', %s::int))).*"
            " FROM disputes_dispute d WHERE id = %s",
            [other.city_id, other.county_id, dispute.pk],
        )
    assert Dispute.objects.get(pk=9999).county == dispute.county


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["move", "write"])
def test_a_record_written_while_its_dispute_moves_is_of_the_new_unit(first):
    dispute, new, begun = make_case(), make_unit(level="station"), Event()

    def last(so_far: str) -> None:
        """Whoever is first holds its transaction open until the other one waits for it."""
        if so_far == first:
            begun.set()
            time.sleep(0.4)

    def move():
        if first != "move":
            begun.wait(10)
        with transaction.atomic():
            Dispute.objects.filter(pk=dispute.pk).update(unit=new)
            last("move")

    def write():
        if first != "write":
            begun.wait(10)
        with transaction.atomic():
            Party.objects.create(dispute=dispute, role="applicant", name="赵六")
            last("write")

    assert at_once(move, write) == [None, None]
    assert set(Party.objects.values_list("unit", flat=True)) == {new.pk}
