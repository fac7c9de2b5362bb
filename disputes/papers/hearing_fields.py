"""What the papers of a hearing-style mediation (听证式调解) may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading

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
