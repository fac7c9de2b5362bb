"""Offences: settled by the parties, punished, prosecuted, or not to be mediated at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from disputes.errors import Caution
from tests.scenarios.cast import pays
from tests.scenarios.story import SECURITY, Story

SHANGHAI = ZoneInfo("Asia/Shanghai")
ART_9 = "治安管理处罚法第九条"
ART_90, ART_178 = "程序规定第九十条", "程序规定第一百七十八条第三款"
ART_179, ART_185 = "程序规定第一百七十九条", "程序规定第一百八十五条"


def offence(day: str = "2026-03-02", **fields: Any) -> Story:
    return Story(SECURITY, day, **fields).accept().investigate()


# --- settlement


def test_before_2026_a_settlement_of_the_parties_alone_is_not_approved():
    s = offence("2025-12-30")
    s.submit().examined()
    with s.on("2025-12-31").refused(
        "SETTLEMENT_NOT_APPROVED", "治安管理处罚法第九条第四款", said="自2026年1月1日起施行"
    ):
        s.settle("parties")
    assert s.state == "accepted"


def test_before_2026_one_that_a_committee_helped_to_reach_is_approved():
    s = offence("2025-12-30").submit().examined().on("2025-12-31").settle("committee")
    assert (s.state, s.resolved) == ("closed", "2025-12-31")


@pytest.mark.parametrize("by", ["parties", "committee"])
def test_from_2026_a_settlement_of_either_kind_ends_the_case_without_a_penalty(by):
    s = offence("2026-01-01").submit().examined().settle(by)
    assert (s.state, s.resolved) == ("closed", "2026-01-01")


def test_an_offence_of_before_2026_goes_by_the_new_law_because_that_is_milder_and_somebody_says_so():
    s = offence("2025-12-30").submit().examined().on("2026-01-01")
    with s.refused(
        "SETTLEMENT_OF_EARLIER_CASE", "行政处罚法第三十七条", "治安管理处罚法第九条第四款",
        said="本案发生于2025年12月30日", by=Caution,
    ):  # fmt: skip
        s.settle("parties")
    s.because("SETTLEMENT_OF_EARLIER_CASE", "新法不予处罚，较轻").settle("parties")
    assert (s.state, s.resolved) == ("closed", "2026-01-01")
    assert "SETTLEMENT_OF_EARLIER_CASE" in s.dispute.events.last().facts["acknowledged"]


def test_the_day_of_the_offence_counts_and_not_that_of_its_registration():
    happened = datetime(2025, 12, 31, 23, 30, tzinfo=SHANGHAI)
    s = offence("2026-01-02", occurred_at=happened).submit().examined()
    with s.refused(
        "SETTLEMENT_OF_EARLIER_CASE", "行政处罚法第三十七条", "治安管理处罚法第九条第四款",
        said="2025年12月31日", by=Caution,
    ):  # fmt: skip
        s.settle("parties")


def test_a_settlement_that_was_not_performed_is_not_approved():
    s = offence().submit().examined()
    articles = ("治安管理处罚法第九条第四款", "程序规定第一百八十六条")
    with s.refused("SETTLEMENT_NOT_APPROVED", *articles, said="认可和解缺少：已履行、负责人批准"):
        s.step("settle", settled_by="parties", applied_by_all=True)


def test_a_settlement_after_a_breach_resolves_the_case_late():
    s = offence().mediate().agree(pays("王强", 300, by="2026-03-10"))
    s.on("2026-03-12").breach().on("2026-03-20").submit().examined().settle()
    assert (s.state, s.resolved) == ("closed", "2026-03-20")


# --- injuries and crimes


def test_while_an_injury_is_appraised_nobody_is_mediated_and_the_days_start_anew_after_it():
    s = offence().send_to_appraisal("李明")
    with s.refused("APPRAISAL_PENDING", ART_90):
        s.mediate()
    s.on("2026-03-16").appraised("slight")
    assert s.due("first_session") == "2026-03-19"
    s.on("2026-03-19").mediate()
    assert s.state == "mediating"


def test_an_injury_that_turns_out_a_crime_ends_mediation_and_is_prosecuted():
    s = offence().send_to_appraisal("李明")
    with s.refused("CRIMINAL_GROUND_MISSING", ART_90):
        s.prosecute("injury")
    s.on("2026-03-16").appraised("minor")
    with s.refused("CRIMINAL_ELEMENT", ART_90, ART_9):
        s.mediate()
    s.submit().examined()
    with s.refused("CRIMINAL_ELEMENT", ART_90, ART_9):
        s.settle()

    s.crime_filed("A6200002026030001").prosecute("injury")

    assert (s.state, s.resolved) == ("converted", "")
    assert s.dispute.criminal_cases.get().charge == "故意伤害罪"


def test_a_loss_that_is_priced_stops_nobody_from_being_mediated():
    s = offence().send_to_appraisal("李明", subject="price").mediate()
    assert s.state == "mediating"


# --- what must not be mediated


def test_a_ground_of_exclusion_found_between_two_mediations_forbids_the_second():
    s = offence().mediate().no_agreement()
    s.on("2026-03-05").find("hired_injury")
    with s.refused("EXCLUDED_CIRCUMSTANCE", ART_179, said="雇凶伤害他人"):
        s.mediate_again()
    s.punish("excluded")
    assert s.state == "converted"


def test_a_new_offence_during_the_mediation_ends_it_even_with_an_agreement_at_hand():
    s = offence().mediate().find("new_violation")
    with s.refused("NEW_VIOLATION_DURING_MEDIATION", ART_179):
        s.agree(pays("王强", 300, by="2026-03-10"))
    s.punish("excluded")
    assert s.state == "converted"


def test_what_is_found_not_minor_after_the_mediation_is_not_agreed_on():
    s = offence().mediate().find(minor_circumstances=False)
    with s.refused("NOT_MINOR_CIRCUMSTANCES", "程序规定第一百七十八条", ART_9):
        s.agree(pays("王强", 300, by="2026-03-10"))
    s.find(ground="")
    with s.refused("NO_MEDIATION_GROUND", "程序规定第一百七十八条"):
        s.agree(pays("王强", 300, by="2026-03-10"))
    with s.refused("CONVERSION_GROUND_NOT_ON_FILE", "程序规定第一百八十五条", said="情节较轻"):
        s.punish("not_minor")
    s.punish("no_ground")


def test_a_suspect_who_escapes_is_not_mediated_any_more():
    s = offence().mediate().no_agreement().find("suspect_escaped")
    with s.on("2026-03-04").refused("SUSPECT_ESCAPED", ART_179):
        s.mediate_again()


def test_what_is_not_minor_or_has_no_ground_is_not_mediated():
    s = Story(SECURITY).accept().collect()
    with s.refused("NOT_SECURITY_CASE", "程序规定第一百七十八条", ART_9):
        s.mediate()
    s.find(minor_circumstances=False)
    with s.refused("NOT_MINOR_CIRCUMSTANCES", "程序规定第一百七十八条", ART_9):
        s.mediate()
    s.find(ground="")
    with s.refused("NO_MEDIATION_GROUND", "程序规定第一百七十八条"):
        s.mediate()
    s.punish("no_ground")


def test_before_there_is_evidence_nobody_is_mediated():
    s = Story(SECURITY).accept().find()
    with s.refused("FACTS_NOT_ESTABLISHED", "程序规定第一百八十条", said="登记至少一项证据"):
        s.mediate()
    s.collect().mediate()


def test_a_party_that_refuses_in_the_middle_ends_the_mediation_for_good():
    s = offence().mediate().walks_out("李明")
    assert s.dispute.sessions.get().outcome == "not_agreed"
    with s.refused("PARTY_REFUSED", ART_179, said="李*在调解过程中明确表示不愿意调解"):
        s.agree(pays("王强", 300, by="2026-03-10"))
    with s.on("2026-03-03").refused("PARTY_REFUSED", ART_179):
        s.mediate_again()
    with s.refused("PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9):
        s.withdraw()
    with s.refused("SUE_NOTICE_MISSING", ART_185):
        s.fail()
    s.tell_to_sue().fail().punish("refused")
    assert s.state == "converted"


def test_who_never_consented_is_not_mediated():
    s = offence()
    with s.refused("PARTY_REFUSED", ART_179):
        s.mediate(unwilling=["李明"])


# --- one officer alone


def test_in_2025_one_officer_alone_does_not_mediate_whatever_is_recorded():
    s = offence("2025-12-30")
    with s.refused("SINGLE_OFFICER_NO_RECORDING", "程序规定第五十二条（条文序号待核对）"):
        s.mediate(alone=True, in_case_area=True, recording="录-1")
    s.mediate()


def test_from_2026_one_does_in_a_case_area_with_a_recording_and_not_without():
    article = "治安管理处罚法第一百零八条（条文序号待核对）"
    s = offence("2025-12-30").on("2026-01-01")
    with s.refused("SINGLE_OFFICER_NO_RECORDING", article):
        s.mediate(alone=True, in_case_area=True)
    with s.refused("SINGLE_OFFICER_NO_RECORDING", article):
        s.mediate(alone=True, recording="录-1")
    s.mediate(alone=True, in_case_area=True, recording="录-1")
    assert s.state == "mediating"


# --- recusal


def test_an_officer_is_recused_and_another_one_mediates():
    s = offence()
    s.ask_to_stand_back(s.officer)
    assert s.due("recusal") == "2026-03-04"
    with s.refused("RECUSAL_PENDING", "程序规定第十七条"):
        s.mediate()
    s.on("2026-03-03").recusal(granted=True)
    with s.refused("RECUSED", "程序规定第二十四条", said="请由其他民警办理"):
        s.mediate()
    barred, s.officer = s.officer, s.colleague
    with s.refused("RECUSED", "程序规定第十七条"):
        s.mediate(second=barred)
    s.mediate(second=s.another_officer())
    with s.refused("RECUSED", "程序规定第十七条"):
        s.agree(pays("王强", 300, by="2026-03-10"), host=barred)
    assert s.state == "mediating"


def test_nobody_decides_on_the_own_recusal_and_one_not_granted_changes_nothing():
    s = offence()
    s.ask_to_stand_back(s.chief)
    with s.refused("RECUSAL_SELF_DECISION", "程序规定第十七条"):
        s.recusal(granted=False, by=s.chief)
    s.recusal(granted=False, by=s.another_officer("chief")).mediate()
    assert s.state == "mediating"


# --- on the spot


def test_on_the_spot_with_a_signed_paper_all_is_done_at_once_and_needs_no_review():
    s = Story(SECURITY).settle_on_the_spot(pays("王强", 200, by="2026-03-02"))
    assert (s.state, s.resolved) == ("fulfilled", "2026-03-02")
    s.close()
    assert s.state == "closed"


def test_on_the_spot_a_recording_stands_for_the_paper_only_when_it_shows_all_three_things():
    s = Story(SECURITY)
    term = pays("王强", 200, by="2026-03-02")
    with s.refused("ON_SPOT_NEEDS_PAPER_OR_AV", ART_178, said="缺少：协议内容"):
        s.settle_on_the_spot(term, recording="录-1", ticks=["shows_parties", "shows_facts"])
    assert s.steps[-1] == "add_party"

    every = ["shows_parties", "shows_facts", "shows_content"]
    s.settle_on_the_spot(term, recording="录-1", ticks=every)
    assert (s.state, s.dispute.agreements.get().signatures.count()) == ("fulfilled", 0)


def test_on_the_spot_nothing_is_settled_that_is_disputed_or_promised_for_later():
    s = Story(SECURITY)
    with s.refused("ON_SPOT_NOT_ALLOWED", ART_178, said="当场履行"):
        s.settle_on_the_spot(pays("王强", 200, by="2026-03-02"), performed_now=False)


# --- the time limit


def test_the_time_limit_begins_with_the_failure_is_extended_and_ends():
    s = offence().mediate().no_agreement().on("2026-03-10").tell_to_sue().fail()
    assert s.due("case_limit") == "2026-04-09"
    s.on("2026-04-01").extend(30)
    assert s.due("case_limit") == "2026-05-09"
    article = "治安管理处罚法第一百一十八条（条文序号待核对）"
    with s.refused("EXTENSION_TOO_LONG", article):
        s.extend(31)
    s.on("2026-05-09").extend(30)
    assert s.due("case_limit") == "2026-06-08"
    with s.on("2026-05-20").refused("EXTENSION_EXCEEDED", article):
        s.extend(30)
    assert s.on("2026-06-09").clock("case_limit").state == "overdue"


def test_days_of_an_appraisal_do_not_count_and_a_limit_that_is_over_is_not_extended():
    s = offence().mediate().no_agreement().on("2026-03-10").tell_to_sue().fail()
    s.on("2026-03-20").send_to_appraisal("李明").on("2026-03-29").appraised("slight")
    assert s.due("case_limit") == "2026-04-20"
    with s.on("2026-04-21").refused(
        "EXTENSION_LATE", "程序规定第一百六十五条", said="2026年4月20日届满"
    ):
        s.extend(30)
    s.punish("not_agreed")
