"""Before mediation: notice of rights, request and consent, authorisation, notice to the guardian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.models import (
    MediationSession,
    Party,
    Representative,
    SessionParticipant,
)
from disputes.papers import wording
from disputes.papers.blocks import Each, Form, Text, When, head, seal, sign
from disputes.papers.fields import BY_HAND, Label
from disputes.papers.paper import Heading, Making, Paper, heading, the_case
from disputes.papers.people import Person, person

Capacity = Representative.Capacity
EFFECTS = {
    Track.SECURITY_CASE: "达成协议并履行的，公安机关不予处罚；未达成协议或者达成协议后不履行的，"
    "公安机关依法对违反治安管理行为人给予处罚，当事人可以就民事争议依法提起民事诉讼",
    Track.CIVIL: "达成的调解协议具有法律约束力，各方应当按照约定履行；未达成协议或者不履行的，"
    "可以依法通过仲裁、行政、司法等途径维护权利",
    Track.TRAFFIC: "达成协议的，由各方签名后生效；未达成协议或者不履行的，可以就损害赔偿争议"
    "向人民法院提起民事诉讼",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFields(Heading):
    law: Annotated[str, Label("调解的法律依据")]
    summary: Annotated[str, Label("案由")]
    effects: Annotated[str, Label("履行与不履行的后果")]
    recusal_law: Annotated[str, Label("回避的法律依据")]


def fill_notice(made: Making) -> NoticeFields:
    dispute = made.case.dispute
    track = Track(dispute.track)
    return NoticeFields(
        **heading(made),
        law=str(statutes.TRACKS[track].on(made.on)),
        summary=dispute.summary,
        effects=EFFECTS[track],
        recusal_law=str(statutes.RECUSALS[track].on(made.on)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFields(Heading):
    applicant: Annotated[list[Person], Label("申请（同意）人")]
    summary: Annotated[str, Label("纠纷情况")]
    claims: Annotated[str, Label("请求事项", BY_HAND)]
    single_officer: Annotated[str, Label("一名民警调解的告知", "不是治安案件时")]


def fill_consent(made: Making) -> ConsentFields:
    dispute = made.case.dispute
    alone = (
        "由一名人民警察调解的，在规范设置、严格管理的执法办案场所进行，并全程同步录音录像；"
        "我已知悉并同意。"
    )
    return ConsentFields(
        **heading(made),
        applicant=[person(made.case, made.row, made.on)],
        summary=dispute.summary,
        claims=dispute.claims,
        single_officer=alone if dispute.track == Track.SECURITY_CASE else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyFields(Heading):
    principal: Annotated[list[Person], Label("委托人")]
    agent: Annotated[str, Label("受托人")]
    relation: Annotated[str, Label("与委托人关系", "没有亲属等关系时")]
    agent_phone: Annotated[str, Label("受托人电话", "未登记时")]
    powers: Annotated[str, Label("委托权限")]
    authorisation: Annotated[str, Label("委托书编号", "当事人自备委托书没有编号时")]
    term: Annotated[str, Label("委托期限")]


def fill_proxy(made: Making) -> ProxyFields:
    row: Representative = made.row
    return ProxyFields(
        **heading(made),
        principal=[person(made.case, row.party, made.on)],
        agent=row.name,
        relation=row.relation,
        agent_phone=row.phone,
        powers=row.powers,
        authorisation=row.authorisation,
        term="自签署之日起至本纠纷调解终结之日止",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianFields(Heading):
    minor: Annotated[str, Label("被监护人")]
    minor_line: Annotated[str, Label("被监护人基本情况")]
    guardian: Annotated[str, Label("监护人")]
    relation: Annotated[str, Label("与被监护人关系", "未登记时手写")]
    guardian_phone: Annotated[str, Label("监护人电话", "未登记时")]
    notified_on: Annotated[str, Label("通知日期", BY_HAND)]
    attended: Annotated[str, Label("到场情况")]
    law: Annotated[str, Label("法律依据")]


def fill_guardian(made: Making) -> GuardianFields:
    row: Representative = made.row
    return GuardianFields(
        **heading(made),
        minor=row.party.name,
        minor_line=person(made.case, row.party, made.on).line,
        guardian=row.name,
        relation=row.relation,
        guardian_phone=row.phone,
        notified_on=wording.day(row.notified_on),
        attended=_attendance(made.case, row.party),
        law=str(statutes.GUARDIANS[Track(made.case.dispute.track)].on(made.on)),
    )


def _attendance(case: CaseFile, minor: Party) -> str:
    told = [
        f"{wording.day(session.held_on)}{'到场' if p.guardian_attended else '未到场'}"
        for session in case.rows(MediationSession)
        for p in case.rows_of(session, SessionParticipant)
        if p.party == minor
    ]
    return "；".join(told) or "尚未调解"


def _of_capacity(case: CaseFile, capacity: str) -> list[Any]:
    return [r for r in case.rows(Representative) if r.capacity == capacity and r.party.is_active]


def _people(case: CaseFile) -> list[Any]:
    return [p for p in case.rows(Party) if p.is_active]


NOTICE = Paper(
    "mediation_notice", "调解告知书", "告", the_case, NoticeFields, fill_notice,
    (
        Each("p in parties", (Text("{{ p.name }}（{{ p.role }}）：", indent=False),)),
        Text("你们因下列纠纷，依照{{ law }}可以进行调解。现就有关事项告知如下。"),
        Text("案由：{{ summary }}（{{ track }}，{{ kind }}）"),
        head("一、自愿原则"),
        Text("调解遵循合法、公正、自愿、及时的原则，不收取任何费用。是否接受调解由当事人自行决定，"
             "任何一方明确表示不愿意调解的，不进行调解，已经开始的即行终止。"),
        head("二、权利"),
        Text("当事人有权依照{{ recusal_law }}申请主持调解的人员回避；有权陈述事实、提出主张和证据；"
             "有权拒绝调解，依法提起诉讼或者选择其他途径解决。未成年人参加调解的，"
             "应当通知其父母或者其他监护人到场。"),
        head("三、公开"),
        Text("调解公开进行，但涉及国家秘密、商业秘密、个人隐私，或者当事人都要求不公开的除外。"),
        head("四、后果"),
        Text("{{ effects }}。"),
        sign("经办民警{{ officer }}（签名）："),
        Each("p in parties", (sign("{{ p.role }}{{ p.name }}（签名）：　　　　　　年　　月　　日"),)),
        *seal(),
    ),
)  # fmt: skip
CONSENT = Paper(
    "mediation_consent", "调解申请（同意）书", "申", _people, ConsentFields, fill_consent,
    (
        Each("p in applicant", (Text("{{ p.role }}：{{ p.line }}。"),)),
        Text("纠纷情况：{{ summary }}"),
        When("claims", (Text("请求事项：{{ claims }}"),),
             (Text("请求事项：　　　　　　　　　　　　　　　　　　　　"),)),
        Text("我已收到并了解《调解告知书》的内容，自愿就上述纠纷申请（同意）由{{ organ }}调解。"),
        When("single_officer", (Text("{{ single_officer }}"),)),
        Text("以上系本人真实意思表示。"),
        Each("p in applicant", (
            sign("申请（同意）人{{ p.name }}（签名、捺指印）："),
            sign("{%p if p.representatives %}"),
            sign("监护人、代理人（签名）："),
            sign("{%p endif %}"),
        )),
        Text("　　年　　月　　日　　", align="right"),
    ),
)  # fmt: skip
PROXY = Paper(
    "proxy_authorisation", "授权委托书", "委", lambda case: _of_capacity(case, Capacity.PROXY),
    ProxyFields, fill_proxy,
    (
        Each("p in principal", (Text("委托人：{{ p.line }}（{{ p.role }}）。"),)),
        Text("受托人：{{ agent }}{% if relation %}，与委托人关系：{{ relation }}{% endif %}"
             "{% if agent_phone %}，联系电话：{{ agent_phone }}{% endif %}。"),
        Text("委托人现委托受托人代为参加{{ dispute_number }}号纠纷的调解。"),
        Text("委托权限：{{ powers }}"),
        Text("委托期限：{{ term }}。"),
        When("authorisation", (Text("委托书编号：{{ authorisation }}"),)),
        sign("委托人（签名、捺指印）："),
        sign("受托人（签名、捺指印）："),
        Text("　　年　　月　　日　　", align="right"),
    ),
)  # fmt: skip
GUARDIAN = Paper(
    "guardian_notice", "监护人到场通知书", "监",
    lambda case: _of_capacity(case, Capacity.GUARDIAN), GuardianFields, fill_guardian,
    (
        Text("{{ guardian }}：", indent=False),
        Text("依照{{ law }}，现通知你作为{{ minor }}的监护人"
             "{% if relation %}（{{ relation }}）{% endif %}，到{{ organ }}参加{{ dispute_number }}号纠纷的调解。"),
        Text("被监护人：{{ minor_line }}。"),
        Text("无法到场的，请及时告知经办民警{{ officer }}"
             "{% if organ_phone %}，电话{{ organ_phone }}{% endif %}。"),
        *seal(),
        Form((
            ("监护人", "{{ guardian }}", "联系电话", "{{ guardian_phone }}"),
            ("通知日期", "{{ notified_on }}", "到场情况", "{{ attended }}"),
            ("监护人签名", ""),
        ), (("监护人签名", 14),)),
    ),
)  # fmt: skip
PAPERS = (NOTICE, CONSENT, PROXY, GUARDIAN)
