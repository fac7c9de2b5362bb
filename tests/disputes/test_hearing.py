"""Hearing-style mediation (听证式调解): fourteen stages in order, and everything that is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from disputes.choices import State, Track
from disputes.errors import Outdated, WrongState
from disputes.models import (
    Dispute,
    EvidenceItem,
    FollowUp,
    Hearing,
    HearingStage,
    MediationSession,
)
from disputes.models.hearing import Stage
from disputes.services import hearing
from tests.acts import session_fields
from tests.disputes.hall import LISTS, RECORDS, Hall, evidence
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_183 = "《公安机关办理行政案件程序规定》第一百八十三条"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"

# --- the whole way


def test_fourteen_stages_lead_from_the_proposal_to_the_follow_up():
    hall = Hall(Track.SECURITY_CASE, "closed").until(Stage.CONCLUSION, days(1))
    assert Dispute.objects.get().state == State.MEDIATING
    act(hall.dispute, "draft_agreement", hall.chief, days(1))
    act(hall.dispute, "agree", hall.chief, days(1))
    hall.hold(Stage.CONCLUSION, days(1), record={"outcome": "agreed"})
    act(hall.dispute, "perform", hall.chief, days(2))
    hall.hold(Stage.FOLLOW_UP, days(9))

    held, session = Hearing.objects.get(), MediationSession.objects.get()
    assert [s.stage for s in held.stages.all()] == list(Stage)
    assert (held.scheduled_on, held.place, held.version) == (date(2026, 3, 5), "村委会议事厅", 19)
    assert (held.session, session.mode, session.outcome) == (session, "hearing", "agreed")
    assert (session.place, session.recorder, session.recording) == (
        "村委会议事厅",
        "周民警",
        "录-1",
    )
    assert [p.consented for p in session.participants.all()] == [True, True]
    assert (held.standing, held.opinions.count()) == ("concluded", 3)
    votes = held.stages.get(stage="deliberation").record["votes"]
    assert votes == {"support": 3, "oppose": 0, "open": 0}
    assert FollowUp.objects.get().satisfaction == "very"
    assert Dispute.objects.get().resolved_on == days(1)


def test_a_hearing_that_fails_ends_with_the_remedies():
    hall = Hall().until(Stage.CONCLUSION)
    with refused(hall.dispute, "SUE_NOTICE_MISSING", ART_185):
        hall.hold(Stage.CONCLUSION, record={"remedies_told": False})
    hall.hold(Stage.CONCLUSION)
    assert MediationSession.objects.get().outcome == "not_agreed"


def test_what_was_said_stands_on_the_stage_and_not_on_the_append_only_event():
    hall = Hall().until(Stage.EVIDENCE)
    assert HearingStage.objects.get(stage="statements").record["applicant"] == "要求赔偿"
    assert hall.dispute.events.last().facts == {"stage": "statements"}


# --- order


@pytest.mark.parametrize("stage", list(Stage)[1:])
def test_no_stage_comes_before_its_turn(stage):
    hall = Hall()
    with refused(hall.dispute, "HEARING_STAGE_ORDER", said="应当先完成“启动”环节"):
        hall.hold(stage)


def test_no_stage_is_left_out_held_twice_or_added_at_the_end():
    hall = Hall().until(Stage.STATEMENTS)
    for wrong in (Stage.OPENING, Stage.EVIDENCE):
        with refused(hall.dispute, "HEARING_STAGE_ORDER", said="应当先完成“陈述”环节"):
            hall.hold(wrong)
    hall.until(Stage.CONCLUSION)
    act(hall.dispute, "fail", hall.chief, DAY)
    hall.hold(Stage.CONCLUSION)
    hall.hold(Stage.FOLLOW_UP)
    with refused(hall.dispute, "HEARING_STAGE_ORDER", said="均已记录"):
        hall.hold(Stage.FOLLOW_UP)


def test_stages_follow_each_other_in_real_life_as_well():
    hall = Hall()
    hall.file(lambda case: case.change(case.rows(Hearing)[0], proposed_on=days(2)))
    with refused(hall.dispute, "OUT_OF_ORDER"):
        hall.hold(Stage.INITIATION, days(1))
    hall.hold(Stage.INITIATION, days(3))
    with refused(hall.dispute, "OUT_OF_ORDER", said="2026-03-05"):
        hall.hold(Stage.CONSENT, days(2))
    hall.hold(Stage.CONSENT, days(3))


@pytest.mark.parametrize("stage", [Stage.QUESTIONS, Stage.FINAL_STATEMENTS])
def test_some_stages_are_skipped_with_a_reason(stage):
    hall = Hall().until(stage)
    for reason in (" ", True, ["无"]):
        with refused(hall.dispute, "HEARING_SKIP_REASON_MISSING", said="须写明理由"):
            hall.hold(stage, record={"skipped": reason})
    hall.hold(stage, record={"skipped": "听证员无提问", "text": ""})
    hall.until(list(Stage)[list(Stage).index(stage) + 2])


def test_all_others_are_not_and_each_has_its_record():
    hall = Hall()
    for stage in Stage:
        if stage == Stage.FOLLOW_UP:
            act(hall.dispute, "fail", hall.chief, DAY)
        if stage == Stage.DELIBERATION:
            hall.deliberate()
        if stage not in (Stage.QUESTIONS, Stage.FINAL_STATEMENTS):
            with refused(hall.dispute, "HEARING_STAGE_REQUIRED", said=stage.label):
                hall.hold(stage, record={"skipped": "时间不足"})
        for key in set(RECORDS[stage]) - VOLUNTARY:
            with refused(hall.dispute, "HEARING_RECORD_MISSING", said=f"“{stage.label}”环节缺少"):
                hall.hold(stage, record={key: ""})
        if stage in LISTED:
            with refused(hall.dispute, "HEARING_RECORD_MISSING", said=LISTED[stage]):
                hall.hold(stage, **{LISTS[stage][0]: []})
        hall.hold(stage)
    assert len(RECORDS) == Hearing.objects.get().stages.count()


VOLUNTARY = {"facts_found", "recording", "remedies_told", "in_case_area", "scheduled_time"}
# The lists that no other rule misses first.
LISTED = {
    Stage.EVIDENCE: "证据清单",
    Stage.QUESTIONS: "提问与回答",
    Stage.OPINION: "法、理、情疏导",
    Stage.MEDIATION: "调解方案",
}


def test_blank_text_records_nothing():
    hall = Hall()
    with refused(hall.dispute, "HEARING_RECORD_MISSING", said="“启动”环节缺少记录：启动依据"):
        hall.hold(Stage.INITIATION, record={"ground": " "})


def test_a_list_comes_with_its_own_stage():
    hall = Hall()
    with refused(hall.dispute, "HEARING_STAGE_ORDER", said="“启动”环节不登记证据清单"):
        hall.hold(Stage.INITIATION, evidence=[{"title": "照片"}])


def test_whoever_has_no_evidence_says_so():
    hall = Hall().until(Stage.EVIDENCE)
    hall.hold(Stage.EVIDENCE, evidence=[], record={"none": "双方均未提交证据"})
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize("silent", [0, 1])
def test_each_side_says_what_it_thinks_of_every_item(silent):
    hall = Hall().until(Stage.EVIDENCE)
    side = ["申请人", "被申请人"][silent]

    def one_silent(case):
        (item,) = evidence(case)
        return [item | {"views": item["views"][1 - silent : 2 - silent]}]

    with refused(hall.dispute, "EVIDENCE_VIEW_MISSING", said=f"漏水照片三张”缺少{side}的质证意见"):
        hall.file(lambda case: hearing.hold_stage(
            case, hall.hearing.pk, actor=hall.chief, stage="evidence", held_on=DAY, record={},
            evidence=one_silent(case)))  # fmt: skip


def test_only_host_and_members_ask():
    hall = Hall().until(Stage.QUESTIONS)
    clerk = hall.seat("周民警")
    with refused(hall.dispute, "QUESTION_NOT_BY_PANEL"):
        hall.hold(Stage.QUESTIONS, questions=[{"seat": clerk, "question": "?", "answer": "!"}])


# --- a session like any other


def test_a_hearing_counts_towards_the_two_mediations_of_a_security_case():
    hall = Hall(Track.SECURITY_CASE)
    act(hall.dispute, "hold_session", hall.chief, DAY)
    act(hall.dispute, "end_session", hall.chief, DAY)
    hall.until(Stage.OPENING)
    with refused(hall.dispute, "SECOND_MEDIATION_REASON", ART_183):
        hall.hold(Stage.OPENING)
    hall.hold(Stage.OPENING, record={"second_reason": "party"})
    assert [s.ordinal for s in MediationSession.objects.all()] == [1, 2]
    act(hall.dispute, "end_session", hall.chief, DAY)
    with refused(hall.dispute, "MEDIATION_COUNT_EXCEEDED", ART_183):
        act(hall.dispute, "hold_session", hall.chief, DAY)


def test_no_hearing_opens_after_two_mediations_of_a_security_case():
    hall = Hall(Track.SECURITY_CASE).until(Stage.OPENING)
    for _ in range(2):
        act(hall.dispute, "hold_session", hall.chief, DAY)
    act(hall.dispute, "end_session", hall.chief, DAY)
    with refused(hall.dispute, "MEDIATION_COUNT_EXCEEDED", ART_183):
        hall.hold(Stage.OPENING, record={"second_reason": "party"})


@pytest.mark.parametrize("before", [Stage.CONSENT, Stage.STATEMENTS])
def test_a_hearing_opens_with_its_opening_and_only_once(before):
    hall = Hall().until(before)
    with refused(hall.dispute, "HEARING_NOT_OPENED"):
        hall.file(lambda case: hearing.mediation.hold_session(
            case, actor=hall.chief, held_on=DAY, **session_fields(case, mode="hearing")))  # fmt: skip


# --- the opinion decides nothing


def test_agreed_is_recorded_only_when_an_agreement_of_this_hearing_is_in_effect():
    hall = Hall().until(Stage.CONCLUSION)
    with refused(hall.dispute, "HEARING_WITHOUT_AGREEMENT"):
        hall.hold(Stage.CONCLUSION, record={"outcome": "agreed"})
    act(hall.dispute, "draft_agreement", hall.chief, DAY)
    with refused(hall.dispute, "HEARING_WITHOUT_AGREEMENT"):
        hall.hold(Stage.CONCLUSION, record={"outcome": "agreed"})
    act(hall.dispute, "agree", hall.chief, DAY)
    with refused(hall.dispute, "HEARING_OUTCOME_INVALID", said="已达成并生效"):
        hall.hold(Stage.CONCLUSION, record={"outcome": "not_agreed"})
    with refused(hall.dispute, "HEARING_OUTCOME_INVALID"):
        hall.hold(Stage.CONCLUSION, record={"outcome": "pending"})
    hall.hold(Stage.CONCLUSION, record={"outcome": "agreed"})


# --- one hearing at a time, in one version


def test_one_hearing_at_a_time_and_only_the_latest_goes_on():
    hall = Hall()
    with refused(hall.dispute, "WRONG_STATE", by=WrongState):
        hall.propose()
    hall.until(Stage.FOLLOW_UP)
    first, hall.hearing = hall.hearing, hall.propose()
    hall.until(Stage.PANEL)
    hall.hearing = first
    with refused(hall.dispute, "WRONG_STATE", by=WrongState):
        hall.hold(Stage.FOLLOW_UP)


def test_a_stage_decided_on_an_older_version_of_the_hearing_is_refused():
    hall = Hall().until(Stage.PANEL)
    with refused(hall.dispute, "OUTDATED", by=Outdated):
        hall.hold(Stage.PANEL, expected=1)
    hall.hold(Stage.PANEL, expected=3)


def test_a_day_that_is_none_is_refused():
    hall = Hall().until(Stage.NOTICE)
    with pytest.raises(ValidationError, match="2026-02-30"):
        hall.hold(Stage.NOTICE, record={"scheduled_on": "2026-02-30"})
    assert Hearing.objects.get().scheduled_on is None
