"""After an agreement: performance, follow-up, judicial confirmation, and the index of the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.deadlines import CONFIRMATION, count_days
from disputes.models import Agreement, Confirmation, Evidence, FollowUp, Obligation, Performance
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Listing, Text, note, seal, sign
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, Paper, heading, the_case, to_be_read

Satisfaction, Method = FollowUp.Satisfaction, FollowUp.Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An obligation and what came of it."""

    debtor: Annotated[str, Label("义务人")]
    content: Annotated[str, Label("义务")]
    amount: Annotated[str, Label("金额", "不是给付金钱时")]
    due_on: Annotated[str, Label("履行期限")]
    done: Annotated[str, Label("履行情况")]
    proof: Annotated[str, Label("履行凭证", "尚未履行时")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceFields(Heading):
    agreement: Annotated[str, Label("协议编号")]
    effective_on: Annotated[str, Label("生效日期")]
    obligations: Annotated[list[Due], Label("履行义务")]
    fulfilled_on: Annotated[str, Label("履行完毕日期", "尚未履行完毕时")]
    confirmed: Annotated[str, Label("权利人确认", BY_HAND)]


def fill_performance(made: Making) -> PerformanceFields:
    row: Agreement = made.row
    return PerformanceFields(
        **heading(made),
        agreement=row.number,
        effective_on=wording.day(row.effective_on),
        obligations=[_due(made.case, o) for o in made.case.rows_of(row, Obligation)],
        fulfilled_on=wording.day(row.fulfilled_on),
        confirmed="",
    )


def _due(case: CaseFile, row: Obligation) -> Due:
    acts = case.rows_of(row, Performance)
    proofs = [p.proof for p in acts] or [row.proof or row.waiver_consent]
    return Due(
        debtor=row.debtor.name,
        content=row.content + (f"（向{row.creditor.name}）" if row.creditor else ""),
        amount="" if row.amount is None else f"{row.amount:.2f}元",
        due_on=wording.day(row.due_on),
        done=_done(row, acts),
        proof="；".join(proof for proof in proofs if proof),
    )


def _done(row: Obligation, acts: list[Performance]) -> str:
    """What was performed, and whether anything is left."""
    told = [f"{wording.day(p.performed_on)}{'' if p.amount is None else f'履行{p.amount:.2f}元'}"
            for p in acts]  # fmt: skip
    if row.waived_on:
        told.append(f"{wording.day(row.waived_on)}免除（{row.waiver_reason}）")
    elif row.fulfilled_on:
        told.append("已履行" if acts else f"{wording.day(row.fulfilled_on)}已履行")
    else:
        told.append("尚未履行完毕" if acts else "尚未履行")
    return "，".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFields(Heading):
    held_on: Annotated[str, Label("回访日期")]
    method: Annotated[str, Label("回访方式")]
    visited: Annotated[str, Label("回访对象")]
    visited_by: Annotated[str, Label("回访民警")]
    performed: Annotated[str, Label("协议履行情况")]
    relapsed: Annotated[str, Label("是否反复")]
    new_risk: Annotated[str, Label("新的风险", "没有发现时")]
    satisfaction: Annotated[str, Label("满意度")]
    suggestions: Annotated[str, Label("意见建议", "没有提出时")]
    next_on: Annotated[str, Label("下次回访日期", "不再回访时")]


def fill_visit(made: Making) -> VisitFields:
    row: FollowUp = made.row
    return VisitFields(
        **heading(made),
        held_on=wording.day(row.held_on),
        method=wording.one_of(row.method, [(str(m), m.label) for m in Method]),
        visited=row.visited,
        visited_by=row.visited_by.name,
        performed=wording.yes_or_no(row.performed, "已履行", "未履行"),
        relapsed=wording.yes_or_no(row.relapsed),
        new_risk=row.new_risk,
        satisfaction=wording.one_of(row.satisfaction, [(str(s), s.label) for s in Satisfaction]),
        suggestions=row.suggestions,
        next_on=wording.day(row.next_on),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationFields(Heading):
    agreement: Annotated[str, Label("协议编号")]
    content: Annotated[str, Label("协议内容")]
    mediator: Annotated[str, Label("人民调解员")]
    effective_on: Annotated[str, Label("生效日期")]
    last_day: Annotated[str, Label("申请期限")]
    law: Annotated[str, Label("法律依据")]
    court: Annotated[str, Label("人民法院", "尚未申请时手写")]
    applied_on: Annotated[str, Label("申请日期", "尚未申请时手写")]


def fill_confirmation(made: Making) -> ConfirmationFields:
    row = made.row
    agreement = row.agreement if isinstance(row, Confirmation) else row
    applied = row if isinstance(row, Confirmation) else None
    return ConfirmationFields(
        **heading(made),
        agreement=agreement.number,
        content=agreement.content,
        mediator=agreement.mediator,
        effective_on=wording.day(agreement.effective_on),
        last_day=_last_day(made.case, agreement),
        law=f"{statutes.CONFIRMATION}、{statutes.COURT_CONFIRMATION}",
        court=applied.court if applied else "",
        applied_on=wording.day(applied.applied_on) if applied else "",
    )


def _last_day(case: CaseFile, agreement: Agreement) -> str:
    """The 30th day, moved to a working day where that year's holidays are known."""
    if agreement.effective_on is None:
        return ""
    plain = agreement.effective_on + timedelta(days=CONFIRMATION.days)
    counted = count_days(CONFIRMATION, agreement.effective_on, case.calendar).due_on
    return wording.day(counted or plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    title: Annotated[str, Label("材料名称")]
    number: Annotated[str, Label("编号", "没有编号的材料")]
    made_on: Annotated[str, Label("日期")]
    pages: Annotated[str, Label("页码", "装订时填写")]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFields(Heading):
    summary: Annotated[str, Label("案由")]
    state: Annotated[str, Label("办理状态")]
    registered: Annotated[str, Label("立卷起始日期")]
    entries: Annotated[list[Entry], Label("卷内材料")]


def fill_index(made: Making) -> IndexFields:
    dispute = made.case.dispute
    return IndexFields(
        **heading(made),
        summary=dispute.summary,
        state=dispute.get_state_display(),
        registered=wording.day(dispute.registered_on),
        entries=_entries(made.case),
    )


def _entries(case: CaseFile) -> list[Entry]:
    """Issued papers that stand, then the evidence, each in the order of its making."""
    issued = [Entry(title=p.name, number=p.number, made_on=wording.day(p.issued_on), pages="")
              for p in to_be_read(case)]  # fmt: skip
    return issued + [
        Entry(title=f"{e.get_kind_display()}：{e.title}", number="",
              made_on=wording.day(e.obtained_on), pages="")
        for e in case.rows(Evidence)
    ]  # fmt: skip


def _effective(case: CaseFile) -> list[Any]:
    return [a for a in case.rows(Agreement) if a.effective_on]


def _peoples(case: CaseFile) -> list[Any]:
    return [a for a in _effective(case) if a.form == Agreement.Form.PEOPLES]


PERFORMANCE = Paper(
    "performance_record", "调解协议履行记录", "履", _effective, PerformanceFields, fill_performance,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "协议编号", "{{ agreement }}"),
            ("当事人", "{{ names }}", "生效日期", "{{ effective_on }}"),
        )),
        Listing("o in obligations", (
            ("义务人", "{{ o.debtor }}", 18), ("义务", "{{ o.content }}", 30),
            ("金额", "{{ o.amount }}", 22), ("期限", "{{ o.due_on }}", 38),
            ("履行情况", "{{ o.done }}", 28), ("凭证", "{{ o.proof }}", 20),
        )),
        Form((
            ("履行完毕日期", "{{ fulfilled_on }}"),
            ("权利人确认", "{{ confirmed }}\n\n（签名、捺指印）　　　　年　　月　　日"),
        ), (("权利人确认", 28),)),
        sign("经办民警{{ officer }}（签名）："),
    ),
)  # fmt: skip
VISIT = Paper(
    "follow_up_record", "矛盾纠纷回访记录", "访", lambda case: case.rows(FollowUp), VisitFields,
    fill_visit,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "当事人", "{{ names }}"),
            ("回访日期", "{{ held_on }}", "回访方式", "{{ method }}"),
            ("回访对象", "{{ visited }}", "回访民警", "{{ visited_by }}"),
            ("协议履行", "{{ performed }}", "是否反复", "{{ relapsed }}"),
            ("新的风险", "{{ new_risk }}"),
            ("满意度", "{{ satisfaction }}"),
            ("意见建议", "{{ suggestions }}"),
            ("下次回访", "{{ next_on }}", "回访民警签名", ""),
        ), (("新的风险", 24), ("意见建议", 24))),
    ),
)  # fmt: skip
CONFIRMATION_NOTICE = Paper(
    "confirmation_notice", "司法确认告知书", "确", _peoples, ConfirmationFields, fill_confirmation,
    (
        Each("p in parties", (Text("{{ p.name }}（{{ p.role }}）：", indent=False),)),
        Text("你们于{{ effective_on }}经人民调解达成的调解协议（{{ agreement }}）已经生效。"),
        Text("依照{{ law }}，各方认为有必要的，可以自协议生效之日起三十日内，即最迟于{{ last_day }}，"
             "共同向有管辖权的人民法院申请司法确认。经确认有效的，一方不履行时，"
             "对方可以申请人民法院强制执行。申请司法确认不收取费用。"),
        Text("确认身份关系、收养关系、婚姻关系的协议，人民法院不予受理。"),
        *seal(),
        note("当事人签收："),
        Each("p in parties", (sign("{{ p.name }}（签名）：　　　　　　年　　月　　日"),)),
    ),
)  # fmt: skip
CONFIRMATION_APPLICATION = Paper(
    "confirmation_application", "司法确认申请书", "确", lambda case: case.rows(Confirmation),
    ConfirmationFields, fill_confirmation,
    (
        Each("p in parties", (Text("申请人：{{ p.line }}。"),)),
        Text("请求事项：依法确认申请人于{{ effective_on }}达成的人民调解协议（{{ agreement }}）有效。"),
        Text("事实和理由：申请人经人民调解员{{ mediator }}主持调解，自愿达成如下协议：{{ content }}"),
        Text("申请人承诺：协议系真实意思表示，没有恶意串通、规避法律的行为；"
             "因协议内容给他人造成损害的，愿意承担相应法律责任。"),
        Text("此致", kept=True),
        Text("{{ court }}", indent=False),
        Each("p in parties", (sign("申请人{{ p.name }}（签名、捺指印）："),)),
        Text("{% if applied_on %}{{ applied_on }}{% else %}　　年　　月　　日{% endif %}　　",
             align="right"),
    ),
)  # fmt: skip
INDEX = Paper(
    "file_index", "卷宗目录", "卷", the_case, IndexFields, fill_index,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "办理状态", "{{ state }}"),
            ("当事人", "{{ names }}", "立卷起始", "{{ registered }}"),
            ("案由", "{{ summary }}"),
        )),
        Listing("e in entries", (
            ("序号", "{{ loop.index }}", 14), ("材料名称", "{{ e.title }}", 46),
            ("编号", "{{ e.number }}", 44), ("日期", "{{ e.made_on }}", 38),
            ("页码", "{{ e.pages }}", 14),
        )),
        sign("立卷人（签名）：　　　　　　　　审核人（签名）："),
    ),
)  # fmt: skip
PAPERS = (PERFORMANCE, VISIT, CONFIRMATION_NOTICE, CONFIRMATION_APPLICATION, INDEX)
