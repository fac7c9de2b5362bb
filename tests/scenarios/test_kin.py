"""Disputes that belong together, that grow dangerous, and the balance that they keep."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.balance import Bucket, balance
from disputes.models import Recurrence
from tests.scenarios.cast import applicant, pays, respondent, suspect, victim
from tests.scenarios.story import CIVIL, SECURITY, Story

ID = "11010519491231002X"  # the example of GB 11643


def quarrel(day: str, **more: object) -> Story:
    people = [applicant("李明", id_number=ID), respondent("王强")]
    return Story(CIVIL, day, people, **more)  # type: ignore[arg-type]


# --- the same again


def test_within_twelve_months_a_recurrence_is_proposed_and_a_person_decides():
    first = quarrel("2025-03-02").accept()
    again = quarrel("2026-03-02", at=first)
    proposed = Recurrence.objects.get(dispute=again.pk)
    assert (proposed.earlier, proposed.is_recurrence) == (first.dispute, None)

    again.on("2026-03-03").decide_recurrence(same=True)

    proposed.refresh_from_db()
    assert (proposed.is_recurrence, proposed.decided_by) == (True, again.officer)
    assert again.state == "registered"


def test_after_twelve_months_nothing_is_proposed():
    first = quarrel("2025-03-01")
    again = quarrel("2026-03-02", at=first)
    assert not again.dispute.recurrences.exists()


def test_one_quarrel_registered_twice_is_merged_and_counts_once():
    kept, twice = (first := quarrel("2026-03-02").accept()), quarrel("2026-03-02", at=first)
    twice.tell_remedies().refer("judicial_office", "城关司法所")
    with twice.refused("REFERRAL_OPEN"):
        twice.merge_into(kept)
    with twice.refused("MERGE_INTO_ITSELF"):
        twice.merge_into(twice)

    twice.letter_withdrawn().merge_into(kept)

    assert (twice.state, twice.dispute.merged_into) == ("voided", kept.dispute)
    assert kept.steps[-1] == "absorb"
    kept.mediate().agree(pays("王强", 300, by="2026-03-20"))
    assert (kept.resolved, twice.resolved) == ("2026-03-02", "")


def test_quarrels_of_two_stations_are_not_merged():
    kept, twice = quarrel("2026-03-02"), quarrel("2026-03-02")
    with twice.refused("ANOTHER_UNIT"):
        twice.merge_into(kept)


def test_two_quarrels_in_one_are_split_and_each_goes_its_own_way():
    people = [applicant("李明"), respondent("王强"), respondent("周刚")]
    both = Story(CIVIL, "2026-03-02", people).accept().tell_remedies().mediate()
    with both.refused("NOBODY_LEFT"):
        both.split("李明", "周刚", leaving=["李明", "王强", "周刚"])

    other = both.on("2026-03-05").split("李明", "周刚", leaving=["周刚"])

    assert (other.state, other.dispute.split_from) == ("registered", both.dispute)
    assert not other.dispute.sessions.exists()  # what was done there does not count here
    both.no_agreement().fail(remedies_told=True).close()
    other.accept().mediate().agree(pays("周刚", 200, by="2026-03-20"))
    assert (both.state, both.resolved) == ("closed", "")
    assert (other.state, other.resolved) == ("agreed", "2026-03-05")


THREE = [victim("李明"), suspect("王强"), suspect("周刚")]
ART_183, PENALTY = "程序规定第一百八十三条", ("程序规定第一百八十五条", "治安管理处罚法第九条")


def in_vain() -> Story:
    """An offence of two suspects, mediated once without an agreement."""
    return Story(SECURITY, "2026-03-02", THREE).accept().investigate().mediate().no_agreement()


def test_a_split_gives_nobody_a_third_mediation_and_spares_nobody_the_penalty():
    both = in_vain().on("2026-03-04")
    half = both.split("李明", "周刚", leaving=["周刚"]).accept().investigate()
    # The first mediation was held before the split: its seven working days run on.
    assert half.due("second_session") == both.due("second_session") == "2026-03-11"
    with half.refused("PENALTY_PROCEDURE_FOLLOWS", *PENALTY):
        half.withdraw()
    with half.refused("SECOND_MEDIATION_REASON", ART_183):
        half.mediate()
    half.mediate_again().no_agreement().tell_to_sue()
    with half.refused("MEDIATION_COUNT_EXCEEDED", ART_183):
        half.mediate_again()
    half.punish("not_agreed")
    both.mediate_again().no_agreement()
    with both.refused("MEDIATION_COUNT_EXCEEDED", ART_183):
        both.mediate_again()


def test_on_the_eighth_working_day_neither_half_of_a_split_is_mediated_again():
    half = in_vain().on("2026-03-04").split("李明", "周刚", leaving=["周刚"])
    half.accept().investigate()
    with half.on("2026-03-12").refused("SECOND_MEDIATION_LATE", ART_183, said="2026年3月11日届满"):
        half.mediate_again()
    half.punish("not_agreed")


def test_the_time_limit_of_a_failed_offence_runs_on_in_the_half_that_is_split_off():
    both = in_vain().tell_to_sue().fail().on("2026-03-10")
    half = both.split("李明", "周刚", leaving=["周刚"]).accept()
    assert half.due("case_limit") == both.due("case_limit") == "2026-04-01"
    half.on("2026-03-20").extend(10)
    assert half.due("case_limit") == "2026-04-13"
    half.punish("not_agreed")
    assert half.clock("case_limit").state == "stopped"


def test_what_was_not_performed_before_the_split_is_punished_in_the_half_as_well():
    both = Story(SECURITY, "2026-03-02", THREE).accept().investigate().mediate()
    both.agree(pays("周刚", 300, by="2026-03-10")).on("2026-03-12").breach()
    half = both.split("李明", "周刚", leaving=["周刚"]).accept()
    half.punish("not_performed")
    assert half.state == "converted"


def test_who_was_not_mediated_before_the_split_is_mediated_for_the_first_time_after_it():
    both = Story(SECURITY, "2026-03-02", THREE[:2]).accept().investigate().mediate().no_agreement()
    both.comes_in(**suspect("赵亮")).comes_in(**victim("钱芳"))
    half = both.split("钱芳", "赵亮", leaving=["钱芳", "赵亮"]).accept().investigate().mediate()
    assert half.state == "mediating"


def test_mediations_of_a_merged_case_count_for_the_one_that_is_left():
    kept = Story(SECURITY, "2026-03-02").accept().investigate()
    twice = Story(SECURITY, "2026-03-02", at=kept).accept().investigate()
    twice.mediate().no_agreement().merge_into(kept)
    with kept.refused("SECOND_MEDIATION_REASON", ART_183):
        kept.mediate()
    kept.mediate_again().no_agreement()
    with kept.refused("MEDIATION_COUNT_EXCEEDED", ART_183):
        kept.mediate_again()


def test_an_offence_mediated_in_vain_does_not_vanish_in_a_case_that_is_done_with():
    done = Story(SECURITY, "2026-03-02").accept().investigate().mediate()
    done.agree(pays("王强", 300, by="2026-03-02")).performs("王强")
    twice = Story(SECURITY, "2026-03-02", at=done).accept().investigate().mediate().no_agreement()
    with twice.refused("PENALTY_PROCEDURE_FOLLOWS", *PENALTY, said="不是在办的治安案件"):
        twice.merge_into(done)
    assert (twice.state, done.state) == ("mediating", "fulfilled")


def test_violence_at_home_stays_marked_in_both_halves_and_in_what_it_is_merged_into():
    marked = Story(CIVIL, "2026-03-02", domestic_violence=True).accept()
    assert marked.split("李明").dispute.domestic_violence
    kept = Story(CIVIL, "2026-03-02", at=marked).accept()
    marked.merge_into(kept)
    assert kept.dispute.domestic_violence


# --- danger


def test_a_case_raised_to_red_needs_a_leader_and_a_person_s_reasons_and_alerts_the_chief():
    s = Story(CIVIL).accept().assess("yellow")
    assert s.alerts(s.chief) == []
    with s.refused("LEADER_REQUIRED", said="须指定包案领导"):
        s.assess("red")
    with s.refused("LEADER_REQUIRED", said="包案领导须为本单位或者上级单位的负责人"):
        s.assess("red", leader=s.colleague)
    with s.refused("RISK_BASIS_MISSING", "个人信息保护法第二十四条"):
        s.assess("red", leader=s.chief, basis=" ")

    s.on("2026-03-04").assess("red", leader=s.chief)

    assert (s.alerts(s.chief), s.dispute.risk_level.code) == (["risk_raised"], "red")
    assert s.dispute.risk_assessments.count() == 2


def test_a_level_below_the_suggested_one_needs_a_reason():
    s = Story(CIVIL, group_event=True, domestic_violence=True, repeat_alarm=True).accept()
    with s.refused("RISK_BELOW_SUGGESTION"):
        s.assess("blue")
    s.because("RISK_BELOW_SUGGESTION", "经走访双方已分居且无接触").assess("blue")
    assert s.dispute.risk_assessments.get().suggested.rank > s.dispute.risk_level.rank


def test_a_quarrel_that_ends_in_a_crime_after_closing_is_linked_once():
    s = Story(CIVIL).accept().on("2026-03-03").step("reconcile", reason="双方握手言和")
    s.on("2026-04-20").crime_filed("A6200002026040001")
    assert (s.state, s.resolved) == ("closed", "2026-03-03")
    s.relapse()
    with s.refused("CRIMINAL_ELEMENT", "程序规定第九十条", "治安管理处罚法第九条"):
        s.mediate()
    s.prosecute("criminal_case")
    assert (s.state, s.resolved) == ("converted", "")


# --- the balance


@pytest.fixture
def march() -> Story:
    """A station in March 2026: one quarrel of February and what became of seven more."""
    s = Story(CIVIL, "2026-02-20").accept()  # open all the time
    Story(CIVIL, "2026-03-02", at=s).accept().mediate().agree(pays("王强", 1, by="2026-03-10"))
    broken = Story(CIVIL, "2026-03-02", at=s).accept().mediate()
    broken.agree(pays("王强", 1, by="2026-03-10")).on("2026-04-02").breach()
    away = Story(CIVIL, "2026-03-03", at=s).accept().tell_remedies()
    away.transfer("governance_centre", "县综治中心").on("2026-03-05").received()
    away.on("2026-04-05").answered(resolved=True)
    penal = Story(SECURITY, "2026-03-04", at=s).accept().investigate().mediate().no_agreement()
    penal.tell_to_sue().fail().punish("not_agreed")
    Story(CIVIL, "2026-03-05", at=s).withdraw()
    Story(CIVIL, "2026-03-06", at=s).accept().merge_into(s.on("2026-03-06"))
    vain = Story(CIVIL, "2026-03-09", at=s).accept().tell_remedies().mediate()
    vain.fail(remedies_told=True).close()
    return s


def test_every_dispute_of_a_month_is_in_one_place_and_the_sum_is_right(march):
    month = balance(march.dispute.unit, date(2026, 3, 1), date(2026, 3, 31), seen_by=march.chief)
    assert (month.opening, month.registered, month.closing, month.difference) == (1, 7, 1, 0)
    assert month.ended == {
        Bucket.RESOLVED: 2, Bucket.HANDED_OVER: 1, Bucket.UNRESOLVED: 1, Bucket.CONVERTED: 1,
        Bucket.DROPPED: 1, Bucket.VOIDED: 1,
    }  # fmt: skip


def test_what_comes_back_in_april_changes_april_and_not_march(march):
    april = balance(march.dispute.unit, date(2026, 4, 1), date(2026, 4, 30), seen_by=march.chief)
    assert (april.opening, april.registered, april.closing, april.difference) == (1, 0, 2, 0)
    assert (april.ended[Bucket.RESOLVED], april.ended[Bucket.HANDED_OVER]) == (0, -1)
