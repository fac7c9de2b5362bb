"""Appointments (排期): arranged, confirmed, moved, cancelled, told of, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from disputes import clock
from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.models import (
    Appointment,
    AppointmentMove,
    Booking,
    Hearing,
    HearingSeat,
    MediationSession,
    Officer,
    Party,
    Room,
)
from disputes.services import booking
from disputes.services.booking import Outsider
from disputes.workflow import take_step

Kind, Purpose = Booking.Kind, Appointment.Purpose
State, Venue = Appointment.State, Appointment.Venue


def arrange(
    case: CaseFile,
    *,
    actor: Officer,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime,
    venue: str,
    place: str = "",
    room: Room | None = None,
    officers: Iterable[Officer] = (),
    parties: Iterable[Party] | None = None,
    outsiders: Iterable[Outsider] | None = None,
    confirmed: bool = False,
    hold_until: datetime | None = None,
) -> Appointment:
    """Put a mediation or hearing on the calendar: held for some time, or confirmed at once.

    Without `officers` the actor holds it; without `parties` all are expected, without `outsiders`
    those who sit on the hearing. Raises what the guards of `arrange` raise, and WrongState
    (APPOINTMENT_CONFLICT) when somebody or the room is taken.
    """
    now = clock.now()
    row = case.add(Appointment(
        purpose=purpose, starts_at=starts_at, ends_at=ends_at, day=_day(starts_at), venue=venue,
        place=place, state=State.CONFIRMED if confirmed else State.HELD,
        hold_until=None if confirmed else hold_until or _kept_until(now, starts_at),
        arranged_by=actor, arranged_at=now, changed_at=now,
        hearing=_hearing(case) if purpose == Purpose.HEARING else None,
    ))  # fmt: skip
    row.notice_due_on = _notice_due_on(row)
    if parties is None:
        parties = [party for party in case.rows(Party) if party.is_active]
    if outsiders is None:
        officers, outsiders = _seated(case, row, [*officers])
    wanted = booking.wanted([room] if room else [], [*officers] or [actor], parties, outsiders)
    booking.want(case, row, wanted)
    take_step(case, "arrange", actor=actor, on=clock.today(),
              facts=_facts(row) | {"confirmed": confirmed})  # fmt: skip
    booking.take_up(case, row, actor=actor)
    return row


def confirm(case: CaseFile, row: Appointment, *, actor: Officer) -> Appointment:
    """Make a hold firm, one that ran out too if nobody else came meanwhile.

    Raises WrongState (APPOINTMENT_NOT_HELD, APPOINTMENT_CONFLICT), what the guards raise.
    """
    if row.state != State.HELD:
        raise WrongState("只有暂定的排期需要确定", code="APPOINTMENT_NOT_HELD")
    case.revise(row, state=State.CONFIRMED, hold_until=None, **_changed(row))
    take_step(
        case, "confirm_appointment", actor=actor, on=clock.today(), facts={"appointment": row.pk}
    )
    booking.block(case, row)
    booking.take_up(case, row, actor=actor)
    return row


def reschedule(
    case: CaseFile, row: Appointment, *, actor: Officer, reason: str, **new: Any
) -> Appointment:
    """Move an appointment or fill it otherwise; what is not named stays. The former one is kept.

    A notice given before has to be given anew. `new` takes the names of `arrange`. Raises
    WrongState (APPOINTMENT_OVER, APPOINTMENT_CONFLICT), what the guards raise.
    """
    _refuse_over(row)
    before = snapshot(case, row)
    _move(case, row, new)
    people = (new.get(kind) for kind in ("officers", "parties", "outsiders"))
    booking.want(case, row, booking.wanted(_rooms(row, new), *people))
    for told in _people(case, row):
        if told.notified_on is not None:
            case.change(told, notified_on=None, notified_by=None, notice_method="",
                        notify_anew=True)  # fmt: skip
    take_step(case, "reschedule", actor=actor, on=clock.today(),
              facts=_facts(row) | {"reason": reason, "before": before})  # fmt: skip
    case.add(AppointmentMove(
        appointment=row, moved_by=actor, moved_at=row.changed_at, reason=reason, before=before,
        after=snapshot(case, row),
    ))  # fmt: skip
    booking.take_up(case, row, actor=actor)
    return row


def cancel(case: CaseFile, row: Appointment, *, actor: Officer, reason: str) -> Appointment:
    """Take an appointment off the calendar. Its time is free again. Raises WrongState."""
    _refuse_over(row)
    take_step(case, "cancel_appointment", actor=actor, on=clock.today(),
              facts={"appointment": row.pk, "reason": reason})  # fmt: skip
    case.revise(row, state=State.CANCELLED, ended_reason=reason, **_changed(row))
    for taken in booking.standing(case, row):
        case.change(taken, blocks=False)
    return row


def tell(
    case: CaseFile,
    row: Appointment,
    *,
    actor: Officer,
    people: Iterable[Booking],
    method: str,
    told_on: date,
) -> Appointment:
    """Record who was told of the arrangement as it stands. Raises WrongState, RuleViolation."""
    if row.state != State.CONFIRMED:
        raise WrongState("排期确定以后方可通知", code="APPOINTMENT_NOT_CONFIRMED")
    told = [*people]
    take_step(case, "tell_appointment", actor=actor, on=told_on,
              facts={"appointment": row.pk, "told": [b.pk for b in told], "method": method})  # fmt: skip
    for one in told:
        case.change(one, notified_on=told_on, notified_by=actor, notice_method=method,
                    notify_anew=False)  # fmt: skip
    return case.revise(row)


def keep(
    case: CaseFile, row: Appointment, session: MediationSession, *, actor: Officer
) -> Appointment:
    """It took place as this mediation. Raises WrongState, what the guards raise."""
    _refuse_over(row)
    take_step(case, "keep_appointment", actor=actor, on=clock.today(),
              facts={"appointment": row.pk, "session": session.pk})  # fmt: skip
    return case.revise(row, state=State.KEPT, session=session, hold_until=None)


def kept_by(case: CaseFile, session: MediationSession) -> Appointment | None:
    """The only appointment of that day and kind is kept by a mediation that was just recorded.

    Where there are several, somebody says which one (`keep`).
    """
    heard = session.mode == MediationSession.Mode.HEARING
    meant = [
        row
        for row in case.rows(Appointment)
        if row.is_open and row.day == session.held_on and heard == (row.purpose == Purpose.HEARING)
    ]
    if len(meant) != 1:
        return None
    return case.revise(meant[0], state=State.KEPT, session=session, hold_until=None)


def miss(case: CaseFile, row: Appointment, *, actor: Officer, reason: str) -> Appointment:
    """The time came and it was not held. Raises WrongState, what the guards raise."""
    _refuse_over(row)
    take_step(case, "miss_appointment", actor=actor, on=clock.today(),
              facts={"appointment": row.pk, "reason": reason})  # fmt: skip
    return case.revise(row, state=State.MISSED, ended_reason=reason, hold_until=None)


def snapshot(case: CaseFile, row: Appointment) -> dict[str, Any]:
    """An arrangement as the history keeps it; people by key, outsiders by name."""
    rows = booking.standing(case, row)
    return {
        "starts_at": _text(row.starts_at),
        "ends_at": _text(row.ends_at),
        "venue": row.venue,
        "place": next((str(b.room) for b in rows if b.kind == Kind.ROOM), row.place),
        "officers": [b.officer_id for b in rows if b.kind == Kind.OFFICER],
        "parties": [b.party_id for b in rows if b.kind == Kind.PARTY],
        "outsiders": [b.name for b in rows if b.kind == Kind.OUTSIDER],
    }


# --- parts


def _refuse_over(row: Appointment) -> None:
    if not row.is_open:
        raise WrongState(f"该排期{row.get_state_display()}，不能再变更", code="APPOINTMENT_OVER")


def _changed(row: Appointment) -> dict[str, Any]:
    """Those who attend learn of it: their calendars compare the number."""
    return {"changed_at": clock.now(), "sequence": row.sequence + 1}


def _kept_until(now: datetime, starts_at: datetime) -> datetime:
    return min(now + timedelta(hours=settings.APPOINTMENT_HOLD_HOURS), starts_at)


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def _text(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")


def _facts(row: Appointment) -> dict[str, Any]:
    return {
        "appointment": row.pk,
        "purpose": row.purpose,
        "starts_at": _text(row.starts_at),
        "ends_at": _text(row.ends_at),
    }


def _hearing(case: CaseFile) -> Hearing | None:
    return next(reversed(case.rows(Hearing)), None)


def _notice_due_on(row: Appointment) -> date | None:
    """The last day on which the parties of a hearing are told of it in time."""
    if row.purpose != Purpose.HEARING:
        return None
    return row.day - timedelta(days=settings.HEARING_NOTICE_DAYS)


def _seated(
    case: CaseFile, row: Appointment, officers: list[Officer]
) -> tuple[list[Officer], list[Outsider]]:
    """Officers and outsiders as they sit on the hearing, the officers that were named first."""
    if row.hearing is None:
        return officers, []
    seats = [s for s in case.rows_of(row.hearing, HearingSeat) if s.left_on is None]
    sitting = [s.officer for s in seats if s.officer is not None]
    others = [Outsider(s.name, s.organisation, s.person) for s in seats if s.officer is None]
    return [*officers, *sitting], others


def _move(case: CaseFile, row: Appointment, new: dict[str, Any]) -> None:
    """Time and venue of an appointment; a hold is kept for as long as a new one would be."""
    names = ("starts_at", "ends_at", "venue", "place")
    plain: dict[str, Any] = {name: new[name] for name in names if name in new}
    starts_at = plain.get("starts_at", row.starts_at)
    if row.state == State.HELD:
        plain["hold_until"] = _kept_until(clock.now(), starts_at)
    case.revise(row, **plain, day=_day(starts_at), **_changed(row))
    case.change(row, notice_due_on=_notice_due_on(row))


def _people(case: CaseFile, row: Appointment) -> list[Booking]:
    return [b for b in booking.standing(case, row) if b.kind in (Kind.PARTY, Kind.OUTSIDER)]


def _rooms(row: Appointment, new: dict[str, Any]) -> list[Room] | None:
    """None leaves the room as it is; another venue gives it up."""
    if row.venue != Venue.ROOM:
        return []
    return [new["room"]] if new.get("room") is not None else None
