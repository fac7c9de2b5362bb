"""Performance (履行) and breach: which day counts, and what may not be called so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError

from disputes import workflow
from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Agreement, Dispute, Obligation, Performance
from disputes.services import performance
from tests.disputes.agreeing import agreed, pay, promised, waive
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"
ART_31 = "《中华人民共和国人民调解法》第三十一条"
ART_509 = "《中华人民共和国民法典》第五百零九条"
BINDS = {Track.SECURITY_CASE: ART_185, Track.CIVIL: ART_31, Track.TRAFFIC: ART_509}


def test_the_last_of_several_obligations_fulfils_the_agreement():
    dispute = agreed(5, 10, 15)
    pay(dispute, 0, days(2))
    pay(dispute, 2, days(4))
    assert Dispute.objects.get().state == State.AGREED
    pay(dispute, 1, days(6))
    assert Dispute.objects.get().state == State.FULFILLED
    assert Agreement.objects.get().fulfilled_on == days(6)


def test_an_agreement_is_fulfilled_on_the_last_day_not_on_the_last_entry():
    dispute = agreed(5, 10)
    pay(dispute, 1, days(8))
    pay(dispute, 0, days(3))  # entered later, paid earlier
    event = dispute.events.get(action="fulfil")
    assert (event.occurred_on, Agreement.objects.get().fulfilled_on) == (days(8), days(8))
    assert event.facts == {"performed": 2, "waived": 0}


@pytest.mark.parametrize("track", Track)
def test_with_something_left_to_do_nothing_is_fulfilled(track):
    dispute = agreed(5, 10, track=track)
    pay(dispute, 0, days(2))
    with refused(dispute, "NOT_PERFORMED", BINDS[track]):
        workflow.perform(dispute.pk, "fulfil", actor=dispute.registered_by, on=days(3))


def test_what_was_paid_before_signing_does_not_perform_the_agreement():
    dispute = make_case(State.ACCEPTED, day=days(-5))
    chief = dispute.registered_by
    for action in ("hold_session", "draft_agreement", "agree"):
        act(dispute, action, chief, DAY)
    with refused(dispute, "PERFORMED_BEFORE_SIGNING"):
        pay(dispute, 0, days(-1))
    pay(dispute, 0, DAY)
    assert Dispute.objects.get().state == State.FULFILLED


def test_an_obligation_is_performed_once():
    dispute = agreed(5, 10)
    pay(dispute, 0, days(2))
    with refused(dispute, "WRONG_STATE", by=WrongState):
        pay(dispute, 0, days(3))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_the_same_payment_at_once_one_is_told():
    dispute = agreed(5, 10)

    outcomes = at_once(*[lambda: pay(dispute, 0, days(2))] * 2)

    assert None in outcomes
    assert any(isinstance(outcome, WrongState) for outcome in outcomes)
    assert Performance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_parts_paid_at_once_both_count_and_neither_is_lost():
    dispute = agreed(5)

    assert at_once(*[lambda: pay(dispute, 0, days(2), amount=Decimal(50))] * 2) == [None, None]

    assert Dispute.objects.get().state == State.FULFILLED


# --- in parts


def test_parts_in_yuan_and_fen_add_up_to_the_whole():
    dispute = agreed(5)
    pay(dispute, 0, days(1), "收条1", amount=Decimal("33.33"))
    pay(dispute, 0, days(4), "收条2", amount=Decimal("33.34"))
    assert promised(dispute, 0).fulfilled_on is None
    pay(dispute, 0, days(2), "收条3", amount=Decimal("33.33"))
    done = promised(dispute, 0)
    assert (done.fulfilled_on, done.proof) == (days(4), "收条2")  # of the last part, not entry
    assert Agreement.objects.get().fulfilled_on == days(4)
    amounts = [row.amount for row in done.performances.all()]
    assert amounts == [Decimal("33.33"), Decimal("33.34"), Decimal("33.33")]
    assert dispute.events.filter(action="perform").last().facts["amount"] == "33.33"


def test_without_an_amount_all_that_is_left_was_paid():
    dispute = agreed(5)
    pay(dispute, 0, days(1), amount=Decimal("0.01"))
    pay(dispute, 0, days(2))
    assert Performance.objects.last().amount == Decimal("99.99")


def test_nobody_pays_more_than_was_agreed():
    dispute = agreed(5)
    pay(dispute, 0, days(1), amount=Decimal(40))
    with refused(dispute, "OVERPAID", said="60.00元$"):
        pay(dispute, 0, days(2), amount=Decimal("60.01"))
    pay(dispute, 0, days(2), amount=Decimal(60))
    assert Dispute.objects.get().state == State.FULFILLED


@pytest.mark.parametrize("amount", [Decimal(0), Decimal(-1)])
def test_a_payment_of_nothing_is_none(amount):
    dispute = agreed(5)
    with pytest.raises(IntegrityError, match="performance_amount_positive"):
        pay(dispute, 0, days(1), amount=amount)


@pytest.mark.parametrize("kind", ["item", "apology", "act"])
def test_what_is_not_money_is_performed_whole(kind):
    dispute = agreed(5, 6)
    Obligation.objects.filter(due_on=days(5)).update(type=kind, amount=None)
    with refused(dispute, "NOT_DIVISIBLE"):
        pay(dispute, 0, days(1), amount=Decimal(50))
    pay(dispute, 0, days(1))
    assert (promised(dispute, 0).fulfilled_on, Performance.objects.get().amount) == (days(1), None)


def test_performance_without_proof_is_refused():
    dispute = agreed(5)
    with pytest.raises(ValidationError, match="proof"):
        pay(dispute, 0, days(2), proof="")
    assert not Performance.objects.exists()


def test_a_payment_changes_the_version_of_the_agreement_that_was_read():
    dispute = agreed(5)
    before = Agreement.objects.get().version
    pay(dispute, 0, days(1), amount=Decimal(1))
    assert Agreement.objects.get().version == before + 1


def test_a_foreign_obligation_does_not_exist_here():
    dispute, other = agreed(5), agreed(5)
    foreign = promised(other, 0)
    with pytest.raises(ObjectDoesNotExist), case_file(dispute.pk) as case:
        performance.record_performance(
            case, foreign.pk, actor=dispute.registered_by, performed_on=days(1), proof="收条"
        )
    assert not Obligation.objects.exclude(fulfilled_on=None).exists()


def test_an_obligation_of_a_replaced_agreement_is_performed_no_more():
    dispute = agreed(5)
    for action, day in (("breach", 6), ("refer", 6), ("feedback", 7), ("relapse", 8),
                        ("hold_session", 9), ("draft_agreement", 9), ("agree", 9)):  # fmt: skip
        act(dispute, action, dispute.registered_by, days(day))
    with refused(dispute, "WRONG_STATE", said="已被新的协议代替", by=WrongState):
        pay(dispute, 0, days(9))
    former, new = Agreement.objects.all()
    assert (former.replaced_on, new.replaced_on, new.replaces) == (days(9), None, None)


# --- breach


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize(("on", "allowed"), [(5, False), (6, True)])
def test_an_obligation_is_breached_the_day_after_its_last_day(on, allowed, track):
    dispute = agreed(5, track=track)
    if allowed:
        act(dispute, "breach", dispute.registered_by, days(on))
        assert Agreement.objects.get().breached_on == days(on)
    else:
        with refused(dispute, "NOT_DUE_YET", BINDS[track]):
            act(dispute, "breach", dispute.registered_by, days(on))


def test_a_breach_has_a_reason():
    dispute = agreed(5)
    with refused(dispute, "REASON_MISSING"):
        act(dispute, "breach", dispute.registered_by, days(6), reason="")


@pytest.mark.parametrize("discharge", [pay, waive])
def test_what_was_performed_or_waived_is_not_breached_however_late_it_is_called_so(discharge):
    dispute = agreed(5, 20)
    discharge(dispute, 0, days(5))
    with refused(dispute, "NOT_DUE_YET", ART_31):
        act(dispute, "breach", dispute.registered_by, days(20))


def test_a_part_in_time_does_not_keep_the_rest_from_being_breached():
    dispute = agreed(5)
    pay(dispute, 0, days(4), amount=Decimal(99))
    act(dispute, "breach", dispute.registered_by, days(6))
    assert Dispute.objects.get().resolved_on is None
    pay(dispute, 0, days(9))
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.resolved_on) == (State.FULFILLED, days(9))


def test_late_performance_lies_after_the_breach_it_makes_good():
    dispute = agreed(5)
    act(dispute, "breach", dispute.registered_by, days(10))
    with refused(dispute, "OUT_OF_ORDER"):
        pay(dispute, 0, days(9))
    pay(dispute, 0, days(10))
    assert Dispute.objects.get().resolved_on == days(10)
    kept = Agreement.objects.get()
    assert (kept.breached_on, kept.fulfilled_on) == (days(10), days(10))
