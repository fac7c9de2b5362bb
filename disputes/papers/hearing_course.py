"""How a hearing went, in words, from the open records and lists of its stages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.models import (
    EvidenceItem,
    EvidenceView,
    Hearing,
    HearingProposal,
    HearingQuestion,
    HearingStage,
    Persuasion,
)
from disputes.models.hearing import Stage
from disputes.papers import wording
from disputes.papers.hearing_fields import Exhibit, Held

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
STAGES_OF_THE_RECORD = (
    Stage.OPENING, Stage.STATEMENTS, Stage.EVIDENCE, Stage.QUESTIONS, Stage.FINAL_STATEMENTS,
    Stage.OPINION, Stage.MEDIATION, Stage.CONCLUSION,
)  # fmt: skip
WORDS = {
    "identity_checked": "核对身份", "rights_told": "告知权利", "discipline_read": "宣布纪律",
    "recusal": "回避询问", "facts_found": "查明的事实", "applicant": "申请方陈述",
    "respondent": "被申请方陈述", "none": "证据", "text": "内容", "read_out": "当场宣读",
    "outcome": "结果", "remedies_told": "已告知其他救济途径", "skipped": "未进行，理由",
}  # fmt: skip
OUTCOMES = {"agreed": "达成协议", "not_agreed": "未达成协议"}


def stage_of(case: CaseFile, row: Hearing, stage: str) -> HearingStage | None:
    return next((s for s in case.rows_of(row, HearingStage) if s.stage == stage), None)


def said(value: Any) -> str:
    """A recorded value as a sentence: records are open, their required parts are in H04."""
    match value:
        case None | "":
            return ""
        case bool():
            return "是" if value else "否"
        case list():
            return "\n".join(said(item) for item in value)
        case dict():
            return "，".join(said(item) for item in value.values())
        case _:
            return _as_day(str(value))


def _as_day(text: str) -> str:
    """Days stand in records as ISO dates."""
    return wording.day(date.fromisoformat(text)) if ISO.fullmatch(text) else text


def stages(case: CaseFile, row: Hearing) -> list[Held]:
    """What is read to the parties; the deliberation and private talks are closed to them."""
    lists = {
        Stage.EVIDENCE: _evidence_told,
        Stage.QUESTIONS: _questions_told,
        Stage.OPINION: persuasion,
        Stage.MEDIATION: _proposals_told,
    }
    told = []
    for stage in case.rows_of(row, HearingStage):
        if stage.stage not in STAGES_OF_THE_RECORD:
            continue
        listed = lists[Stage(stage.stage)](case, row) if stage.stage in lists else ""
        record = "\n".join(part for part in (_told(stage.record), listed) if part)
        day = wording.day(stage.held_on)
        told.append(Held(stage=stage.get_stage_display(), held_on=day, record=record))
    return told


def _told(record: dict[str, Any]) -> str:
    told = {name: said(record.get(name)) for name in WORDS}  # in the order of the hearing
    return "\n".join(
        f"{word}：{OUTCOMES.get(told[name], told[name])}"
        for name, word in WORDS.items()
        if told[name]
    )


def _evidence_told(case: CaseFile, row: Hearing) -> str:
    found = (exhibit(case, item) for item in case.rows_of(row, EvidenceItem))
    return "\n".join(f"{e.title}（{e.provided_by}提供）\n{e.views}" for e in found)


def _questions_told(case: CaseFile, row: Hearing) -> str:
    return "\n".join(
        f"{q.seat.name}问：{q.question}\n{q.party.name if q.party else ''}答：{q.answer}"
        for q in case.rows_of(row, HearingQuestion)
    )


def persuasion(case: CaseFile, row: Hearing) -> str:
    said = case.rows_of(row.session, Persuasion)
    return "\n".join(f"〔{p.get_dimension_display()}〕{p.content}" for p in said)


def _proposals_told(case: CaseFile, row: Hearing) -> str:
    """Face to face only. That there were private talks is said, what was said in them is not."""
    rows = case.rows_of(row, HearingProposal)
    open_ones = [p for p in rows if p.mode == HearingProposal.Mode.FACE_TO_FACE]
    told = [proposal_told(p) for p in open_ones]
    if len(open_ones) < len(rows):
        told.append("另进行了背对背调解，内容不载入本笔录。")
    return "\n".join(told)


def proposal_told(row: HearingProposal) -> str:
    """A proposal with its answer."""
    remark = f"，{row.remark}" if row.remark else ""
    return f"{row.get_mode_display()}：{row.content}（{row.get_answer_display()}{remark}）"


def exhibit(case: CaseFile, item: EvidenceItem) -> Exhibit:
    said = [
        f"{v.party.name}：{'无异议' if v.accepted else '有异议'}{'，' if v.text else ''}{v.text}"
        for v in case.rows_of(item, EvidenceView)
    ]
    return Exhibit(
        title=item.title, shows=item.shows, views="\n".join(said),
        provided_by=item.provided_by.name if item.provided_by else "公安机关",
    )  # fmt: skip
