"""Referral (移交): a record, never a state; receipt, return and answer in any order of cases."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from disputes import clock
from disputes.casefile import case_file
from disputes.choices import Receiver, State, Track
from disputes.errors import WrongState
from disputes.models import Dispute, Referral
from disputes.services import referral
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about, refused
from tests.factories import DAY, act, days, make_case, make_chief, nine

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


def remind(dispute: Dispute, row: Referral, day: int) -> Referral:
    return on_file(dispute, row, referral.remind, on=days(day))


def withdraw(dispute: Dispute, row: Referral, day: int, reason: str = "已自行化解") -> Referral:
    return on_file(dispute, row, referral.withdraw, on=days(day), reason=reason)


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


def test_what_stands_resolved_is_not_resolved_once_more():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    act(dispute, "reconcile", dispute.registered_by, days(1), reason="和好")
    with refused(dispute, "ALREADY_RESOLVED", by=WrongState), case_file(dispute.pk) as case:
        facts = {"referral": letter.pk}
        referral.take_step(case, "feedback", actor=dispute.registered_by, on=days(2), facts=facts)


def test_a_dispute_is_both_referred_and_resolved_by_agreement():
    dispute = make_case(State.AGREED)
    letter = refer(dispute, 1)
    answer(dispute, letter, 4, resolved=True)
    assert state(dispute) == (State.AGREED, DAY)


@pytest.mark.parametrize("end", ["return", "answer", "withdraw"])
def test_what_was_returned_or_answered_is_over(end):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    if end == "return":
        send_back(dispute, letter, 2)
    elif end == "withdraw":
        withdraw(dispute, letter, 2)
    else:
        answer(dispute, letter, 2, resolved=False)
    for attempt in (
        lambda: receive(dispute, letter, 3),
        lambda: send_back(dispute, letter, 3),
        lambda: answer(dispute, letter, 3, resolved=True),
        lambda: remind(dispute, letter, 3),
        lambda: withdraw(dispute, letter, 3),
    ):
        with refused(dispute, "REFERRAL_OVER", said="2026-03-04", by=WrongState):
            attempt()
    assert refer(dispute, 4).pk != letter.pk  # the way to the same body is open again


def test_a_letter_is_signed_for_once():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    receive(dispute, letter, 1)
    with refused(dispute, "REFERRAL_SIGNED", said="已经签收", by=WrongState):
        receive(dispute, letter, 1)


@pytest.mark.parametrize("do", [receive, send_back, remind, withdraw,
                                lambda *a: answer(*a, resolved=True)])  # fmt: skip
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


def standing(row: Referral, day: int) -> tuple[str, Any]:
    with clock.at(nine(days(day))):
        row = Referral.objects.get(pk=row.pk)
        return row.standing.label, row.silent_days


def test_silence_is_a_state_that_grows_day_by_day():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    assert standing(letter, 0) == ("已发函未签收", 0)
    assert standing(letter, 12) == ("已发函未签收", 12)
    receive(dispute, letter, 12)
    assert standing(letter, 20) == ("已签收未反馈", 8)
    remind(dispute, letter, 20)
    assert standing(letter, 21) == ("已签收未反馈", 9)  # our own reminder breaks no silence
    answer(dispute, letter, 22, resolved=False)
    assert standing(letter, 30) == ("已反馈", None)


@pytest.mark.parametrize(("end", "label"), [(send_back, "已退回"), (withdraw, "已撤回")])
def test_what_came_back_is_silent_no_more(end, label):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    end(dispute, letter, 3)
    assert standing(letter, 9) == (label, None)


def test_reminders_are_counted_and_the_last_day_is_kept():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    for day in (10, 20, 15):  # the last one was entered late
        remind(dispute, letter, day)
    stored = Referral.objects.get()
    assert (stored.reminders, stored.reminded_on, stored.version) == (3, days(20), 4)
    assert [e.occurred_on for e in dispute.events.filter(action="remind")] == [
        days(10), days(20), days(15),
    ]  # fmt: skip


def test_a_withdrawal_says_why():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    with refused(dispute, "REASON_MISSING"):
        withdraw(dispute, letter, 1, reason=" ")
    withdraw(dispute, letter, 1)
    stored = Referral.objects.get()
    assert (stored.withdrawn_on, stored.withdrawal_reason) == (days(1), "已自行化解")


@pytest.mark.parametrize("do", [send_back, lambda *a: answer(*a, resolved=True)])
def test_nobody_returns_or_answers_before_the_receipt(do):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute)
    receive(dispute, letter, 5)
    with refused(dispute, "BEFORE_RECEIPT", said="2026-03-07"):
        do(dispute, letter, 4)


def test_a_body_that_resolves_a_case_closed_without_a_result_is_believed():
    dispute = make_case(State.FAILED)
    letter = refer(dispute, 1)
    act(dispute, "close", dispute.registered_by, days(2))
    answer(dispute, letter, 9, resolved=True)
    assert state(dispute) == (State.CLOSED, days(9))


@pytest.mark.django_db(transaction=True)
def test_two_letters_to_the_same_body_at_the_same_moment_are_one():
    dispute = make_case(State.ACCEPTED, track=Track.CIVIL)

    outcomes = at_once(lambda: refer(dispute), lambda: refer(dispute))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "Referral"]
    assert dispute.events.filter(action="refer").count() == Referral.objects.count() == 1


def test_a_case_is_not_archived_while_a_letter_waits_for_its_answer():
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute, 1)
    act(dispute, "withdraw", dispute.registered_by, days(2))
    with refused(dispute, "REFERRAL_OPEN", said=letter.number):
        act(dispute, "archive", dispute.registered_by, days(3))
    answer(dispute, letter, 4, resolved=False)
    act(dispute, "archive", dispute.registered_by, days(5))
    assert state(dispute) == (State.ARCHIVED, None)


@pytest.mark.parametrize("end", [receive, send_back, withdraw])
def test_a_letter_goes_its_way_after_the_case_has_ended(end):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute, 1)
    act(dispute, "withdraw", dispute.registered_by, days(2))
    end(dispute, letter, 3)
    assert state(dispute) == (State.WITHDRAWN, None)


def test_a_voided_dispute_is_referred_no_more():
    dispute, officer = make_case(State.VOIDED), make_chief()
    with refused(dispute, "WRONG_STATE", by=WrongState):
        act(dispute, "refer", officer, days(1))
