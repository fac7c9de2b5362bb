"""How cases end and what follows: legal review, closing, archive, visits, relapses."""

from __future__ import annotations

from disputes.errors import Caution, WrongState
from tests.disputes.api.asking import one, problem
from tests.scenarios.cast import pays
from tests.scenarios.story import CIVIL, SECURITY, Story

ART_9 = "治安管理处罚法第九条"


def performed(track: str = CIVIL) -> Story:
    s = Story(track, "2026-03-02").accept()
    s = s.investigate() if track == SECURITY else s
    s.mediate().agree(pays("王强", 300, by="2026-03-10"))
    return s.on("2026-03-10").performs("王强")


# --- legal review


def test_an_offence_is_not_closed_without_the_legal_officer():
    s = performed(SECURITY)
    with s.refused("REVIEW_MISSING", said="办结前须经法制员审核：请先送审"):
        s.close()
    s.submit()
    with s.refused("REVIEW_PENDING", said="法制员审核尚未完成"):
        s.close()
    with s.refused("REVIEWER_UNFIT"):
        s.examined(by=s.chief)
    s.examined().close()
    assert s.state == "closed"


def test_a_review_returns_the_case_which_is_mended_and_passes():
    s = performed(SECURITY).submit()
    with s.refused("REVIEW_REASONS_MISSING"):
        s.examined(passed=False, opinion="")
    s.examined(passed=False, opinion="缺少现场照片")
    with s.refused("REVIEW_MISSING", said="已退回，须补正后重新送审"):
        s.close()

    s = s.on("2026-03-12")
    s.tell_to_sue().submit().examined().close()

    assert [one.passed for one in s.dispute.reviews.all()] == [False, True]
    assert s.state == "closed"


def test_a_quarrel_about_much_money_goes_to_the_bureau():
    s = Story(CIVIL, amount=200_000).accept().mediate()
    s.agree(pays("王强", 150_000, by="2026-03-10")).on("2026-03-10").performs("王强")
    with s.refused("REVIEW_MISSING", said="办结前须经上级公安机关法制部门审核"):
        s.close()
    s.submit().examined().close()
    assert s.state == "closed"


def test_whatever_changes_after_a_review_asks_for_another_one():
    s = Story(SECURITY).accept().investigate().mediate()
    s.agree(pays("王强", 300, by="2026-03-10")).submit().examined()
    s.on("2026-03-10").performs("王强")
    with s.refused("REVIEW_MISSING", said="审核之后案件又有变动，须重新送审"):
        s.close()


# --- the archive


def test_an_archived_case_is_read_and_changed_no_more():
    s = performed().close().archive()
    for attempt in (
        s.relapse, s.mediate, s.tell_remedies, s.investigate, s.visit,
        lambda: s.submit("legal"), lambda: s.correct("王强", employer="水利局"), lambda: s.assess("yellow"),
        lambda: s.step("void", reason="误登"), lambda: s.refer("court", "区人民法院"),
    ):  # fmt: skip
        with s.not_now("“已归档”状态不能"):
            attempt()
    with s.online() as api:
        body = {"reason": "笔误", "place": "幸福小区3号楼"}
        refusal = api.post(one(s.pk, "amendments/"), body, api.tag(one(s.pk)))
        problem(refusal, 409, "WRONG_STATE")
        assert api.get(one(s.pk)).json()["available_actions"] == ["link_criminal", "make_annex"]


def test_a_crime_that_grew_out_of_an_archived_quarrel_is_still_linked_to_it():
    s = performed().close().archive()
    s.on("2026-05-20").crime_filed("A6200002026050001")
    assert (s.state, s.resolved) == ("archived", "2026-03-02")
    assert s.dispute.criminal_cases.get().kind == "civil_to_criminal"


# --- visits


def test_a_drawn_case_is_visited_by_somebody_who_did_not_mediate_it():
    s = performed().close().on("2026-04-01").draw("2026-03-01", "2026-03-31")
    with s.refused("FOLLOW_UP_BY_MEDIATOR"):
        s.assign_visit(s.officer)
    with s.refused("FOLLOW_UP_BY_MEDIATOR"):
        s.assign_visit(s.colleague)
    somebody_else = s.another_officer()
    s.assign_visit(somebody_else)
    assert s.alerts(somebody_else) == ["sample_assigned"]
    with s.refused("FOLLOW_UP_NOT_ASSIGNED"):
        s.visit(by=s.another_officer(), drawn=True)

    s.visit(by=somebody_else, drawn=True, satisfaction="satisfied")

    drawn = s.dispute.samples.get()
    assert (drawn.follow_up.visited_by, drawn.draw.size) == (somebody_else, 1)


def test_a_red_case_is_visited_at_home_or_with_a_reason_by_phone():
    s = performed().close()
    s.assess("red", leader=s.chief)
    with s.on("2026-03-20").refused("FOLLOW_UP_METHOD", said="须上门回访"):
        s.visit("phone")
    s.because("FOLLOW_UP_METHOD", "当事人外出务工").visit("phone")
    assert s.dispute.follow_ups.get().method == "phone"


def test_a_relapse_found_at_a_visit_alerts_the_chief_and_reopens_the_same_number():
    s = performed().close()
    number = s.dispute.number
    s.on("2026-04-10").visit("visit", relapsed=True, satisfaction="unsatisfied")
    assert (s.alerts(s.chief), s.state) == (["relapse_found"], "closed")

    s.on("2026-04-11").relapse()
    assert (s.state, s.resolved, s.dispute.number) == ("accepted", "", number)
    assert s.dispute.relapse_count == 1

    s.on("2026-04-13").mediate()
    with s.refused("AGREEMENT_MISSING", said="请拟定新的调解协议"):
        s.step("agree")
    s.agree(pays("王强", 500, by="2026-04-30")).on("2026-04-28").performs("王强").close()
    assert (s.state, s.resolved, s.dispute.number) == ("closed", "2026-04-13", number)


def test_an_offence_that_flares_up_after_performance_is_mediated_only_as_a_new_offence():
    s = performed(SECURITY).on("2026-03-12").relapse().tell_to_sue()
    assert (s.state, s.resolved) == ("accepted", "")
    with s.refused(
        "NOT_SECURITY_CASE", "程序规定第一百七十八条", ART_9, said="先对新的违法行为作案情认定"
    ):
        s.mediate()
    s.investigate()
    # Whoever offends again and again is not mediated: somebody says why it is not so here.
    with s.refused("REPEATED_OFFENCE", "程序规定第一百七十九条", by=Caution):
        s.mediate()
    s.because("REPEATED_OFFENCE", "仅为口角推搡，尚不属多次").mediate()
    # The first mediation was about the former offence: this is the first one of the new one.
    assert s.due("first_session") == "2026-03-17"
    s.no_agreement().because("REPEATED_OFFENCE", "当事人又愿意调解").mediate_again()
    s.no_agreement().tell_to_sue()
    with s.refused("MEDIATION_COUNT_EXCEEDED", "程序规定第一百八十三条"):
        s.because("REPEATED_OFFENCE", "当事人又愿意调解").mediate_again()
    s.punish("not_agreed")
    assert (s.state, s.resolved) == ("converted", "")


def test_an_agreement_that_was_broken_changed_and_performed_is_no_ground_after_a_relapse():
    s = Story(SECURITY, "2026-03-02").accept().investigate().mediate()
    s.agree(pays("王强", 300, by="2026-03-10")).on("2026-03-12").breach()
    s.change_agreement(pays("王强", 200, by="2026-03-20"), reason="减少金额，当场履行")
    s.on("2026-03-13").performs("王强").on("2026-03-30").relapse()
    with s.refused("CONVERSION_GROUND_NOT_ON_FILE", "程序规定第一百八十五条"):
        s.punish("not_performed")


def test_who_offends_again_after_performance_may_be_punished_at_once():
    s = performed(SECURITY)
    with s.refused("WRONG_STATE", said="不能转处罚或转刑事", by=WrongState):
        s.punish("relapsed")
    s.on("2026-03-12").relapse()
    for untrue in ("not_performed", "not_agreed"):
        with s.refused("CONVERSION_GROUND_NOT_ON_FILE", "程序规定第一百八十五条"):
            s.punish(untrue)
    s.punish("relapsed")
    assert (s.state, s.resolved) == ("converted", "")


def test_a_relapse_is_no_way_out_for_an_offence_that_was_mediated_in_vain():
    s = Story(SECURITY).accept().investigate().mediate().no_agreement().tell_to_sue().fail()
    s.transfer("other_police", "邻县公安局城关派出所").received()
    with s.refused("PENALTY_PROCEDURE_FOLLOWS", "程序规定第一百八十五条", ART_9, said="不是反复"):
        s.relapse()


def test_an_offence_that_flares_up_may_turn_out_a_mere_quarrel():
    s = performed(SECURITY).on("2026-03-12").relapse()
    s.becomes_a_quarrel().mediate().agree(pays("王强", 100, by="2026-03-30"))
    assert (s.state, s.resolved) == ("agreed", "2026-03-12")
