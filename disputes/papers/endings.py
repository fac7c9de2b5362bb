"""How a case ends otherwise: mediation failed, warning letter, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.guards.violence import clearance_of
from disputes.models import DisputeEvent, FollowUp, Party, Review, WarningDecision
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Text, note, seal, sign
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, Paper, heading, steps_of, the_case
from disputes.papers.people import person

ENDED = frozenset({State.FULFILLED, State.BREACHED, State.FAILED, State.CLOSED})
REMEDIES = {
    Track.SECURITY_CASE: "公安机关将依法对违反治安管理行为人作出处理；你们可以就民事争议依法向人民法院"
    "提起民事诉讼",
    Track.CIVIL: "你们可以依法通过仲裁、行政、司法等途径维护自己的权利，也可以向人民法院提起诉讼",
    Track.TRAFFIC: "你们可以就损害赔偿争议向人民法院提起民事诉讼",
}  # fmt: skip

# --- mediation failed or ended


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureFields(Heading):
    summary: Annotated[str, Label("案由")]
    what: Annotated[str, Label("事项")]
    reason: Annotated[str, Label("原因")]
    happened_on: Annotated[str, Label("日期")]
    law: Annotated[str, Label("法律依据")]
    remedies: Annotated[str, Label("其他救济途径")]


def fill_failure(made: Making) -> FailureFields:
    event: DisputeEvent = made.row
    track = Track(made.case.dispute.track)
    return FailureFields(
        **heading(made),
        summary=made.case.dispute.summary,
        what=WHAT[event.action],
        reason=str(event.facts.get("reason", "")),
        happened_on=wording.day(event.occurred_on),
        law=str(statutes.REMEDIES[track].on(made.on)),
        remedies=REMEDIES[track],
    )


WHAT = {
    "fail": "经调解未达成协议",
    "refuse": "当事人不愿意继续调解，调解终止",
    "breach": "达成的调解协议未履行",
    "decline": "不予调解",
    "withdraw": "调解申请已撤回，调解终止",
}
FAILURE = Paper(
    "failure_notice", "调解不成（终止）告知书", "终", steps_of(*WHAT), FailureFields, fill_failure,
    (
        Each("p in parties", (Text("{{ p.name }}（{{ p.role }}）：", indent=False),)),
        Text("关于{{ summary }}一案，{{ happened_on }}{{ what }}。"),
        Text("原因：{{ reason }}"),
        Text("依照{{ law }}，现告知：{{ remedies }}。"),
        *seal(),
        note("本告知书已送达，当事人签收："),
        Each("p in parties", (sign("{{ p.name }}（签名）：　　　　　　年　　月　　日"),)),
    ),
)  # fmt: skip


# --- warning letter


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningFields(Heading):
    perpetrator: Annotated[str, Label("加害人")]
    perpetrator_line: Annotated[str, Label("加害人基本情况")]
    others: Annotated[str, Label("受害人")]
    facts: Annotated[str, Label("家庭暴力的事实")]
    reason: Annotated[str, Label("决定理由")]
    decided_by: Annotated[str, Label("决定人")]
    decided_on: Annotated[str, Label("决定日期")]
    delivered_on: Annotated[str, Label("送达双方日期")]
    committee_told_on: Annotated[str, Label("通知居（村）民委员会日期")]
    law: Annotated[str, Label("法律依据")]


def fill_warning(made: Making) -> WarningFields:
    row: WarningDecision = made.row
    assert row.perpetrator is not None
    others = [p for p in made.case.rows(Party) if p.is_active and p != row.perpetrator]
    return WarningFields(
        **heading(made),
        perpetrator=row.perpetrator.name,
        perpetrator_line=person(made.case, row.perpetrator, made.on).line,
        others="、".join(p.name for p in others),
        facts=made.case.dispute.summary,
        reason=row.reason,
        decided_by=row.decided_by.name,
        decided_on=wording.day(row.decided_on),
        delivered_on=wording.day(row.delivered_on),
        committee_told_on=wording.day(row.committee_told_on),
        law=str(statutes.WARNING_LETTER),
    )


WARNING = Paper(
    "warning_letter", "家庭暴力告诫书", "诫",
    lambda case: [w for w in case.rows(WarningDecision) if w.issued and w.perpetrator],
    WarningFields, fill_warning,
    (
        Text("被告诫人：{{ perpetrator_line }}。"),
        Text("受害人：{{ others }}"),
        Text("经查：{{ facts }}"),
        Text("你的行为构成家庭暴力，情节较轻，依法不给予治安管理处罚。{{ reason }}"),
        Text("依照{{ law }}，现对你提出告诫：禁止你再次实施家庭暴力。再次实施的，"
             "公安机关将依法从严处理；构成违反治安管理行为或者犯罪的，依法追究法律责任。"),
        Text("决定人：{{ decided_by }}"),
        *seal("{{ decided_on }}"),
        Form((
            ("送达双方日期", "{{ delivered_on }}", "通知居（村）委会日期", "{{ committee_told_on }}"),
            ("加害人签名", "", "受害人签名", ""),
            ("居（村）委会签收", ""),
        ), (("加害人签名", 16), ("居（村）委会签收", 16))),
    ),
)  # fmt: skip


# --- closing


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFields(Heading):
    summary: Annotated[str, Label("简要情况")]
    state: Annotated[str, Label("办理结果")]
    registered: Annotated[str, Label("登记日期")]
    resolved: Annotated[str, Label("化解日期", "未化解时")]
    agreement: Annotated[str, Label("协议编号", "没有达成协议时")]
    fulfilled: Annotated[str, Label("履行完毕日期", "没有协议或者未履行时")]
    follow_ups: Annotated[str, Label("回访情况", "尚未回访时")]
    reviews: Annotated[str, Label("法制审核", "不在审核范围时")]
    opinion: Annotated[str, Label("承办民警意见", BY_HAND)]
    approval: Annotated[str, Label("领导审批", BY_HAND)]


def fill_closing(made: Making) -> ClosingFields:
    case, agreement = made.case, made.case.agreement
    binding = agreement if agreement and agreement.effective_on else None
    return ClosingFields(
        **heading(made),
        summary=case.dispute.summary,
        state=_state(case),
        registered=wording.day(case.dispute.registered_on),
        resolved=wording.day(case.dispute.resolved_on),
        agreement=binding.number if binding else "",
        fulfilled=wording.day(binding.fulfilled_on) if binding else "",
        follow_ups=_visits(case),
        reviews=_reviews(case),
        opinion="",
        approval="",
    )


def _state(case: CaseFile) -> str:
    """How it ended; of a closed case, by which step, and whether it was once one of violence."""
    cleared = clearance_of(case)
    note = (
        f"；曾登记为涉家庭暴力，{wording.day(cleared.occurred_on)}由{cleared.actor}决定解除"
        if cleared is not None and not case.dispute.domestic_violence
        else ""
    )
    return _ending(case) + note


def _ending(case: CaseFile) -> str:
    if case.dispute.state != State.CLOSED:
        return str(case.dispute.get_state_display())
    moves = [e for e in case.rows(DisputeEvent) if e.to_state == State.CLOSED != e.from_state]
    return f"已结案（{HOW.get(moves[-1].action, State(moves[-1].from_state).label)}）"


HOW = {
    "reconcile": "当事人和好", "settle": "认可和解", "feedback": "接收单位反馈化解",
    "hand_over": "移送办结",
}  # fmt: skip


def _visits(case: CaseFile) -> str:
    told = [f"{wording.day(v.held_on)}{v.get_method_display()}回访，{v.get_satisfaction_display()}"
            for v in case.rows(FollowUp)]  # fmt: skip
    return "；".join(told)


def _reviews(case: CaseFile) -> str:
    told = [f"{r.get_level_display()}：{'通过' if r.passed else '退回'}（{r.reviewed_by.name}，"
            f"{wording.day(r.reviewed_on)}）{r.opinion}"
            for r in case.rows(Review) if r.reviewed_by is not None]  # fmt: skip
    return "\n".join(told)


def _ended(case: CaseFile) -> list[Any]:
    return the_case(case) if State(case.dispute.state) in ENDED else []


CLOSING = Paper(
    "closing_approval", "矛盾纠纷结案审批表", "结", _ended, ClosingFields, fill_closing,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "办理途径", "{{ track }}"),
            ("纠纷类型", "{{ kind }}", "当事人", "{{ names }}"),
            ("登记日期", "{{ registered }}", "化解日期", "{{ resolved }}"),
            ("履行完毕", "{{ fulfilled }}", "协议编号", "{{ agreement }}"),
            ("简要情况", "{{ summary }}"),
            ("办理结果", "{{ state }}"),
            ("回访情况", "{{ follow_ups }}"),
            ("法制审核", "{{ reviews }}"),
            ("承办民警意见", "{{ opinion }}\n\n承办民警：{{ officer }}　　　　年　　月　　日"),
            ("领导审批", "{{ approval }}\n\n　　　　　　　　　　年　　月　　日"),
        ), (("简要情况", 30), ("承办民警意见", 30), ("领导审批", 30))),
    ),
)  # fmt: skip

PAPERS = (FAILURE, WARNING, CLOSING)
