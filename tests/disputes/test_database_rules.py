"""What the database keeps whoever writes: histories, ancestors, units of records, constraints."""

from __future__ import annotations

import time
from datetime import date
from threading import Event

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint

from disputes.casefile import PATHS
from disputes.choices import State
from disputes.models import (
    AuditEvent,
    Dispute,
    DisputeEvent,
    Party,
    Referral,
    RiskAssessment,
)
from disputes.models.record import DisputeRecord
from disputes.services import audit
from disputes.services.units import move_unit
from tests.disputes.racing import at_once
from tests.factories import DAY, act, days, make_case, make_chief, make_station, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

RECORDS = [model for model in PATHS if issubclass(model, DisputeRecord)]


def sql(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


# --- append-only


@pytest.fixture
def history() -> dict[type, object]:
    """One row of each append-only table."""
    dispute = make_case(State.ACCEPTED)
    act(dispute, "assess_risk", dispute.registered_by, DAY)
    audit.record(actor=dispute.registered_by, action="read_party", target="party:1")
    return {m: m.objects.order_by("pk").first() for m in (DisputeEvent, RiskAssessment, AuditEvent)}


COLUMN = {DisputeEvent: "action", RiskAssessment: "basis", AuditEvent: "purpose"}


@pytest.mark.parametrize("model", COLUMN)
@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "delete", "delete_all", "raw_update",
                                 "raw_delete"])  # fmt: skip
def test_history_is_neither_changed_nor_deleted_whichever_way(history, model, way):
    row, column, table = history[model], COLUMN[model], model._meta.db_table
    before = list(model.objects.order_by("pk").values())
    setattr(row, column, "改写")
    ways = {
        "save": row.save,
        "update": lambda: model.objects.update(**{column: "改写"}),
        "bulk_update": lambda: model.objects.bulk_update([row], [column]),
        "delete": row.delete,
        "delete_all": lambda: model.objects.all()._raw_delete("default"),
        "raw_update": lambda: sql(f"UPDATE {table} SET {column} = '改写'"),
        "raw_delete": lambda: sql(f"DELETE FROM {table}"),
    }
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ways[way]()
    assert list(model.objects.order_by("pk").values()) == before


def test_not_even_the_unit_of_an_audit_entry_moves(history):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(unit=make_station())


@pytest.mark.parametrize("column", ["change", "days", "occurred_on", "dispute_id", "actor_id"])
def test_no_figure_of_an_event_is_changed_together_with_its_unit(history, column):
    value = {"occurred_on": f"'{days(9)}'", "days": "9"}.get(column, "1 - id")
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE disputes_disputeevent SET {column} = {value}, unit_id = %s", make_unit().pk)


# --- the unit of a dispute is the unit of its records


def full_case() -> Dispute:
    """A dispute with a row in every table that carries the unit."""
    dispute = make_case(State.ACCEPTED)
    for action in ("assess_risk", "represent", "propose_hearing", "hold_session", "refer",
                   "draft_agreement", "agree", "follow_up"):  # fmt: skip
        act(dispute, action, dispute.registered_by, DAY)
    return dispute


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


# --- what is always true


BROKEN = (
    ("dispute_resolved_after_registered", "UPDATE disputes_dispute SET resolved_on = '2020-01-01'"),
    ("dispute_amount_not_negative", "UPDATE disputes_dispute SET amount = -1"),
    ("dispute_known_before_registered",
     "UPDATE disputes_dispute SET reported_at = registered_at + interval '1 second'"),
    ("agreement_effective_is_dated", "UPDATE disputes_agreement SET signed_on = NULL"),
    ("agreement_effective_is_dated", "UPDATE disputes_agreement SET due_on = NULL"),
    ("agreement_effective_is_dated",
     "UPDATE disputes_agreement SET effective_on = signed_on - 1"),
    ("agreement_fulfilled_when_effective",
     "UPDATE disputes_agreement SET effective_on = NULL, fulfilled_on = '2026-03-02'"),
    ("obligation_money_has_amount", "UPDATE disputes_obligation SET amount = NULL"),
    ("obligation_money_has_amount", "UPDATE disputes_obligation SET amount = 0"),
    ("obligation_performance_is_proved",
     "UPDATE disputes_obligation SET fulfilled_on = '2026-03-02'"),
    ("referral_dates_in_order", "UPDATE disputes_referral SET received_on = sent_on - 1"),
    ("referral_dates_in_order", "UPDATE disputes_referral SET resolved_on = sent_on"),
    ("referral_dates_in_order",
     "UPDATE disputes_referral SET answered_on = sent_on, resolved_on = sent_on + 1"),
    ("referral_returned_or_answered",
     "UPDATE disputes_referral SET returned_on = sent_on, answered_on = sent_on"),
    ("kind_minor_has_judicial_class", "UPDATE disputes_kind SET judicial_class = ''"),
    ("party_organisation_is_not_born",
     "UPDATE disputes_party SET is_organisation = true, born_on = '2000-01-01'"),
    ("unit_code_is_12_digits", "UPDATE disputes_unit SET code = '１２３４５６７８９０１２'"),
    ("unit_ancestry_in_order", "UPDATE disputes_unitancestry SET until = since"),
    ("unit_move_from_a_month_on", "UPDATE disputes_unitmove SET effective_from = '2026-04-02'"),
)  # fmt: skip


@pytest.mark.parametrize(("constraint", "statement"), BROKEN)
def test_nobody_writes_what_is_never_true(constraint, statement):
    dispute = full_case()
    move_unit(unit_id=dispute.unit_id, parent_id=make_unit().pk, effective_from=date(2026, 4, 1),
              reason="改革", actor=dispute.registered_by)  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        sql(statement)


def test_every_check_of_the_register_is_tried():
    models = apps.get_app_config("disputes").get_models()
    checks = {c.name for m in models for c in m._meta.constraints if isinstance(c, CheckConstraint)}
    elsewhere = {"event_change_in_range", "event_resolution_has_days",  # below
                 "holiday_changes_the_plain_week"}  # test_calendar  # fmt: skip
    assert checks == {name for name, _ in BROKEN} | elsewhere


def test_an_event_has_a_known_change_and_a_resolution_its_days():
    dispute, chief = make_case(), make_chief()
    plain = {"dispute": dispute, "action": "x", "from_state": "registered", "to_state": "registered",
             "actor": chief, "occurred_on": DAY}  # fmt: skip
    for seq, more, constraint in (
        (90, {"change": 2, "days": 1}, "event_change_in_range"),
        (91, {"change": 1, "days": None}, "event_resolution_has_days"),
        (1, {}, "event_seq_unique"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            DisputeEvent.objects.create(seq=seq, **plain, **more)


def test_a_dispute_with_records_is_not_deleted():
    dispute = full_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.all().delete()
        sql("DELETE FROM disputes_dispute WHERE id = %s", dispute.pk)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
