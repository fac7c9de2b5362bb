"""The balance: every dispute in exactly one bucket on any day, and it always adds up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from disputes import clock
from disputes.balance import Bucket, balance, buckets
from disputes.casefile import both_files, save_all
from disputes.choices import State, Track
from disputes.models import Dispute, DisputeEvent, Officer, Referral
from disputes.services import linking, parties
from disputes.workflow import available_actions
from tests import acts
from tests.factories import (
    DAY,
    NOW,
    PARTIES,
    act,
    days,
    make_case,
    make_chief,
    make_station,
    make_unit,
    open_file,
    prepare,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def chief() -> Officer:
    return make_chief()


STANDS = {
    State.REGISTERED: "open",
    State.ACCEPTED: "open",
    State.MEDIATING: "open",
    State.AGREED: "resolved",
    State.FULFILLED: "resolved",
    State.BREACHED: "open",
    State.FAILED: "open",
    State.DECLINED: "dropped",
    State.WITHDRAWN: "dropped",
    State.CONVERTED: "converted",
    State.CLOSED: "unresolved",  # after a failed mediation
    State.ARCHIVED: "dropped",  # after a withdrawal
    State.VOIDED: "voided",
}


def on(day: int, officer: Officer) -> dict[str, int]:
    assert officer.unit is not None
    found = buckets(officer.unit, days(day), seen_by=officer)
    return {bucket.value: n for bucket, n in found.items() if n}


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_bucket(state, chief):
    make_case(state, chief)
    assert on(1, chief) == {STANDS[state]: 1}
    assert on(-1, chief) == {}


def test_a_case_handed_over_is_neither_open_nor_resolved_until_the_receiver_resolves_it(chief):
    dispute = make_case("accepted", chief)
    act(dispute, "hand_over", chief, days(2))
    act(dispute, "answer", chief, days(5), resolved=True)
    act(dispute, "relapse", chief, days(8))
    found = [on(day, chief) for day in (1, 2, 4, 5, 7, 8)]
    wanted = ["open", "handed_over", "handed_over", "resolved", "resolved", "open"]
    assert found == [{bucket: 1} for bucket in wanted]


def test_a_later_step_changes_no_earlier_day(chief):
    dispute = make_case("agreed", chief)
    act(dispute, "breach", chief, days(10))
    act(dispute, "void", chief, days(20))
    assert [on(day, chief) for day in (9, 10, 20)] == [{"resolved": 1}, {"open": 1}, {"voided": 1}]


def test_a_merged_case_is_voided_and_a_split_one_is_new(chief):
    one, other = make_case("accepted", chief), make_case("accepted", chief)
    with both_files(one.pk, other.pk) as (case, into):
        linking.merge(case, into, actor=chief, reason="同一事由")
    act(other, "split", chief, clock.today())
    whole = balance(chief.unit, days(1), clock.today(), seen_by=chief)
    assert (whole.opening, whole.registered, whole.closing, whole.difference) == (2, 1, 2, 0)
    assert whole.ended[Bucket.VOIDED] == 1


def test_the_end_of_a_period_is_the_beginning_of_the_next(chief):
    made = [make_case("accepted", chief) for _ in range(3)]
    act(made[0], "reconcile", chief, days(3), reason="和好")
    act(made[1], "withdraw", chief, days(6))
    act(made[0], "relapse", chief, days(8))
    first = balance(chief.unit, DAY, days(5), seen_by=chief)
    second = balance(chief.unit, days(6), days(9), seen_by=chief)
    assert (first.opening, first.registered, first.closing) == (0, 3, 2)
    assert second.opening == first.closing
    assert second.ended[Bucket.RESOLVED] == -1  # what came back was ended before
    assert first.difference == second.difference == 0


def test_a_bureau_has_the_sum_of_its_stations_and_a_stranger_has_none(chief):
    sister = make_chief(make_unit(chief.unit.parent))
    for officer in (chief, sister, sister):
        make_case("accepted", officer)
    county, abroad = make_chief(chief.unit.parent), make_chief(make_station())
    assert [on(1, o) for o in (chief, sister, county)] == [{"open": n} for n in (1, 2, 3)]
    assert on(1, abroad) == {}
    seen = buckets(chief.unit, days(1), seen_by=abroad)
    assert sum(seen.values()) == 0


def test_one_statement_per_day_however_many_disputes(chief):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            balance(chief.unit, DAY, days(1), seen_by=chief)
        return len(captured)

    make_case("accepted", chief)
    few = statements()
    for _ in range(5):
        make_case("agreed", chief)
    assert statements() == few == 3


MOVES = ("accept", "decline", "hold_session", "agree", "perform", "breach", "reconcile", "hand_over",
         "return", "withdraw_referral", "answer", "fail", "withdraw", "convert", "close", "relapse",
         "archive", "void", "follow_up")  # fmt: skip
LETTERS = {"return", "withdraw_referral", "answer"}
LIFE = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 3), st.booleans()), max_size=14)


def by_hand(events: list[DisputeEvent]) -> str:
    """The bucket of one dispute from its events alone, step by step as a clerk would."""
    bucket, resolved = "open", False
    for event in events:
        resolved = resolved if event.change == 0 else event.change == 1
        if event.action == "archive" or event.from_state == event.to_state:
            continue
        if event.to_state == "closed":
            bucket = "handed_over" if event.action == "hand_over" else "unresolved"
        else:
            bucket = {"declined": "dropped", "withdrawn": "dropped", "converted": "converted",
                      "voided": "voided"}.get(event.to_state, "open")  # fmt: skip
    ended = bucket in ("dropped", "converted", "voided")
    return "resolved" if resolved and not ended else bucket


class AnyLives(TestCase):
    """Random lives of several disputes, one of them handed over and taken back at will."""

    @settings(max_examples=25, deadline=None)
    @given(lives=st.lists(LIFE, min_size=1, max_size=3), one=st.integers(-1, 40),
           length=st.integers(0, 40))  # fmt: skip
    def test_it_adds_up_between_any_two_days_and_agrees_with_the_clerk(self, lives, one, length):
        with clock.at(NOW):
            chief = make_chief()
            cases = [live(chief, n, steps) for n, steps in enumerate(lives)]
            save_all(cases)
        found = balance(chief.unit, days(one), days(one + length), seen_by=chief)

        assert found.difference == 0
        assert found.before == by_clerk(days(one - 1))
        assert found.after == by_clerk(days(one + length))
        assert found.registered == sum(
            days(one) <= d.registered_on <= days(one + length) for d in Dispute.objects.all()
        )


def by_clerk(day) -> dict[Bucket, int]:
    counted = dict.fromkeys(Bucket, 0)
    for dispute in Dispute.objects.filter(registered_on__lte=day):
        counted[Bucket(by_hand(list(dispute.events.filter(occurred_on__lte=day))))] += 1
    return counted


def live(chief, day, steps):
    case, now = open_file(chief, days(day)), days(day)
    for role, name in PARTIES[Track.CIVIL]:
        parties.add_party(case, actor=chief, role=role, name=name, adult_confirmed=True)
    prepare(case, chief, now)
    for choice, gap, resolved in steps:
        options = [a for a in MOVES if possible(case, chief, a)]
        if not options:
            break
        action = options[choice % len(options)]
        now += timedelta(days=max(gap, action == "breach"))
        if action == "agree":
            acts.take(case, "draft_agreement", chief, now, {})
        facts = {"resolved": resolved} if action == "answer" else {}
        acts.take(case, action, chief, now, facts)
    return case


def possible(case, chief, action) -> bool:
    """A letter is answered or comes back while it is open; only then is there no other transfer."""
    open_to = available_actions(case.dispute.state, chief.role, case.dispute.track)
    waiting = any(letter.is_open for letter in case.rows(Referral))
    if action in LETTERS or action == "hand_over":
        return action in open_to and waiting == (action in LETTERS)
    return action in open_to and not (action == "archive" and waiting)
