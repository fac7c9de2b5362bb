"""What the papers of a hearing-style mediation (听证式调解) may say, from the records of its stages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from disputes.casefile import CaseFile
from disputes.models import (
    EvidenceItem,
    EvidenceView,
    Hearing,
    HearingAttendance,
    HearingConsent,
    HearingOpinion,
    HearingProposal,
    HearingQuestion,
    HearingSeat,
    HearingStage,
    HearingStop,
    OpinionReveal,
    PanelObjection,
    Persuasion,
)
from disputes.models.hearing import Stage
from disputes.papers import wording
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, heading

ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
SIDES = [(True, "支持申请方主要诉求"), (False, "不支持")]
NOT_YET = "尚未举行时"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    seat: Annotated[str, Label("席位")]
    name: Annotated[str, Label("姓名")]
    organisation: Annotated[str, Label("单位", "没有单位时")]
    capacity: Annotated[str, Label("身份")]
    unrelated: Annotated[str, Label("与当事人无利害关系")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Somebody who left the panel, or an objection to somebody on it."""

    name: Annotated[str, Label("姓名")]
    what: Annotated[str, Label("回避、更换情况")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    name: Annotated[str, Label("当事人")]
    to_hearing: Annotated[str, Label("是否同意听证式调解")]
    to_disclosure: Annotated[str, Label("是否同意向听证人员公开个人信息")]
    remark: Annotated[str, Label("签署、撤回情况")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attending:
    kind: Annotated[str, Label("身份")]
    name: Annotated[str, Label("姓名")]
    expected: Annotated[str, Label("应到")]
    attended: Annotated[str, Label("实到", "尚未开场时手写")]
    absence: Annotated[str, Label("未到场理由", "到场时")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One stage and what was recorded of it."""

    stage: Annotated[str, Label("环节")]
    held_on: Annotated[str, Label("日期")]
    record: Annotated[str, Label("记录")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    title: Annotated[str, Label("证据名称")]
    provided_by: Annotated[str, Label("提供人")]
    shows: Annotated[str, Label("证明内容", "没有写明时")]
    views: Annotated[str, Label("质证意见")]


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
    circumstances: Annotated[str, Label("不宜公开的情形", "没有不宜公开的情形时")]
    proposed_by: Annotated[str, Label("提出人")]
    proposed_on: Annotated[str, Label("提出日期")]
    approved_by: Annotated[str, Label("批准人", "尚未批准时手写")]
    ground: Annotated[str, Label("启动依据", "尚未批准时手写")]
    approved_on: Annotated[str, Label("批准日期", "尚未批准时手写")]
    served_on: Annotated[str, Label("告知书送达日期", "尚未送达时手写")]
    consents: Annotated[list[Consent], Label("各方同意情况", "尚未征求意见时手写")]
    seats: Annotated[list[Seat], Label("听证组成人员", "尚未组成时")]
    changes: Annotated[list[Change], Label("回避和更换", "没有申请回避和更换时")]
    conflict_check: Annotated[str, Label("利害关系核查", "尚未组成时")]
    scheduled_on: Annotated[str, Label("听证日期", "尚未确定时手写")]
    place: Annotated[str, Label("听证地点", "尚未确定时手写")]
    attendance: Annotated[list[Attending], Label("到场情况", "尚未通知时")]
    began: Annotated[str, Label("开始时间", BY_HAND)]
    ended: Annotated[str, Label("结束时间", BY_HAND)]
    stages: Annotated[list[Held], Label("听证经过", NOT_YET)]
    evidence: Annotated[list[Exhibit], Label("证据及各方意见", "没有证据时")]
    opinions: Annotated[list[Opinion], Label("听证员意见", "尚未评议时")]
    votes: Annotated[str, Label("表决情况", "尚未评议时")]
    collective: Annotated[str, Label("集体评议意见", "尚未评议时")]
    opinion: Annotated[str, Label("听证意见", "尚未形成时")]
    persuasion: Annotated[str, Label("法、理、情疏导", "尚未疏导时")]
    recording: Annotated[str, Label("录音录像编号", "没有录音录像时")]


def fill(made: Making) -> HearingFields:
    return HearingFields(**facts(made, made.row))


def facts(made: Making, row: Hearing) -> dict[str, Any]:
    """All that papers of a hearing say, whatever row of it they are about."""
    case = made.case
    return {
        **heading(made),
        "summary": case.dispute.summary,
        "reason": row.reason,
        "openness": row.get_openness_display(),
        "circumstances": "、".join(Hearing.Circumstance(c).label for c in row.circumstances),
        "proposed_by": row.proposed_by.name,
        "proposed_on": wording.day(row.proposed_on),
        **_beginning(case, row),
        **_table(case, row),
        **_course(case, row),
        **_deliberated(case, row),
    }


def _beginning(case: CaseFile, row: Hearing) -> dict[str, Any]:
    start, begun = _record(case, row, Stage.INITIATION), stage_of(case, row, Stage.INITIATION)
    return {
        "approved_by": _said(start.get("approved_by")),
        "ground": _said(start.get("ground")),
        "approved_on": wording.day(begun.held_on) if begun else "",
        "served_on": _said(_record(case, row, Stage.CONSENT).get("served_on")),
        "consents": [_consent(c) for c in case.rows_of(row, HearingConsent)],
    }


def _table(case: CaseFile, row: Hearing) -> dict[str, Any]:
    seats = case.rows_of(row, HearingSeat)
    at = row.scheduled_time
    return {
        "seats": [_seat(s) for s in seats if s.left_on is None],
        "changes": [*_objections(case, seats), *(_left(s) for s in seats if s.left_on)],
        "conflict_check": _said(_record(case, row, Stage.PANEL).get("conflict_check")),
        "scheduled_on": wording.day(row.scheduled_on)
        + (f"{at.hour}时{at.minute:02d}分" if at else ""),
        "place": row.place,
        "attendance": _roll(case, row),
    }


def _course(case: CaseFile, row: Hearing) -> dict[str, Any]:
    session = row.session
    return {
        "began": wording.moment(session.began_at) if session else "",
        "ended": wording.moment(session.ended_at) if session else "",
        "stages": _stages(case, row),
        "evidence": [_exhibit(case, item) for item in case.rows_of(row, EvidenceItem)],
        "persuasion": _persuasion(case, row),
        "recording": _said(_record(case, row, Stage.OPENING).get("recording")),
    }


def _deliberated(case: CaseFile, row: Hearing) -> dict[str, Any]:
    """What the members think, once it was shown: until then no paper knows it."""
    shown = case.rows_of(row, OpinionReveal)
    given = case.rows_of(row, HearingOpinion) if shown else []
    return {
        "opinions": [_opinion(o) for o in given],
        "votes": _votes(given),
        "collective": _said(_record(case, row, Stage.DELIBERATION).get("opinions")),
        "opinion": _said(_record(case, row, Stage.OPINION).get("text")),
    }


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


def _consent(row: HearingConsent) -> Consent:
    signer = f"由{row.signed_by.name}（监护人）签署" if row.signed_by else "本人签署"
    told = [signer, wording.day(row.given_on), row.document]
    if row.withdrawn_on:
        told.append(f"{wording.day(row.withdrawn_on)}撤回同意：{row.withdrawn_reason}")
    return Consent(
        name=row.party.name,
        to_hearing=wording.yes_or_no(row.to_hearing, "同意", "不同意"),
        to_disclosure=wording.yes_or_no(row.to_disclosure, "同意", "不同意"),
        remark="，".join(part for part in told if part),
    )


def _seat(row: HearingSeat) -> Seat:
    return Seat(
        seat=row.get_seat_display(), name=row.name, organisation=row.organisation,
        capacity=row.get_capacity_display(), unrelated=wording.yes_or_no(row.unrelated),
    )  # fmt: skip


def _objections(case: CaseFile, seats: list[HearingSeat]) -> list[Change]:
    rows = [o for o in case.rows(PanelObjection) if o.seat in seats]
    return [Change(name=o.seat.name, what=_objection(o)) for o in rows]


def _objection(row: PanelObjection) -> str:
    asked = f"{row.applicant.name}申请回避：{row.reason}"
    if row.decided_on is None or row.decided_by is None:
        return f"{asked}；尚未决定"
    how = "同意" if row.granted else "不同意"
    return f"{asked}；{row.decided_by.name}决定{how}回避：{row.decision}"


def _left(row: HearingSeat) -> Change:
    return Change(name=row.name, what=f"{wording.day(row.left_on)}退出：{row.left_reason}")


def _roll(case: CaseFile, row: Hearing) -> list[Attending]:
    """Parties, those who act for them, the panel, then everybody else."""
    order = list(HearingAttendance.Kind.values)
    rows = sorted(case.rows_of(row, HearingAttendance), key=lambda a: order.index(a.kind))
    return [_attending(a) for a in rows]


def _attending(row: HearingAttendance) -> Attending:
    came = "" if row.attended is None else "到场" if row.attended else "未到场"
    kind = row.seat.get_seat_display() if row.seat else row.get_kind_display()
    if row.party:
        kind = row.party.get_role_display()
    if row.representative:
        kind = row.representative.get_capacity_display()
    return Attending(
        kind=kind, name=row.name, expected="应到" if row.expected else "自行到场",
        attended=came, absence=row.absence,
    )  # fmt: skip


def _exhibit(case: CaseFile, item: EvidenceItem) -> Exhibit:
    said = [
        f"{v.party.name}：{'无异议' if v.accepted else '有异议'}{'，' if v.text else ''}{v.text}"
        for v in case.rows_of(item, EvidenceView)
    ]
    return Exhibit(
        title=item.title, shows=item.shows, views="\n".join(said),
        provided_by=item.provided_by.name if item.provided_by else "公安机关",
    )  # fmt: skip


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


def _stages(case: CaseFile, row: Hearing) -> list[Held]:
    """What is read to the parties; the deliberation and private talks are closed to them."""
    lists = {
        Stage.EVIDENCE: _evidence_told,
        Stage.QUESTIONS: _questions_told,
        Stage.OPINION: _persuasion,
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
    told = {name: _said(record.get(name)) for name in WORDS}  # in the order of the hearing
    return "\n".join(
        f"{word}：{OUTCOMES.get(told[name], told[name])}"
        for name, word in WORDS.items()
        if told[name]
    )


def _evidence_told(case: CaseFile, row: Hearing) -> str:
    found = (_exhibit(case, item) for item in case.rows_of(row, EvidenceItem))
    return "\n".join(f"{e.title}（{e.provided_by}提供）\n{e.views}" for e in found)


def _questions_told(case: CaseFile, row: Hearing) -> str:
    return "\n".join(
        f"{q.seat.name}问：{q.question}\n{q.party.name if q.party else ''}答：{q.answer}"
        for q in case.rows_of(row, HearingQuestion)
    )


def _persuasion(case: CaseFile, row: Hearing) -> str:
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


def _opinion(row: HearingOpinion) -> Opinion:
    side = wording.one_of(row.supports_applicant, SIDES)
    return Opinion(name=row.seat.name, text=row.text, side=side)


def _votes(given: list[HearingOpinion]) -> str:
    if not given:
        return ""
    sides = Counter(o.supports_applicant for o in given)
    words = {True: "支持申请方主要诉求", False: "不支持", None: "未表态"}
    return "，".join(f"{words[side]}{sides[side]}名" for side in words if sides[side])


# --- papers about one row of a hearing


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkFields(Heading):
    """A private talk: only the party it was with, and nobody else's papers."""

    party: Annotated[str, Label("谈话对象")]
    talk: Annotated[str, Label("方案和答复")]
    host: Annotated[str, Label("主持人")]
    held_on: Annotated[str, Label("日期")]


def fill_talk(made: Making) -> TalkFields:
    row: HearingProposal = made.row
    held = stage_of(made.case, row.hearing, Stage.MEDIATION)
    session = row.hearing.session
    assert row.party is not None
    return TalkFields(
        **heading(made),
        party=row.party.name,
        talk=proposal_told(row),
        host=session.host.name if session else "",
        held_on=wording.day(held.held_on) if held else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFields(Heading):
    summary: Annotated[str, Label("案由")]
    what: Annotated[str, Label("中止或者终止")]
    ground: Annotated[str, Label("事由")]
    reason: Annotated[str, Label("具体情况")]
    stopped_on: Annotated[str, Label("日期")]
    resumed_on: Annotated[str, Label("恢复日期", "终止或者尚未恢复时")]
    remedies: Annotated[str, Label("告知事项")]


REMEDIES = (
    "听证式调解终止后，双方仍可以继续申请调解，也可以依法向人民法院提起民事诉讼，"
    "或者通过仲裁、行政等途径维护自己的权利。"
)
WAIT = "听证式调解中止后，中止的情形消除的，将恢复进行并另行通知。"


def fill_stop(made: Making) -> StopFields:
    row: HearingStop = made.row
    over = row.kind == HearingStop.Kind.TERMINATION
    return StopFields(
        **heading(made),
        summary=made.case.dispute.summary,
        what=row.get_kind_display(),
        ground=row.get_ground_display(),
        reason=row.reason,
        stopped_on=wording.day(row.stopped_on),
        resumed_on=wording.day(row.resumed_on),
        remedies=REMEDIES if over else WAIT,
    )
