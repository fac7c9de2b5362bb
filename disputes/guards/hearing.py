"""The stages of hearing-style mediation (听证式调解): order, records, and when it stops. H04–H09.

No statute orders them: the local plan (实施方案) decides, so a change of plan is a change of the
tables here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.errors import Caution, RuleViolation, WrongState
from disputes.guards.panel import newest_hearing, plan_of, sitting
from disputes.models import (
    EvidenceItem,
    Hearing,
    HearingAttendance,
    HearingConsent,
    HearingProposal,
    HearingQuestion,
    HearingSeat,
    HearingStage,
    HearingStop,
    MediationSession,
    OpinionReveal,
    Persuasion,
)
from disputes.models.hearing import Stage

Facts = dict[str, Any]
Standing = Hearing.Standing

# What the record of each stage must contain: key and its Chinese name.
RECORDS: dict[str, dict[str, str]] = {
    Stage.INITIATION: {"approved_by": "批准人", "ground": "启动依据"},
    Stage.CONSENT: {"served_on": "告知书送达日期"},
    Stage.PANEL: {"conflict_check": "利害关系核查情况"},
    Stage.NOTICE: {"scheduled_on": "预定日期", "place": "地点"},
    Stage.OPENING: {
        "identity_checked": "核对身份",
        "rights_told": "告知权利",
        "discipline_read": "宣布纪律",
        "recusal": "回避询问",
    },
    Stage.STATEMENTS: {"applicant": "申请方陈述", "respondent": "被申请方陈述"},
    Stage.EVIDENCE: {},
    Stage.QUESTIONS: {},
    Stage.FINAL_STATEMENTS: {"text": "最后陈述"},
    Stage.DELIBERATION: {"opinions": "集体评议意见"},
    Stage.OPINION: {"text": "听证意见", "read_out": "当场宣读"},
    Stage.MEDIATION: {},
    Stage.CONCLUSION: {"outcome": "结果"},
    Stage.FOLLOW_UP: {"result": "回访情况"},
}
# The lists that come with a stage. Whoever has no evidence says so in the record ("none").
LISTS: dict[str, dict[str, str]] = {
    Stage.CONSENT: {"consents": "各方同意情况"},
    Stage.PANEL: {"seats": "听证组成人员"},
    Stage.OPENING: {"attendance": "到场情况"},
    Stage.EVIDENCE: {"evidence": "证据清单"},
    Stage.QUESTIONS: {"questions": "提问与回答"},
    Stage.OPINION: {"persuasions": "法、理、情疏导"},
    Stage.MEDIATION: {"proposals": "调解方案"},
}
# What else may come with a stage: outsiders who are expected, consents of those who joined.
MAY_COME = {Stage.NOTICE: {"attendance"}, Stage.OPENING: {"consents"}}
ROWS: dict[str, type[models.Model]] = {
    "consents": HearingConsent,
    "seats": HearingSeat,
    "attendance": HearingAttendance,
    "evidence": EvidenceItem,
    "questions": HearingQuestion,
    "proposals": HearingProposal,
}
SKIPPABLE = frozenset({Stage.QUESTIONS, Stage.FINAL_STATEMENTS})


def stages_of(case: CaseFile) -> list[HearingStage]:
    """Stages of the newest hearing; while one is judged, it is the last of them."""
    return case.rows_of(newest_hearing(case), HearingStage)


def stages_before(case: CaseFile, stage: Stage) -> list[Stage]:
    """Those still to be recorded before another one, in their order."""
    return list(Stage)[len(stages_of(case)) : list(Stage).index(stage)]


def needs_of_next_stage(case: CaseFile) -> dict[str, str]:
    """What the next stage has to record, keys and Chinese names: for the guidance.

    Of a hearing that has a stage left.
    """
    stage = list(Stage)[len(stages_of(case))]
    return RECORDS[stage] | LISTS.get(stage, {})


def _record(case: CaseFile) -> dict[str, Any]:
    record: dict[str, Any] = stages_of(case)[-1].record
    return record


def hearing_opened(case: CaseFile, facts: Facts, on: date) -> None:
    """A session in this mode begins with the opening of a hearing, and in no other way."""
    if case.rows(MediationSession)[-1].mode != MediationSession.Mode.HEARING:
        return
    hearing = next(reversed(case.rows(Hearing)), None)
    stages = case.rows_of(hearing, HearingStage) if hearing and not hearing.session else []
    if not stages or stages[-1].stage != Stage.OPENING:
        raise RuleViolation("听证式调解须按听证环节召开", code="HEARING_NOT_OPENED")


def hearing_under_way(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: nothing is recorded of a hearing that stands still or is over."""
    _goes_on(newest_hearing(case).standing)


def stage_left(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: a hearing that stands still or was terminated has no stage left.

    Of a concluded one the follow-up is left, which `stage_in_order` sees to.
    """
    standing = newest_hearing(case).standing
    if standing != Standing.CONCLUDED:
        _goes_on(standing)


def _goes_on(standing: str) -> None:
    if standing == Standing.SUSPENDED:
        raise WrongState("听证已中止，请先恢复", code="HEARING_SUSPENDED")
    _not_over(standing)


def hearing_not_over(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: terminated can be what is under way or suspended."""
    _not_over(newest_hearing(case).standing)


def _not_over(standing: str) -> None:
    if standing == Standing.TERMINATED:
        raise WrongState("听证已终止，可以另行组织普通调解", code="HEARING_TERMINATED")
    if standing == Standing.CONCLUDED:
        raise WrongState("听证已结束", code="HEARING_CONCLUDED")


def hearing_suspended(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: resumed can be what was suspended."""
    if newest_hearing(case).standing != Standing.SUSPENDED:
        raise WrongState("听证没有中止", code="HEARING_NOT_SUSPENDED")


def resumed_after_stop(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: a hearing goes on on the day it was suspended or later."""
    stopped_on = case.rows_of(newest_hearing(case), HearingStop)[-1].stopped_on
    if on < stopped_on:
        raise RuleViolation(f"恢复日期不得早于中止日期{stopped_on:%Y-%m-%d}", code="OUT_OF_ORDER")


def stop_after_last_stage(case: CaseFile, facts: Facts, on: date) -> None:
    """H09: a hearing stops on the day of its last stage or later."""
    hearing, stages = newest_hearing(case), stages_of(case)
    earlier = stages[-1].held_on if stages else hearing.proposed_on
    if on < earlier:
        raise RuleViolation(f"日期不得早于上一环节的日期{earlier:%Y-%m-%d}", code="OUT_OF_ORDER")


def stage_in_order(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: the fourteen stages follow each other; only some may be skipped, with a reason."""
    *done, now = stages_of(case)
    if len(done) == len(Stage):
        raise RuleViolation("听证各环节均已记录", code="HEARING_STAGE_ORDER")
    expected = list(Stage)[len(done)]
    if now.stage != expected:
        raise RuleViolation(f"应当先完成“{expected.label}”环节", code="HEARING_STAGE_ORDER")
    if "skipped" in now.record:
        _skip(expected, now.record["skipped"])
    earlier = done[-1].held_on if done else newest_hearing(case).proposed_on
    if on < earlier:
        raise RuleViolation(
            f"听证环节的日期不得早于上一环节的日期{earlier:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def _skip(stage: Stage, reason: Any) -> None:
    if stage not in SKIPPABLE:
        raise RuleViolation(f"“{stage.label}”环节不得省略", code="HEARING_STAGE_REQUIRED")
    if not isinstance(reason, str) or not reason.strip():
        raise RuleViolation(
            f"省略“{stage.label}”环节的，须写明理由", code="HEARING_SKIP_REASON_MISSING"
        )


def stage_recorded(case: CaseFile, facts: Facts, on: date) -> None:
    """H04, H05: each stage has its required record and its list."""
    stage, record = Stage(facts["stage"]), _record(case)
    if "skipped" in record:
        return
    missing = [name for key, name in RECORDS[stage].items() if not _given(record.get(key))]
    if not (stage == Stage.EVIDENCE and _given(record.get("none"))):
        missing += [n for key, n in LISTS.get(stage, {}).items() if not _rows(case, key)]
    if missing:
        raise RuleViolation(
            f"“{stage.label}”环节缺少记录：{'、'.join(missing)}",
            code="HEARING_RECORD_MISSING",
        )


def _given(value: Any) -> bool:
    """Blank text says nothing."""
    return bool(value.strip() if isinstance(value, str) else value)


def _rows(case: CaseFile, key: str) -> list[Any]:
    hearing = newest_hearing(case)
    if key == "persuasions":
        return case.rows_of(hearing.session, Persuasion)
    return case.rows_of(hearing, ROWS[key])


def announced_in_time(case: CaseFile, facts: Facts, on: date) -> None:
    """H01: people are told of the day beforehand; how long is each plan's, not a statute's."""
    if facts["stage"] != Stage.NOTICE:
        return
    hearing, days = newest_hearing(case), plan_of(case).notice_days
    if hearing.scheduled_on is None:
        return
    if hearing.scheduled_on < on:
        raise RuleViolation("听证日期不得早于通知日期", code="OUT_OF_ORDER")
    if hearing.scheduled_on < on + timedelta(days=days):
        raise Caution(
            f"实施方案要求提前{days}日通知；提前时间不足的须说明理由", code="HEARING_NOTICE_SHORT"
        )


def opinions_revealed(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: the deliberation is recorded once all opinions are in and have been shown together."""
    if facts["stage"] != Stage.DELIBERATION:
        return
    if not case.rows_of(newest_hearing(case), OpinionReveal):
        raise RuleViolation(
            "请先由每名听证员提出评议意见，再一并开示", code="OPINIONS_NOT_REVEALED"
        )


def asked_by_the_panel(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: host and members ask; the recorder writes it down."""
    if facts["stage"] != Stage.QUESTIONS:
        return
    hearing = newest_hearing(case)
    asking = [s for s in sitting(case, hearing) if s.seat != HearingSeat.Seat.RECORDER]
    if any(q.seat not in asking for q in case.rows_of(hearing, HearingQuestion)):
        raise RuleViolation("提问人应为主持人或者听证员", code="QUESTION_NOT_BY_PANEL")


def conclusion_matches(case: CaseFile, facts: Facts, on: date) -> None:
    """H07: the opinion decides nothing. "Agreed" needs an agreement of the parties in effect,
    "not agreed" the notice of the remedies that remain."""
    if facts["stage"] != Stage.CONCLUSION:
        return
    outcome = _record(case).get("outcome")
    if outcome not in ("agreed", "not_agreed"):
        raise RuleViolation("结果应为达成协议或者未达成协议", code="HEARING_OUTCOME_INVALID")
    if outcome == "not_agreed" and _agreed_here(case):
        raise RuleViolation("本次听证已达成并生效调解协议", code="HEARING_OUTCOME_INVALID")
    if outcome == "agreed" and not _agreed_here(case):
        raise RuleViolation(
            "听证意见仅供参考，协议须由当事人签订并生效后方可记录达成协议",
            code="HEARING_WITHOUT_AGREEMENT",
        )
    if outcome == "not_agreed" and not _record(case).get("remedies_told"):
        raise RuleViolation(
            "调解不成的，应当告知当事人其他救济途径",
            code="SUE_NOTICE_MISSING",
            statutes=[statutes.PERFORMANCE],
        )


def _agreed_here(case: CaseFile) -> bool:
    """Whether an agreement that came out of this hearing is in effect."""
    agreement, session = case.agreement, newest_hearing(case).session
    return (
        agreement is not None
        and agreement.effective_on is not None
        and agreement.session == session
    )
