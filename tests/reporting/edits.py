"""Random edits of a register, by every way of writing: ORM, bulk, COPY and manual SQL."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django.db import connection
from hypothesis import strategies as st

from disputes.choices import Receiver, UnitLevel
from disputes.errors import RuleViolation
from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
    FollowUp,
    MediationSession,
    Referral,
    Unit,
)
from disputes.services.units import move_unit
from tests.factories import make_unit
from tests.reporting import rows

DAYS = st.dates(date(2024, 11, 1), date(2026, 2, 28))
KINDS = ("neighbour.neighbour_daily", "neighbour.neighbour_water", "debt.loan", "debt")
SOURCES = ("walk_in", "alarm_110")
RECEIVERS = (Receiver.GOVERNANCE_CENTRE, Receiver.COURT)
CHILDREN = (Agreement, FollowUp, MediationSession, Referral)


class Bureau:
    """A city with two county bureaus and four stations, one of them directly below the city."""

    def __init__(self) -> None:
        self.city = make_unit()
        self.counties = [make_unit(self.city) for _ in range(2)]
        below = [*self.counties, self.counties[0], self.city]
        self.stations = [make_unit(parent, UnitLevel.STATION) for parent in below]
        self.officer = rows.officer(self.city)

    @property
    def units(self) -> list[Unit]:
        return [self.city, *self.counties, *self.stations]

    def apply(self, edit: str, which: int, n: int, day: date) -> None:
        """One edit. `which` chooses the dispute, `n` whatever else there is to choose."""
        disputes = list(Dispute.objects.order_by("pk"))
        if edit in ("register", "move_unit"):
            getattr(self, edit)(which, n, day)
        elif disputes:
            getattr(self, edit)(disputes[which % len(disputes)], n, day)

    # --- of the register

    def register(self, which: int, n: int, day: date) -> None:
        unit = self.units[which % len(self.units)]
        rows.dispute(unit, day, kind=KINDS[n % 4], source=SOURCES[n % 2])

    def move_unit(self, which: int, n: int, day: date) -> None:
        unit = [*self.counties[1:], *self.stations][which % 5]
        parent = [self.city, *self.counties][n % 3]
        with suppress(RuleViolation):  # to itself, or before its last move
            move_unit(unit_id=unit.pk, parent_id=parent.pk, effective_from=day.replace(day=1),
                      reason="划转", actor=self.officer)  # fmt: skip

    def move_dispute(self, case: Dispute, n: int, day: date) -> None:
        _sql("UPDATE disputes_dispute SET unit_id = %s WHERE id = %s", self._unit(n), case.pk)

    def _unit(self, n: int) -> int:
        return self.units[n % len(self.units)].pk

    def retype(self, case: Dispute, n: int, day: date) -> None:
        kind = "(SELECT id FROM disputes_kind WHERE code = %s)"
        _sql(f"UPDATE disputes_dispute SET kind_id = {kind}, source = %s WHERE id = %s",
             KINDS[n % 4], SOURCES[n % 2], case.pk)  # fmt: skip

    def redate(self, case: Dispute, n: int, day: date) -> None:
        Dispute.objects.filter(pk=case.pk, resolved_on=None).update(registered_on=day)

    def void(self, case: Dispute, n: int, day: date) -> None:
        state = "voided" if case.state != "voided" else "closed"
        Dispute.objects.filter(pk=case.pk).update(state=state)

    def delete(self, case: Dispute, n: int, day: date) -> None:
        """Only what no event protects can go: a dispute that was just typed in."""
        if not DisputeEvent.objects.filter(dispute=case).exists():
            for child in CHILDREN:
                child.objects.filter(dispute=case).delete()
            _sql("DELETE FROM disputes_dispute WHERE id = %s", case.pk)

    # --- of its records

    def resolve(self, case: Dispute, n: int, day: date) -> None:
        rows.event(case, day, 1, days=n)

    def breach(self, case: Dispute, n: int, day: date) -> None:
        DisputeEvent.objects.bulk_create(rows.new_event(case, day, -1, days=n) for _ in range(2))

    def relapse(self, case: Dispute, n: int, day: date) -> None:
        rows.event(case, day, n % 2 - 1, action="relapse", days=n)

    def hear(self, case: Dispute, n: int, day: date) -> None:
        MediationSession.objects.bulk_create(
            [rows.new_session(case, day, mode=mode) for mode in ("hearing", "hearing", "ordinary")]
        )

    def end_hearing(self, case: Dispute, n: int, day: date) -> None:
        MediationSession.objects.filter(dispute=case).update(
            outcome=("agreed", "not_agreed")[n % 2]
        )

    def agree(self, case: Dispute, n: int, day: date) -> None:
        later = date(day.year, 12, n + 1)
        rows.agreement(
            case, day if n % 3 else None, due=later, fulfilled=later if n % 3 > 1 else None
        )

    def fulfil(self, case: Dispute, n: int, day: date) -> None:
        Agreement.objects.filter(dispute=case, effective_on__isnull=False).update(fulfilled_on=day)

    def refer(self, case: Dispute, n: int, day: date) -> None:
        letters = [rows.new_referral(case, day, RECEIVERS[n % 2]) for _ in range(n % 3 + 1)]
        names = [f.column for f in Referral._meta.concrete_fields if f.column != "id"]
        into = f"COPY disputes_referral ({', '.join(names)}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for letter in letters:
                letter.unit_id = case.unit_id
                copy.write_row([_value(letter, name) for name in names])

    def follow_up(self, case: Dispute, n: int, day: date) -> None:
        rows.follow_up(case, day)

    def redate_records(self, case: Dispute, n: int, day: date) -> None:
        """All of a dispute's records of one kind to one day, in one statement."""
        table, column = (
            ("disputes_mediationsession", "held_on"),
            ("disputes_referral", "sent_on"),
            ("disputes_followup", "held_on"),
        )[n % 3]
        _sql(f"UPDATE {table} SET {column} = %s WHERE dispute_id = %s", day, case.pk)

    def delete_records(self, case: Dispute, n: int, day: date) -> None:
        CHILDREN[n % 4].objects.filter(dispute=case).delete()

    def do_nothing(self, case: Dispute, n: int, day: date) -> None:
        _sql("UPDATE disputes_referral SET reason = reason || '。'")


def _sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _value(row: Any, column: str) -> Any:
    return next(getattr(row, f.attname) for f in row._meta.concrete_fields if f.column == column)


EDITS = [
    "register", "move_unit", "move_dispute", "retype", "redate", "void", "delete",
    "resolve", "breach", "relapse", "hear", "end_hearing", "agree", "fulfil", "refer",
    "follow_up", "redate_records", "delete_records", "do_nothing",
]  # fmt: skip
START = st.lists(st.tuples(st.just("register"), st.integers(0, 9), st.integers(0, 11), DAYS),
                 min_size=2, max_size=6)  # fmt: skip
EDIT = st.tuples(st.sampled_from(EDITS), st.integers(0, 9), st.integers(0, 11), DAYS)
