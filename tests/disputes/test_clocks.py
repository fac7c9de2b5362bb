"""Statutory clocks of a case: start, source, last day, how it was counted, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes import clocks
from disputes.casefile import CaseFile, case_file
from disputes.choices import State, Track
from disputes.clocks import Clock, ClockState, clocks_of
from disputes.deadlines import Pause
from disputes.models import Dispute, Obligation, Party
from disputes.models.hearing import Stage
from disputes.services import agreement
from disputes.workdays import DAY as ONE_DAY
from tests.acts import agreement_fields, money
from tests.disputes.notices import CALENDAR
from tests.disputes.test_hearing import Hall
from tests.factories import DAY, act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

RULES = "《公安机关办理行政案件程序规定》"
ART_35, ART_165 = f"{RULES}第三十五条", f"{RULES}第一百六十五条"
ART_183, ART_185 = f"{RULES}第一百八十三条", f"{RULES}第一百八十五条"
STANDARD_9 = "《公安机关治安调解工作规范》第九条"
MEDIATION_31 = "《中华人民共和国人民调解法》第三十一条"
MEDIATION_33 = "《中华人民共和国人民调解法》第三十三条"
COURT_205 = "《中华人民共和国民事诉讼法》第二百零五条"
FRIDAY_13 = date(2026, 2, 13)  # before the spring festival; Saturday the 14th is worked


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def security_case(state: str, on: date = DAY) -> Dispute:
    return make_case(state, track=Track.SECURITY_CASE, day=on)


def take(dispute: Dispute, action: str, on: date, **facts: Any) -> None:
    act(dispute, action, dispute.registered_by, on, **facts)


def clock_of(dispute: Dispute, code: str, today: date, **told: Any) -> Clock | None:
    """One clock of the case as it is stored, on a day."""
    find = getattr(clocks, code)
    return find(CaseFile(Dispute.objects.get(pk=dispute.pk)), CALENDAR, today, **told)


def stands(clock: Clock | None) -> tuple[ClockState, date | None, date | None]:
    assert clock is not None
    return clock.state, clock.due_on, clock.met_on


def cites(clock: Clock | None) -> list[str]:
    assert clock is not None
    return [str(statute) for statute in clock.statutes]


# --- first mediation: 3 working days from acceptance, a warning


def test_the_first_mediation_is_due_three_working_days_after_acceptance():
    clock = clock_of(security_case(State.ACCEPTED, FRIDAY_13), "first_session", day("02-25"))

    assert stands(clock) == (ClockState.RUNNING, day("02-25"), None)
    assert (clock.starts_on, clock.days, clock.unit) == (FRIDAY_13, 3, "工作日")
    assert clock.advisory
    assert cites(clock) == [STANDARD_9]
    assert clock.how == (
        "2026年2月13日的次日起算3个工作日，2026年2月25日届满：2月14日调休上班，计1日；"
        "2月15日周末，不计；2月16日至2月20日法定节假日，不计；2月21日至2月22日周末，不计；"
        "2月23日法定节假日，不计；2月24日至2月25日工作日，计2日"
    )


def test_the_first_mediation_is_overdue_from_the_fourth_working_day_on():
    dispute = security_case(State.ACCEPTED)
    assert stands(clock_of(dispute, "first_session", days(3)))[0] == ClockState.RUNNING
    assert stands(clock_of(dispute, "first_session", days(4)))[0] == ClockState.OVERDUE


@pytest.mark.parametrize(("n", "state"), [(3, ClockState.MET), (4, ClockState.OVERDUE)])
def test_the_first_mediation_is_done_when_it_has_ended_not_when_it_began(n, state):
    dispute = security_case(State.MEDIATING)
    assert stands(clock_of(dispute, "first_session", days(1)))[0] == ClockState.RUNNING
    take(dispute, "end_session", days(n))
    assert stands(clock_of(dispute, "first_session", days(9))) == (state, days(3), days(n))


def test_a_mediation_ends_with_the_agreement_or_the_failure_too():
    for ending in (("draft_agreement", "agree"), ("fail",)):
        dispute = security_case(State.MEDIATING)
        for action in ending:
            take(dispute, action, days(2))
        assert stands(clock_of(dispute, "first_session", days(9)))[2] == days(2)


def test_a_hearing_ends_with_its_conclusion():
    hall = Hall(Track.SECURITY_CASE, "closed").until(Stage.CONCLUSION, days(1))
    assert stands(clock_of(hall.dispute, "first_session", days(1)))[2] is None
    hall.hold(Stage.CONCLUSION, days(3))
    assert stands(clock_of(hall.dispute, "first_session", days(9))) == (
        ClockState.MET, days(3), days(3)
    )  # fmt: skip
    assert clock_of(hall.dispute, "second_session", days(9)).starts_on == days(1)


def test_an_appraisal_moves_the_start_of_the_first_mediation_to_its_result():
    dispute = security_case(State.ACCEPTED)
    clock = clock_of(dispute, "first_session", days(10), appraised_on=days(10))
    assert (clock.starts_on, clock.due_on) == (days(10), days(15))


@pytest.mark.parametrize("action", ["decline", "withdraw", "convert"])
def test_a_case_that_is_not_mediated_after_all_stops_the_clock(action):
    dispute = security_case(State.ACCEPTED)
    take(dispute, action, days(1))
    assert stands(clock_of(dispute, "first_session", days(30)))[0] == ClockState.STOPPED


def test_before_acceptance_and_outside_security_cases_nothing_runs():
    assert clock_of(security_case(State.REGISTERED), "first_session", DAY) is None
    civil = make_case(State.FAILED, track=Track.CIVIL)
    for code in ("first_session", "second_session", "confirmation", "case_limit"):
        assert clock_of(civil, code, days(2)) is None
    assert clock_of(make_case(State.FAILED, track=Track.TRAFFIC), "case_limit", days(2)) is None


# --- second mediation: finished within 7 working days after the first one


def after_first(on: date) -> Dispute:
    """A security case whose first mediation ended without agreement on the day it was held."""
    dispute = security_case(State.MEDIATING, on)
    take(dispute, "end_session", on)
    return dispute


def test_the_second_mediation_is_due_on_the_seventh_working_day_over_days_made_up():
    clock = clock_of(after_first(FRIDAY_13), "second_session", day("03-02"))

    assert stands(clock) == (ClockState.RUNNING, day("03-02"), None)
    assert cites(clock) == [ART_183]
    assert not clock.advisory
    assert clock.how.startswith("2026年2月13日的次日起算7个工作日，2026年3月2日届满：")
    assert clock.how.endswith(
        "2月24日至2月27日工作日，计4日；2月28日调休上班，计1日；3月1日周末，不计；3月2日工作日，计1日"
    )


@pytest.mark.parametrize(
    ("finished", "state"), [("03-02", ClockState.MET), ("03-03", ClockState.OVERDUE)]
)
def test_what_counts_is_the_day_the_second_mediation_is_finished(finished, state):
    dispute = after_first(FRIDAY_13)
    take(dispute, "hold_session", day("02-27"))
    assert stands(clock_of(dispute, "second_session", day("02-27")))[0] == ClockState.RUNNING
    take(dispute, "end_session", day(finished))
    clock = clock_of(dispute, "second_session", day("05-01"))
    assert stands(clock) == (state, day("03-02"), day(finished))


def test_without_a_second_mediation_the_window_runs_out_on_the_eighth_working_day():
    dispute = after_first(FRIDAY_13)
    assert stands(clock_of(dispute, "second_session", day("03-03")))[0] == ClockState.OVERDUE
    take(dispute, "fail", day("03-03"))
    assert stands(clock_of(dispute, "second_session", day("03-03")))[0] == ClockState.STOPPED


def test_the_window_is_counted_from_the_day_the_first_one_was_held_not_from_a_late_result():
    dispute = security_case(State.MEDIATING)
    assert clock_of(dispute, "second_session", DAY) is None
    take(dispute, "end_session", days(3))
    assert clock_of(dispute, "second_session", days(3)).starts_on == DAY


def test_an_agreement_at_the_first_mediation_leaves_no_second_one():
    assert clock_of(security_case(State.AGREED), "second_session", DAY) is None


# --- performance


def agreed(*due: int, track: str = Track.CIVIL) -> Dispute:
    """An agreement in effect since `DAY`, one obligation per deadline."""
    dispute = make_case(State.MEDIATING, track=track)
    with case_file(dispute.pk) as case:
        first, second = case.rows(Party)
        promises = [money(second, first, days(n)) for n in due]
        told = agreement_fields(case, DAY, obligations=promises)
        agreement.draft(case, actor=dispute.registered_by, on=DAY, **told)
    take(dispute, "agree", DAY)
    return dispute


def performances_of(dispute: Dispute, today: date) -> list[Clock]:
    return clocks.performances(CaseFile(Dispute.objects.get(pk=dispute.pk)), today)


def test_every_obligation_has_its_own_deadline_holiday_or_not():
    dispute = agreed(5, 6)  # the 6th day is a Sunday
    take(dispute, "perform", days(4))

    paid, due = performances_of(dispute, days(6))
    assert stands(paid) == (ClockState.MET, days(5), days(4))
    assert stands(due) == (ClockState.RUNNING, days(6), None)
    assert [paid.subject, due.subject] == list(Obligation.objects.values_list("pk", flat=True))
    assert (due.name, due.starts_on, due.days) == ("履行：赔偿损失", DAY, 6)
    assert due.how == "协议约定的履行期限为2026年3月8日"
    assert stands(performances_of(dispute, days(7))[1])[0] == ClockState.OVERDUE


@pytest.mark.parametrize(
    ("track", "article"),
    [
        (Track.SECURITY_CASE, ART_185),
        (Track.CIVIL, MEDIATION_31),
        (Track.TRAFFIC, "《中华人民共和国民法典》第五百零九条"),
    ],
)
def test_each_track_has_its_own_article_that_makes_the_agreement_binding(track, article):
    assert cites(performances_of(agreed(5, track=track), DAY)[0]) == [article]


def test_late_performance_stays_overdue_and_conversion_stops_the_rest():
    late, given_up = agreed(5), agreed(5, track=Track.SECURITY_CASE)
    take(late, "perform", days(8))
    assert stands(performances_of(late, days(9))[0]) == (ClockState.OVERDUE, days(5), days(8))
    take(given_up, "breach", days(6))
    assert stands(performances_of(given_up, days(6))[0])[0] == ClockState.OVERDUE
    take(given_up, "convert", days(7))
    assert stands(performances_of(given_up, days(7))[0])[0] == ClockState.STOPPED


def test_a_draft_binds_nobody_and_replaces_no_deadline():
    dispute = make_case(State.MEDIATING)
    take(dispute, "draft_agreement", DAY)
    assert performances_of(dispute, DAY) == []
    take(dispute, "agree", DAY)
    for action, on in (("perform", 1), ("relapse", 2), ("hold_session", 3), ("draft_agreement", 3)):
        take(dispute, action, days(on))
    (clock,) = performances_of(dispute, days(3))
    assert clock.starts_on == DAY


# --- judicial confirmation: 30 days from effect


def people_s_agreement(on: date) -> Dispute:
    return make_case(State.AGREED, track=Track.CIVIL, day=on)


def test_the_window_for_confirmation_moves_past_a_holiday_at_its_end():
    clock = clock_of(people_s_agreement(day("03-05")), "confirmation", day("04-07"))

    assert stands(clock) == (ClockState.RUNNING, day("04-07"), None)
    assert cites(clock) == [MEDIATION_33, COURT_205]
    assert clock.how == (
        "2026年3月5日的次日起算30日，2026年4月4日届满；"
        "该日为周末，依《中华人民共和国民事诉讼法》第八十五条顺延至2026年4月7日"
    )


def test_a_window_that_ends_on_a_working_day_ends_there():
    clock = clock_of(people_s_agreement(day("03-04")), "confirmation", day("03-04"))
    assert (clock.due_on, clock.how) == (
        day("04-03"),
        "2026年3月4日的次日起算30日，2026年4月3日届满",
    )


def test_a_right_that_was_not_used_lapses_and_is_no_duty_overdue():
    dispute = people_s_agreement(DAY)
    last = day("04-01")
    assert stands(clock_of(dispute, "confirmation", last))[0] == ClockState.RUNNING
    assert stands(clock_of(dispute, "confirmation", last + ONE_DAY))[0] == ClockState.STOPPED
    used = clock_of(dispute, "confirmation", days(60), applied_on=last)
    assert stands(used) == (ClockState.MET, last, last)
    late = clock_of(dispute, "confirmation", days(60), applied_on=last + ONE_DAY)
    assert stands(late)[0] == ClockState.OVERDUE


@pytest.mark.parametrize("action", ["perform", "void"])
def test_what_is_performed_or_void_needs_no_confirmation(action):
    dispute = people_s_agreement(DAY)
    take(dispute, action, days(1))
    assert stands(clock_of(dispute, "confirmation", days(1)))[0] == ClockState.STOPPED


@pytest.mark.parametrize("form", ["oral", "peoples"])
def test_only_a_written_agreement_can_be_confirmed(form):
    dispute = make_case(State.MEDIATING)
    with case_file(dispute.pk) as case:
        told = agreement_fields(case, DAY, form=form)
        agreement.draft(case, actor=dispute.registered_by, on=DAY, **told)
    take(dispute, "agree", DAY)
    assert (clock_of(dispute, "confirmation", DAY) is not None) is (form == "peoples")


def test_an_agreement_is_judged_by_the_law_of_its_own_day():
    before = clock_of(people_s_agreement(date(2023, 12, 31)), "confirmation", DAY)
    after = clock_of(people_s_agreement(date(2024, 1, 1)), "confirmation", DAY)
    assert (cites(before), cites(after)) == ([MEDIATION_33], [MEDIATION_33, COURT_205])


# --- time limit of the case: 30 days from failure or breach


def test_the_case_limit_starts_on_the_day_mediation_failed():
    dispute = security_case(State.MEDIATING)
    assert clock_of(dispute, "case_limit", DAY) is None
    take(dispute, "fail", day("03-05"))
    clock = clock_of(dispute, "case_limit", day("04-07"))

    assert stands(clock) == (ClockState.RUNNING, day("04-07"), None)
    assert (clock.starts_on, clock.days, clock.unit) == (day("03-05"), 30, "日")
    assert cites(clock) == [ART_185, ART_165]
    assert clock.how == (
        "2026年3月5日的次日起算30日，2026年4月4日届满；"
        f"该日为周末，依{ART_35}顺延至2026年4月7日"
    )  # fmt: skip
    assert stands(clock_of(dispute, "case_limit", day("04-08")))[0] == ClockState.OVERDUE


def test_the_case_limit_starts_on_the_day_the_agreement_was_found_not_performed():
    dispute = security_case(State.BREACHED)
    assert clock_of(dispute, "case_limit", days(9)).starts_on == days(1)


def test_an_extension_gives_thirty_days_more():
    dispute = security_case(State.FAILED)
    clock = clock_of(dispute, "case_limit", DAY, extensions=1)
    assert (clock.days, clock.due_on) == (60, day("05-06"))  # the 1st to the 5th are holidays
    assert clock.how.startswith("2026年3月2日的次日起算60日，2026年5月1日届满；该日为法定节假日")


def test_days_of_an_appraisal_do_not_count_however_they_overlap():
    dispute = security_case(State.FAILED)
    pauses = [
        Pause(days(-9), DAY, "现场勘验"),  # before the period, whose first day does not count
        Pause(days(-5), days(3), "伤情鉴定"),  # three days of it lie within the period
        Pause(days(10), days(14), "价格鉴定"),
        Pause(days(12), days(15), "伤情复检"),
        Pause(days(200), days(210), "补充鉴定"),  # after the period
    ]
    clock = clock_of(dispute, "case_limit", DAY, pauses=pauses)
    assert clock.paused == tuple(pauses)
    assert clock.due_on == days(30 + 3 + 6)
    assert "起算30日，扣除伤情鉴定、价格鉴定、伤情复检9日，2026年4月10日届满" in clock.how


def test_late_performance_meets_the_case_limit():
    met, late = security_case(State.BREACHED), security_case(State.BREACHED)
    take(met, "perform", days(5))
    take(late, "perform", days(40))
    due = day("04-02")
    assert stands(clock_of(met, "case_limit", days(99))) == (ClockState.MET, due, days(5))
    assert stands(clock_of(late, "case_limit", days(99))) == (ClockState.OVERDUE, due, days(40))


@pytest.mark.parametrize("action", ["convert", "void"])
def test_a_case_that_goes_elsewhere_stops_the_case_limit(action):
    dispute = security_case(State.BREACHED)
    take(dispute, action, days(5))
    assert stands(clock_of(dispute, "case_limit", days(99)))[::2] == (ClockState.STOPPED, None)


# --- all of them


def test_a_case_shows_every_clock_that_has_started():
    failed, broken = security_case(State.FAILED), security_case(State.BREACHED)
    codes = [
        [clock.code for clock in clocks_of(CaseFile(dispute), CALENDAR, days(9))]
        for dispute in (failed, broken, agreed(5, 9))
    ]
    assert codes == [
        ["first_session", "case_limit"],
        ["first_session", "performance", "case_limit"],
        ["performance", "performance", "confirmation"],
    ]


def test_the_number_of_queries_does_not_grow_with_the_case(django_assert_num_queries):
    small, large = agreed(5), agreed(*range(5, 25))
    for dispute in (small, large):
        with django_assert_num_queries(5):
            clocks_of(CaseFile(dispute), CALENDAR, days(9))


def test_a_missing_year_leaves_the_clock_open_and_says_so():
    dispute = after_first(date(2026, 12, 28))
    late = date(2026, 12, 31)
    clock = clock_of(dispute, "second_session", late)
    assert stands(clock) == (ClockState.UNKNOWN, None, None)
    assert clock.how == "尚未导入2027年的放假安排，无法计算工作日，请联系系统管理员导入"
    take(dispute, "fail", late)
    clock = clock_of(dispute, "case_limit", late)
    assert stands(clock) == (ClockState.UNKNOWN, None, None)
    assert clock.how == "尚未导入2027年的放假安排，无法计算工作日，请联系系统管理员导入"
