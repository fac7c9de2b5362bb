"""What the papers of a hearing-style mediation (听证式调解) may say, from the records of its stages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from disputes.casefile import CaseFile
from disputes.models import Hearing, HearingOpinion, HearingSeat, HearingStage, Party
from disputes.models.hearing import Stage
from disputes.papers import wording
from disputes.papers.fields import Label
from disputes.papers.paper import Heading, Making, heading

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
SIDES = [(True, "支持申请方主要诉求"), (False, "不支持")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    seat: Annotated[str, Label("席位")]
    name: Annotated[str, Label("姓名")]
    organisation: Annotated[str, Label("单位", "没有单位时")]
    capacity: Annotated[str, Label("身份")]
    unrelated: Annotated[str, Label("与当事人无利害关系")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    name: Annotated[str, Label("当事人")]
    to_hearing: Annotated[str, Label("是否同意听证式调解")]
    to_disclosure: Annotated[str, Label("是否同意向听证人员公开个人信息")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One stage and what was recorded of it."""

    stage: Annotated[str, Label("环节")]
    held_on: Annotated[str, Label("日期")]
    record: Annotated[str, Label("记录")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    name: Annotated[str, Label("听证员")]
    text: Annotated[str, Label("意见")]
    side: Annotated[str, Label("对主要诉求的态度")]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingFields(Heading):
    """What any paper of a hearing may say; each declares below which of it has to be there."""

    summary: Annotated[str, Label("案由")]
    reason: Annotated[str, Label("启动事由")]
    openness: Annotated[str, Label("是否公开")]
    proposed_by: Annotated[str, Label("提出人")]
    proposed_on: Annotated[str, Label("提出日期")]
    approved_by: Annotated[str, Label("批准人", "尚未批准时手写")]
    ground: Annotated[str, Label("启动依据", "尚未批准时手写")]
    approved_on: Annotated[str, Label("批准日期", "尚未批准时手写")]
    served_on: Annotated[str, Label("告知书送达日期", "尚未送达时手写")]
    consents: Annotated[list[Consent], Label("各方同意情况", "尚未征求意见时手写")]
    seats: Annotated[list[Seat], Label("听证组成人员", "尚未组成时")]
    conflict_check: Annotated[str, Label("利害关系核查", "尚未组成时")]
    scheduled_on: Annotated[str, Label("听证日期", "尚未确定时手写")]
    place: Annotated[str, Label("听证地点", "尚未确定时手写")]
    stages: Annotated[list[Held], Label("听证经过", "尚未举行时")]
    evidence: Annotated[str, Label("证据及各方意见", "尚未举证时手写")]
    opinions: Annotated[list[Opinion], Label("听证员意见", "尚未评议时")]
    collective: Annotated[str, Label("集体评议意见", "尚未评议时")]
    opinion: Annotated[str, Label("听证意见", "尚未形成时")]
    recording: Annotated[str, Label("录音录像编号", "没有录音录像时")]


def fill(made: Making) -> HearingFields:
    row: Hearing = made.row
    case = made.case
    start, consent = _record(case, row, Stage.INITIATION), _record(case, row, Stage.CONSENT)
    begun = stage_of(case, row, Stage.INITIATION)
    return HearingFields(
        **heading(made),
        summary=case.dispute.summary,
        reason=row.reason,
        openness=row.get_openness_display(),
        proposed_by=row.proposed_by.name,
        proposed_on=wording.day(row.proposed_on),
        approved_by=_said(start.get("approved_by")),
        ground=_said(start.get("ground")),
        approved_on=wording.day(begun.held_on) if begun else "",
        served_on=_said(consent.get("served_on")),
        consents=_consents(case, consent),
        seats=[_seat(s) for s in case.rows_of(row, HearingSeat)],
        conflict_check=_said(_record(case, row, Stage.PANEL).get("conflict_check")),
        scheduled_on=wording.day(row.scheduled_on),
        place=row.place,
        stages=_stages(case, row),
        evidence=_said(_record(case, row, Stage.EVIDENCE).get("items")),
        opinions=[_opinion(o) for o in case.rows_of(row, HearingOpinion)],
        collective=_said(_record(case, row, Stage.DELIBERATION).get("opinions")),
        opinion=_said(_record(case, row, Stage.OPINION).get("text")),
        recording=_said(_record(case, row, Stage.OPENING).get("recording")),
    )


def stage_of(case: CaseFile, row: Hearing, stage: str) -> HearingStage | None:
    return next((s for s in case.rows_of(row, HearingStage) if s.stage == stage), None)


def _record(case: CaseFile, row: Hearing, stage: str) -> dict[str, Any]:
    held = stage_of(case, row, stage)
    return held.record if held else {}


def _said(value: Any) -> str:
    """A recorded value as a sentence: records are open, their required parts are in H04."""
    match value:
        case None | "":
            return ""
        case bool():
            return "是" if value else "否"
        case list():
            return "\n".join(_said(item) for item in value)
        case dict():
            return "，".join(_said(item) for item in value.values())
        case _:
            return _as_day(str(value))


def _as_day(text: str) -> str:
    """Days stand in records as ISO dates."""
    return wording.day(date.fromisoformat(text)) if ISO.fullmatch(text) else text


def _consents(case: CaseFile, record: dict[str, Any]) -> list[Consent]:
    names = {p.pk: p.name for p in case.rows(Party)}
    return [
        Consent(
            name=names.get(row["party"], ""),
            to_hearing=wording.yes_or_no(bool(row.get("to_hearing")), "同意", "不同意"),
            to_disclosure=wording.yes_or_no(bool(row.get("to_disclosure")), "同意", "不同意"),
        )
        for row in record.get("consents", ())
    ]


def _seat(row: HearingSeat) -> Seat:
    return Seat(
        seat=row.get_seat_display(), name=row.name, organisation=row.organisation,
        capacity=row.get_capacity_display(), unrelated=wording.yes_or_no(row.unrelated),
    )  # fmt: skip


STAGES_OF_THE_RECORD = (
    Stage.OPENING, Stage.STATEMENTS, Stage.EVIDENCE, Stage.QUESTIONS, Stage.FINAL_STATEMENTS,
    Stage.OPINION, Stage.MEDIATION, Stage.CONCLUSION,
)  # fmt: skip
WORDS = {
    "identity_checked": "核对身份", "rights_told": "告知权利", "recusal": "回避询问",
    "facts_found": "查明的事实", "applicant": "申请方陈述", "respondent": "被申请方陈述",
    "items": "证据及各方意见", "questions": "提问与回答", "text": "内容", "read_out": "当场宣读",
    "proposals": "调解方案", "outcome": "结果", "remedies_told": "已告知其他救济途径",
    "skipped": "未进行", "reason": "理由",
}  # fmt: skip
OUTCOMES = {"agreed": "达成协议", "not_agreed": "未达成协议"}


def _stages(case: CaseFile, row: Hearing) -> list[Held]:
    """What is read to the parties; the deliberation is closed to them."""
    return [
        Held(stage=s.get_stage_display(), held_on=wording.day(s.held_on), record=_told(s.record))
        for s in case.rows_of(row, HearingStage)
        if s.stage in STAGES_OF_THE_RECORD
    ]


def _told(record: dict[str, Any]) -> str:
    told = [f"{WORDS[name]}：{OUTCOMES.get(str(value)) or _said(value)}"
            for name, value in record.items() if name in WORDS and _said(value)]  # fmt: skip
    return "\n".join(told)


def _opinion(row: HearingOpinion) -> Opinion:
    side = wording.one_of(row.supports_applicant, SIDES)
    return Opinion(name=row.seat.name, text=row.text, side=side)
