"""Appointments: each at an hour of its own, so that no act stands in another one's way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from disputes import clock
from disputes.casefile import CaseFile
from disputes.models import Appointment, Booking, MediationSession, Officer
from disputes.services import appointment
from tests.acts.act import Act

_hours = count()


def free_hour() -> datetime:
    """A full hour from tomorrow on that no other act has used; the clock of the act counts."""
    tomorrow = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return tomorrow + timedelta(hours=next(_hours) % 2000)


def _arrange(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    start = free_hour()
    told = {
        "purpose": "ordinary",
        "starts_at": start,
        "venue": "on_site",
        "place": "村委会",
        **facts,
    }
    told.setdefault("ends_at", told["starts_at"] + timedelta(minutes=45))
    appointment.arrange(case, actor=officer, **told)


def _open(case: CaseFile) -> Appointment:
    return next(row for row in reversed(case.rows(Appointment)) if row.is_open)


def _confirm(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    appointment.confirm(case, _open(case), actor=officer)


def _reschedule(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    start = free_hour()
    told = {"reason": "当事人外出", "starts_at": start, "ends_at": start + timedelta(minutes=45)}
    appointment.reschedule(case, _open(case), actor=officer, **told | facts)


def _cancel(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    appointment.cancel(case, _open(case), actor=officer, **{"reason": "当事人撤回"} | facts)


def _tell(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    row = _open(case)
    people = [b for b in case.rows_of(row, Booking) if b.kind == "party"]
    told = {"people": people, "method": "phone", "told_on": clock.today(), **facts}
    appointment.tell(case, row, actor=officer, **told)


def _keep(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    appointment.keep(case, _open(case), case.rows(MediationSession)[-1], actor=officer)


def _miss(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    row = _open(case)
    with clock.at(max(row.ends_at, clock.now())):
        appointment.miss(case, row, actor=officer, **{"reason": "当事人未到场"} | facts)


ACTS: dict[str, Act] = {
    "arrange": _arrange,
    "confirm_appointment": _confirm,
    "reschedule": _reschedule,
    "cancel_appointment": _cancel,
    "tell_appointment": _tell,
    "keep_appointment": _keep,
    "miss_appointment": _miss,
}
