"""Random edits of a register, by every way of writing: ORM, bulk, COPY and manual SQL."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from hypothesis import strategies as st

from disputes.choices import Receiver, Track, UnitLevel
from disputes.errors import RuleViolation
from disputes.models import (
    Agreement,
    Confirmation,
    CriminalCase,
    Dispute,
    DisputeEvent,
    FollowUp,
    Hearing,
    MediationSession,
    Party,
    Recurrence,
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
STEPS = (
    ("accept", "registered", "accepted"),
    ("fail", "mediating", "failed"),
    ("decline", "accepted", "declined"),
    ("withdraw", "accepted", "withdrawn"),
    ("convert", "accepted", "converted"),
    ("close", "fulfilled", "closed"),
    ("relapse", "closed", "accepted"),
)
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

    def assess(self, case: Dispute, n: int, day: date) -> None:
        level = "(SELECT id FROM disputes_risklevel ORDER BY rank LIMIT 1 OFFSET %s)"
        _sql(f"UPDATE disputes_dispute SET risk_level_id = {level} WHERE id = %s", n % 4, case.pk)

    def describe(self, case: Dispute, n: int, day: date) -> None:
        """What a case concerns; an amount that is no whole yuan."""
        Dispute.objects.filter(pk=case.pk).update(
            people_count=n or None, amount=n * Decimal("1000.37"), track=list(Track)[n % 3],
            repeat_alarm=n % 2, group_event=n % 3 == 0, involves_minor=n % 5 == 0,
            domestic_violence=n % 7 == 0,
        )  # fmt: skip

    def mark_resolved(self, case: Dispute, n: int, day: date) -> None:
        Dispute.objects.filter(pk=case.pk, registered_on__lte=day).update(resolved_on=day)

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
                self._remove(child, case)
            for model in (CriminalCase, Recurrence, Party):
                model.objects.filter(dispute=case).delete()
            Recurrence.objects.filter(earlier=case).delete()
            _sql("DELETE FROM disputes_dispute WHERE id = %s", case.pk)

    # --- of its records

    def resolve(self, case: Dispute, n: int, day: date) -> None:
        rows.event(case, day, 1, days=n)

    def step(self, case: Dispute, n: int, day: date) -> None:
        """A step that resolves nothing, entered up to eleven days late."""
        entered = datetime.combine(day + timedelta(days=n), time(0, 30), rows.SHANGHAI)
        action, before, after = STEPS[n % len(STEPS)]
        rows.event(case, day, 0, action=action, from_state=before, to_state=after,
                   recorded_at=entered)  # fmt: skip

    def breach(self, case: Dispute, n: int, day: date) -> None:
        DisputeEvent.objects.bulk_create(rows.new_event(case, day, -1, days=n) for _ in range(2))

    def relapse(self, case: Dispute, n: int, day: date) -> None:
        rows.event(case, day, n % 2 - 1, action="relapse", days=n)

    def hear(self, case: Dispute, n: int, day: date) -> None:
        MediationSession.objects.bulk_create(
            [rows.new_session(case, day, mode=mode)
             for mode in ("hearing", "hearing", "ordinary", "on_the_spot", "joint")]
        )  # fmt: skip
        held = MediationSession.objects.filter(dispute=case, mode="hearing").latest("pk")
        rows.hearing(held, members=n % 4)
        for dimension in ("law", "reason", "feeling")[: n % 4]:
            rows.persuasion(held, dimension)

    def end_hearing(self, case: Dispute, n: int, day: date) -> None:
        MediationSession.objects.filter(dispute=case).update(
            outcome=("agreed", "not_agreed")[n % 2]
        )

    def agree(self, case: Dispute, n: int, day: date) -> None:
        later = date(day.year, 12, n + 1)
        rows.agreement(
            case, day if n % 3 else None, due=later, fulfilled=later if n % 3 > 1 else None
        )

    def default(self, case: Dispute, n: int, day: date) -> None:
        Agreement.objects.filter(dispute=case).update(
            breached_on=day, has_waiver=n % 4 == 1, replaced_on=day if n % 4 == 2 else None
        )

    def owe(self, case: Dispute, n: int, day: date) -> None:
        """An agreement with two instalments, one of them paid in two parts."""
        deal = rows.agreement(case, day, due=day + timedelta(days=n))
        first = rows.obligation(deal, day, fulfilled=day + timedelta(days=n), amount=f"{n + 1}.05")
        waived = (
            {"waived_on": day, "waiver_reason": "对方同意", "waiver_consent": "声明书"}
            if n % 4 == 0
            else {}
        )
        rows.obligation(deal, day + timedelta(days=40), **waived)
        for part in ("1.00", "0.05"):
            rows.paid(first, day + timedelta(days=n), part)

    def confirm(self, case: Dispute, n: int, day: date) -> None:
        for deal in Agreement.objects.filter(dispute=case)[:1]:
            rows.confirmation(deal, day, day + timedelta(days=n) if n % 2 else None)

    def prosecute(self, case: Dispute, n: int, day: date) -> None:
        rows.criminal_case(case, day, deaths=n % 3)

    def recur(self, case: Dispute, n: int, day: date) -> None:
        """Once for each pair; decided on the day, yes or no."""
        earlier = Dispute.objects.exclude(pk=case.pk).order_by("pk")
        if earlier and not Recurrence.objects.filter(dispute=case).exists():
            rows.recurrence(case, earlier[n % len(earlier)], day, yes=n % 3 > 0)

    def answer(self, case: Dispute, n: int, day: date) -> None:
        """All letters are answered, some of them with a resolution."""
        letters = Referral.objects.filter(dispute=case, sent_on__lte=day)
        letters.update(answered_on=day, resolved_on=day if n % 2 else None)

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
        rows.follow_up(case, day, satisfaction=FollowUp.Satisfaction.values[n % 5])

    def redate_records(self, case: Dispute, n: int, day: date) -> None:
        """All of a dispute's records of one kind to one day, in one statement."""
        table, column = (
            ("disputes_mediationsession", "held_on"),
            ("disputes_referral", "sent_on"),
            ("disputes_followup", "held_on"),
        )[n % 3]
        if n % 3 == 1:  # a letter is not answered before it was sent
            Referral.objects.filter(dispute=case).update(answered_on=None, resolved_on=None)
        _sql(f"UPDATE {table} SET {column} = %s WHERE dispute_id = %s", day, case.pk)

    def delete_records(self, case: Dispute, n: int, day: date) -> None:
        self._remove(CHILDREN[n % 4], case)

    def _remove(self, model: Any, case: Dispute) -> None:
        """Rows with all that hangs on them."""
        if model is Agreement:
            Confirmation.objects.filter(dispute=case).delete()
        if model is MediationSession:
            Hearing.objects.filter(dispute=case).delete()
        model.objects.filter(dispute=case).delete()

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
    "follow_up", "redate_records", "delete_records", "do_nothing", "assess", "describe",
    "mark_resolved", "step", "default", "owe", "confirm", "prosecute", "recur", "answer",
]  # fmt: skip
START = st.lists(st.tuples(st.just("register"), st.integers(0, 9), st.integers(0, 11), DAYS),
                 min_size=2, max_size=6)  # fmt: skip
EDIT = st.tuples(st.sampled_from(EDITS), st.integers(0, 9), st.integers(0, 11), DAYS)
