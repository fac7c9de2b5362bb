"""What becomes of an agreement: performed, in parts, late, waived, changed, broken, confirmed."""

from __future__ import annotations

import pytest

from tests.scenarios.cast import apologises, applicant, pays, repairs, respondent
from tests.scenarios.story import CIVIL, SECURITY, TRAFFIC, Story

WINDOW = ("人民调解法第三十三条", "民事诉讼法第二百零五条", "民事诉讼法第八十五条")
ART_31 = "人民调解法第三十一条"


def quarrel(*people: dict[str, object], day: str = "2026-03-02") -> Story:
    return Story(CIVIL, day, list(people)).accept().tell_remedies().mediate()


def test_two_payers_pay_in_instalments_and_the_last_one_ends_the_case():
    s = quarrel(applicant("李明"), respondent("王强"), respondent("王刚"))
    s.agree(
        pays("王强", 300, by="2026-03-20"), pays("王强", 300, by="2026-04-20"),
        pays("王刚", 400, by="2026-03-20"), apologises("王刚", by="2026-03-02"),
    )  # fmt: skip
    s.on("2026-03-15").performs("王强")
    s.on("2026-03-18").performs("王刚").performs("王刚")
    assert (s.state, s.owed("王强"), s.owed("王刚")) == ("agreed", 1, 0)
    with s.refused("NOT_PERFORMED", ART_31):
        s.step("fulfil")

    s.on("2026-04-19").performs("王强")

    assert (s.state, s.resolved) == ("fulfilled", "2026-03-02")
    s.on("2026-04-20").close()
    assert s.state == "closed"


def test_one_instalment_in_arrears_breaks_the_agreement_and_only_after_its_last_day():
    s = quarrel().agree(pays("王强", 300, by="2026-03-20"), pays("王强", 300, by="2026-05-20"))
    with s.on("2026-03-20").refused("NOT_DUE_YET", ART_31):
        s.breach()
    s.on("2026-03-21").breach()
    assert (s.state, s.resolved) == ("breached", "")
    with s.refused("SUE_NOTICE_MISSING", "人民调解法第三十二条"):
        s.close()
    s.tell_to_sue().close()
    assert (s.state, s.resolved) == ("closed", "")


def test_late_performance_resolves_a_broken_agreement_on_its_own_day():
    s = quarrel().agree(pays("王强", 300, by="2026-03-20")).on("2026-03-25").breach()
    s.on("2026-04-10").performs("王强")
    assert (s.state, s.resolved) == ("fulfilled", "2026-04-10")
    assert s.dispute.agreements.get().breached_on.isoformat() == "2026-03-25"


def test_reneging_on_an_offence_leads_to_the_penalty_and_nowhere_else():
    s = Story(SECURITY, "2026-03-02").accept().investigate().mediate()
    s.agree(pays("王强", 300, by="2026-03-20")).on("2026-03-23").breach().tell_to_sue()
    with s.refused("PENALTY_PROCEDURE_FOLLOWS", "程序规定第一百八十五条", "治安管理处罚法第九条"):
        s.close()
    assert s.due("case_limit") == "2026-04-22"
    s.on("2026-03-30").punish("not_performed")
    assert (s.state, s.resolved, s.clock("case_limit").state) == ("converted", "", "stopped")


def test_part_is_paid_and_the_creditor_waives_the_rest_in_writing():
    s = quarrel().agree(pays("王强", 1000, by="2026-03-20"))
    s.on("2026-03-10").performs("王强", 400)
    with s.refused("OVERPAID", said="超过尚未履行的金额600.00元"):
        s.performs("王强", 700)
    with s.refused("WAIVER_NOT_BY_CREDITOR", "民法典第五百七十五条"):
        s.waives("李明", owed_by="王强", signed_by="王强")

    s.on("2026-03-15").waives("李明", owed_by="王强")

    paper = s.dispute.agreements.get()
    assert (s.state, paper.has_waiver) == ("fulfilled", True)
    with s.not_now("该项义务已经免除"):
        s.performs("王强", 600)


def test_nothing_is_paid_twice_and_a_repair_is_not_done_by_halves():
    s = quarrel().agree(pays("王强", 300, by="2026-03-20"), repairs("王强", by="2026-03-31"))
    s.on("2026-03-10").performs("王强")
    with s.refused("NOT_DIVISIBLE"):
        s.performs("王强", 100)
    s.performs("王强")
    assert s.state == "fulfilled"


def test_a_broken_agreement_is_changed_by_a_new_version_that_keeps_what_was_paid():
    s = quarrel().agree(pays("王强", 600, by="2026-03-20"))
    s.on("2026-03-20").performs("王强", 200).on("2026-03-21").breach()
    s.on("2026-03-25").change_agreement(pays("王强", 400, by="2026-04-20"), reason="延期履行")
    assert (s.state, s.resolved, s.owed("王强")) == ("agreed", "2026-03-25", 1)

    s.on("2026-04-15").performs("王强")

    former, new = s.dispute.agreements.all()
    assert (former.replaced_on.isoformat(), new.replaces) == ("2026-03-25", former)
    assert sorted(o.amount for o in new.obligations.all()) == [200, 400]
    assert s.state == "fulfilled"


def test_people_of_one_village_agree_orally_and_the_mediator_writes_it_down():
    s = quarrel()
    with s.refused("ORAL_RECORD_MISSING", "人民调解法第二十八条"):
        s.agree_orally(apologises("王强", by="2026-03-03"), recorded_by="")
    s.agree_orally(apologises("王强", by="2026-03-03"), recorded_by="赵六")
    s.on("2026-03-03").performs("王强").close()
    assert (s.state, s.dispute.agreements.get().signatures.count()) == ("closed", 0)


def test_an_offence_is_not_settled_by_an_oral_agreement():
    s = Story(SECURITY, "2026-03-02").accept().investigate().mediate()
    with s.refused("ORAL_AGREEMENT_TRACK", "人民调解法第二十八条", "程序规定第一百八十四条"):
        s.agree_orally(apologises("王强", by="2026-03-03"), recorded_by="赵六")


def test_a_deadline_before_the_signing_is_refused():
    s = quarrel()
    with s.refused("DEADLINE_BEFORE_SIGNING"):
        s.agree(pays("王强", 300, by="2026-03-01"))


def test_a_court_confirms_on_an_application_of_the_thirtieth_day():
    s = quarrel().agree(pays("王强", 300, by="2026-12-31"))
    assert s.due("confirmation") == "2026-04-01"
    s.on("2026-04-01").apply_to_court().on("2026-04-15").court_decides("confirmed")
    assert s.clock("confirmation").state == "met"
    with s.not_now("该协议已经申请司法确认"):
        s.apply_to_court()


def test_on_the_thirty_first_day_it_is_too_late_for_the_court():
    s = quarrel().agree(pays("王强", 300, by="2026-12-31"))
    with s.on("2026-04-02").refused(
        "JUDICIAL_CONFIRMATION_WINDOW", *WINDOW, said="期限为2026年4月1日"
    ):
        s.apply_to_court()


def test_a_thirtieth_day_at_qingming_moves_behind_the_holidays():
    s = quarrel(day="2026-03-05").agree(pays("王强", 300, by="2026-12-31"))
    with s.on("2026-04-08").refused(
        "JUDICIAL_CONFIRMATION_WINDOW", *WINDOW, said="期限为2026年4月7日"
    ):
        s.apply_to_court()
    other = quarrel(day="2026-03-05").agree(pays("王强", 300, by="2026-12-31"))
    other.on("2026-04-07").apply_to_court()


@pytest.mark.parametrize(
    ("fields", "code", "article"),
    [
        ({"applied_by_all": False}, "CONFIRMATION_NOT_JOINT", "人民调解法第三十三条"),
        ({"personal_status": True}, "CONFIRMATION_PERSONAL_STATUS", "司法确认规定第四条"),
    ],
)
def test_a_court_is_asked_by_all_and_not_about_kinship(fields, code, article):
    s = quarrel().agree(pays("王强", 300, by="2026-12-31")).on("2026-03-10")
    with s.refused(code, article):
        s.apply_to_court(**fields)


def test_the_damages_of_an_accident_are_agreed_when_all_applied_in_time():
    s = Story(TRAFFIC, "2026-03-12")
    s.accept_on_application(report_received="2026-03-02", applied="2026-03-12").mediate()
    s.agree(pays("王强", 8000, by="2026-04-12")).on("2026-04-01").performs("王强").close()
    assert (s.state, s.resolved) == ("closed", "2026-03-12")


def test_an_application_on_the_eleventh_working_day_after_the_report_is_too_late():
    s = Story(TRAFFIC, "2026-03-17")
    articles = ("交通事故处理程序规定第八十六条", "交通事故处理程序规定第一百一十二条")
    with s.refused("TRAFFIC_APPLICATION_LATE", *articles, said="2026-03-16届满"):
        s.accept_on_application(report_received="2026-03-02", applied="2026-03-17")
