"""Referral (移交): the letter, its receipt and the answer of the receiving body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from disputes.casefile import CaseFile
from disputes.models import MediationSession, Notice, Referral
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Text, head, note, seal
from disputes.papers.fields import Label
from disputes.papers.paper import Heading, Making, Paper, heading, to_be_read


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFields(Heading):
    letter_number: Annotated[str, Label("移交函编号")]
    receiver: Annotated[str, Label("接收单位")]
    referral_kind: Annotated[str, Label("移交类别")]
    channel: Annotated[str, Label("移交方式")]
    sent_on: Annotated[str, Label("发函日期")]
    summary: Annotated[str, Label("纠纷情况")]
    done: Annotated[str, Label("已做工作")]
    risk_level: Annotated[str, Label("风险等级", "尚未评估时")]
    reason: Annotated[str, Label("移交事由")]
    attachments: Annotated[str, Label("附件", "没有出具其他文书时")]
    received_on: Annotated[str, Label("签收日期", "尚未签收时手写")]
    received_by: Annotated[str, Label("签收人", "尚未签收时手写")]
    returned_on: Annotated[str, Label("退回日期", "没有退回时")]
    return_reason: Annotated[str, Label("退回事由", "没有退回时")]
    answered_on: Annotated[str, Label("反馈日期", "尚未反馈时手写")]
    answer: Annotated[str, Label("反馈内容", "尚未反馈时手写")]
    resolved: Annotated[str, Label("是否化解")]


def fill(made: Making) -> ReferralFields:
    row: Referral = made.row
    dispute = made.case.dispute
    over = row.answered_on is not None
    return ReferralFields(
        **heading(made),
        letter_number=row.number,
        receiver=row.receiver_name,
        referral_kind=row.get_kind_display(),
        channel=row.get_channel_display(),
        sent_on=wording.day(row.sent_on),
        summary=dispute.summary,
        done=_done(made.case, row),
        risk_level=dispute.risk_level.name if dispute.risk_level else "",
        reason=row.reason,
        attachments=_attachments(made.case),
        received_on=wording.day(row.received_on),
        received_by=row.received_by,
        returned_on=wording.day(row.returned_on),
        return_reason=row.return_reason,
        answered_on=wording.day(row.answered_on),
        answer=row.answer,
        resolved=wording.yes_or_no(
            row.resolved_on is not None if over else None, "已化解", "未化解"
        ),
    )


def _done(case: CaseFile, letter: Referral) -> str:
    """What had been done until the letter went out."""
    before = [s for s in case.rows(MediationSession) if s.held_on <= letter.sent_on]
    told = [f"{wording.day(s.held_on)}{s.get_mode_display()}" for s in before]
    told += [f"{wording.day(n.told_on)}告知{n.get_about_display()}" for n in case.rows(Notice)
             if n.told_on <= letter.sent_on]  # fmt: skip
    return "；".join(told) or f"{wording.day(case.dispute.registered_on)}登记，尚未调解"


def _attachments(case: CaseFile) -> str:
    return "；".join(f"{p.name}（{p.number}）" for p in to_be_read(case))


LETTER = Paper(
    "referral_letter", "矛盾纠纷移交函", "移", lambda case: case.rows(Referral), ReferralFields, fill,
    (
        Text("{{ receiver }}：", indent=False),
        Text("我单位登记办理的{{ dispute_number }}号纠纷（{{ kind }}），因{{ reason }}，"
             "现向你单位{{ referral_kind }}，请予办理并反馈结果。"),
        head("一、当事人"),
        Each("p in parties", (Text("{{ p.role }}：{{ p.line }}。"),)),
        head("二、纠纷情况"),
        Text("{{ summary }}"),
        head("三、已做工作和风险等级"),
        Text("{{ done }}。{% if risk_level %}风险等级：{{ risk_level }}。{% endif %}"),
        Text("联系人：{{ officer }}{% if organ_phone %}，电话：{{ organ_phone }}{% endif %}"
             "；移交方式：{{ channel }}。"),
        Text("{% if attachments %}附件：{{ attachments }}{% endif %}"),
        *seal("{{ sent_on }}"),
    ),
    lambda row: row.number,
)  # fmt: skip
RECEIPT = Paper(
    "referral_receipt", "矛盾纠纷移交签收回执", "签", lambda case: case.rows(Referral),
    ReferralFields, fill,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "移交函编号", "{{ letter_number }}"),
            ("移交单位", "{{ organ }}", "接收单位", "{{ receiver }}"),
            ("发函日期", "{{ sent_on }}", "移交类别", "{{ referral_kind }}"),
            ("签收人", "{{ received_by }}", "签收日期", "{{ received_on }}"),
            ("是否接收", "{% if returned_on %}□接收　☑退回{% else %}{% if received_on %}☑接收　□退回"
             "{% else %}□接收　□退回{% endif %}{% endif %}"),
            ("退回日期、事由", "{{ returned_on }} {{ return_reason }}"),
            ("接收单位印章", ""),
        ), (("退回日期、事由", 24), ("接收单位印章", 30))),
        note("请接收单位签收后将本回执交还移交单位。"),
    ),
)  # fmt: skip
FEEDBACK = Paper(
    "referral_feedback", "矛盾纠纷移交办理反馈表", "馈", lambda case: case.rows(Referral),
    ReferralFields, fill,
    (
        Form((
            ("纠纷编号", "{{ dispute_number }}", "移交函编号", "{{ letter_number }}"),
            ("移交单位", "{{ organ }}", "办理单位", "{{ receiver }}"),
            ("当事人", "{{ names }}"),
            ("纠纷情况", "{{ summary }}"),
            ("办理结果", "{{ answer }}"),
            ("是否化解", "{{ resolved }}", "反馈日期", "{{ answered_on }}"),
            ("办理单位印章", ""),
        ), (("办理结果", 40), ("办理单位印章", 30))),
    ),
)  # fmt: skip
PAPERS = (LETTER, RECEIPT, FEEDBACK)
