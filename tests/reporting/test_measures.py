"""What counts, on which day, for whom. One small story per definition."""

from datetime import date, datetime, time, timedelta

import pytest

from disputes import clock
from disputes.choices import Receiver
from disputes.models import Dispute, MediationSession, Referral, RiskLevel
from disputes.services.units import move_unit
from reporting.measures import ALL, MEASURES, STORED
from reporting.periods import Period
from tests.factories import NOW, make_unit
from tests.reporting import rows
from tests.reporting.recount import DISTINCT, MEDIANS, STOCKS

pytestmark = pytest.mark.django_db
JAN, FEB, MAR, NEXT = (date(2025, 1, 10), date(2025, 2, 10), date(2025, 3, 10), date(2026, 1, 3))
YEAR = Period.year(2025)


@pytest.fixture
def station():
    return make_unit(make_unit(make_unit()))


def count(code: str, unit, period: Period = YEAR) -> int:
    """The figure, which its drill-down must give as well."""
    measure = MEASURES[code]
    total = measure.count(period, unit)
    assert sum(measure.drill_down(period, unit).values_list("n", flat=True)) == total
    return total


def test_a_dispute_counts_on_the_day_of_its_registration(station):
    rows.dispute(station, date(2025, 1, 1))
    rows.dispute(station, date(2025, 12, 31))
    rows.dispute(station, NEXT)

    assert count("registered", station) == 2
    assert count("registered", station, Period(date(2025, 1, 2), date(2025, 12, 30))) == 0


def everything(station) -> None:
    """Disputes of which every measure counts something."""
    level = RiskLevel.objects.filter(resolution_days__isnull=False).first()
    case = rows.dispute(
        station, JAN, people_count=3, amount="12.34", repeat_alarm=True, group_event=True,
        involves_minor=True, domestic_violence=True, resolved_on=FEB, risk_level=level,
    )  # fmt: skip
    late = datetime(2025, 2, 12, 9, tzinfo=rows.SHANGHAI)
    rows.event(case, FEB, 0, action="accept", from_state="registered", to_state="accepted")
    rows.event(case, FEB, 1, days=31)
    rows.event(case, JAN, 1, days=1)
    rows.event(case, FEB, -1, action="relapse", days=31)
    for action, state in (("fail", "failed"), ("withdraw", "withdrawn"), ("decline", "declined"),
                          ("convert", "converted")):  # fmt: skip
        rows.event(case, FEB, 0, action=action, from_state="accepted", to_state=state,
                   recorded_at=late)  # fmt: skip
    for mode in ("hearing", "on_the_spot", "joint"):
        held = rows.session(case, FEB, mode=mode, outcome="agreed")
        for dimension in ("law", "reason", "feeling"):
            rows.persuasion(held, dimension)
    MediationSession.objects.filter(pk=held.pk).update(ordinal=1)
    rows.hearing(MediationSession.objects.get(mode="hearing"))
    deal = rows.agreement(case, FEB, due=MAR, fulfilled=MAR, breached_on=MAR)
    rows.paid(rows.obligation(deal, MAR, fulfilled=MAR), MAR, "100.50")
    rows.confirmation(deal, FEB, confirmed=MAR)
    letter = rows.referral(case, FEB)
    Referral.objects.filter(pk=letter.pk).update(kind="transfer", answered_on=MAR, resolved_on=MAR)
    rows.follow_up(case, MAR, satisfaction="very")
    rows.criminal_case(case, MAR, deaths=1)
    again = rows.dispute(station, FEB, resolved_on=FEB)
    rows.recurrence(again, case, MAR)
    for age in (1, 40, 100, 200):
        rows.dispute(station, YEAR.end - timedelta(days=age), risk_level=level)


def test_every_measure_counts_something_and_voided_disputes_count_nowhere(station):
    everything(station)
    counted = {m.code: m.count(YEAR, station) for m in ALL}
    assert [code for code, n in counted.items() if n <= 0] == []

    Dispute.objects.update(state="voided")

    assert {m.count(YEAR, station) for m in ALL} == {0}


@pytest.mark.parametrize("measure", ALL, ids=lambda m: m.code)
def test_the_cases_behind_a_number_add_up_to_it(station, measure):
    everything(station)
    counted = measure.counted(YEAR, station)
    assert sum(measure.contributions(counted).values_list("n", flat=True)) == measure.sum_of(
        counted
    )


def test_what_is_open_at_the_end_stays_so_whatever_happens_afterwards(station):
    case = rows.dispute(station, JAN)
    year_end = count("open_stock", station)
    rows.event(case, NEXT, 0, action="close", from_state="accepted", to_state="closed")

    assert year_end == count("open_stock", station) == 1
    assert count("open_stock", station, Period.year(2026)) == 0
    assert count("open_over_180", station) == count("stale_30", station) == 1


def test_a_relapse_counts_within_the_days_since_the_resolution(station):
    case = rows.dispute(station, JAN)
    rows.event(case, date(2025, 2, 9), 1, days=30)
    rows.event(case, date(2025, 3, 11), -1, action="relapse", days=30)
    rows.event(case, date(2025, 3, 12), -1, action="relapse", days=30)

    assert count("relapsed_in_30_days", station) == 1
    assert count("relapsed_in_90_days", station) == count("relapsed", station) == 2


def test_only_decided_recurrences_count_and_each_dispute_once(station):
    first, second = rows.dispute(station, JAN), rows.dispute(station, JAN)
    later, denied = rows.dispute(station, FEB), rows.dispute(station, FEB)
    for earlier in (first, second):
        rows.recurrence(later, earlier, MAR)
    rows.recurrence(denied, first, MAR, yes=False)

    assert count("recurred", station) == 1
    assert (count("recurred_in_30_days", station), count("recurred_in_90_days", station)) == (0, 1)


def test_a_waived_or_replaced_agreement_is_neither_performed_nor_left_undone(station):
    case = rows.dispute(station, JAN)
    rows.agreement(case, FEB, due=MAR, fulfilled=MAR)
    rows.agreement(case, FEB, due=MAR, fulfilled=MAR, has_waiver=True)
    rows.agreement(case, FEB, due=MAR, replaced_on=MAR)

    assert count("agreements", station) == 3
    assert count("agreements_due", station) == count("fulfilled_of_due", station) == 1


@pytest.mark.parametrize(("days", "twice"), [([1, 2, 9], 4), ([1, 2], 3), ([5], 10)])
def test_a_median_is_exact_between_two_days(station, days, twice):
    for took in days:
        rows.event(rows.dispute(station, JAN), FEB, 1, days=took)
    assert MEASURES["median_resolution"].count(YEAR, station) == twice


def test_an_entry_after_midnight_in_shanghai_is_a_day_late(station):
    case = rows.dispute(station, JAN)
    for hour, day in ((23, JAN), (0, JAN + timedelta(days=1))):
        at = datetime.combine(day, time(hour, 30), rows.SHANGHAI)
        rows.event(case, JAN, 0, action="amend", recorded_at=at)

    assert (count("entries", station), count("same_day_entries", station)) == (2, 1)
    assert count("entry_delay", station) == 1


def test_resolved_is_taken_back_on_the_day_of_the_breach_and_given_again(station):
    case = rows.dispute(station, JAN)
    rows.event(case, JAN, 1, days=0)
    rows.event(case, FEB, -1, days=0)
    rows.event(case, MAR, 1, days=59)

    months = [Period(day.replace(day=1), day) for day in (JAN, FEB, MAR)]
    assert [count("resolved", station, month) for month in months] == [1, -1, 1]
    assert count("resolved", station) == 1
    assert count("resolution_days", station) == 59


def test_the_cohort_counts_on_the_day_of_registration_up_to_the_cutoff(station):
    case = rows.dispute(station, date(2025, 12, 30))
    rows.event(case, NEXT, 1, days=4)

    assert count("resolved_of_registered", station) == 0
    later = Period(YEAR.start, YEAR.end, NEXT)
    assert count("resolved_of_registered", station, later) == 1
    assert count("resolved", station, later) == 0  # the flow counts it in its own year
    assert count("resolved_of_registered", station, Period.year(2026)) == 0
    assert count("resolved", station, Period.year(2026)) == 1


def test_a_cohort_is_never_more_than_what_was_registered(station):
    old = rows.dispute(station, date(2024, 12, 1))
    new = rows.dispute(station, JAN)
    for case in (old, new):
        rows.event(case, FEB, 1, days=31)

    assert count("registered", station) == count("resolved_of_registered", station) == 1
    assert count("resolved", station) == 2


@pytest.mark.parametrize(
    ("days", "in_3", "in_7"), [(0, 1, 1), (3, 1, 1), (4, 0, 1), (7, 0, 1), (8, 0, 0)]
)
def test_three_and_seven_days_are_calendar_days_the_last_one_included(station, days, in_3, in_7):
    case = rows.dispute(station, JAN)
    rows.event(case, date(2025, 1, 10 + days), 1, days=days)

    assert count("resolved_in_3_days", station) == in_3
    assert count("resolved_in_7_days", station) == in_7


def test_a_hearing_is_one_session_of_one_dispute(station):
    case, other = rows.dispute(station, JAN), rows.dispute(station, JAN)
    rows.session(case, FEB, outcome="not_agreed")
    rows.session(case, MAR, outcome="agreed")
    rows.session(other, MAR)
    rows.session(other, MAR, mode="ordinary", outcome="agreed")

    assert count("hearings", station) == 3
    assert count("hearing_disputes", station) == 2
    assert count("hearings_agreed", station) == 1


def test_letters_to_several_bodies_are_one_referred_dispute(station):
    case, other = rows.dispute(station, JAN), rows.dispute(station, JAN)
    rows.referral(case, FEB, Receiver.GOVERNANCE_CENTRE)
    rows.referral(case, MAR, Receiver.PEACE_OFFICE)
    rows.referral(case, MAR, Receiver.COURT)
    rows.referral(other, MAR, Receiver.COURT)

    assert count("referral_letters", station) == 4
    assert count("referred", station) == 2
    assert count("referred_governance", station) == 1


def test_an_agreement_counts_in_effect_when_due_and_when_fulfilled(station):
    case = rows.dispute(station, JAN)
    rows.agreement(case, None)
    rows.agreement(case, FEB, due=MAR, fulfilled=NEXT)

    assert count("agreements", station) == count("agreements_due", station) == 1
    assert count("fulfilled", station) == count("fulfilled_of_due", station) == 0
    later = Period(YEAR.start, YEAR.end, NEXT)
    assert count("fulfilled_of_due", station, later) == 1
    assert count("fulfilled", station, Period.year(2026)) == 1


def test_visits_and_visited_disputes_are_two_figures(station):
    case = rows.dispute(station, JAN)
    rows.follow_up(case, FEB)
    rows.follow_up(case, MAR)

    assert count("follow_ups", station) == 2
    assert count("followed_up", station) == 1


def test_a_unit_counts_what_stands_below_it_and_no_other(station):
    neighbour = make_unit(station.parent)
    rows.dispute(station, JAN)
    rows.dispute(station.parent, JAN)

    assert [count("registered", u) for u in (station, neighbour, station.parent)] == [1, 0, 2]
    assert count("registered", station.parent.parent) == 2


def test_a_moved_station_counts_for_the_bureau_of_that_day(station):
    city = station.parent.parent
    other = make_unit(city)
    case = rows.dispute(station, date(2025, 2, 28))
    rows.dispute(station, date(2025, 3, 1))
    rows.event(case, date(2025, 3, 1), 1, days=1)
    with clock.at(NOW):
        move_unit(unit_id=station.pk, parent_id=other.pk, effective_from=date(2025, 3, 1),
                  reason="划转", actor=rows.officer(city))  # fmt: skip

    assert count("registered", station.parent) == count("registered", other) == 1
    assert (count("resolved", station.parent), count("resolved", other)) == (0, 1)
    # The cohort belongs to the day of registration.
    assert count("resolved_of_registered", station.parent) == 1
    assert count("resolved_of_registered", other) == 0
    assert count("registered", city) == 2


def test_a_station_moved_to_another_city_counts_for_each_city_in_its_own_months(station):
    city, county = station.parent.parent, make_unit(make_unit())
    for day in (JAN, FEB, MAR):
        rows.session(rows.dispute(station, day), day)
    with clock.at(NOW):
        move_unit(unit_id=station.pk, parent_id=county.pk, effective_from=date(2025, 2, 1),
                  reason="划转", actor=rows.officer(city))  # fmt: skip
    halves = (Period(JAN, JAN), Period(FEB, MAR), YEAR)

    for code in ("registered", "hearings"):
        assert [count(code, city, period) for period in halves] == [1, 0, 1]
        assert [count(code, county.parent, period) for period in halves] == [0, 2, 2]


def test_a_drill_down_lists_each_dispute_once_with_what_it_adds(station):
    case, other, undone = (rows.dispute(station, JAN) for _ in range(3))
    for day in (FEB, MAR):
        rows.session(case, day)
    rows.session(other, MAR)
    rows.event(undone, FEB, 1, days=1)
    rows.event(undone, MAR, -1, days=1)

    hearings = dict(MEASURES["hearings"].drill_down(YEAR, station).values_list("case", "n"))
    disputes = dict(MEASURES["hearing_disputes"].drill_down(YEAR, station).values_list("case", "n"))

    assert hearings == {case.pk: 2, other.pk: 1}
    assert disputes == {case.pk: 1, other.pk: 1}
    assert not MEASURES["resolved"].drill_down(YEAR, station).exists()


def test_what_cannot_be_added_up_over_months_is_not_stored():
    stored = {measure.code for measure in STORED}
    assert not stored & (DISTINCT | MEDIANS | STOCKS)
    assert {m.code for m in ALL} == stored | DISTINCT | MEDIANS | STOCKS | {
        "standing", "resolutions", "hearing_members", "obligations_due", "obligations_met",
        "amount_due", "amount_paid",
    }  # fmt: skip
