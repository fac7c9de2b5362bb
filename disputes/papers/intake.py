"""Papers of intake: the registration form (登记表) and the assessment of risk (风险评估表)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from disputes.casefile import CaseFile
from disputes.clocks.risk import resolution
from disputes.models import Dispute, Referral, RiskAssessment
from disputes.papers import wording
from disputes.papers.blocks import Form, Listing, note
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, Paper, heading, the_case

NOT_ASSESSED = "尚未评估时"
FLAGS = ("repeat_alarm", "group_event", "involves_minor", "domestic_violence", "ethnic_religious")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFields(Heading):
    registered_by: Annotated[str, Label("登记民警")]
    occurred: Annotated[str, Label("发生时间", "不明时")]
    discovered: Annotated[str, Label("发现时间", "不是排查发现时")]
    reported: Annotated[str, Label("报警时间", "没有报警时")]
    registered: Annotated[str, Label("登记时间")]
    source: Annotated[str, Label("来源")]
    alarm_number: Annotated[str, Label("接警单编号", "没有报警时")]
    place: Annotated[str, Label("发生地点", "不明时")]
    summary: Annotated[str, Label("简要情况")]
    claims: Annotated[str, Label("诉求", "当事人未提出时")]
    people_count: Annotated[str, Label("涉及人数", "未登记时")]
    amount: Annotated[str, Label("涉及金额", "不涉及金额时")]
    flags: Annotated[str, Label("特别情形")]
    risk_level: Annotated[str, Label("风险等级", NOT_ASSESSED)]
    risk_basis: Annotated[str, Label("评估依据", NOT_ASSESSED)]
    responsible: Annotated[str, Label("责任民警")]
    leader: Annotated[str, Label("包案领导", "该等级不要求包案时")]
    deadline: Annotated[str, Label("化解期限", "该等级没有规定期限时")]
    routing: Annotated[str, Label("分流去向", "没有移交其他单位时")]
    opinion: Annotated[str, Label("领导意见", BY_HAND)]


def fill_registration(made: Making) -> RegistrationFields:
    dispute, risk = made.case.dispute, next(reversed(made.case.rows(RiskAssessment)), None)
    return RegistrationFields(
        **heading(made),
        registered_by=dispute.registered_by.name,
        occurred=wording.moment(dispute.occurred_at),
        discovered=wording.moment(dispute.discovered_at),
        reported=wording.moment(dispute.reported_at),
        registered=wording.moment(dispute.registered_at),
        source=dispute.get_source_display(),
        alarm_number=dispute.alarm_number,
        place=dispute.place,
        summary=dispute.summary,
        claims=dispute.claims,
        people_count=f"{dispute.people_count}人" if dispute.people_count is not None else "",
        amount=wording.yuan(dispute.amount),
        flags="　".join(_flags(dispute)),
        risk_level=dispute.risk_level.name if dispute.risk_level else "",
        risk_basis=risk.basis if risk else "",
        responsible=dispute.responsible.name,
        leader=risk.leader.name if risk and risk.leader else "",
        deadline=_deadline(made),
        routing=_routing(made.case),
        opinion="",
    )


def _flags(dispute: Dispute) -> Iterator[str]:
    for name in FLAGS:
        label = dispute._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        yield f"{wording.tick(getattr(dispute, name))}{label}"


def _deadline(made: Making) -> str:
    return next((wording.day(c.due_on) for c in resolution(made.case, made.on)), "")


def _routing(case: CaseFile) -> str:
    rows = case.rows(Referral)
    return "；".join(
        f"{wording.day(r.sent_on)}{r.get_kind_display()}{r.receiver_name}" for r in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    name: Annotated[str, Label("风险因素")]
    points: Annotated[str, Label("分值")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFields(Heading):
    factors: Annotated[list[Factor], Label("计入的风险因素", "没有计入任何因素时")]
    score: Annotated[str, Label("合计分值", "未按因素评分时")]
    suggested: Annotated[str, Label("建议等级", "未按因素评分时")]
    level: Annotated[str, Label("评定等级")]
    basis: Annotated[str, Label("评定依据")]
    assessor: Annotated[str, Label("评估人")]
    assessed_on: Annotated[str, Label("评估日期")]
    reviewer: Annotated[str, Label("复核人", BY_HAND)]
    leader: Annotated[str, Label("包案领导", "该等级不要求包案时")]
    next_on: Annotated[str, Label("下次评估日期", BY_HAND)]


def fill_risk(made: Making) -> RiskFields:
    row: RiskAssessment = made.row
    return RiskFields(
        **heading(made),
        factors=[Factor(name=f["name"], points=str(f["points"])) for f in row.factors],
        score="" if row.score is None else f"{row.score}分",
        suggested=row.suggested.name if row.suggested else "",
        level=row.level.name,
        basis=row.basis,
        assessor=row.assessed_by.name,
        assessed_on=wording.day(row.assessed_on),
        reviewer="",
        leader=row.leader.name if row.leader else "",
        next_on="",
    )


PEOPLE = Listing("p in parties", (
    ("地位", "{{ p.role }}", 14), ("姓名", "{{ p.name }}", 19), ("性别", "{{ p.sex }}", 12),
    ("出生日期", "{{ p.born_on }}", 23), ("证件", "{{ p.document }}\n{{ p.id_number }}", 45),
    ("电话、住址、单位", "{{ p.phone }}\n{{ p.address }}\n{{ p.employer }}", 43),
))  # fmt: skip
REGISTRATION = Paper(
    "registration_form", "矛盾纠纷登记表", "登", the_case, RegistrationFields, fill_registration,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "登记民警", "{{ registered_by }}"),
            ("登记时间", "{{ registered }}", "来源", "{{ source }}"),
            ("发生时间", "{{ occurred }}", "发现时间", "{{ discovered }}"),
            ("报警时间", "{{ reported }}", "接警单编号", "{{ alarm_number }}"),
            ("办理途径", "{{ track }}", "纠纷类型", "{{ kind }}"),
            ("涉及金额", "{{ amount }}", "涉及人数", "{{ people_count }}"),
            ("发生地点", "{{ place }}"),
        )),
        PEOPLE,
        Form((
            ("简要情况", "{{ summary }}"),
            ("诉求", "{{ claims }}"),
            ("特别情形", "{{ flags }}"),
            ("风险等级", "{{ risk_level }}", "化解期限", "{{ deadline }}"),
            ("评估依据", "{{ risk_basis }}"),
            ("责任民警", "{{ responsible }}", "包案领导", "{{ leader }}"),
            ("分流去向", "{{ routing }}"),
            ("领导意见", "{{ opinion }}"),
        ), (("简要情况", 16), ("领导意见", 14))),
    ),
)  # fmt: skip
RISK = Paper(
    "risk_assessment", "矛盾纠纷风险评估表", "评", lambda case: case.rows(RiskAssessment),
    RiskFields, fill_risk,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "纠纷类型", "{{ kind }}"),
            ("当事人", "{{ names }}"),
        )),
        Listing("f in factors", (
            ("序号", "{{ loop.index }}", 18), ("计入的风险因素", "{{ f.name }}", 108),
            ("分值", "{{ f.points }}", 30),
        )),
        Form((
            ("合计分值", "{{ score }}", "建议等级", "{{ suggested }}"),
            ("评定等级", "{{ level }}", "包案领导", "{{ leader }}"),
            ("评定依据", "{{ basis }}"),
            ("评估人", "{{ assessor }}", "评估日期", "{{ assessed_on }}"),
            ("复核人", "{{ reviewer }}", "下次评估日期", "{{ next_on }}"),
        ), (("评定依据", 30), ("复核人", 14))),
        note("评分只作参考，风险等级由评估人决定。"),
    ),
)  # fmt: skip
PAPERS = (REGISTRATION, RISK)
