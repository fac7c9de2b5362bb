"""Recurrence (再发): candidates are found by fingerprint, a named officer decides."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from disputes import numbering
from disputes.casefile import CaseFile, case_file
from disputes.choices import Source, State
from disputes.models import Dispute, Officer, Party, Recurrence
from disputes.workflow import take_step

MOST = 20  # candidates of one dispute


def propose(case: CaseFile) -> None:
    """Put earlier disputes of the bureau on file that share a party or the alarm with this one.

    The newest `MOST` of them: who quarrels more often than that is known by those. Proposed and
    never decided here. Files written in bulk are not searched one by one. Disputes registered
    after this one look back once more as soon as it is written: what was entered here late is
    news to them.
    """
    if numbering.is_bulk():
        return
    _look_back(case)
    if not case.dispute._state.adding:
        transaction.on_commit(partial(_tell_later_ones, case.dispute.pk))


def _tell_later_ones(pk: int) -> None:
    """One file after the other, each in its own transaction: nobody waits for two of them."""
    case = CaseFile(Dispute.objects.select_related("unit").get(pk=pk))
    for later in _later(case, *_prints_of(case)):
        with case_file(later.pk) as file:
            _look_back(file)


def _look_back(case: CaseFile) -> None:
    ids, phones = _prints_of(case)
    known = {row.earlier_id: row for row in case.rows(Recurrence)}
    for earlier in _earlier(case, ids, phones):
        found = _common(case, earlier, ids, phones)
        if earlier.pk not in known:
            case.add(Recurrence(earlier=earlier, **found))
        elif known[earlier.pk].is_recurrence is None:
            _update(case, known[earlier.pk], found)


def decide(
    case: CaseFile,
    candidate: Recurrence,
    *,
    actor: Officer,
    on: date,
    is_recurrence: bool,
    reason: str,
    repeat_alarm: bool | None = None,
) -> Recurrence:
    """Decide whether it is one (认定再发); a later decision replaces it and both stay on record."""
    facts = {"recurrence": candidate.pk, "is_recurrence": is_recurrence, "reason": reason}
    if repeat_alarm is not None:
        facts["repeat_alarm"] = repeat_alarm
    take_step(case, "decide_recurrence", actor=actor, on=on, facts=facts)
    if repeat_alarm is not None:
        case.change(case.dispute, repeat_alarm=repeat_alarm)
    return case.revise(
        candidate, is_recurrence=is_recurrence, reason=reason, decided_by=actor, decided_on=on
    )


def _prints_of(case: CaseFile) -> tuple[set[bytes], set[bytes]]:
    """Identity numbers and phones of the parties, as fingerprints."""
    return _prints(case, "id_number_index"), _prints(case, "phone_index")


def _prints(case: CaseFile, column: str) -> set[bytes]:
    found = (getattr(party, column) for party in case.rows(Party) if party.is_active)
    return {bytes(fingerprint) for fingerprint in found if fingerprint}


def _earlier(case: CaseFile, ids: set[bytes], phones: set[bytes]) -> Iterable[Dispute]:
    """Disputes of the same county bureau registered within the months that count."""
    dispute = case.dispute
    rows = _sharing(dispute, ids, phones).filter(
        registered_at__lte=dispute.registered_at,
        registered_on__gte=months_before(dispute.registered_on, settings.RECURRENCE_MONTHS),
    )
    return rows.order_by("-registered_on", "-pk").prefetch_related("parties")[:MOST]


def _later(case: CaseFile, ids: set[bytes], phones: set[bytes]) -> Iterable[Dispute]:
    """Those registered since then for which this one may be an earlier one, the first ones first."""
    dispute = case.dispute
    rows = _sharing(dispute, ids, phones).filter(registered_at__gte=dispute.registered_at)
    return rows.order_by("registered_at", "pk")[:MOST]


def _sharing(dispute: Dispute, ids: set[bytes], phones: set[bytes]) -> QuerySet[Dispute]:
    """Disputes of the same county bureau with a party or the alarm of this one; no kin of it."""
    shared = Q(pk__in=Party.objects.filter(
        Q(id_number_index__in=ids) | Q(phone_index__in=phones), is_active=True
    ).values("dispute"))  # fmt: skip
    if dispute.alarm_number:
        shared |= Q(alarm_number=dispute.alarm_number)
    rows = Dispute.objects.filter(shared, _same_bureau(dispute))
    kin = [pk for pk in (dispute.pk, dispute.split_from_id) if pk is not None]
    rows = rows.exclude(state=State.VOIDED).exclude(pk__in=kin)
    if dispute.pk:
        rows = rows.exclude(split_from=dispute.pk)
    return rows


def _same_bureau(dispute: Dispute) -> Q:
    county = dispute.unit.county_id
    return Q(unit=dispute.unit_id) if county is None else Q(county=county)


def _common(
    case: CaseFile, earlier: Dispute, ids: set[bytes], phones: set[bytes]
) -> dict[str, Any]:
    """What both disputes share. Equal identity numbers say more than equal phones."""
    theirs = [party for party in earlier.parties.all() if party.is_active]
    alarms = {case.dispute.source, earlier.source} == {Source.ALARM_110}
    alarm = case.dispute.alarm_number
    return {
        "parties_in_common": len(ids & {bytes(p.id_number_index or b"") for p in theirs}),
        "phones_in_common": len(phones & {bytes(p.phone_index or b"") for p in theirs}),
        "same_alarm": bool(alarm) and alarm == earlier.alarm_number,
        "both_alarms": alarms,
    }


def _update(case: CaseFile, row: Recurrence, found: dict[str, Any]) -> None:
    if any(getattr(row, name) != value for name, value in found.items()):
        case.revise(row, **found)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month.

    >>> months_before(date(2026, 3, 31), 1), months_before(date(2026, 3, 2), 12)
    (datetime.date(2026, 2, 28), datetime.date(2025, 3, 2))
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
