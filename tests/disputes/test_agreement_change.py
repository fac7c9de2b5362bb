"""An agreement changed by a new version (变更协议), and lives of agreements from draft to end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Agreement, Dispute, Obligation, Party, Performance
from disputes.services import agreement, parties
from tests.acts import agreement_fields, money
from tests.disputes.agreeing import agreed, pay, promised, waive
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
ART_29_2 = "《中华人民共和国人民调解法》第二十九条第二款"
ART_184 = "《公安机关办理行政案件程序规定》第一百八十四条"


def change(dispute: Dispute, on: date, *due: int, amount: int = 100, **fields: Any) -> Agreement:
    """A signed new version: so many further payments."""
    with case_file(dispute.pk) as case:
        first, second = case.rows(Party)[:2]
        promises = [money(second, first, days(n), amount) for n in due]
        told = agreement_fields(case, on, obligations=promises, **{"reason": "延期履行", **fields})
        assert case.agreement is not None
        return agreement.change(case, case.agreement, actor=dispute.registered_by, on=on, **told)


def test_a_new_version_binds_and_the_former_one_stays():
    dispute = agreed(5)
    new = change(dispute, days(3), 20)
    former = Agreement.objects.exclude(pk=new.pk).get()
    assert (new.replaces, new.effective_on, new.due_on) == (former, days(3), days(20))
    assert (former.effective_on, former.replaced_on, former.due_on) == (DAY, days(3), days(5))
    dispute.refresh_from_db()
    assert (dispute.state, dispute.resolved_on) == (State.AGREED, DAY)
    event = dispute.events.get(action="change_agreement")
    assert event.facts == {"reason": "延期履行", "from": former.number, "to": new.number}
    with refused(dispute, "WRONG_STATE", said="已被新的协议代替", by=WrongState):
        pay(dispute, 0, days(4))
    with refused(dispute, "WRONG_STATE", said="已被新的协议代替", by=WrongState):
        waive(dispute, 0, days(4))
    pay(dispute, 1, days(19))
    former.refresh_from_db()
    assert (Agreement.objects.get(pk=new.pk).fulfilled_on, former.fulfilled_on) == (days(19), None)


def test_after_a_breach_a_new_version_resolves_the_dispute_again():
    dispute = agreed(5)
    act(dispute, "breach", dispute.registered_by, days(6))
    assert Dispute.objects.get().resolved_on is None
    change(dispute, days(8), 20)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.resolved_on) == (State.AGREED, days(8))
    act(dispute, "breach", dispute.registered_by, days(21))
    pay(dispute, 1, days(25))
    assert Dispute.objects.get().resolved_on == days(25)
    assert sum(dispute.events.values_list("change", flat=True)) == 1


def test_what_was_done_is_carried_over_and_not_done_twice():
    dispute = agreed(5, 6, 7, 8)
    pay(dispute, 0, days(1), "收条1")
    waive(dispute, 1, days(1))
    pay(dispute, 2, days(2), "收条2", amount=Decimal(30))
    pay(dispute, 2, days(3), "收条3", amount=Decimal("0.5"))

    new = change(dispute, days(10), 30, amount=150)

    paid, waived, part, rest = new.obligations.all()
    assert (paid.fulfilled_on, paid.proof, paid.amount) == (days(1), "收条1", 100)
    assert (waived.waived_on, waived.waiver_consent) == (days(1), "声明1")
    assert (part.fulfilled_on, part.proof, part.amount) == (days(3), "收条3", Decimal("30.5"))
    assert [o.carried_from for o in (paid, waived, part)] == [
        promised(dispute, n) for n in (0, 1, 2)
    ]
    assert (rest.fulfilled_on, rest.amount, rest.carried_from) == (None, 150, None)
    assert Performance.objects.count() == 3  # the payments stay where they were recorded
    with refused(dispute, "WRONG_STATE", by=WrongState):
        pay(dispute, 4, days(11))
    pay(dispute, 7, days(11))
    new.refresh_from_db()
    assert (new.fulfilled_on, new.has_waiver) == (days(11), True)
    assert Dispute.objects.get().state == State.FULFILLED


def test_what_was_carried_over_is_carried_over_again():
    dispute = agreed(5, 6)
    pay(dispute, 0, days(1), "收条1")
    change(dispute, days(2), 10)
    last = change(dispute, days(3), 12)
    carried = last.obligations.first()
    assert (carried.proof, carried.carried_from.carried_from) == ("收条1", promised(dispute, 0))
    assert last.obligations.count() == 2


@pytest.mark.parametrize(("fields", "code", "laws"), [
    ({"reason": " "}, "REASON_MISSING", []),
    ({"signatures": []}, "SIGNATURES_MISSING", [ART_29_2]),
    ({"form": "security"}, "AGREEMENT_FORM_MISMATCH", ["《中华人民共和国人民调解法》第二十九条"]),
    ({"content": " "}, "AGREEMENT_INCOMPLETE", ["《中华人民共和国人民调解法》第二十九条"]),
])  # fmt: skip
def test_a_new_version_is_as_sound_as_the_first_one(fields, code, laws):
    dispute = agreed(5)
    with refused(dispute, code, *laws):
        change(dispute, days(3), 20, **fields)


def test_a_new_version_leaves_something_to_do_later_than_its_signing():
    dispute = agreed(5)
    with refused(dispute, "DEADLINE_BEFORE_SIGNING"):
        change(dispute, days(3), 2)
    with refused(dispute, "AGREEMENT_INCOMPLETE"):
        change(dispute, days(3))


def test_of_a_security_case_months_after_the_second_session_the_agreement_may_still_change():
    dispute = agreed(5, track=Track.SECURITY_CASE)
    with refused(dispute, "SIGNATURES_MISSING", ART_184):
        change(dispute, days(60), 70, signatures=[])
    change(dispute, days(60), 70)
    assert Dispute.objects.get().state == State.AGREED


def test_only_the_agreement_that_binds_is_changed():
    dispute = agreed(5)
    change(dispute, days(3), 20)
    with (
        refused(dispute, "WRONG_STATE", said="已被新的协议代替", by=WrongState),
        case_file(dispute.pk) as case,
    ):
        told = agreement_fields(case, days(4), reason="再变")
        agreement.change(
            case, case.rows(Agreement)[0], actor=dispute.registered_by, on=days(4), **told
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_new_versions_at_once_one_is_told():
    dispute = agreed(5)
    first = Agreement.objects.get()

    def twice() -> None:
        with case_file(dispute.pk) as case:
            told = agreement_fields(case, days(3), reason="延期")
            agreement.change(
                case, case.row(Agreement, first.pk), actor=dispute.registered_by, on=days(3), **told
            )

    outcomes = at_once(twice, twice)

    assert sorted(type(o).__name__ for o in outcomes) == ["NoneType", "WrongState"]
    assert Agreement.objects.count() == 2


# --- whole lives


def test_instalments_of_two_payers_to_two_receivers():
    dispute = make_case(State.ACCEPTED)
    chief = dispute.registered_by
    with case_file(dispute.pk) as case:
        for role, name in (("applicant", "赵敏"), ("respondent", "孙伟")):
            parties.add_party(case, actor=chief, role=role, name=name, adult_confirmed=True)
    act(dispute, "hold_session", chief, DAY)
    with case_file(dispute.pk) as case:
        li, wang, zhao, sun = case.rows(Party)
        promises = [
            money(wang, li, days(10), 500), money(wang, li, days(20), 500),
            money(sun, zhao, days(10), 300), money(sun, zhao, days(20), 200),
        ]  # fmt: skip
        told = agreement_fields(case, DAY, obligations=promises)
        agreement.draft(case, actor=chief, on=DAY, **told)
    act(dispute, "agree", chief, DAY)

    for n, day in ((0, 10), (2, 9), (1, 19)):
        pay(dispute, n, days(day))
    assert Dispute.objects.get().state == State.AGREED
    act(dispute, "breach", chief, days(21))  # 孙伟 owes his second instalment
    pay(dispute, 3, days(22), amount=Decimal(50))
    assert Dispute.objects.get().state == State.BREACHED
    waive(dispute, 3, days(23))

    dispute.refresh_from_db()
    assert (dispute.state, dispute.resolved_on) == (State.FULFILLED, days(23))
    paid = Performance.objects.filter(obligation__debtor__name="孙伟")
    assert [row.amount for row in paid] == [300, 50]
    assert Obligation.objects.filter(waived_on=days(23)).count() == 1
    assert [e.change for e in dispute.events.exclude(change=0)] == [1, -1, 1]
