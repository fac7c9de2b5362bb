"""The period lock (期间锁定): what a signed year means for what is entered afterwards.

Cases are never locked: the law asks for true records, and what a late entry changes the erratum
says. Activity figures have no other source than the entry itself, so those of a signed year are
written only while an exception is open: granted by the chief, with a reason and an end.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from disputes import clock
from disputes.errors import RuleViolation
from disputes.models import Officer, Unit
from disputes.querysets import paths_above
from reporting.editions import rules
from reporting.models import Edition, Unlocking
from reporting.models.edition import Status


def refuse_locked(unit: Unit, year: int) -> None:
    """Raises RuleViolation (PERIOD_LOCKED) where the year of the unit, or of one above, is signed
    and no exception of that unit, or of one above it, is open."""
    for locking in _signed_above(unit, year):
        if not _open(year).filter(unit__path__in=_line(locking)).exists():
            raise RuleViolation(
                f"{locking}{year}年度报告已签发，工作量数据已锁定；确需补录、更正的，由负责人批准限时解锁",
                code="PERIOD_LOCKED",
            )


def unlock(*, actor: Officer, unit: Unit, year: int, days: int, reason: str) -> Unlocking:
    """Open a signed year for some days. Raises RuleViolation."""
    rules.may_sign(actor)
    rules.reason_given(reason)
    if not Edition.objects.filter(unit=unit, year=year, month=0, status=Status.SIGNED).exists():
        raise RuleViolation(f"{year}年度报告尚未签发，无需解锁", code="PERIOD_NOT_LOCKED")
    if not 1 <= days <= settings.EDITION_UNLOCK_DAYS:
        raise RuleViolation(
            f"解锁期限为1至{settings.EDITION_UNLOCK_DAYS}天", code="UNLOCKING_TOO_LONG"
        )
    now = clock.now()
    return Unlocking.objects.create(
        unit=unit, year=year, reason=reason, granted_by=actor, granted_at=now,
        ends_at=now + timedelta(days=days),
    )  # fmt: skip


def _signed_above(unit: Unit, year: int) -> list[Unit]:
    signed = Edition.objects.filter(
        year=year, month=0, status=Status.SIGNED, unit__path__in=_line(unit)
    )
    return [edition.unit for edition in signed.select_related("unit").defer("body")]


def _open(year: int) -> QuerySet[Unlocking]:
    now = clock.now()
    return Unlocking.objects.filter(year=year, granted_at__lte=now, ends_at__gt=now)


def _line(unit: Unit) -> list[str]:
    """The paths of the unit and of all above it."""
    return [*paths_above(unit), unit.path]
