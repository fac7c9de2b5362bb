"""A settlement that the police approve (认可和解): what the parties apply with, and the approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.guards.closing import SETTLED_BY
from disputes.models import DisputeEvent
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Text, When, sign
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, Paper, heading, steps_of, the_case

SETTLING = frozenset({State.ACCEPTED, State.MEDIATING, State.BREACHED, State.FAILED, State.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementFields(Heading):
    summary: Annotated[str, Label("案由")]
    law: Annotated[str, Label("法律依据")]
    agreement: Annotated[str, Label("和解、调解协议内容", BY_HAND)]
    proof: Annotated[str, Label("履行情况和凭证", BY_HAND)]


def fill_settlement(made: Making) -> SettlementFields:
    agreement = made.case.agreement
    done = agreement is not None and agreement.fulfilled_on is not None
    return SettlementFields(
        **heading(made),
        summary=made.case.dispute.summary,
        law=str(_settlement_law(made)),
        agreement=agreement.content if agreement else "",
        proof=f"{wording.day(agreement.fulfilled_on)}已全部履行" if agreement and done else "",
    )


def _settlement_law(made: Making) -> statutes.Statute:
    new = statutes.SETTLEMENT
    return new if new.in_force(made.on) else statutes.SETTLEMENT_APPROVAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalFields(SettlementFields):
    settled_by: Annotated[str, Label("和解方式")]
    performed: Annotated[str, Label("履行情况")]
    applied: Annotated[str, Label("申请情况")]
    opinion: Annotated[str, Label("承办民警意见", BY_HAND)]
    approved_by: Annotated[str, Label("批准人")]
    approved_on: Annotated[str, Label("批准日期")]


def fill_approval(made: Making) -> ApprovalFields:
    event: DisputeEvent = made.row
    facts = event.facts
    agreement = made.case.agreement
    return ApprovalFields(
        **heading(made),
        summary=made.case.dispute.summary,
        law=str(_settlement_law(made)),
        agreement=agreement.content if agreement else "",
        proof=str(facts.get("proof", "")),
        settled_by=SETTLED_BY.get(str(facts.get("settled_by")), ""),
        performed=wording.yes_or_no(bool(facts.get("performed")), "已履行", "未履行"),
        applied=wording.yes_or_no(bool(facts.get("applied_by_all")), "各方均已书面申请", "未申请"),
        opinion=str(facts.get("reason", "")),
        approved_by=str(facts.get("approved_by", "")),
        approved_on=wording.day(event.occurred_on),
    )


def _may_settle(case: CaseFile) -> list[Any]:
    dispute = case.dispute
    penal = dispute.track == Track.SECURITY_CASE and State(dispute.state) in SETTLING
    return the_case(case) if penal else []


APPLICATION = Paper(
    "settlement_application", "自行和解（人民调解）认可申请书", "和", _may_settle,
    SettlementFields, fill_settlement,
    (
        Each("p in parties", (Text("申请人（{{ p.role }}）：{{ p.line }}。"),)),
        Text("案由：{{ summary }}"),
        Text("申请人已就上述案件自行和解（经人民调解委员会调解达成协议）并已履行，"
             "依照{{ law }}共同申请公安机关予以认可。"),
        When("agreement", (Text("协议内容：{{ agreement }}"),), (Text("协议内容：\n\n\n"),)),
        When("proof", (Text("履行情况和凭证：{{ proof }}"),), (Text("履行情况和凭证：\n\n"),)),
        Each("p in parties", (sign("申请人{{ p.name }}（签名、捺指印）："),)),
        Text("　　年　　月　　日　　", align="right"),
    ),
)  # fmt: skip
APPROVAL = Paper(
    "settlement_approval", "自行和解（人民调解）认可审批表", "和", steps_of("settle"),
    ApprovalFields, fill_approval,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "和解方式", "{{ settled_by }}"),
            ("当事人", "{{ names }}"),
            ("案由", "{{ summary }}"),
            ("协议内容", "{{ agreement }}"),
            ("申请情况", "{{ applied }}"),
            ("履行情况", "{{ performed }}{% if proof %}，凭证：{{ proof }}{% endif %}"),
            ("法律依据", "{{ law }}"),
            ("承办民警意见", "{{ opinion }}"),
            ("领导审批", "同意认可，依法不予处罚。\n批准人：{{ approved_by }}　　{{ approved_on }}"),
        ), (("协议内容", 24), ("承办民警意见", 24), ("领导审批", 24))),
    ),
)  # fmt: skip

PAPERS = (APPLICATION, APPROVAL)
