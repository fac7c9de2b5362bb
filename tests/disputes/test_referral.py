"""Referral (移交): a record, never a state; receipt, return and answer in any order of cases."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from disputes.casefile import case_file
from disputes.choices import Receiver, State, Track
from disputes.errors import WrongState
from disputes.models import Dispute, Referral
from disputes.services import referral
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about, refused
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def refer(dispute: Dispute, day: int = 0, **fields: Any) -> Referral:
    told = {
        "receiver": Receiver.GOVERNANCE_CENTRE, "receiver_name": "西峰区综治中心",
        "channel": "letter", "reason": "需多部门处理", **fields,
    }  # fmt: skip
    with case_file(dispute.pk) as case:
        return referral.refer(case, actor=dispute.registered_by, on=days(day), **told)


def on_file(dispute: Dispute, row: Referral, do: Any, **fields: Any) -> Referral:
    with case_file(dispute.pk) as case:
        return do(case, case.row(Referral, row.pk), actor=dispute.registered_by, **fields)


def receive(dispute: Dispute, row: Referral, day: int) -> Referral:
    return on_file(dispute, row, referral.receive, on=days(day), received_by="钱主任")


def send_back(dispute: Dispute, row: Referral, day: int) -> Referral:
    return on_file(dispute, row, referral.send_back, on=days(day), reason="不属本单位")


def answer(dispute: Dispute, row: Referral, day: int, *, resolved: bool) -> Referral:
    return on_file(dispute, row, referral.answer, on=days(day), text="已调处", resolved=resolved)


def state(dispute: Dispute) -> tuple[str, Any]:
    dispute.refresh_from_db()
    return dispute.state, dispute.resolved_on


OPEN = ["registered", "accepted", "mediating", "agreed", "breached", "failed"]


@pytest.mark.parametrize("before", OPEN)
def test_a_referral_leaves_the_state_as_it_is(before):
    dispute = make_case(before)
    resolved = dispute.resolved_on
    letter = refer(dispute, 1)
    assert state(dispute) == (before, resolved)
    assert (letter.number, letter.sent_on) == (f"{dispute.unit.code}移字〔2026〕1号", days(1))
    assert Referral.objects.get().unit == dispute.unit


@pytest.mark.parametrize("before", ["registered", "accepted", "mediating", "breached", "failed"])
def test_the_receiving_body_resolves_a_dispute_from_any_open_state(before):
    dispute = make_case(before)
    letter = refer(dispute, 1)
    receive(dispute, letter, 2)
    answer(dispute, letter, 5, resolved=True)
    assert state(dispute) == (State.CLOSED, days(5))
    stored = Referral.objects.get()
    assert (stored.received_on, stored.answered_on, stored.resolved_on) == (
        days(2),
        days(5),
        days(5),
    )
    assert stored.version == 3


def test_an_answer_without_a_result_ends_the_referral_only():
    dispute = make_case(State.ACCEPTED)
    answer(dispute, refer(dispute), 3, resolved=False)
    assert state(dispute) == (State.ACCEPTED, None)
    assert Referral.objects.get().resolved_on is None


def test_of_two_bodies_that_report_success_the_first_counts():
    dispute = make_case(State.ACCEPTED)
    first, second = refer(dispute), refer(dispute, receiver=Receiver.COURT, receiver_name="区法院")
    answer(dispute, first, 3, resolved=True)
    answer(dispute, second, 9, resolved=True)
    assert state(dispute) == (State.CLOSED, days(3))
    assert [e.change for e in dispute.events.exclude(change=0)] == [1]
    assert Referral.objects.get(pk=second.pk).resolved_on == days(9)


def test_a_dispute_is_both_referred_and_resolved_by_agreement():
    dispute = make_case(State.AGREED)
    letter = refer(dispute, 1)
    answer(dispute, letter, 4, resolved=True)
    assert state(dispute) == (State.AGREED, DAY)


@pytest.mark.parametrize("end", ["return", "answer"])
def test_what_was_returned_or_answered_is_over(end):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    if end == "return":
        send_back(dispute, letter, 2)
    else:
        answer(dispute, letter, 2, resolved=False)
    for attempt in (
        lambda: receive(dispute, letter, 3),
        lambda: send_back(dispute, letter, 3),
        lambda: answer(dispute, letter, 3, resolved=True),
    ):
        with refused(dispute, "WRONG_STATE", by=WrongState):
            attempt()
    assert refer(dispute, 4).pk != letter.pk  # the way to the same body is open again


def test_a_letter_is_signed_for_once():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    receive(dispute, letter, 1)
    with refused(dispute, "WRONG_STATE", said="已经签收", by=WrongState):
        receive(dispute, letter, 1)


@pytest.mark.parametrize("do", [receive, send_back, lambda *a: answer(*a, resolved=True)])
def test_nobody_answers_before_the_letter_was_sent(do):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute, 5)
    before = everything_about(dispute)
    with pytest.raises(IntegrityError, match="referral_dates_in_order"):
        do(dispute, letter, 4)
    assert everything_about(dispute) == before


def test_a_body_gets_one_letter_at_a_time():
    dispute = make_case(State.ACCEPTED)
    refer(dispute)
    before = everything_about(dispute)
    with pytest.raises(IntegrityError, match="referral_one_open_per_receiver"):
        refer(dispute)
    assert everything_about(dispute) == before
    refer(dispute, receiver_name="镇原县综治中心")
    refer(make_case(State.ACCEPTED, dispute.registered_by))


@pytest.mark.django_db(transaction=True)
def test_two_letters_to_the_same_body_at_the_same_moment_are_one():
    dispute = make_case(State.ACCEPTED, track=Track.CIVIL)

    outcomes = at_once(lambda: refer(dispute), lambda: refer(dispute))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "Referral"]
    assert dispute.events.filter(action="refer").count() == Referral.objects.count() == 1


def test_a_voided_dispute_is_referred_no_more():
    dispute, officer = make_case(State.VOIDED), make_chief()
    with refused(dispute, "WRONG_STATE", by=WrongState):
        act(dispute, "refer", officer, days(1))
