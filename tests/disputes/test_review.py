"""Legal review (法制审核): who must see a case before it ends, and which changes undo a review."""

from __future__ import annotations

import pytest

from disputes.casefile import case_file
from disputes.choices import State
from disputes.guards.review import BESIDE_THE_CASE
from disputes.models import Dispute, Kind, Review, ReviewRule
from disputes.services import agreement
from disputes.transitions import ROWS, TRANSITIONS
from disputes.workflow import perform
from tests import acts
from tests.disputes.refusing import refused
from tests.disputes.reviewing import close, costly, decide, legal, pass_all, penal, submit
from tests.factories import act, days, make_case, make_chief, make_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

Level = ReviewRule.Level

# --- when a review is asked for


def test_a_security_case_closes_after_the_legal_officer_has_passed_it():
    dispute = penal()
    with refused(dispute, "REVIEW_MISSING", said="办结前须经法制员审核：请先送审"):
        close(dispute)
    sent = submit(dispute)
    with refused(dispute, "REVIEW_PENDING", said="法制员审核尚未完成"):
        close(dispute)
    decide(dispute, sent, legal(dispute))
    close(dispute)
    assert Dispute.objects.get().state == State.CLOSED


def test_a_civil_case_of_little_money_needs_none():
    dispute = make_case(State.FAILED)
    close(dispute)
    with refused(make_case(State.ACCEPTED), "REVIEW_NOT_REQUIRED"):
        submit(Dispute.objects.latest("pk"))


@pytest.mark.parametrize(("amount", "asked"), [("99999.99", False), (100_000, True)])
def test_much_money_needs_the_bureaus_legal_department(amount, asked):
    dispute = make_case(State.ACCEPTED, amount=amount)
    facts = {"reason": "互谅互让"}

    def reconcile():
        perform(dispute.pk, "reconcile", actor=dispute.registered_by, on=days(4), facts=facts)

    if asked:
        with refused(dispute, "REVIEW_MISSING", said="上级公安机关法制部门审核"):
            reconcile()
        pass_all(dispute, levels=("bureau",))
    reconcile()
    assert Dispute.objects.get().state == State.CLOSED


def test_a_security_case_of_much_money_needs_both_from_below_upwards():
    dispute = penal(amount=200_000)
    assert submit(dispute).level == Level.LEGAL
    assert submit(dispute).level == Level.BUREAU
    with refused(dispute, "REVIEW_PENDING"):
        submit(dispute)
    for sent in Review.objects.all():
        decide(dispute, sent, legal(dispute))
    close(dispute)


def test_money_that_was_agreed_counts_like_money_that_was_registered():
    dispute, officer = make_case(State.MEDIATING), make_chief()
    with case_file(dispute.pk) as case:
        fields = acts.agreement_fields(case, days(0))
        fields["obligations"][0]["amount"] = 150_000
        agreement.draft(case, actor=case.dispute.registered_by, on=days(0), **fields)
    act(dispute, "agree", officer, days(0))
    act(dispute, "perform", officer, days(0))
    with refused(dispute, "REVIEW_MISSING", said="上级公安机关法制部门审核"):
        close(dispute)


def test_a_review_of_whatever_costs_anything_is_not_asked_for_an_apology():
    ReviewRule.objects.create(level=Level.CHIEF, amount_from=1)
    dispute = make_case(State.MEDIATING)
    with case_file(dispute.pk) as case:
        fields = acts.agreement_fields(case, days(0))
        fields["obligations"][0] |= {"type": "apology", "amount": None}
        agreement.draft(case, actor=case.dispute.registered_by, on=days(0), **fields)
    act(dispute, "agree", make_chief(), days(0))
    act(dispute, "perform", make_chief(), days(0))
    close(dispute)


def test_a_settlement_is_reviewed_before_it_is_approved():
    dispute = penal(State.ACCEPTED)

    def settle():
        perform(dispute.pk, "settle", actor=dispute.registered_by, on=days(4), facts=acts.FACTS)

    with refused(dispute, "REVIEW_MISSING"):
        settle()
    pass_all(dispute)
    settle()


def test_the_rules_are_the_bureaus_own():
    ReviewRule.objects.update(is_active=False)
    major = Kind.objects.get(code="debt")
    ReviewRule.objects.create(level=Level.CHIEF, kind=major)
    ReviewRule.objects.create(level=Level.LEGAL, kind=make_kind("debt.contract"))
    close(penal())
    loan = make_case(State.FAILED, kind=make_kind("debt.loan"))
    with refused(loan, "REVIEW_MISSING", said="所长审核"):
        close(loan)
    contract = make_case(State.FAILED, kind=make_kind("debt.contract"))
    decide(contract, submit(contract), make_chief(contract.unit))
    with refused(contract, "REVIEW_MISSING", said="法制员审核"):
        close(contract)


# --- on the spot


def test_what_was_mediated_on_the_spot_needs_no_review():
    dispute = penal(State.FULFILLED)
    dispute.sessions.update(mode="on_the_spot")
    close(dispute)
    ordinary = penal(State.FULFILLED)
    with refused(ordinary, "REVIEW_MISSING"):
        close(ordinary)


# --- what a review covers


@pytest.mark.parametrize("change", ["amend", "add_party", "change_party", "represent"])
def test_a_change_after_the_review_needs_another_one(change):
    dispute = costly()
    pass_all(dispute, levels=("bureau",))
    act(dispute, change, dispute.registered_by, days(3))
    with refused(dispute, "REVIEW_MISSING", said="审核之后案件又有变动"):
        close(dispute)
    pass_all(dispute, on=4, levels=("bureau",))
    close(dispute)


@pytest.mark.parametrize("record", ["assess_risk", "refer", "follow_up", "record_persuasion"])
def test_what_changes_nothing_in_the_case_leaves_the_review_standing(record):
    dispute = costly()
    pass_all(dispute, levels=("bureau",))
    act(dispute, record, dispute.registered_by, days(4))
    close(dispute)


def test_a_review_of_an_earlier_state_is_not_one_of_the_case_that_closes():
    dispute = penal(State.AGREED)
    pass_all(dispute, on=0)
    act(dispute, "perform", dispute.registered_by, days(0))
    with refused(dispute, "REVIEW_MISSING", said="又有变动"):
        close(dispute)


def test_a_case_is_not_closed_on_a_day_before_its_review():
    dispute = penal()
    pass_all(dispute, on=6)
    with refused(dispute, "REVIEW_MISSING"):
        close(dispute, on=5)
    close(dispute, on=6)


def test_a_step_that_nobody_thought_of_undoes_a_review_and_the_listed_ones_exist():
    assert {step.action for step in ROWS} > BESIDE_THE_CASE
    assert not any(TRANSITIONS[action].target for action in BESIDE_THE_CASE)
