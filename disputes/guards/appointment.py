"""Appointments (排期): when one may be arranged, where, with whom, and how they learn of it.

That nobody is in two places at once is kept by `services.booking` and the database.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings

from disputes import clock
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.clocks import ClockState
from disputes.clocks.session import first_session, second_session
from disputes.deadlines import in_chinese
from disputes.errors import Caution, RuleViolation, WrongState
from disputes.guards.officers import refuse_recused
from disputes.mediations import mediations
from disputes.models import (
    Appointment,
    AppointmentMove,
    Booking,
    Hearing,
    MediationSession,
    Party,
    Room,
)
from disputes.statutes import Statute

Facts = dict[str, Any]
Kind, Purpose, Venue = Booking.Kind, Appointment.Purpose, Appointment.Venue


def _row(case: CaseFile, facts: Facts) -> Appointment:
    return case.row(Appointment, facts["appointment"])


def _booked(case: CaseFile, row: Appointment, kind: str) -> list[Booking]:
    return [b for b in case.rows_of(row, Booking) if b.kind == kind and not b.dropped]


def appointment_ahead(case: CaseFile, facts: Facts, on: date) -> None:
    """Time is taken up in the future, and not further ahead than anybody plans."""
    row, now = _row(case, facts), clock.now()
    if row.starts_at <= now:
        raise RuleViolation("排期的开始时间应晚于现在", code="APPOINTMENT_PAST")
    if row.starts_at > now + timedelta(days=settings.APPOINTMENT_AHEAD_DAYS):
        raise RuleViolation(
            f"只能排定{settings.APPOINTMENT_AHEAD_DAYS}日以内的时间", code="APPOINTMENT_TOO_FAR"
        )


def appointment_of_one_day(case: CaseFile, facts: Facts, on: date) -> None:
    """It ends after it begins, on the same day, after so many hours at most."""
    row, most = _row(case, facts), settings.APPOINTMENT_MOST_HOURS
    if row.ends_at <= row.starts_at:
        raise RuleViolation("结束时间应晚于开始时间", code="APPOINTMENT_SPAN")
    if row.local_end.date() != row.day or row.ends_at - row.starts_at > timedelta(hours=most):
        raise RuleViolation(
            f"一次排期应在同一日内，最长{most}小时；需要继续的请另行排期", code="APPOINTMENT_SPAN"
        )


def hold_until_before_start(case: CaseFile, facts: Facts, on: date) -> None:
    """A hold (暂定) runs out at a moment to come, before it would begin."""
    row = _row(case, facts)
    if row.hold_until is not None and not clock.now() < row.hold_until <= row.starts_at:
        raise RuleViolation("暂定的保留期限应晚于现在，不晚于开始时间", code="HOLD_INVALID")


def venue_usable(case: CaseFile, facts: Facts, on: date) -> None:
    """A room is in use and open to the unit of the case; another venue says where."""
    row = _row(case, facts)
    rooms = _booked(case, row, Kind.ROOM)
    if (row.venue == Venue.ROOM) != bool(rooms):
        raise RuleViolation(
            "在调解室进行的须选定调解室，其他场所不占用调解室", code="VENUE_MISSING"
        )
    if row.venue == Venue.ON_SITE and not row.place.strip():
        raise RuleViolation("在现场进行的须写明地点", code="VENUE_MISSING")
    usable = Room.objects.usable_by(case.dispute.unit)
    if rooms and not usable.filter(pk=rooms[0].room_id).exists():
        raise RuleViolation("该调解室已停用，或者不供本单位使用", code="ROOM_UNAVAILABLE")


def room_large_enough(case: CaseFile, facts: Facts, on: date) -> None:
    """A warning: more people are expected than the room holds."""
    row = _row(case, facts)
    for booking in _booked(case, row, Kind.ROOM):
        people = sum(not b.dropped for b in case.rows_of(row, Booking)) - 1
        assert booking.room is not None
        if people > booking.room.capacity:
            raise Caution(
                f"{booking.room}容纳{booking.room.capacity}人，预计到场{people}人；"
                "仍使用的请说明安排",
                code="ROOM_TOO_SMALL",
            )


def attended_by_both(case: CaseFile, facts: Facts, on: date) -> None:
    """An officer holds it, and at least one party that is still one is expected."""
    row = _row(case, facts)
    parties = _booked(case, row, Kind.PARTY)
    if not _booked(case, row, Kind.OFFICER):
        raise RuleViolation("请指定主持或者参加的民警", code="APPOINTMENT_WITHOUT_OFFICER")
    if not parties:
        raise RuleViolation("请指定通知到场的当事人", code="APPOINTMENT_WITHOUT_PARTY")
    active = {p.pk for p in case.rows(Party) if p.is_active}
    if any(b.party_id not in active for b in parties):
        raise RuleViolation("已更正删除的当事人不能排期", code="PARTY_INACTIVE")


def recused_are_not_booked(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: who was recused is not put down for a mediation."""
    booked = _booked(case, _row(case, facts), Kind.OFFICER)
    refuse_recused(case, {b.officer for b in booked})


def hearing_to_hold(case: CaseFile, facts: Facts, on: date) -> None:
    """A hearing is put on the calendar once it was proposed, and until it was held."""
    row = _row(case, facts)
    if row.purpose != Purpose.HEARING:
        return
    if row.hearing is None or row.hearing.session is not None:
        raise RuleViolation("请先提出听证式调解，再排定时间", code="HEARING_NOT_PROPOSED")
    if row.hearing.standing not in (Hearing.Standing.UNDER_WAY, Hearing.Standing.SUSPENDED):
        raise RuleViolation("该听证式调解已终止或者结束，不能再排期", code="HEARING_NOT_PROPOSED")
    others = (a for a in case.rows(Appointment) if a != row and a.hearing == row.hearing)
    if any(a.is_open and not a.is_expired(clock.now()) for a in others):
        raise WrongState("该听证式调解已有排期，请改期或者先取消", code="HEARING_ARRANGED")


def notice_in_time(case: CaseFile, facts: Facts, on: date) -> None:
    """A warning: the parties of a hearing would learn of it later than the unit has set."""
    row = _row(case, facts)
    if row.state == Appointment.State.CONFIRMED and row.notice_due_on and row.notice_due_on < on:
        raise Caution(
            f"听证式调解最迟应于{in_chinese(row.notice_due_on)}通知各方；"
            "仍定于该日的请说明各方是否同意",
            code="HEARING_NOTICE_SHORT",
        )


def appointment_within_period(case: CaseFile, facts: Facts, on: date) -> None:
    """G14, G15: no mediation is put down for a day on which it would be too late.

    The second one of a security case is forbidden then, the first one warned of.
    """
    for name, due_on, statutes, advisory in running_out(case, _row(case, facts).day, on):
        due = in_chinese(due_on)
        if not advisory:
            raise RuleViolation(
                f"{name}最迟应于{due}完成，排定的日期已超过期限",
                code="APPOINTMENT_LATE", statutes=statutes,
            )  # fmt: skip
        raise Caution(
            f"{name}最迟应于{due}完成，排定的日期已超过期限；确需排定的请说明理由",
            code="APPOINTMENT_LATE_FIRST", statutes=statutes,
        )  # fmt: skip


def running_out(
    case: CaseFile, day: date, today: date
) -> list[tuple[str, date, tuple[Statute, ...], bool]]:
    """The clocks of mediation that will have run out on `day`: name, last day, law, mere warning.

    A clock that cannot be counted (a missing calendar) says nothing here; holding it will tell.
    """
    if case.dispute.track != Track.SECURITY_CASE:
        return []
    # Once the first one was held, also while it goes on, what is put down next is the second.
    clocks = (second_session if mediations(case) else first_session)(case, today)
    return [
        (c.name, c.due_on, c.statutes, c.advisory)
        for c in clocks
        if c.due_on is not None and c.due_on < day and c.met_on is None
        and c.state in (ClockState.RUNNING, ClockState.OVERDUE)
    ]  # fmt: skip


def notified_of_what_stands(case: CaseFile, facts: Facts, on: date) -> None:
    """A notice tells what is arranged now: it is not older than the arrangement or its last move."""
    row = _row(case, facts)
    moves = case.rows_of(row, AppointmentMove)
    since = clock.local(moves[-1].moved_at if moves else row.arranged_at)
    if on < since.date():
        raise RuleViolation(
            "通知日期早于最近一次排定或者改期，请重新通知", code="NOTICE_BEFORE_MOVE"
        )


def session_fits_appointment(case: CaseFile, facts: Facts, on: date) -> None:
    """It was kept by a mediation of its day and kind that kept no other one."""
    row, session = _row(case, facts), case.row(MediationSession, facts["session"])
    heard = session.mode == MediationSession.Mode.HEARING
    if session.held_on != row.day or heard != (row.purpose == Purpose.HEARING):
        raise RuleViolation(
            "所选调解的日期或者方式与排期不符", code="SESSION_OF_ANOTHER_APPOINTMENT"
        )
    if any(a != row and a.session == session for a in case.rows(Appointment)):
        raise WrongState("该次调解已对应另一排期", code="SESSION_TAKEN")


def appointment_begun(case: CaseFile, facts: Facts, on: date) -> None:
    """Nobody has missed what has not begun: until then it is cancelled or moved."""
    if _row(case, facts).starts_at > clock.now():
        raise RuleViolation("尚未到排定的时间，请改期或者取消", code="APPOINTMENT_NOT_BEGUN")
