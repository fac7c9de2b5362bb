"""Judicial confirmation (司法确认): 30 days, together, and only what a court confirms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Agreement, Confirmation, Dispute, Holiday
from disputes.services import confirmation
from tests.disputes.agreeing import agreed
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.disputes.test_agreement_change import change
from tests.factories import DAY, act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_33 = "《中华人民共和国人民调解法》第三十三条"
ART_205 = "《中华人民共和国民事诉讼法》第二百零五条"
ART_85 = "《中华人民共和国民事诉讼法》第八十五条"
ART_4 = "《最高人民法院关于人民调解协议司法确认程序的若干规定》第四条"
WINDOW = (ART_33, ART_205, ART_85)


def apply(dispute: Dispute, on: date = DAY, **fields: Any) -> None:
    act(dispute, "apply_confirmation", dispute.registered_by, on, **fields)


def decide(dispute: Dispute, result: str, on: date) -> None:
    act(dispute, "record_confirmation", dispute.registered_by, on, result=result)


def test_parties_apply_and_the_court_s_answer_is_kept():
    dispute = make_case(State.AGREED)
    apply(dispute, days(10))
    decide(dispute, "confirmed", days(25))
    row, kept = Confirmation.objects.get(), Dispute.objects.get()
    assert (row.agreement, row.court) == (Agreement.objects.get(), "区人民法院")
    assert (row.applied_on, row.result, row.result_on) == (days(10), "confirmed", days(25))
    assert row.version == 2
    assert (kept.state, kept.resolved_on) == (State.AGREED, DAY)
    assert [e.action for e in dispute.events.all()][-2:] == [
        "apply_confirmation",
        "record_confirmation",
    ]


@pytest.mark.parametrize(("on", "allowed"), [(30, True), (31, False)])
def test_the_window_closes_thirty_days_after_effect(on, allowed):
    dispute = make_case(State.AGREED)
    if allowed:
        apply(dispute, days(on))
    else:
        with refused(dispute, "JUDICIAL_CONFIRMATION_WINDOW", *WINDOW, said="2026年4月1日$"):
            apply(dispute, days(on))


@pytest.mark.parametrize(("on", "allowed"), [(7, True), (8, False)])
def test_a_last_day_at_qingming_moves_behind_it(on, allowed):
    dispute = make_case(State.AGREED)
    Agreement.objects.update(effective_on=date(2026, 3, 5))  # 4 April: 清明, until the 6th
    if allowed:
        apply(dispute, date(2026, 4, on))
    else:
        with refused(dispute, "JUDICIAL_CONFIRMATION_WINDOW", *WINDOW, said="2026年4月7日$"):
            apply(dispute, date(2026, 4, on))


def test_without_a_calendar_thirty_days_are_thirty_days():
    dispute = make_case(State.AGREED)
    Agreement.objects.update(effective_on=date(2026, 3, 5))
    Holiday.objects.all().delete()
    with refused(dispute, "JUDICIAL_CONFIRMATION_WINDOW", *WINDOW, said="2026年4月4日$"):
        apply(dispute, date(2026, 4, 5))
    apply(dispute, date(2026, 4, 4))


def test_nobody_applies_before_the_agreement_is_in_effect():
    dispute = make_case(State.AGREED)
    Agreement.objects.update(effective_on=days(3))
    with refused(dispute, "JUDICIAL_CONFIRMATION_WINDOW", *WINDOW):
        apply(dispute, days(2))


def test_parties_apply_together():
    dispute = make_case(State.AGREED)
    with refused(dispute, "CONFIRMATION_NOT_JOINT", ART_33):
        apply(dispute, applied_by_all=False)


def test_no_court_confirms_who_is_kin_adopted_or_married():
    dispute = make_case(State.AGREED)
    with refused(dispute, "CONFIRMATION_PERSONAL_STATUS", ART_4):
        apply(dispute, personal_status=True)


@pytest.mark.parametrize("track", [Track.SECURITY_CASE, Track.TRAFFIC])
def test_only_an_agreement_of_people_s_mediation_is_confirmed(track):
    dispute = make_case(State.AGREED, track=track)
    with refused(dispute, "CONFIRMATION_FORM", ART_33, ART_205):
        apply(dispute)


def test_what_was_only_said_is_not_confirmed():
    dispute = make_case(State.AGREED)
    Agreement.objects.update(form="oral")
    with refused(dispute, "CONFIRMATION_FORM", ART_33, ART_205, said="口头协议"):
        apply(dispute)


@pytest.mark.parametrize(("track", "allowed"), [
    (Track.SECURITY_CASE, True), (Track.CIVIL, True), (Track.TRAFFIC, False),
])  # fmt: skip
def test_a_bureau_may_say_that_its_courts_confirm_police_agreements(track, allowed, settings):
    settings.CONFIRM_POLICE_AGREEMENTS = True
    dispute = make_case(State.AGREED, track=track)
    if allowed:
        apply(dispute)
    else:
        with refused(dispute, "CONFIRMATION_FORM", ART_33, ART_205):
            apply(dispute)


def test_an_agreement_that_binds_no_more_is_not_confirmed():
    dispute = agreed(5)
    change(dispute, days(3), 20)
    former = Agreement.objects.first()
    with (
        refused(dispute, "WRONG_STATE", said="生效的调解协议", by=WrongState),
        case_file(dispute.pk) as case,
    ):
        confirmation.apply_for_confirmation(
            case, case.row(Agreement, former.pk), actor=dispute.registered_by, applied_on=days(4),
            court="区人民法院", applied_by_all=True, personal_status=False,
        )  # fmt: skip


@pytest.mark.parametrize("result", ["confirmed", "rejected", "not_accepted", "withdrawn"])
def test_after_a_decision_nobody_applies_again_but_after_none_they_may(result):
    dispute = make_case(State.AGREED)
    apply(dispute, days(1))
    with refused(dispute, "WRONG_STATE", said="已经申请", by=WrongState):
        apply(dispute, days(2))
    decide(dispute, result, days(5))
    if result in ("not_accepted", "withdrawn"):
        apply(dispute, days(6))
    else:
        with refused(dispute, "WRONG_STATE", said="已经申请", by=WrongState):
            apply(dispute, days(6))


def test_a_court_does_not_decide_before_it_is_asked_nor_twice():
    dispute = make_case(State.AGREED)
    apply(dispute, days(4))
    with refused(dispute, "OUT_OF_ORDER", said="不得早于申请日期"):
        decide(dispute, "confirmed", days(3))
    decide(dispute, "confirmed", days(4))
    with refused(dispute, "WRONG_STATE", said="已登记结果", by=WrongState):
        decide(dispute, "rejected", days(5))


def test_the_database_keeps_a_result_with_its_day():
    dispute = make_case(State.AGREED)
    apply(dispute)
    with pytest.raises(IntegrityError, match="confirmation_result_is_dated"):
        Confirmation.objects.update(result="confirmed")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_the_application_at_once_one_is_told():
    dispute = make_case(State.AGREED)

    outcomes = at_once(lambda: apply(dispute), lambda: apply(dispute))

    assert [o for o in outcomes if not isinstance(o, WrongState)] == [None]
    assert Confirmation.objects.count() == 1
