"""Waiver (免除): who waives, how, and that the rest is not said to be performed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disputes.casefile import case_file
from disputes.choices import State
from disputes.errors import WrongState
from disputes.models import Agreement, Dispute, Obligation, Party
from disputes.services import parties, performance
from tests.disputes.agreeing import agreed, pay, promised, waive
from tests.disputes.refusing import refused
from tests.factories import DAY, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_575 = "《中华人民共和国民法典》第五百七十五条"
ART_19 = "《中华人民共和国民法典》第十九条"


def test_what_is_waived_is_discharged_and_said_not_to_be_performed():
    dispute = agreed(5, 10)
    pay(dispute, 0, days(1))
    waive(dispute, 1, days(3))
    fulfilled, waived = Agreement.objects.get(), promised(dispute, 1)
    assert Dispute.objects.get().state == State.FULFILLED
    assert (fulfilled.fulfilled_on, fulfilled.has_waiver) == (days(3), True)
    assert (waived.fulfilled_on, waived.waived_on) == (None, days(3))
    assert (waived.waiver_reason, waived.waiver_consent) == ("念及邻里情分", "声明1")
    assert dispute.events.get(action="fulfil").facts == {"performed": 1, "waived": 1}


def test_what_is_left_after_a_part_may_be_waived():
    dispute = agreed(5)
    pay(dispute, 0, days(1), amount=Decimal(70))
    waive(dispute, 0, days(2))
    assert Dispute.objects.get().state == State.FULFILLED
    assert promised(dispute, 0).performances.get().amount == 70
    again = (lambda: pay(dispute, 0, days(3)), lambda: waive(dispute, 0, days(3)))
    Dispute.objects.update(state=State.AGREED)
    for do in again:
        with refused(dispute, "WRONG_STATE", said="已经免除", by=WrongState):
            do()


@pytest.mark.parametrize(("fields", "code", "laws"), [
    ({"reason": " "}, "REASON_MISSING", []),
    ({"consent": " "}, "WAIVER_CONSENT_MISSING", [ART_575]),
    ({"name": "王强"}, "WAIVER_NOT_BY_CREDITOR", [ART_575]),
    ({"signer": "proxy", "name": "孙律师"}, "WAIVER_NOT_BY_CREDITOR", [ART_575]),
    ({"signer": "guardian", "name": "李父"}, "WAIVER_NOT_BY_CREDITOR", [ART_575]),
])  # fmt: skip
def test_only_the_creditor_waives_and_says_why_in_writing(fields, code, laws):
    dispute = agreed(5)
    with refused(dispute, code, *laws):
        waive(dispute, 0, days(1), **fields)


def test_what_is_owed_to_nobody_in_particular_is_not_waived():
    dispute = agreed(5)
    Obligation.objects.update(creditor=None)
    with (
        refused(dispute, "WAIVER_NOT_BY_CREDITOR", ART_575),
        case_file(dispute.pk) as case,
    ):
        performance.waive(
            case, promised(dispute, 0).pk, actor=dispute.registered_by, waived_on=days(1),
            reason="和好", consent="声明1", signer="party", name="李明",
        )  # fmt: skip


def test_for_a_minor_the_guardian_waives():
    dispute = agreed(5)
    with case_file(dispute.pk) as case:
        li = case.rows(Party)[0]
        parties.change_party(
            case, li.pk, actor=dispute.registered_by, born_on=date(2012, 1, 1),
            adult_confirmed=False,
        )  # fmt: skip
        parties.add_representative(case, actor=dispute.registered_by, party=li,
                                   capacity="guardian", name="李父", notified_on=DAY)  # fmt: skip
    with refused(dispute, "GUARDIAN_REQUIRED", ART_19, said="李\\*未满十八周岁"):
        waive(dispute, 0, days(1))
    waive(dispute, 0, days(1), signer="guardian", name="李父")
    assert Dispute.objects.get().state == State.FULFILLED


def test_nothing_is_waived_before_the_agreement_is_in_effect():
    dispute = agreed(5)
    with refused(dispute, "BEFORE_REGISTRATION"):
        waive(dispute, 0, days(-1))
    Agreement.objects.update(effective_on=days(2))
    with refused(dispute, "PERFORMED_BEFORE_SIGNING"):
        waive(dispute, 0, days(1))
