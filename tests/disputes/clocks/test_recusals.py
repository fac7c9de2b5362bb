"""A request that somebody stand back is decided within 2 days."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.choices import State
from disputes.clocks import ClockState
from disputes.models import Dispute, Recusal
from tests.disputes.clocks.reading import ART_35, cites, clocks_named, day, security_case, stands
from tests.factories import DAY, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def ask(dispute: Dispute, on: date) -> Recusal:
    return Recusal.objects.create(
        dispute=dispute, officer=dispute.responsible, ground="interest", statement="系邻居",
        requested_on=on,
    )  # fmt: skip


def test_every_request_has_its_own_two_days_and_a_decision_meets_them():
    dispute = security_case(State.ACCEPTED)
    first, second = ask(dispute, DAY), ask(dispute, days(1))
    Recusal.objects.filter(pk=first.pk).update(
        decided_on=days(2), granted=False, decided_by=dispute.responsible
    )
    met, open_one = clocks_named(dispute, "recusals", days(4))
    assert stands(met) == (ClockState.MET, days(2), days(2))
    assert stands(open_one) == (ClockState.OVERDUE, days(3), None)
    assert [met.subject, open_one.subject] == [first.pk, second.pk]
    assert cites(met) == ["《公安机关办理行政案件程序规定》第二十一条"]


def test_a_last_day_at_a_weekend_moves_to_monday():
    dispute = security_case(State.ACCEPTED)
    ask(dispute, day("03-05"))  # a Thursday
    (clock,) = clocks_named(dispute, "recusals", day("03-05"))
    assert clock.due_on == day("03-09")
    assert clock.how.endswith(f"该日为周末，依{ART_35}顺延至2026年3月9日")
