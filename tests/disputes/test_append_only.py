"""Histories are neither changed nor deleted, whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from disputes.choices import State, Track
from disputes.models import (
    AppointmentMove,
    AuditEvent,
    DisputeEvent,
    Extension,
    Finding,
    Notice,
    RiskAssessment,
    SampleDraw,
)
from disputes.services import audit
from tests.disputes.full_case import sql
from tests.factories import DAY, NOW, act, days, make_case, make_station, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

COLUMN = {
    DisputeEvent: "action", RiskAssessment: "basis", Finding: "basis", Notice: "method",
    Extension: "reason", SampleDraw: "seed", AuditEvent: "purpose", AppointmentMove: "reason",
}  # fmt: skip
OF_PAPERS = {
    "disputes_papertemplate",
    "disputes_paperfile",
    "disputes_storedfile",
    "disputes_papersignature",
}  # tests/disputes/papers


@pytest.fixture
def history() -> dict[type, object]:
    """One row of each append-only table."""
    dispute = make_case(State.FAILED, track=Track.SECURITY_CASE)
    officer = dispute.registered_by
    for action in ("assess_risk", "notify", "extend"):
        act(dispute, action, officer, DAY)
    SampleDraw.objects.create(unit=dispute.unit, start=DAY, end=DAY, seed="0", population=[], size=0,
                              drawn_at=NOW)  # fmt: skip
    audit.record(actor=officer, action="read_party", target="party:1")
    arranged = make_case(State.ACCEPTED, officer)
    for action in ("arrange", "reschedule"):
        act(arranged, action, officer, DAY)
    return {m: m.objects.order_by("pk").first() for m in COLUMN}


def test_every_append_only_table_is_tried():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'"
            " AND tgrelid::regclass::text LIKE 'disputes%'"  # others: tests/reporting
        )
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {model._meta.db_table for model in COLUMN} | OF_PAPERS


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
    others = {"occurred_on": f"'{days(9)}'", "days": "9", "change": "1 - change"}
    value = others.get(column, "1 - id")
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"UPDATE disputes_disputeevent SET {column} = {value}, unit_id = %s", make_unit().pk)
