"""Performance (履行) and breach: which day counts, and what may not be called so."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from disputes import workflow
from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Agreement, Dispute, Obligation, Party
from disputes.services import agreement
from tests.acts import agreement_fields, money
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"


def agreed(*due: int, track: str = Track.CIVIL) -> Dispute:
    """A dispute with an agreement in effect since `DAY`, one obligation per deadline."""
    dispute = make_case(State.MEDIATING, track=track)
    chief = dispute.registered_by
    with case_file(dispute.pk) as case:
        first, second = case.rows(Party)
        promises = [money(second, first, days(n)) for n in due]
        told = agreement_fields(case, DAY, obligations=promises)
        agreement.draft(case, actor=chief, on=DAY, **told)
    act(dispute, "agree", chief, DAY)
    dispute.refresh_from_db()
    return dispute


def pay(dispute: Dispute, n: int, on: date, proof: str = "收条") -> None:
    chosen = Obligation.objects.filter(agreement__dispute=dispute)[n]
    with case_file(dispute.pk) as case:
        agreement.record_performance(
            case, chosen.pk, actor=dispute.registered_by, fulfilled_on=on, proof=proof
        )


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


def test_with_something_left_to_do_nothing_is_fulfilled():
    dispute = agreed(5, 10)
    pay(dispute, 0, days(2))
    with refused(dispute, "NOT_PERFORMED", ART_185):
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


def test_performance_without_proof_is_refused_by_the_database():
    dispute = agreed(5)
    with pytest.raises(IntegrityError, match="obligation_performance_is_proved"):
        pay(dispute, 0, days(2), proof="")


def test_a_foreign_obligation_does_not_exist_here():
    dispute, other = agreed(5), agreed(5)
    foreign = Obligation.objects.get(agreement__dispute=other)
    with pytest.raises(ObjectDoesNotExist), case_file(dispute.pk) as case:
        agreement.record_performance(
            case, foreign.pk, actor=dispute.registered_by, fulfilled_on=days(1), proof="收条"
        )
    assert not Obligation.objects.exclude(fulfilled_on=None).exists()


def test_an_obligation_of_a_replaced_agreement_is_performed_no_more():
    dispute = agreed(5)
    for action, day in (("breach", 6), ("refer", 6), ("feedback", 7), ("relapse", 8),
                        ("hold_session", 9), ("draft_agreement", 9), ("agree", 9)):  # fmt: skip
        act(dispute, action, dispute.registered_by, days(day))
    with refused(dispute, "WRONG_STATE", said="已被新的协议代替", by=WrongState):
        pay(dispute, 0, days(9))


# --- breach


@pytest.mark.parametrize(("on", "allowed"), [(5, False), (6, True)])
def test_an_obligation_is_breached_the_day_after_its_last_day(on, allowed):
    dispute = agreed(5)
    if allowed:
        act(dispute, "breach", dispute.registered_by, days(on))
        assert Agreement.objects.get().breached_on == days(on)
    else:
        with refused(dispute, "NOT_DUE_YET", ART_185):
            act(dispute, "breach", dispute.registered_by, days(on))


def test_what_was_performed_is_not_breached_however_late_it_is_called_so():
    dispute = agreed(5, 20)
    pay(dispute, 0, days(5))
    with refused(dispute, "NOT_DUE_YET", ART_185):
        act(dispute, "breach", dispute.registered_by, days(20))


def test_late_performance_lies_after_the_breach_it_makes_good():
    dispute = agreed(5)
    act(dispute, "breach", dispute.registered_by, days(10))
    with refused(dispute, "OUT_OF_ORDER"):
        pay(dispute, 0, days(9))
    pay(dispute, 0, days(10))
    assert Dispute.objects.get().resolved_on == days(10)
