"""Judicial confirmation: 30 days from effect, a right and no duty."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.clocks import ClockState
from disputes.models import Confirmation, Dispute
from disputes.services import agreement
from disputes.workdays import DAY as ONE_DAY
from tests.acts import agreement_fields
from tests.disputes.clocks.reading import cites, clock_of, day, stands, take
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

MEDIATION_33 = "《中华人民共和国人民调解法》第三十三条"
COURT_205 = "《中华人民共和国民事诉讼法》第二百零五条"


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


@pytest.mark.parametrize(("n", "state"), [(0, ClockState.MET), (1, ClockState.OVERDUE)])
def test_an_application_on_file_meets_the_window_or_came_too_late(n, state):
    dispute, last = people_s_agreement(DAY), day("04-01")
    Confirmation.objects.create(
        dispute=dispute, agreement=dispute.agreements.get(), court="某县人民法院",
        applied_by_all=True, personal_status=False, applied_on=last + n * ONE_DAY,
    )  # fmt: skip
    clock = clock_of(dispute, "confirmation", day("05-20"))
    assert stands(clock) == (state, last, last + n * ONE_DAY)


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


def test_where_courts_confirm_them_an_agreement_before_the_police_has_the_window_too(settings):
    dispute = make_case(State.AGREED, track=Track.SECURITY_CASE)
    assert clock_of(dispute, "confirmation", DAY) is None
    settings.CONFIRM_POLICE_AGREEMENTS = True
    assert clock_of(dispute, "confirmation", DAY).due_on == day("04-01")


def test_an_application_that_was_withdrawn_leaves_the_window_open():
    dispute = people_s_agreement(DAY)
    Confirmation.objects.create(
        dispute=dispute, agreement=dispute.agreements.get(), court="某县人民法院",
        applied_by_all=True, personal_status=False, applied_on=DAY, result="withdrawn",
        result_on=DAY + ONE_DAY,
    )  # fmt: skip
    assert stands(clock_of(dispute, "confirmation", day("03-10")))[0] == ClockState.RUNNING
