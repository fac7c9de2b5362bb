"""The record of a mediation (调解笔录)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from disputes.casefile import CaseFile
from disputes.models import (
    Hearing,
    MediationSession,
    Persuasion,
    SessionGuest,
    SessionParticipant,
)
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Listing, Text, When, head, sign
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, Paper, heading

Outcome = MediationSession.Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Somebody at the table."""

    name: Annotated[str, Label("姓名")]
    capacity: Annotated[str, Label("身份")]
    attended: Annotated[str, Label("到场情况")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFields(Heading):
    ordinal: Annotated[str, Label("第几次调解")]
    mode: Annotated[str, Label("调解方式")]
    held_on: Annotated[str, Label("调解日期")]
    begun: Annotated[str, Label("开始时间", BY_HAND)]
    ended: Annotated[str, Label("结束时间", BY_HAND)]
    place: Annotated[str, Label("地点")]
    host: Annotated[str, Label("主持人")]
    second_officer: Annotated[str, Label("另一名民警", "一名民警调解或者不是治安案件时")]
    recorder: Annotated[str, Label("记录人", BY_HAND)]
    participants: Annotated[list[Attendance], Label("参加人")]
    rights: Annotated[str, Label("权利告知")]
    facts: Annotated[str, Label("查明的事实", BY_HAND)]
    statements: Annotated[str, Label("陈述、争议和调解经过", BY_HAND)]
    persuasion: Annotated[str, Label("法理情疏导", "没有记录疏导时")]
    outcome: Annotated[str, Label("结果")]
    second_reason: Annotated[str, Label("再次调解事由", "第一次调解时")]
    recording: Annotated[str, Label("录音录像编号", "没有录音录像时")]


def fill_record(made: Making) -> RecordFields:
    row: MediationSession = made.row
    second = row.second_officer
    return RecordFields(
        **heading(made),
        ordinal=f"第{row.ordinal}次",
        mode=row.get_mode_display(),
        held_on=wording.day(row.held_on),
        begun=wording.moment(row.began_at),
        ended=wording.moment(row.ended_at),
        place=row.place + ("（远程视频）" if row.remote else ""),
        host=row.host.name,
        second_officer=second.name if second else "",
        recorder=row.recorder,
        participants=_attendance(made.case, row),
        rights="已告知调解自愿、申请回避、拒绝调解和依法提起诉讼等权利，当事人表示清楚。",
        facts=row.facts_found,
        statements=row.record,
        persuasion=_persuasion(made.case, row),
        outcome=wording.one_of(row.outcome, [(str(o), o.label) for o in Outcome]),
        second_reason=row.get_second_reason_display(),
        recording=row.recording,
    )


def _attendance(case: CaseFile, session: MediationSession) -> list[Attendance]:
    came = [_participant(p) for p in case.rows_of(session, SessionParticipant)]
    return came + [
        Attendance(name=g.name, attended="到场",
                   capacity=f"{g.organisation}{'，' if g.organisation else ''}{g.capacity}")
        for g in case.rows_of(session, SessionGuest)
    ]  # fmt: skip


def _participant(row: SessionParticipant) -> Attendance:
    how = "代理人到场" if row.by_proxy else "到场" if row.attended else "未到场"
    if row.guardian_attended:
        how += "，监护人到场"
    if row.guardian_waived:
        how += "，以自己劳动收入为主要生活来源且不同意通知监护人"
    how += "，同意调解" if row.consented else "，不同意调解"
    return Attendance(name=row.party.name, capacity=row.party.get_role_display(), attended=how)


def _persuasion(case: CaseFile, session: MediationSession) -> str:
    said = case.rows_of(session, Persuasion)
    return "\n".join(f"〔{p.get_dimension_display()}〕{p.content}" for p in said)


def _mediations(case: CaseFile) -> list[Any]:
    """All but hearings, whose record are the minutes (听证笔录)."""
    heard = {h.session for h in case.rows(Hearing)}
    return [s for s in case.rows(MediationSession) if s not in heard]


RECORD = Paper(
    "mediation_record", "调解笔录", "笔", _mediations,
    RecordFields, fill_record,
    (
        Form((
            ("调解次数", "{{ ordinal }}", "调解方式", "{{ mode }}"),
            ("调解日期", "{{ held_on }}"),
            ("起止时间", "{% if begun %}{{ begun }}{% else %}　　时　　分{% endif %}至"
                         "{% if ended %}{{ ended }}{% else %}　　时　　分{% endif %}"),
            ("调解地点", "{{ place }}"),
            ("主持人", "{{ host }}{% if second_officer %}、{{ second_officer }}{% endif %}",
             "记录人", "{{ recorder }}"),
            ("录音录像", "{{ recording }}", "再次调解事由", "{{ second_reason }}"),
        )),
        Listing("p in participants", (
            ("姓名", "{{ p.name }}", 36), ("身份", "{{ p.capacity }}", 50),
            ("到场情况", "{{ p.attended }}", 70),
        )),
        head("权利告知"),
        Text("{{ rights }}"),
        head("查明的事实"),
        Text("{{ facts }}"),
        head("陈述、争议、方案和调解经过"),
        When("statements", (Text("{{ statements }}"),), (Text("\n\n\n\n"),)),
        When("persuasion", (head("法理情疏导"), Text("{{ persuasion }}"))),
        head("结果"),
        Text("{{ outcome }}"),
        Text("参加人核对笔录后，写明“以上笔录我看过（或者：向我宣读过），与我说的相符”，并逐页签名、捺指印。"),
        Each("p in participants", (sign("{{ p.name }}（签名、捺指印）："),)),
        sign("主持人（签名）：　　　　　　　　记录人（签名）："),
    ),
)  # fmt: skip
PAPERS = (RECORD,)
