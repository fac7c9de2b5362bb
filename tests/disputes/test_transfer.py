"""Transfer (移送主办): the receiver becomes responsible once it has signed, and what undoes that."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.casefile import case_file
from disputes.choices import Receiver, Track
from disputes.errors import WrongState
from disputes.models import Dispute, Referral
from disputes.services import referral
from disputes.statutes import CIVIL_NOTICE, PERFORMANCE, POLICE_MEDIATION
from tests.disputes.api.asking import register
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.disputes.test_referral import answer, receive, refer, send_back, state, withdraw
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def transfer(dispute: Dispute, day: int = 0, **fields: Any) -> Referral:
    told = {"receiver": Receiver.OTHER_POLICE, "receiver_name": "邻县公安局", **fields}
    return refer(dispute, day, kind="transfer", **told)


def actions(dispute: Dispute) -> list[str]:
    return [e.action for e in dispute.events.all()]


OPEN = ["registered", "accepted", "mediating", "breached", "failed"]


@pytest.mark.parametrize("before", OPEN)
def test_a_received_transfer_ends_the_case_here_without_a_resolution(before):
    dispute = make_case(before)
    letter = transfer(dispute, 1)
    assert state(dispute)[0] == before
    receive(dispute, letter, 2)
    assert state(dispute) == ("closed", None)
    assert actions(dispute)[-2:] == ["receive", "hand_over"]


def test_a_received_referral_for_help_ends_nothing():
    dispute = make_case("accepted")
    receive(dispute, refer(dispute, 1), 2)
    assert state(dispute) == ("accepted", None)


@pytest.mark.parametrize("undo", [send_back, withdraw])
def test_a_transfer_that_is_returned_or_withdrawn_after_receipt_brings_the_case_back(undo):
    dispute = make_case("mediating")
    letter = transfer(dispute, 1)
    receive(dispute, letter, 2)
    undo(dispute, letter, 5)
    assert state(dispute) == ("accepted", None)
    assert actions(dispute)[-1] == "take_back"


def test_a_mediation_in_vain_is_not_forgotten_while_another_organ_had_the_case():
    dispute = make_case("failed", track="security_case")
    assert not dispute.sessions.filter(outcome="pending").exists()
    letter = transfer(dispute, 1)
    receive(dispute, letter, 2)
    send_back(dispute, letter, 5)
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", str(PERFORMANCE), str(POLICE_MEDIATION)):
        act(dispute, "decline", dispute.registered_by, days(6), reason="不再调解")


def test_a_transfer_returned_before_anybody_signed_changes_no_state():
    dispute = make_case("mediating")
    send_back(dispute, transfer(dispute, 1), 2)
    assert state(dispute) == ("mediating", None)


def test_a_receiver_that_resolves_what_it_took_over_gives_the_resolution():
    dispute = make_case("accepted")
    letter = transfer(dispute, 1)
    receive(dispute, letter, 2)
    answer(dispute, letter, 9, resolved=True)
    assert state(dispute) == ("closed", days(9))
    assert [(e.action, e.change) for e in dispute.events.exclude(change=0)] == [("feedback", 1)]


def test_a_receiver_that_answers_without_a_result_leaves_the_case_ended_here():
    dispute = make_case("accepted")
    letter = transfer(dispute, 1)
    receive(dispute, letter, 2)
    answer(dispute, letter, 9, resolved=False)
    assert state(dispute) == ("closed", None)


def test_high_risk_is_followed_up_after_the_case_was_handed_over():
    dispute = make_case("accepted")
    receive(dispute, transfer(dispute, 1), 2)
    visitor = make_case("accepted", dispute.registered_by).registered_by
    act(dispute, "follow_up", visitor, days(10))
    assert dispute.follow_ups.count() == 1
    assert state(dispute) == ("closed", None)


def test_an_agreement_in_performance_stays_ours_and_goes_over_after_its_breach():
    dispute = make_case("accepted")
    letter = transfer(dispute)
    for action in ("hold_session", "draft_agreement", "agree"):
        act(dispute, action, dispute.registered_by, DAY)
    receive(dispute, letter, 1)
    assert state(dispute)[0] == "agreed"
    act(dispute, "breach", dispute.registered_by, days(3))
    with case_file(dispute.pk) as case:
        referral.take_step(case, "hand_over", actor=dispute.registered_by, on=days(4))
    assert state(dispute) == ("closed", None)


def test_nobody_hands_over_what_nobody_has_signed_for():
    dispute = make_case("accepted")
    transfer(dispute, 1)
    refused_step = {"actor": dispute.registered_by, "on": days(2)}
    with refused(dispute, "TRANSFER_NOT_RECEIVED", said="签收后"), case_file(dispute.pk) as case:
        referral.take_step(case, "hand_over", **refused_step)


def test_a_case_has_one_responsible_body_at_a_time():
    dispute = make_case("accepted")
    first = transfer(dispute, 1)
    with refused(dispute, "TRANSFER_OPEN", said="邻县公安局主办"):
        transfer(dispute, 2, receiver=Receiver.COURT, receiver_name="县法院")
    refer(dispute, 2)  # others may still help
    send_back(dispute, first, 3)
    transfer(dispute, 4, receiver=Receiver.COURT, receiver_name="县法院")


@pytest.mark.parametrize("receiver", [Receiver.GOVERNANCE_CENTRE, Receiver.COURT])
def test_an_offence_is_handed_to_police_only(receiver):
    dispute = make_case("accepted", track=Track.SECURITY_CASE)
    law = str(POLICE_MEDIATION.on(DAY))
    with refused(dispute, "OFFENCE_STAYS_WITH_POLICE", law):
        transfer(dispute, 1, receiver=receiver)
    refer(dispute, 1, receiver=receiver)
    transfer(dispute, 1)


def test_the_parties_of_a_civil_quarrel_hear_of_other_remedies_before_it_goes_away():
    dispute = register(make_chief())
    with refused(dispute, "CIVIL_DISPUTE_MUST_INFORM", str(CIVIL_NOTICE)):
        transfer(dispute, 1)
    act(dispute, "notify", dispute.registered_by, days(1))
    transfer(dispute, 1)


def test_a_case_closed_for_another_reason_does_not_come_back():
    dispute = make_case("closed")
    with refused(dispute, "NOT_HANDED_OVER", by=WrongState), case_file(dispute.pk) as case:
        referral.take_step(case, "take_back", actor=dispute.registered_by, on=days(2))


def test_a_case_that_was_reopened_by_a_relapse_is_not_taken_back_twice():
    dispute = make_case("accepted")
    letter = transfer(dispute, 1)
    receive(dispute, letter, 2)
    act(dispute, "relapse", dispute.registered_by, days(3))
    send_back(dispute, letter, 4)
    assert state(dispute) == ("accepted", None)
    assert "take_back" not in actions(dispute)


@pytest.mark.django_db(transaction=True)
def test_of_a_withdrawal_and_an_answer_at_once_exactly_one_wins():
    dispute = make_case("accepted")
    letter = transfer(dispute, 1)
    receive(dispute, letter, 2)

    outcomes = at_once(
        lambda: withdraw(dispute, letter, 5), lambda: answer(dispute, letter, 5, resolved=True)
    )

    late = next(o for o in outcomes if isinstance(o, WrongState))
    stored = Referral.objects.get()
    withdrawn = stored.withdrawn_on is not None
    assert withdrawn != (stored.answered_on is not None)
    assert late.detail == f"该移交{'已撤回' if withdrawn else '已反馈'}（2026-03-07），不能再办理"
    assert state(dispute) == (("accepted", None) if withdrawn else ("closed", days(5)))
