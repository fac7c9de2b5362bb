"""A signed year: cases go on, activity figures wait for a recorded exception with an end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from disputes import clock
from disputes.errors import RuleViolation
from reporting.activities import entering
from reporting.editions import locks
from reporting.models import Activity, Unlocking
from reporting.models.edition import EditionAction as Act
from tests.factories import NOW, make_case
from tests.reporting import rows

VALUES = {"value": 3, "starts_on": date(2025, 6, 1), "ends_on": date(2025, 6, 30)}


def enter(bureau, **more):
    return entering.create(
        actor=bureau.people[Act.CONFIRM], unit=bureau.station, kind="lectures",
        values=VALUES | more,
    )  # fmt: skip


def test_activity_figures_of_a_signed_year_are_locked_and_others_are_not(bureau):
    bureau.signed()
    with pytest.raises(RuleViolation, match="玄远县公安局2025年度报告已签发") as refused:
        enter(bureau)
    assert refused.value.code == "PERIOD_LOCKED"
    assert not Activity.objects.exists()
    assert enter(bureau, starts_on=date(2026, 6, 1), ends_on=date(2026, 6, 2)).year == 2026


def test_an_entry_begun_before_is_locked_too(bureau):
    entry = enter(bureau, evidence="台账1号")
    bureau.signed()
    with pytest.raises(RuleViolation) as refused:
        entering.submit(entry.pk, actor=bureau.people[Act.CONFIRM], expected=1)
    assert refused.value.code == "PERIOD_LOCKED"
    assert Activity.objects.get().version == 1


def test_an_exception_opens_the_year_until_its_end(bureau):
    bureau.signed()
    locks.unlock(actor=bureau.people[Act.SIGN], unit=bureau.county, year=2025, days=2,
                 reason="漏报培训一场")  # fmt: skip

    assert enter(bureau).status == "draft"
    with clock.at(NOW + timedelta(days=2, seconds=1)), pytest.raises(RuleViolation):
        enter(bureau)
    assert str(Unlocking.objects.get().granted_by) == bureau.people[Act.SIGN].name


@pytest.mark.parametrize(
    ("who", "days", "reason", "code"),
    [
        (Act.PASS_LEGAL, 2, "漏报", "ROLE_FORBIDDEN"),
        (Act.SIGN, 8, "漏报", "UNLOCKING_TOO_LONG"),
        (Act.SIGN, 2, " ", "REASON_REQUIRED"),
    ],
)
def test_an_exception_needs_the_chief_a_reason_and_a_near_end(bureau, who, days, reason, code):
    bureau.signed()
    with pytest.raises(RuleViolation) as refused:
        locks.unlock(
            actor=bureau.people[who], unit=bureau.county, year=2025, days=days, reason=reason
        )
    assert refused.value.code == code
    assert not Unlocking.objects.exists()


def test_a_year_that_nobody_signed_needs_no_exception(bureau):
    with pytest.raises(RuleViolation) as refused:
        locks.unlock(
            actor=bureau.people[Act.SIGN], unit=bureau.county, year=2025, days=1, reason="漏报"
        )
    assert refused.value.code == "PERIOD_NOT_LOCKED"


def test_cases_are_registered_and_handled_whatever_was_signed(bureau):
    bureau.signed()
    rows.dispute(bureau.station, date(2025, 12, 30))
    assert make_case("agreed", bureau.people[Act.CONFIRM]).state == "agreed"
