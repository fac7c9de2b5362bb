"""Performance: the day that the parties named."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.clocks import Clock, ClockState
from disputes.models import Dispute, Obligation, Party
from disputes.services import agreement
from tests.acts import agreement_fields, money
from tests.disputes.clocks.reading import ART_185, cites, clocks_named, stands, take
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

MEDIATION_31 = "《中华人民共和国人民调解法》第三十一条"


def agreed(*due: int, track: str = Track.CIVIL) -> Dispute:
    """An agreement in effect since `DAY`, one obligation per deadline."""
    dispute = make_case(State.MEDIATING, track=track)
    with case_file(dispute.pk) as case:
        first, second = case.rows(Party)
        promises = [money(second, first, days(n)) for n in due]
        told = agreement_fields(case, DAY, obligations=promises)
        agreement.draft(case, actor=dispute.registered_by, on=DAY, **told)
    take(dispute, "agree", DAY)
    return dispute


def performances_of(dispute: Dispute, today: date) -> list[Clock]:
    return clocks_named(dispute, "performances", today)


def test_every_obligation_has_its_own_deadline_holiday_or_not():
    dispute = agreed(5, 6)  # the 6th day is a Sunday
    take(dispute, "perform", days(4))

    paid, due = performances_of(dispute, days(6))
    assert stands(paid) == (ClockState.MET, days(5), days(4))
    assert stands(due) == (ClockState.RUNNING, days(6), None)
    assert [paid.subject, due.subject] == list(Obligation.objects.values_list("pk", flat=True))
    assert (due.name, due.starts_on, due.days) == ("履行：赔偿损失", DAY, 6)
    assert due.how == "协议约定的履行期限为2026年3月8日"
    assert stands(performances_of(dispute, days(7))[1])[0] == ClockState.OVERDUE


@pytest.mark.parametrize(
    ("track", "article"),
    [
        (Track.SECURITY_CASE, ART_185),
        (Track.CIVIL, MEDIATION_31),
        (Track.TRAFFIC, "《中华人民共和国民法典》第五百零九条"),
    ],
)
def test_each_track_has_its_own_article_that_makes_the_agreement_binding(track, article):
    assert cites(performances_of(agreed(5, track=track), DAY)[0]) == [article]


def test_late_performance_stays_overdue_and_conversion_stops_the_rest():
    late, given_up = agreed(5), agreed(5, track=Track.SECURITY_CASE)
    take(late, "perform", days(8))
    assert stands(performances_of(late, days(9))[0]) == (ClockState.OVERDUE, days(5), days(8))
    take(given_up, "breach", days(6))
    assert stands(performances_of(given_up, days(6))[0])[0] == ClockState.OVERDUE
    take(given_up, "convert", days(7))
    assert stands(performances_of(given_up, days(7))[0])[0] == ClockState.STOPPED


def test_a_draft_binds_nobody_and_replaces_no_deadline():
    dispute = make_case(State.MEDIATING)
    take(dispute, "draft_agreement", DAY)
    assert performances_of(dispute, DAY) == []
    take(dispute, "agree", DAY)
    for action, on in (("perform", 1), ("relapse", 2), ("hold_session", 3), ("draft_agreement", 3)):
        take(dispute, action, days(on))
    (clock,) = performances_of(dispute, days(3))
    assert clock.starts_on == DAY


def test_an_obligation_that_was_waived_is_no_longer_waited_for():
    dispute = agreed(5, 6)
    Obligation.objects.filter(due_on=days(5)).update(
        waived_on=days(1), waiver_reason="债权人放弃", waiver_consent="书面声明"
    )
    assert [stands(c)[0] for c in performances_of(dispute, days(9))] == [
        ClockState.STOPPED, ClockState.OVERDUE
    ]  # fmt: skip
