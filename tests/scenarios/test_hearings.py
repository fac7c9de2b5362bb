"""Hearing-style mediation (听证式调解) from its proposal to its end."""

from __future__ import annotations

from disputes.models.hearing import Stage
from tests.scenarios.cast import born, pays, suspect, victim
from tests.scenarios.story import CIVIL, SECURITY, Story

ART_6, ART_183 = "治安调解工作规范第六条", "程序规定第一百八十三条"
ART_103 = "未成年人保护法第一百零三条"
CONSENTS = ("人民调解法第十七条", "个人信息保护法第二十三条")


def test_a_hearing_ends_with_an_agreement_and_a_visit():
    s = Story(CIVIL).accept().propose_hearing().hear_until(Stage.MEDIATION)
    assert s.state == "mediating"
    with s.refused("HEARING_WITHOUT_AGREEMENT", said="听证意见仅供参考"):
        s.hear(Stage.CONCLUSION, outcome="agreed")
    s.agree(pays("王强", 300, by="2026-03-10")).hear(Stage.CONCLUSION, outcome="agreed")

    s.on("2026-03-10").performs("王强").hear(Stage.FOLLOW_UP).close()

    assert (s.state, s.resolved) == ("closed", "2026-03-02")
    assert s.dispute.hearings.get().stages.count() == 14
    assert s.dispute.follow_ups.get().satisfaction == "very"


def test_a_hearing_that_fails_ends_with_the_remedies_and_the_case_with_it():
    s = Story(CIVIL).accept().tell_remedies().propose_hearing().hear_until(Stage.MEDIATION)
    with s.refused("SUE_NOTICE_MISSING", "程序规定第一百八十五条"):
        s.hear(Stage.CONCLUSION, outcome="not_agreed", remedies_told=False)
    s.hear(Stage.CONCLUSION)
    assert s.dispute.sessions.get().outcome == "not_agreed"
    s.tell_to_sue().fail().close()
    assert (s.state, s.resolved) == ("closed", "")


def test_a_party_takes_back_its_consent_and_the_hearing_stops_where_it_is():
    s = Story(CIVIL).accept().propose_hearing().hear_until(Stage.EVIDENCE).walks_out("李明")
    with s.refused("PARTY_REFUSED", "人民调解法第十七条"):
        s.hear(Stage.QUESTIONS)
    with s.refused("PARTY_REFUSED", "人民调解法第十七条"):
        s.agree(pays("王强", 300, by="2026-03-10"))
    s.tell_to_sue().fail()
    assert s.state == "failed"


def test_without_the_separate_consent_of_everybody_no_outsider_hears_a_thing():
    s = Story(CIVIL).accept().propose_hearing().hear(Stage.INITIATION)
    with s.refused("HEARING_CONSENT_MISSING", *CONSENTS):
        s.consent(only="李明")
    with s.refused("HEARING_CONSENT_MISSING", *CONSENTS):
        s.consent(undisclosed="王强")
    s.hear(Stage.CONSENT)


def test_an_open_hearing_is_closed_to_the_public_where_a_minor_is_concerned():
    people = [victim("李小明", **born("2012-05-01")), suspect("王强")]
    s = Story(SECURITY, "2026-03-02", people).accept().investigate().guardian("李小明", "李父")
    with s.refused("OPEN_HEARING_FORBIDDEN", ART_6, ART_103):
        s.propose_hearing("open")
    s.propose_hearing("closed")


def test_who_takes_back_the_consent_to_be_heard_may_still_be_mediated():
    s = Story(CIVIL).accept().propose_hearing().hear_until(Stage.EVIDENCE)
    with s.refused("SUE_NOTICE_MISSING", "人民调解法第二十六条"):
        s.takes_back_consent("王强", told=False)
    s.takes_back_consent("王强")
    with s.not_now("可以另行组织普通调解", "HEARING_TERMINATED"):
        s.hear(Stage.QUESTIONS)
    assert s.dispute.sessions.get().outcome == "not_agreed"

    s.on("2026-03-05").mediate().agree(pays("王强", 300, by="2026-03-10"))
    assert s.state == "agreed"


def test_a_hearing_of_an_offence_that_stops_was_one_of_the_two_mediations():
    s = Story(SECURITY).accept().investigate().propose_hearing("closed").hear_until(Stage.OPENING)
    s.takes_back_consent("王强").on("2026-03-04").mediate_again().no_agreement()
    with s.on("2026-03-05").refused("MEDIATION_COUNT_EXCEEDED", ART_183):
        s.mediate_again()


def test_the_hearing_of_an_offence_is_one_of_its_two_mediations():
    s = Story(SECURITY).accept().investigate().mediate().no_agreement()
    s.on("2026-03-04").propose_hearing("closed").hear_until(Stage.NOTICE)
    with s.refused("SECOND_MEDIATION_REASON", ART_183):
        s.hear(Stage.OPENING)
    s.hear(Stage.OPENING, second_reason="police").hear_until(Stage.CONCLUSION)
    with s.on("2026-03-05").refused("MEDIATION_COUNT_EXCEEDED", ART_183):
        s.mediate_again()
    s.tell_to_sue().fail().punish("not_agreed")
    assert s.state == "converted"


def test_no_stage_is_left_out_and_the_panel_is_odd_and_unrelated():
    s = Story(CIVIL).accept().propose_hearing()
    with s.refused("HEARING_STAGE_ORDER", said="应当先完成“启动”环节"):
        s.hear(Stage.CONSENT)
    s.hear_until(Stage.OPENING)
    with s.refused("HEARING_STAGE_REQUIRED"):
        s.hear(Stage.STATEMENTS, skipped="当事人不愿陈述")
    s.hear(Stage.STATEMENTS, Stage.EVIDENCE).hear(Stage.QUESTIONS, skipped="无人提问")
    assert s.dispute.hearings.get().stages.count() == 8
