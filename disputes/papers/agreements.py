"""Agreements (调解协议书): of a security case, on the spot, of people's mediation, oral."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from disputes.casefile import CaseFile
from disputes.models import Agreement, Obligation, Signature
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Listing, Text, When, head, note, seal, sign
from disputes.papers.fields import Label
from disputes.papers.paper import Heading, Making, Paper, heading

Form_ = Agreement.Form
Fields = TypeVar("Fields", bound="AgreementFields")
NOT_SECURITY = "不是治安案件，或者现场调解已由录音录像记录时"
COPIES = "本协议书一式三份，双方当事人各执一份，调解机关存档一份。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One obligation as an agreement states it."""

    text: Annotated[str, Label("义务")]
    debtor: Annotated[str, Label("义务人")]
    creditor: Annotated[str, Label("权利人", "不是对特定当事人履行时")]
    content: Annotated[str, Label("内容")]
    amount: Annotated[str, Label("金额", "不是给付金钱时")]
    method: Annotated[str, Label("履行方式")]
    due_on: Annotated[str, Label("履行期限")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFields(Heading):
    """What 程序规定 art. 184 and 人民调解法 art. 29 ask of the paper."""

    mediating_organ: Annotated[str, Label("调解机关")]
    host: Annotated[str, Label("主持人")]
    host_unit: Annotated[str, Label("主持人单位")]
    session_place: Annotated[str, Label("调解地点", "协议不是在一次调解中达成时")]
    session_on: Annotated[str, Label("调解日期", "协议不是在一次调解中达成时")]
    others_present: Annotated[str, Label("其他在场人员", "没有其他人员在场时")]
    occurred: Annotated[str, Label("案件时间", NOT_SECURITY)]
    place: Annotated[str, Label("案件地点", NOT_SECURITY)]
    cause: Annotated[str, Label("起因", NOT_SECURITY)]
    facts: Annotated[str, Label("事实")]
    circumstances: Annotated[str, Label("情节", NOT_SECURITY)]
    result: Annotated[str, Label("结果", NOT_SECURITY)]
    issues: Annotated[str, Label("争议事项", "治安案件，或者说明理由不载明时")]
    responsibility: Annotated[str, Label("各方责任", "治安案件，或者说明理由不载明时")]
    content: Annotated[str, Label("协议内容")]
    duties: Annotated[list[Duty], Label("履行义务")]
    mediator: Annotated[str, Label("人民调解员", "不是人民调解时")]
    recording: Annotated[str, Label("录音录像编号", "没有录音录像时")]
    signatures: Annotated[str, Label("已登记的签名", "尚未签名时")]
    signed_on: Annotated[str, Label("签订日期", "尚未签订时，打印后手写")]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityFields(AgreementFields):
    """The full paper of a security case leaves nothing of art. 184 out."""

    occurred: Annotated[str, Label("案件时间")]
    place: Annotated[str, Label("案件地点")]
    cause: Annotated[str, Label("起因")]
    circumstances: Annotated[str, Label("情节")]
    result: Annotated[str, Label("结果")]


def fill_security(made: Making) -> SecurityFields:
    return _fill(made, SecurityFields)


def fill_agreement(made: Making) -> AgreementFields:
    return _fill(made, AgreementFields)


def _fill(made: Making, fields: type[Fields]) -> Fields:
    row: Agreement = made.row
    session = row.session
    return fields(
        **heading(made),
        mediating_organ=row.organ,
        host=row.host.name,
        host_unit=row.host.unit.name if row.host.unit else made.case.dispute.unit.name,
        session_place=session.place if session else "",
        session_on=wording.day(session.held_on) if session else "",
        others_present=row.others_present,
        occurred=row.occurred,
        place=row.place,
        cause=row.cause,
        facts=row.facts,
        circumstances=row.circumstances,
        result=row.consequence,
        issues=row.issues,
        responsibility=row.responsibility,
        content=row.content,
        duties=[duty(o) for o in made.case.rows_of(row, Obligation)],
        mediator=row.mediator,
        recording=row.recording,
        signatures=_signatures(made.case, row),
        signed_on=wording.day(row.signed_on),
    )


def duty(row: Obligation) -> Duty:
    amount, due_on = wording.yuan(row.amount), wording.day(row.due_on)
    creditor = row.creditor.name if row.creditor else ""
    toward = f"向{creditor}" if creditor else ""
    text = f"{row.debtor.name}{toward}{row.content}"
    text += f"，金额{amount}" if amount else ""
    return Duty(
        text=f"{text}；履行方式：{row.method}；履行期限：{due_on}以前。",
        debtor=row.debtor.name, creditor=creditor, content=row.content, amount=amount,
        method=row.method, due_on=due_on,
    )  # fmt: skip


def _signatures(case: CaseFile, row: Agreement) -> str:
    signed = case.rows_of(row, Signature)
    return "、".join(
        f"{s.name}（{s.get_signer_display()}，{wording.day(s.signed_on)}）" for s in signed
    )


def of_form(*forms: str) -> Callable[[CaseFile], list[Any]]:
    """The agreements of these forms that no other has taken the place of."""

    def rows(case: CaseFile) -> list[Any]:
        return [a for a in case.rows(Agreement) if a.form in forms and not a.replaced_on]

    return rows


def own_number(row: Agreement) -> str:
    return row.number


PARTIES = Each("p in parties", (Text("{{ p.role }}：{{ p.line }}。"),))
DUTIES = Each("d in duties", (Text("{{ loop.index }}．{{ d.text }}"),))
SIGNERS = Each("p in parties", (
    sign("{{ p.role }}{{ p.name }}（签名、捺指印）："),
    sign("{%p if p.representatives %}"),
    sign("监护人、代理人（签名）："),
    sign("{%p endif %}"),
))  # fmt: skip
DATED = When("signed_on", seal("{{ signed_on }}", "{{ mediating_organ }}"),
             seal("　　年　　月　　日", "{{ mediating_organ }}"))  # fmt: skip

SECURITY = Paper(
    "security_agreement", "治安调解协议书", "调", of_form(Form_.SECURITY), SecurityFields,
    fill_security,
    (
        Text("调解机关：{{ mediating_organ }}"),
        Text("主持人：{{ host }}（{{ host_unit }}）"),
        When("session_place", (Text("调解时间、地点：{{ session_on }}，{{ session_place }}"),)),
        PARTIES,
        When("others_present", (Text("其他在场人员：{{ others_present }}"),)),
        head("一、主要事实"),
        Text("时间：{{ occurred }}"),
        Text("地点：{{ place }}"),
        Text("人员：{{ names }}"),
        Text("起因：{{ cause }}"),
        Text("经过：{{ facts }}"),
        Text("情节：{{ circumstances }}"),
        Text("结果：{{ result }}"),
        head("二、协议内容"),
        Text("经调解，双方自愿达成如下协议：{{ content }}"),
        head("三、履行方式和期限"),
        DUTIES,
        head("四、协议效力"),
        Text("本协议自双方当事人签名之日起生效。当事人履行协议的，公安机关依法不予处罚；"
             "达成协议后不履行的，公安机关将依法对违反治安管理行为人给予处罚，"
             "并告知当事人可以就民事争议依法向人民法院提起民事诉讼。"),
        When("recording", (Text("调解过程录音录像编号：{{ recording }}"),)),
        Text(COPIES),
        sign("主持人（签名）："),
        SIGNERS,
        When("others_present", (sign("其他在场人员（签名）："),)),
        DATED,
    ),
    own_number,
)  # fmt: skip

ON_THE_SPOT = Paper(
    "spot_agreement", "现场治安调解协议书", "调", of_form(Form_.ON_THE_SPOT), AgreementFields,
    fill_agreement,
    (
        Form((
            ("调解机关", "{{ mediating_organ }}", "主持人", "{{ host }}"),
            ("调解时间", "{{ session_on }}", "调解地点", "{{ session_place }}"),
            ("案件时间", "{{ occurred }}", "案件地点", "{{ place }}"),
        )),
        Listing("p in parties", (("当事人", "{{ p.role }}", 26), ("基本情况", "{{ p.line }}", 130))),
        Form((
            ("起因", "{{ cause }}"),
            ("主要事实", "{{ facts }}"),
            ("情节、结果", "{{ circumstances }}{% if result %}；{{ result }}{% endif %}"),
            ("协议内容", "{{ content }}"),
        )),
        Listing("d in duties", (("序号", "{{ loop.index }}", 14), ("履行方式和期限", "{{ d.text }}", 142))),
        Form((
            ("录音录像", "{{ recording }}"),
            ("其他在场人员", "{{ others_present }}"),
            ("协议效力", "本协议经双方签名即生效，当场履行的，依法不予处罚；不履行的，依法处罚，"
             "并可就民事争议依法提起民事诉讼。"),
            ("当事人签名、捺指印", ""),
            ("主持人签名、日期", "{{ signed_on }}"),
        ), (("当事人签名、捺指印", 24), ("主持人签名、日期", 16))),
        note("本协议书一式三联，双方当事人各执一联，公安机关存档一联。"),
    ),
    own_number,
)  # fmt: skip

CIVIL_PAGE = (
    PARTIES,
    head("一、纠纷主要事实和争议"),
    When("occurred", (Text("发生时间：{{ occurred }}"),)),
    When("place", (Text("发生地点：{{ place }}"),)),
    When("cause", (Text("起因：{{ cause }}"),)),
    Text("{{ facts }}"),
    When("issues", (Text("争议事项：{{ issues }}"),)),
    When("responsibility", (Text("各方责任：{{ responsibility }}"),)),
    head("二、协议内容"),
    Text("经调解，当事人自愿达成如下协议：{{ content }}"),
    head("三、履行方式和期限"),
    DUTIES,
)
PEOPLES = Paper(
    "peoples_agreement", "人民调解协议书", "调", of_form(Form_.PEOPLES), AgreementFields,
    fill_agreement,
    (
        *CIVIL_PAGE,
        head("四、协议效力"),
        Text("本协议具有法律约束力，当事人应当按照约定履行。当事人认为有必要的，可以自协议生效之日起"
             "三十日内共同向人民法院申请司法确认；因履行或者内容发生争议的，可以向人民法院提起诉讼。"),
        Text("本协议自各方当事人签名、人民调解员签名并加盖人民调解委员会印章之日起生效，"
             "当事人各执一份，人民调解委员会留存一份。"),
        SIGNERS,
        sign("人民调解员{{ mediator }}（签名）："),
        DATED,
    ),
    own_number, issuer="mediating_organ",
)  # fmt: skip
ORAL = Paper(
    "oral_agreement", "口头调解协议登记表", "调", of_form(Form_.ORAL), AgreementFields,
    fill_agreement,
    (
        Listing("p in parties", (("当事人", "{{ p.role }}", 26), ("基本情况", "{{ p.line }}", 130))),
        Form((
            ("发生时间", "{{ occurred }}", "发生地点", "{{ place }}"),
            ("主要事实", "{{ facts }}"),
            ("争议事项", "{{ issues }}"),
            ("各方责任", "{{ responsibility }}"),
            ("协议内容", "{{ content }}"),
        )),
        Listing("d in duties", (("序号", "{{ loop.index }}", 14), ("履行方式和期限", "{{ d.text }}", 142))),
        Form((
            ("达成日期", "{{ signed_on }}", "记录的调解员", "{{ mediator }}"),
            ("调解员签名", ""),
        ), (("调解员签名", 16),)),
        note("口头协议自当事人达成协议之日起生效，由人民调解员记录其内容。"),
    ),
    own_number, issuer="mediating_organ",
)  # fmt: skip
TRAFFIC = Paper(
    "traffic_agreement", "道路交通事故损害赔偿调解书", "调", of_form(Form_.TRAFFIC), AgreementFields,
    fill_agreement,
    (
        Text("调解机关：{{ mediating_organ }}"),
        Text("主持人：{{ host }}（{{ host_unit }}）"),
        *CIVIL_PAGE,
        head("四、其他"),
        Text("本调解书经各方当事人签名后生效。当事人不履行的，可以就损害赔偿争议向人民法院提起民事诉讼。"),
        sign("主持人（签名）："),
        SIGNERS,
        DATED,
    ),
    own_number,
)  # fmt: skip
PAPERS = (SECURITY, ON_THE_SPOT, PEOPLES, ORAL, TRAFFIC)
