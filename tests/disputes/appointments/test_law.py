"""What the law and the bureau say of a time: recusal, hearings, the days of an offence."""

from __future__ import annotations

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import Caution, WrongState
from disputes.models import Hearing, Party
from disputes.services import hearing_stops
from tests.disputes.appointments.arranging import arrange, at, stored, take
from tests.disputes.refusing import refused
from tests.factories import NOW, act, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_nobody_who_was_recused_is_put_down(dispute, chief):
    officer = make_officer(chief.unit)
    act(dispute, "request_recusal", chief, NOW.date(), officer=officer)
    act(dispute, "decide_recusal", chief, NOW.date(), granted=True)
    citation = "《中华人民共和国人民调解法》第十五条"
    with refused(dispute, "RECUSED", citation):
        arrange(dispute, officers=[officer])


def test_a_hearing_is_arranged_only_once_it_was_proposed_and_once_at_a_time(dispute, chief):
    with refused(dispute, "HEARING_NOT_PROPOSED"):
        arrange(dispute, purpose="hearing")
    act(dispute, "propose_hearing", chief, NOW.date())
    row = arrange(dispute, at(8, 9), purpose="hearing")
    assert (row.hearing, row.notice_due_on) == (dispute.hearings.get(), at(5, 9).date())
    with refused(dispute, "HEARING_ARRANGED", by=WrongState):
        arrange(dispute, at(9, 9), purpose="hearing")


def test_a_hearing_that_was_called_off_is_not_put_down_again(dispute, chief):
    act(dispute, "propose_hearing", chief, NOW.date())
    arrange(dispute, at(8, 9), purpose="hearing")
    with case_file(dispute.pk) as case:
        hearing_stops.terminate(case, case.rows(Hearing)[0].pk, actor=chief, ground="reconciled",
                                reason="双方和解", remedies_told=True, stopped_on=NOW.date())  # fmt: skip
    with refused(dispute, "HEARING_NOT_PROPOSED", said="已终止或者结束"):
        take(dispute, "reschedule", reason="改期", starts_at=at(9, 9), ends_at=at(9, 10))


def test_a_hearing_whose_time_was_cancelled_is_put_down_again(dispute, chief):
    act(dispute, "propose_hearing", chief, NOW.date())
    arrange(dispute, at(8, 9), purpose="hearing")
    take(dispute, "cancel", reason="申请方住院")
    assert arrange(dispute, at(9, 9), purpose="hearing").state == "held"


def test_a_hearing_may_be_put_down_for_the_last_day_on_which_people_are_told_in_time(
    dispute, chief
):
    act(dispute, "propose_hearing", chief, NOW.date())
    row = arrange(dispute, at(3, 9), purpose="hearing", confirmed=True)
    assert row.notice_due_on == NOW.date()


def test_a_hearing_at_short_notice_is_a_warning_once_it_is_firm(dispute, chief):
    act(dispute, "propose_hearing", chief, NOW.date())
    arrange(dispute, at(2, 9), purpose="hearing")
    with refused(dispute, "HEARING_NOTICE_SHORT", by=Caution, said="2026年6月29日"):
        take(dispute, "confirm")
    take(dispute, "confirm", acknowledged={"HEARING_NOTICE_SHORT": "各方同意"})
    assert stored(dispute).state == "confirmed"


def test_the_second_mediation_of_an_offence_is_not_put_down_after_its_seven_working_days(chief):
    dispute = make_case(State.ACCEPTED, chief, track=Track.SECURITY_CASE, day=NOW.date())
    act(dispute, "hold_session", chief, NOW.date())
    act(dispute, "end_session", chief, NOW.date())
    with refused(dispute, "APPOINTMENT_LATE", "《公安机关办理行政案件程序规定》第一百八十三条",
                 said="2026年7月9日"):  # fmt: skip
        arrange(dispute, at(10, 9))
    assert arrange(dispute, at(9, 9)).state == "held"


def test_a_first_mediation_after_three_working_days_is_a_warning(chief):
    dispute = make_case(State.ACCEPTED, chief, track=Track.SECURITY_CASE, day=NOW.date())
    with refused(
        dispute, "APPOINTMENT_LATE_FIRST", "《公安机关治安调解工作规范》第九条", by=Caution
    ):
        arrange(dispute, at(6, 9))
    assert arrange(dispute, at(3, 9)).state == "held"


def test_a_party_that_is_none_any_more_is_not_expected(dispute):
    Party.objects.filter(name="王强").update(is_active=False)
    row = arrange(dispute)
    assert [b.party.name for b in row.bookings.filter(kind="party")] == ["李明"]
    with refused(dispute, "PARTY_INACTIVE", said="已更正删除"):
        arrange(dispute, at(3, 9), parties=list(dispute.parties.all()))
