"""Alerts (提醒): what an officer has to see, raised once and cleared when its cause is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from disputes import clock
from disputes.casefile import CaseFile, read_together
from disputes.choices import Role, State
from disputes.clocks import TABLES, Clock, clocks_of
from disputes.clocks.clock import OVER
from disputes.deadlines import in_chinese
from disputes.models import Alert, Dispute, FollowUp, Officer

Level = Alert.Level
BATCH = 1000  # cases in memory at a time
# One writer at a time, batch by batch: a second run finds everything done and changes nothing.
LOCK = "SELECT pg_advisory_xact_lock(hashtext('disputes.alerts'))"
CLOCK_NAME = 100  # characters of an obligation's text that a title shows
UNDER_WAY = frozenset(State) - OVER


class Swept(NamedTuple):
    """What a run changed."""

    raised: int = 0
    cleared: int = 0


class Key(NamedTuple):
    """What an alert is about, for whom. A day that moved is another alert."""

    dispute: int
    code: str
    subject: int
    level: str
    officer: int
    due_on: date | None

    @classmethod
    def of(cls, alert: Alert) -> Key:
        return cls(
            alert.dispute_id, alert.code, alert.subject, alert.level, alert.officer_id, alert.due_on
        )


def raise_now(
    case: CaseFile, *, code: str, title: str, officers: Iterable[Officer], subject: int = 0
) -> list[Alert]:
    """Put a notice on file for each officer who has not got it open; it is written with the file.

    `subject` is the key of the row it is about, where a case may have several.
    """
    open_ones = [a for a in case.rows(Alert) if a.cleared_at is None]
    reached = {a.officer_id for a in open_ones if (a.code, a.subject) == (code, subject)}
    new = {officer.pk: officer for officer in officers if officer.pk not in reached}
    return [
        case.add(Alert(
            code=code, subject=subject, level=Level.NOTICE, title=title, officer=officer,
            raised_at=clock.now(),
        ))
        for officer in new.values()
    ]  # fmt: skip


def mark_seen(alert: Alert) -> Alert:
    """The addressee has seen it. A notice asks for nothing more and is cleared by that."""
    if alert.seen_at is None:
        alert.seen_at = clock.now()
        alert.cleared_at = alert.cleared_at or (
            alert.seen_at if alert.level == Level.NOTICE else None
        )
        alert.save(update_fields=["seen_at", "cleared_at"])
    return alert


def sweep() -> Swept:
    """Raise alerts for clocks that are due or overdue, clear those whose cause is gone.

    Batch by batch, each for itself: a run that was killed leaves whole batches, and the next one
    does the rest. Twice at once raises nothing twice.
    """
    today, after, raised, cleared = clock.today(), 0, 0, 0
    while disputes := list(_watched().filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = disputes[-1].pk
        done = _settle(disputes, _wanted(disputes, today), clock.now())
        raised, cleared = raised + done.raised, cleared + done.cleared
    return Swept(raised, cleared)


def _watched() -> models.QuerySet[Dispute]:
    """Cases with something under way, to be followed up after their end, or with an alert."""
    ended_on = Coalesce(OuterRef("resolved_on"), OuterRef("registered_on"))
    followed = FollowUp.objects.filter(dispute=OuterRef("pk"), next_on=None, held_on__gte=ended_on)
    to_follow = Q(state=State.CLOSED, risk_level__follow_up_days__isnull=False) & ~Exists(followed)
    alerted = Exists(Alert.objects.filter(dispute=OuterRef("pk"), cleared_at=None))
    return Dispute.objects.filter(Q(state__in=UNDER_WAY) | to_follow | alerted).select_related(
        "risk_level"
    )


def _wanted(disputes: list[Dispute], today: date) -> dict[Key, Alert]:
    """The alerts that these cases call for today."""
    chiefs = _chiefs({dispute.unit_id for dispute in disputes})
    wanted = {}
    for case in read_together(disputes, TABLES):
        for alert in _alerts_of(case, today, chiefs[case.dispute.unit_id]):
            wanted[Key.of(alert)] = alert
    return wanted


def _chiefs(units: Collection[int]) -> defaultdict[int, list[int]]:
    """Who answers for what is overdue, by unit."""
    found = defaultdict(list)
    chiefs = Officer.objects.filter(unit__in=units, role=Role.CHIEF, is_active=True)
    for unit, pk in chiefs.values_list("unit_id", "pk"):
        found[unit].append(pk)
    return found


def _alerts_of(case: CaseFile, today: date, chiefs: list[int]) -> Iterator[Alert]:
    for ticking in clocks_of(case, today):
        level = _level(ticking, today)
        if level is None:
            continue
        answerable = chiefs if level == Level.OVERDUE else []
        for officer in {case.dispute.responsible_id, *answerable}:
            yield Alert(
                dispute=case.dispute, code=ticking.code, subject=ticking.subject, level=level,
                title=_title(ticking, level), due_on=ticking.due_on, officer_id=officer,
            )  # fmt: skip


def _level(ticking: Clock, today: date) -> Level | None:
    if not ticking.waits or ticking.due_on is None:
        return None
    if ticking.due_on < today:
        return Level.OVERDUE
    soon = today + timedelta(days=settings.ALERT_BEFORE_DAYS)
    return Level.DUE if ticking.due_on <= soon else None


def _title(ticking: Clock, level: Level) -> str:
    assert ticking.due_on is not None
    until = "已于" if level == Level.OVERDUE else "将于"
    return f"{ticking.name[:CLOCK_NAME]}{until}{in_chinese(ticking.due_on)}到期"


@transaction.atomic
def _settle(disputes: list[Dispute], wanted: dict[Key, Alert], now: datetime) -> Swept:
    """Make the open alerts of these cases the wanted ones."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
    ended = {dispute.pk for dispute in disputes if dispute.state in OVER}
    standing = {}
    for alert in Alert.objects.filter(dispute__in=disputes, cleared_at=None):
        if alert.level != Level.NOTICE or alert.dispute_id in ended:
            standing[Key.of(alert)] = alert.pk
    gone = [standing[key] for key in standing.keys() - wanted.keys()]
    Alert.objects.filter(pk__in=gone).update(cleared_at=now)
    new = [wanted[key] for key in wanted if key not in standing]
    for alert in new:
        alert.raised_at = now
    Alert.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return Swept(len(new), len(gone))
