"""G14, G15 and G24: what comes too late, over make-up weekends and without a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.casefile import CaseFile
from disputes.choices import Role, State, Track
from disputes.errors import Caution, RuleViolation
from disputes.models import Appraisal, Dispute, DisputeEvent, Extension, Holiday
from disputes.services.mediation import hold_session
from disputes.workflow import take_step
from tests.acts import session_fields
from tests.disputes.clocks.reading import (
    ART_165,
    ART_183,
    LATE,
    STANDARD_9,
    after_first,
    security_case,
    take,
)
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

# Before the national holidays of 2025, which end on 8 October; Sunday 28 September and Saturday
# 11 October are worked. The seven working days after the 25th: 26, 28, 29, 30, then 9, 10, 11.
BEFORE_HOLIDAYS = date(2025, 9, 25)
SEVENTH, EIGHTH = date(2025, 10, 11), date(2025, 10, 13)


def test_the_second_mediation_may_be_held_on_the_seventh_working_day_a_saturday_worked():
    dispute = after_first(BEFORE_HOLIDAYS)
    take(dispute, "hold_session", SEVENTH)
    assert dispute.sessions.count() == 2


def test_on_the_eighth_working_day_the_second_mediation_is_refused_with_the_whole_count():
    dispute = after_first(BEFORE_HOLIDAYS)
    said = (
        "2025年9月25日的次日起算7个工作日，2025年10月11日届满：9月26日工作日，计1日；"
        "9月27日周末，不计；9月28日调休上班，计1日；9月29日至9月30日工作日，计2日；"
        "10月1日至10月3日法定节假日，不计；10月4日至10月5日周末，不计；"
        "10月6日至10月8日法定节假日，不计；10月9日至10月10日工作日，计2日；10月11日调休上班，计1日"
    )
    with refused(dispute, "SECOND_MEDIATION_LATE", ART_183, said=said):
        take(dispute, "hold_session", EIGHTH)


def test_an_agreement_out_of_the_second_mediation_takes_effect_up_to_that_day():
    in_time, late = after_first(BEFORE_HOLIDAYS), after_first(BEFORE_HOLIDAYS)
    for dispute, on in ((in_time, SEVENTH), (late, EIGHTH)):
        take(dispute, "hold_session", date(2025, 10, 10))
        take(dispute, "draft_agreement", on)
    take(in_time, "agree", SEVENTH)
    with refused(late, "SECOND_MEDIATION_LATE", ART_183):
        take(late, "agree", EIGHTH)


def test_an_agreement_out_of_the_first_mediation_is_not_bound_by_it():
    dispute = security_case(State.MEDIATING, BEFORE_HOLIDAYS)
    take(dispute, "draft_agreement", date(2025, 10, 20))
    take(dispute, "agree", date(2025, 10, 20), acknowledged=LATE)
    assert Dispute.objects.get(pk=dispute.pk).state == State.AGREED


def test_a_late_result_of_the_second_mediation_can_still_be_recorded():
    dispute = after_first(BEFORE_HOLIDAYS)
    take(dispute, "hold_session", SEVENTH)
    take(dispute, "end_session", EIGHTH)
    assert set(dispute.sessions.values_list("outcome", flat=True)) == {"not_agreed"}


def test_other_tracks_know_no_seven_days():
    dispute = make_case(State.MEDIATING, track=Track.CIVIL, day=BEFORE_HOLIDAYS)
    take(dispute, "hold_session", date(2025, 11, 20))
    assert dispute.sessions.count() == 2


# --- without a calendar


def test_without_the_notice_of_the_year_nobody_guesses_and_the_refusal_says_what_to_do():
    dispute = after_first(date(2025, 12, 25))
    Holiday.objects.filter(day__year=2026).delete()
    take_on = date(2026, 1, 5)
    with refused(dispute, "CALENDAR_UNKNOWN", ART_183, said="导入2026年.*请联系系统管理员导入"):
        take(dispute, "hold_session", take_on)


def test_what_is_in_time_however_the_days_fall_needs_no_calendar():
    dispute = after_first(date(2025, 12, 29))
    Holiday.objects.filter(day__year=2026).delete()
    take(dispute, "hold_session", date(2026, 1, 5))  # the seventh day, whatever is a holiday
    assert dispute.sessions.count() == 2


# --- the first mediation: a warning


def test_a_late_first_mediation_is_warned_about_and_goes_on_with_a_reason():
    dispute = security_case(State.ACCEPTED)  # on a Monday
    take_late = days(4)
    said = "2026年3月2日的次日起算3个工作日，2026年3月5日届满：3月3日至3月5日工作日，计3日"
    with refused(dispute, "FIRST_MEDIATION_LATE", STANDARD_9, said=said, by=Caution):
        take(dispute, "hold_session", take_late)
    take(dispute, "hold_session", take_late, acknowledged=LATE)
    assert DisputeEvent.objects.get(action="hold_session").facts["acknowledged"] == LATE


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_that_says_nothing_is_none(reason):
    dispute = security_case(State.ACCEPTED)
    with refused(dispute, "FIRST_MEDIATION_LATE", STANDARD_9, by=Caution):
        take(dispute, "hold_session", days(4), acknowledged={"FIRST_MEDIATION_LATE": reason})


def test_a_reason_nobody_asked_for_is_not_kept():
    dispute = security_case(State.ACCEPTED)
    take(dispute, "hold_session", days(3), acknowledged=LATE)
    assert "acknowledged" not in DisputeEvent.objects.get(action="hold_session").facts


def test_a_mediation_held_in_time_and_ended_late_is_warned_about_once():
    ended_late, held_late = security_case(State.MEDIATING), security_case(State.ACCEPTED)
    with refused(ended_late, "FIRST_MEDIATION_LATE", STANDARD_9, by=Caution):
        take(ended_late, "end_session", days(4))
    take(held_late, "hold_session", days(4), acknowledged=LATE)
    take(held_late, "end_session", days(7))
    assert held_late.sessions.get().outcome == "not_agreed"


def test_an_agreement_that_ends_the_first_mediation_too_late_is_warned_about():
    dispute = security_case(State.MEDIATING)
    take(dispute, "draft_agreement", days(4))
    with refused(dispute, "FIRST_MEDIATION_LATE", STANDARD_9, by=Caution):
        take(dispute, "agree", days(4))
    take(dispute, "agree", days(4), acknowledged=LATE)
    assert dispute.events.last().facts["acknowledged"] == LATE


def test_the_three_days_begin_with_the_result_of_the_appraisal():
    dispute = security_case(State.ACCEPTED)
    Appraisal.objects.create(
        dispute=dispute, subject="injury", organisation="县司法鉴定中心", requested_on=DAY,
        result_on=days(10), result="slight",
    )  # fmt: skip
    take(dispute, "hold_session", days(15))  # Tuesday; the result came on Thursday
    assert dispute.sessions.count() == 1


def test_without_a_calendar_the_warning_can_still_be_passed_with_a_reason():
    dispute = security_case(State.ACCEPTED, date(2025, 12, 30))
    Holiday.objects.filter(day__year=2026).delete()
    with refused(dispute, "CALENDAR_UNKNOWN", STANDARD_9, by=Caution):
        take(dispute, "hold_session", date(2026, 1, 5))
    take(dispute, "hold_session", date(2026, 1, 5), acknowledged={"CALENDAR_UNKNOWN": "待导入"})
    assert dispute.sessions.count() == 1


# --- extensions


def test_an_extension_is_put_on_file_by_the_chief_with_who_approved_it():
    dispute = security_case(State.FAILED)
    take(dispute, "extend", days(20))
    row = Extension.objects.get()
    assert (row.days, row.approved_by, row.approved_on) == (30, "县公安局王局长", days(20))
    officer = make_officer(dispute.unit, Role.OFFICER)
    with refused(dispute, "ROLE_FORBIDDEN"):
        act(dispute, "extend", officer, days(20))


NEW_118 = "《中华人民共和国治安管理处罚法》第一百一十八条（条文序号待核对）"


def test_under_the_law_of_2026_there_are_two_extensions_or_as_many_as_are_set(settings):
    dispute, other = security_case(State.FAILED), security_case(State.FAILED)
    take(dispute, "extend", days(20))
    take(dispute, "extend", days(50))
    with refused(dispute, "EXTENSION_EXCEEDED", NEW_118, said="最多延长2次"):
        take(dispute, "extend", days(80))
    settings.CASE_EXTENSIONS_MOST = 1
    take(other, "extend", days(20))
    with refused(other, "EXTENSION_EXCEEDED", NEW_118, said="最多延长1次"):
        take(other, "extend", days(50))


def test_one_day_more_is_an_extension_as_well():
    dispute = security_case(State.FAILED)
    take(dispute, "extend", days(20), days=1)
    assert Extension.objects.get().days == 1


def test_before_2026_there_was_one():
    dispute = security_case(State.FAILED, date(2025, 12, 1))
    take(dispute, "extend", date(2025, 12, 20))
    with refused(dispute, "EXTENSION_EXCEEDED", ART_165, said="最多延长1次"):
        take(dispute, "extend", date(2026, 1, 20))


def test_what_is_over_cannot_be_extended_and_no_extension_is_longer_than_thirty_days():
    dispute = security_case(State.FAILED)
    for wrong in (0, 31):
        with refused(dispute, "EXTENSION_TOO_LONG", NEW_118):
            take(dispute, "extend", days(20), days=wrong)
    take(dispute, "extend", days(30))  # the last day
    with refused(dispute, "EXTENSION_LATE", ART_165, said="已于2026年5月6日届满"):
        take(dispute, "extend", date(2026, 5, 7))


def test_reasons_on_the_open_file_hold_for_every_step_and_overcome_warnings_only():
    dispute = security_case(State.ACCEPTED)
    case = CaseFile(Dispute.objects.get(pk=dispute.pk))
    case.acknowledged = LATE | {"ROLE_FORBIDDEN": "所长外出"}
    held = session_fields(case)
    with case.imagining():
        hold_session(case, actor=dispute.registered_by, held_on=days(4), **held)
        assert case.rows(DisputeEvent)[-1].facts["acknowledged"] == LATE
        with pytest.raises(RuleViolation, match="无权"):
            take_step(case, "fail", actor=make_officer(dispute.unit, Role.LEGAL), on=days(4))
