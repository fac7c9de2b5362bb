"""One mediation, at most two, in time: 程序规定 art. 183, 治安调解工作规范 art. 9."""

from __future__ import annotations

from disputes.errors import Caution
from disputes.models import DisputeEvent
from tests.disputes.api.asking import one, problem
from tests.scenarios.cast import pays
from tests.scenarios.story import CIVIL, SECURITY, Story

ART_183 = "程序规定第一百八十三条"
# Spring festival 2026: 15 to 23 February are off, Saturdays the 14th and the 28th are worked.
# Working days after Thursday the 12th: 13, 14, 24, 25, 26, 27, 28, and then Monday 2 March.
FIRST, SEVENTH, EIGHTH = "2026-02-12", "2026-02-28", "2026-03-02"


def first_in_vain() -> Story:
    return Story(SECURITY, FIRST).accept().investigate().mediate().no_agreement()


def test_a_second_mediation_on_the_seventh_working_day_a_worked_saturday_succeeds():
    s = first_in_vain()
    assert s.due("second_session") == SEVENTH

    s.on(SEVENTH).mediate_again().agree(pays("王强", 300, by="2026-03-20"))
    s.on("2026-03-10").performs("王强")

    assert (s.state, s.resolved) == ("fulfilled", SEVENTH)
    assert s.clock("second_session").state == "met"


def test_on_the_eighth_working_day_it_is_refused_with_due_date_and_counting_and_penalty_follows():
    s = first_in_vain()
    counting = (
        "2026年2月12日的次日起算7个工作日，2026年2月28日届满：2月13日工作日，计1日；"
        "2月14日调休上班，计1日；"
    )
    with s.on(EIGHTH).refused("SECOND_MEDIATION_LATE", ART_183, said=counting):
        s.mediate_again()

    s.tell_to_sue().punish("not_agreed")
    assert (s.state, s.resolved) == ("converted", "")


def test_the_officer_sees_the_refusal_with_article_due_date_and_counting_over_the_api():
    s = first_in_vain().on(EIGHTH)
    with s.online() as api:
        parties = api.get(one(s.pk)).json()["parties"]
        told = problem(api.post(one(s.pk, "sessions/"), {
            "mode": "ordinary", "place": "调解室", "facts_found": "双方陈述一致",
            "in_case_area": True, "recording": "录-2", "second_reason": "party",
            "participants": [{"party": p["id"], "consented": True} for p in parties],
        }), 422, "SECOND_MEDIATION_LATE")  # fmt: skip
    assert told["statutes"] == ["《公安机关办理行政案件程序规定》第一百八十三条"]
    for part in ("2026年2月28日届满", "2月16日至2月20日法定节假日", "2月28日调休上班，计1日"):
        assert part in told["detail"]


def test_one_call_says_what_may_be_done_up_to_the_seventh_day_and_what_on_the_eighth():
    s = first_in_vain().on(SEVENTH)
    with s.online() as api:
        advice = api.get(one(s.pk, "guidance/")).json()
    steps = {step["action"]: step for step in advice["steps"]}
    assert steps["hold_session"]["allowed"]
    assert [o["code"] for o in steps["withdraw"]["obstacles"]] == ["PENALTY_PROCEDURE_FOLLOWS"]
    assert [c["due_on"] for c in advice["clocks"] if c["code"] == "second_session"] == [SEVENTH]

    with s.on(EIGHTH).online() as api:
        steps = {row["action"]: row for row in api.get(one(s.pk, "guidance/")).json()["steps"]}
    obstacle = steps["hold_session"]["obstacles"][0]
    assert (obstacle["code"], steps["hold_session"]["allowed"]) == ("SECOND_MEDIATION_LATE", False)
    assert "2026年2月28日届满" in obstacle["detail"]
    assert steps["convert"]["allowed"]


def test_an_agreement_out_of_a_second_mediation_in_time_is_refused_after_the_seventh_day():
    s = first_in_vain().on("2026-02-27").mediate_again()
    with s.on(EIGHTH).refused("SECOND_MEDIATION_LATE", ART_183, said="2026年2月28日届满"):
        s.agree(pays("王强", 300, by="2026-03-20"))


def test_no_agreement_comes_out_of_a_mediation_that_ended_in_vain():
    s = first_in_vain().on("2026-02-25")
    with s.refused("MEDIATION_ENDED", ART_183, said="应当在期限内再次调解"):
        s.agree(pays("王强", 300, by="2026-03-20"))
    s.mediate_again(wanted_by="party").agree(pays("王强", 300, by="2026-03-20"))
    assert s.state == "agreed"


def test_there_is_no_third_mediation_and_none_without_a_ground():
    s = first_in_vain()
    with s.on("2026-02-13").refused("SECOND_MEDIATION_REASON", ART_183):
        s.mediate()
    s.mediate_again(wanted_by="party").no_agreement()
    with s.on("2026-02-14").refused("MEDIATION_COUNT_EXCEEDED", ART_183):
        s.mediate_again()


def test_a_civil_quarrel_is_mediated_as_often_as_the_parties_like():
    s = Story(CIVIL, "2026-03-02").accept()
    for day in ("2026-03-02", "2026-03-20", "2026-04-20", "2026-05-20"):
        s.on(day).mediate().no_agreement()
    s.on("2026-06-01").mediate().agree(pays("王强", 300, by="2026-06-30"))
    assert s.resolved == "2026-06-01"


def test_a_first_mediation_that_drags_on_becomes_an_agreement_late_only_with_a_reason():
    s = Story(SECURITY, "2026-03-02").accept().investigate().on("2026-03-05").mediate()
    with s.on("2026-03-06").refused(
        "FIRST_MEDIATION_LATE", "治安调解工作规范第九条", said="2026年3月5日届满", by=Caution
    ):
        s.agree(pays("王强", 300, by="2026-03-20"))
    s.because("FIRST_MEDIATION_LATE", "被侵害人住院").agree(pays("王强", 300, by="2026-03-20"))
    kept = DisputeEvent.objects.get(dispute=s.pk, action="agree")
    assert kept.facts["acknowledged"] == {"FIRST_MEDIATION_LATE": "被侵害人住院"}


def test_a_late_first_mediation_needs_a_reason_that_stays_on_record():
    s = Story(SECURITY, "2026-03-02").accept().investigate()
    with s.on("2026-03-06").refused(
        "FIRST_MEDIATION_LATE", "治安调解工作规范第九条", said="2026年3月5日届满"
    ):
        s.mediate()

    s.because("FIRST_MEDIATION_LATE", "被侵害人住院").mediate()

    kept = DisputeEvent.objects.get(dispute=s.pk, action="hold_session")
    assert kept.facts["acknowledged"] == {"FIRST_MEDIATION_LATE": "被侵害人住院"}
    assert s.state == "mediating"
