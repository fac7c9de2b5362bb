"""Cases that other bodies help with or take over: silence, reminders, returns, answers."""

from __future__ import annotations

import pytest

from disputes.models import Referral
from tests.scenarios.cast import pays
from tests.scenarios.story import CIVIL, SECURITY, Story


def quarrel() -> Story:
    return Story(CIVIL, "2026-03-02").accept().tell_remedies()


def letter(s: Story) -> Referral:
    return s.dispute.referrals.get()


def test_a_case_of_another_county_is_transferred_returned_and_comes_back_to_be_mediated():
    s = quarrel().transfer("other_police", "邻县公安局城关派出所")
    assert s.state == "accepted"  # until somebody signs, police here act on
    s.on("2026-03-04").received()
    assert (s.state, s.resolved) == ("closed", "")
    with s.not_now("“已结案”状态不能调解"):
        s.mediate()

    s.on("2026-03-06").returned()
    assert (s.state, letter(s).return_reason) == ("accepted", "不属本单位管辖")

    s.on("2026-03-09").mediate().agree(pays("王强", 300, by="2026-03-20"))
    s.on("2026-03-20").performs("王强").close()
    assert (s.state, s.resolved) == ("closed", "2026-03-09")


def test_a_case_handed_over_counts_as_resolved_when_the_receiver_says_so():
    s = quarrel().transfer("governance_centre", "县综治中心").on("2026-03-04").received()
    assert (s.state, s.resolved) == ("closed", "")
    s.on("2026-03-25").answered(resolved=True)
    assert (s.state, s.resolved) == ("closed", "2026-03-25")
    assert s.dispute.number == letter(s).dispute.number


def test_nobody_answers_is_reminded_and_when_the_letter_is_withdrawn_no_answer_counts():
    s = quarrel().refer("judicial_office", "城关司法所")
    s.on("2026-03-25")
    silence = s.clock("referral_answer")
    assert "2026年3月2日发函，至今23日未反馈" in silence.how
    assert silence.state == "overdue"
    s.reminded().on("2026-04-10").reminded()
    assert (letter(s).reminders, str(letter(s).reminded_on)) == (2, "2026-04-10")

    s.on("2026-04-20").letter_withdrawn()

    for too_late in (s.received, s.reminded, s.letter_withdrawn):
        with s.not_now("该移交已撤回（2026-04-20），不能再办理", "REFERRAL_OVER"):
            too_late()
    with s.not_now("该移交已撤回（2026-04-20），不能再办理", "REFERRAL_OVER"):
        s.answered(resolved=True)
    assert (s.state, s.resolved) == ("accepted", "")


def test_what_is_referred_stays_ours_and_an_agreement_here_is_not_resolved_twice():
    s = quarrel().refer("mediation_committee", "幸福村人民调解委员会")
    s.on("2026-03-05").mediate().agree(pays("王强", 300, by="2026-03-20"))
    s.on("2026-03-10").answered(resolved=True)
    assert (s.state, s.resolved) == ("agreed", "2026-03-05")


def test_a_quarrel_is_not_passed_on_before_the_parties_were_told_where_to_go():
    s = Story(CIVIL).accept()
    with s.refused("CIVIL_DISPUTE_MUST_INFORM", "程序规定第一百七十八条第二款"):
        s.refer("court", "区人民法院")


def test_an_offence_is_transferred_to_other_police_only():
    s = Story(SECURITY).accept().investigate()
    with s.refused("OFFENCE_STAYS_WITH_POLICE", "治安管理处罚法第九条"):
        s.transfer("mediation_committee", "幸福村人民调解委员会")
    s.refer("mediation_committee", "幸福村人民调解委员会")
    s.transfer("other_police", "邻县公安局城关派出所").on("2026-03-03").received()
    assert s.state == "closed"


@pytest.mark.parametrize("broken", [True, False])
def test_an_offence_mediated_in_vain_comes_back_from_a_transfer_to_be_punished(broken):
    s = Story(SECURITY).accept().investigate().mediate()
    if broken:
        s.agree(pays("王强", 300, by="2026-03-03")).on("2026-03-04").breach().tell_to_sue()
    else:
        s.no_agreement().tell_to_sue().fail()
    s.on("2026-03-05").transfer("other_police", "邻县公安局城关派出所").received()
    s.on("2026-03-06").returned()
    articles = ("程序规定第一百八十五条", "治安管理处罚法第九条")
    for way_out in (s.withdraw, s.decline):
        with s.refused("PENALTY_PROCEDURE_FOLLOWS", *articles):
            way_out()
    with s.refused("PENALTY_PROCEDURE_FOLLOWS", *articles):
        s.step("change_track", track=CIVIL, reason="双方希望按民间纠纷处理")
    # The transfer ended nothing: the time limit runs on from the failure.
    limit = s.clock("case_limit")
    assert (limit.state, str(limit.starts_on)) == ("running", f"2026-03-0{4 if broken else 2}")
    s.extend(10)
    s.punish("not_performed" if broken else "not_agreed")
    assert (s.state, s.clock("case_limit").state) == ("converted", "stopped")


def test_two_bodies_are_never_responsible_at_once():
    s = quarrel().transfer("governance_centre", "县综治中心")
    with s.refused("TRANSFER_OPEN", said="已移送县综治中心主办"):
        s.transfer("court", "区人民法院")
    s.refer("court", "区人民法院")


def test_a_transfer_that_was_received_and_withdrawn_comes_back():
    s = quarrel().transfer("labour", "县人社局").on("2026-03-04").received()
    s.on("2026-03-08").letter_withdrawn()
    assert s.state == "accepted"
    s.mediate(mode="joint", guests=[
        {"name": "孙主任", "organisation": "县人社局", "capacity": "调解员"}
    ])  # fmt: skip
    assert s.dispute.sessions.get().mode == "joint"


def test_joint_mediation_without_another_body_is_none():
    s = quarrel()
    with s.refused("JOINT_WITHOUT_PARTNER"):
        s.mediate(mode="joint")
