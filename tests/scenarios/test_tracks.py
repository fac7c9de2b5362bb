"""Quarrels and offences taken for each other; declined, withdrawn, reconciled; violence at home."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.choices import Role, Track
from disputes.errors import Caution
from disputes.services import intake
from tests.scenarios.cast import applicant, pays, respondent
from tests.scenarios.story import CIVIL, SECURITY, TRAFFIC, Story

CIVIL_NOTICE = "程序规定第一百七十八条第二款"
ART_16, ART_17 = "反家庭暴力法第十六条", "反家庭暴力法第十七条"


def test_a_civil_quarrel_is_declined_only_after_the_parties_were_told_where_to_go():
    s = Story(CIVIL)
    with s.refused("CIVIL_DISPUTE_MUST_INFORM", CIVIL_NOTICE):
        s.decline()
    s.tell_remedies().decline()
    assert (s.state, s.resolved) == ("declined", "")
    s.archive()
    assert s.state == "archived"


def test_only_the_chief_declines():
    s = Story(CIVIL).tell_remedies()
    with s.online() as api:
        answer = api.step(s.pk, "decline", reason="不属于公安机关管辖")
    assert (answer.status_code, answer.json()["code"]) == (422, "ROLE_FORBIDDEN")
    assert s.state == "registered"


def test_a_quarrel_that_turns_out_an_offence_is_mediated_anew_under_the_stricter_rules():
    s = Story(CIVIL).accept()
    s.mediate().no_agreement().on("2026-03-03").mediate().no_agreement()
    s.on("2026-03-20").becomes_an_offence()
    assert (s.state, s.dispute.track) == ("accepted", Track.SECURITY_CASE)
    with s.refused("NOT_SECURITY_CASE", "程序规定第一百七十八条", "治安管理处罚法第九条"):
        s.mediate()

    # Neither the number of the earlier mediations nor their days count.
    s.investigate().mediate().no_agreement().on("2026-03-25").mediate_again()
    s.agree(pays("王强", 300, by="2026-03-30")).on("2026-03-30").performs("王强")

    assert [m.track for m in s.dispute.sessions.all()] == ["civil"] * 2 + ["security_case"] * 2
    assert (s.state, s.resolved) == ("fulfilled", "2026-03-25")


def test_an_oral_agreement_of_the_former_track_does_not_slip_through():
    s = Story(CIVIL).accept().mediate().becomes_an_offence()
    assert s.dispute.sessions.get().outcome == "not_agreed"
    with s.not_now("“已受理”状态不能拟定协议"):
        s.agree(pays("王强", 300, by="2026-03-30"))


def test_an_offence_that_turns_out_a_quarrel_is_mediated_by_the_rules_of_quarrels():
    s = Story(SECURITY).accept().collect()
    with s.refused("ROLE_TRACK_MISMATCH", "人民调解法第十七条", said="李*（被侵害人）"):
        s.step("change_track", track=CIVIL, reason="经查明不构成违反治安管理行为")
    s.becomes_a_quarrel().mediate(alone=True)
    s.agree_orally(pays("王强", 300, by="2026-03-30"), recorded_by="赵六")
    assert (s.dispute.track, s.state) == (Track.CIVIL, "agreed")


@pytest.mark.parametrize("recorded_as_failed", [True, False])
def test_an_offence_mediated_in_vain_is_not_made_a_quarrel_to_spare_the_penalty(
    recorded_as_failed,
):
    s = Story(SECURITY).accept().investigate().mediate().no_agreement().tell_to_sue()
    s = s.fail() if recorded_as_failed else s
    articles = ("程序规定第一百八十五条", "治安管理处罚法第九条")
    with s.refused("PENALTY_PROCEDURE_FOLLOWS", *articles):
        s.step("change_track", track=CIVIL, reason="双方希望按民间纠纷处理")
    s.punish("not_agreed")
    assert s.state == "converted"


def test_a_quarrel_about_an_accident_is_mediated_once_all_parties_applied():
    s = Story(CIVIL, "2026-03-12")
    with s.refused("TRAFFIC_APPLICATION_MISSING", "交通事故处理程序规定第八十六条"):
        s.step("change_track", track=TRAFFIC, reason="系道路交通事故")
    s.step(
        "change_track", track=TRAFFIC, reason="系道路交通事故", applied_by_all=True,
        determined_on=date(2026, 3, 2), applied_on=date(2026, 3, 10),
    )  # fmt: skip
    s.mediate().agree(pays("王强", 3000, by="2026-03-30"))
    assert (s.dispute.track, s.state) == (Track.TRAFFIC, "agreed")


def test_the_applicant_withdraws_and_the_quarrel_is_archived_unresolved():
    s = Story(CIVIL).accept().mediate().no_agreement().on("2026-03-05").withdraw()
    assert (s.state, s.resolved) == ("withdrawn", "")
    with s.not_now("“已撤回”状态不能调解"):
        s.mediate()
    s.archive()
    assert s.state == "archived"


def test_neighbours_make_up_without_an_agreement():
    s = Story(CIVIL).accept().on("2026-03-04").step("reconcile", reason="双方握手言和")
    assert (s.state, s.resolved) == ("closed", "2026-03-04")


def test_violence_at_home_never_ends_without_the_decision_about_a_warning_letter():
    people = [applicant("李芳"), respondent("王强")]
    s = Story(CIVIL, "2026-03-02", people, domestic_violence=True).accept().mediate()
    s.agree(pays("王强", 300, by="2026-03-10")).on("2026-03-10").performs("王强")
    with s.refused("DV_WARNING_DECISION", ART_16):
        s.close()
    with s.refused("WARNING_INCOMPLETE", ART_17):
        s.warning_letter("王强")

    day = date(2026, 3, 10)
    s.warning_letter("王强", delivered_on=day, committee_told_on=day).close()

    assert (s.state, s.dispute.warning_decisions.get().issued) == ("closed", True)


def test_the_mark_of_violence_is_taken_off_by_two_people_and_never_forgotten():
    s = Story(CIVIL, domestic_violence=True).accept()
    with s.refused("DV_MARK_NEEDS_DECISION", ART_16, said="由所长决定"), s.file() as case:
        intake.amend(case, actor=s.officer, reason="并非家庭成员", domestic_violence=False)
    with s.not_now("没有待决定的", "DV_CLEARANCE_MISSING"):
        s.clear_violence()
    s.ask_to_clear_violence()
    with s.not_now("正在等待决定", "DV_CLEARANCE_PENDING"):
        s.ask_to_clear_violence()
    with s.refused("DV_CLEARANCE_UNDECIDED"):
        s.step("decide_clearance", reason="经核查")
    s.clear_violence(granted=False)
    assert s.dispute.domestic_violence

    s.ask_to_clear_violence(by=s.chief)
    with s.refused("DV_CLEARANCE_SELF_DECISION", ART_16):
        s.clear_violence()
    s.clear_violence(by=s.another_officer(Role.CHIEF))
    assert not s.dispute.domestic_violence
    with s.refused("DV_MARK_CLEARED", ART_16, said="曾登记为涉家庭暴力，2026-03-02", by=Caution):
        s.step("reconcile", reason="双方已和好")
    s.because("DV_MARK_CLEARED", "系邻居，无共同生活").step("reconcile", reason="双方已和好")
    assert "DV_MARK_CLEARED" in s.dispute.events.last().facts["acknowledged"]


def test_an_officer_does_not_take_the_mark_of_violence_off():
    s = Story(CIVIL, domestic_violence=True).accept().ask_to_clear_violence()
    with s.refused("ROLE_FORBIDDEN"):
        s.clear_violence(by=s.colleague)


def test_violence_at_home_is_neither_reconciled_nor_withdrawn_into_the_archive_without_it():
    s = Story(CIVIL, domestic_violence=True).accept()
    with s.refused("DV_WARNING_DECISION", ART_16):
        s.step("reconcile", reason="双方已和好")
    s.withdraw()
    with s.refused("DV_WARNING_DECISION", ART_16):
        s.archive()
    assert s.state == "withdrawn"
