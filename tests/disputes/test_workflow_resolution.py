"""化解 as a signed change on the event: given once, taken back once, countable at any cutoff."""

from __future__ import annotations

from datetime import timedelta
from itertools import accumulate, pairwise

import pytest
from django.db.models import F, Sum
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from disputes import clock
from disputes.casefile import save_all
from disputes.choices import State, Track
from disputes.models import Dispute, DisputeEvent, Referral
from disputes.services import parties
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
    open_file,
    prepare,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def changes(dispute: Dispute) -> list[tuple[str, int, int | None]]:
    """Action, change and days of every event that changed the resolution."""
    rows = dispute.events.exclude(change=0)
    return [(e.action, e.change, e.days) for e in rows]


def walk(dispute: Dispute, *steps: tuple[str, int]) -> list[tuple[str, int, int | None]]:
    officer = make_chief()
    for action, day in steps:
        act(dispute, action, officer, days(day))
    return changes(dispute)


def test_an_agreement_resolves_a_breach_undoes_late_performance_resolves_again():
    dispute = make_case(State.AGREED)
    found = walk(dispute, ("breach", 10), ("perform", 20), ("close", 21), ("relapse", 30))
    assert found == [("agree", 1, 0), ("breach", -1, 0), ("fulfil", 1, 20), ("relapse", -1, 20)]


def test_performing_a_standing_agreement_does_not_resolve_twice():
    dispute = make_case(State.AGREED)
    assert walk(dispute, ("perform", 4)) == [("agree", 1, 0)]
    assert Dispute.objects.get().resolved_on == DAY


def test_voiding_takes_the_resolution_back():
    dispute = make_case(State.FULFILLED)
    assert walk(dispute, ("void", 7)) == [("agree", 1, 0), ("void", -1, 0)]
    assert Dispute.objects.get().resolved_on is None


def test_voiding_what_was_never_resolved_changes_nothing():
    assert walk(make_case(State.ACCEPTED), ("void", 7)) == []


def test_a_relapse_of_a_failed_and_closed_dispute_takes_nothing_back():
    dispute = make_case(State.CLOSED)
    assert walk(dispute, ("relapse", 3)) == []
    assert Dispute.objects.get().relapse_count == 1


@pytest.mark.parametrize(
    ("track", "action"),
    [(Track.CIVIL, "reconcile"), (Track.SECURITY_CASE, "settle"), (Track.TRAFFIC, "feedback")],
)
def test_parties_reconciled_on_record_or_by_another_body_are_a_resolution(track, action):
    dispute = make_case(State.ACCEPTED, track=track)
    if action == "feedback":
        walk(dispute, ("refer", 1))
    assert walk(dispute, (action, 8)) == [(action, 1, 8)]
    assert Dispute.objects.get().resolved_on == days(8)


def test_a_body_that_reports_what_an_agreement_resolved_already_counts_nothing():
    dispute, officer = make_case(State.AGREED), make_chief()
    walk(dispute, ("refer", 1))
    act(dispute, "answer", officer, days(2), resolved=True)
    assert changes(dispute) == [("agree", 1, 0)]


def test_resolved_by_says_how_it_stood_at_the_end_of_each_day():
    dispute = make_case(State.AGREED)
    walk(dispute, ("breach", 10), ("perform", 20), ("relapse", 30))
    wanted = {-1: 0, 0: 1, 9: 1, 10: 0, 19: 0, 20: 1, 29: 1, 30: 0, 99: 0}
    found = {n: Dispute.objects.resolved_by(days(n)).count() for n in wanted}
    assert found == wanted


GIVES = {"agree", "fulfil", "reconcile", "feedback"}
TAKES = {"breach", "relapse", "void"}
# Steps that the rules of a civil dispute never refuse once the state allows them.
MOVES = ("accept", "decline", "hold_session", "agree", "perform", "breach", "reconcile", "feedback",
         "fail", "withdraw", "convert", "close", "relapse", "archive", "void", "refer", "follow_up",
         "add_party", "assess_risk", "amend")  # fmt: skip


class AnyLife(TestCase):
    """Random lives of a civil dispute, in memory through the services, then stored at once."""

    @settings(max_examples=40, deadline=None)
    @given(choices=st.lists(st.tuples(st.integers(0, 19), st.integers(0, 3)), max_size=18))
    def test_a_resolution_is_given_and_taken_back_in_turn(self, choices):
        with clock.at(NOW):
            case = self.live(choices)
            save_all([case])
        steps = list(DisputeEvent.objects.filter(dispute=case.dispute))
        signs = [s.change for s in steps if s.change]
        assert all(total in (0, 1) for total in accumulate(signs))
        assert all(one == -other for one, other in pairwise(signs))

        stored = Dispute.objects.get(pk=case.dispute.pk)
        assert sum(signs) == (stored.resolved_on is not None)
        spent = DisputeEvent.objects.aggregate(n=Sum(F("change") * F("days")))["n"] or 0
        wanted = (stored.resolved_on - stored.registered_on).days if stored.resolved_on else 0
        assert spent == wanted
        self.compare_days(steps)

    def live(self, choices):
        officer = make_chief()
        case, on = open_file(officer), DAY
        for role, name in PARTIES[Track.CIVIL]:
            parties.add_party(case, actor=officer, role=role, name=name, adult_confirmed=True)
        prepare(case, officer, on)
        for choice, gap in choices:
            open_to = available_actions(case.dispute.state, officer.role, case.dispute.track)
            ended = case.dispute.state == State.CLOSED  # nothing is referred any more
            waiting = any(letter.is_open for letter in case.rows(Referral))  # nothing is archived
            never = {"feedback": ended, "archive": waiting}
            options = [a for a in MOVES if a in open_to and not never.get(a)]
            if not options:
                break
            action = options[choice % len(options)]
            on += timedelta(days=max(gap, action == "breach"))
            if action == "agree":
                acts.take(case, "draft_agreement", officer, on, {})
            if action == "feedback":
                acts.take(case, "refer", officer, on, {})
            acts.take(case, action, officer, on, {})
        return case

    def compare_days(self, steps):
        """An oracle that knows only the names of the steps; every day on which one could differ."""
        for n in {(s.occurred_on - DAY).days + off for s in steps for off in (-1, 0, 1)}:
            names = [s.action for s in steps if s.occurred_on <= days(n)]
            turns = [name in GIVES for name in names if name in GIVES | TAKES]
            assert Dispute.objects.resolved_by(days(n)).exists() == bool(turns and turns[-1])
