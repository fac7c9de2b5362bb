"""The set of papers of a hearing-style mediation (听证式调解), one for each step of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from disputes.casefile import CaseFile
from disputes.models import Hearing, HearingProposal, HearingStop
from disputes.models.hearing import Stage
from disputes.papers.blocks import Block, Each, Form, Listing, Text, head, note, seal, sign
from disputes.papers.fields import Label
from disputes.papers.hearing_course import stage_of
from disputes.papers.hearing_fields import Attending, HearingFields, Held, Opinion, Seat
from disputes.papers.hearing_letters import StopFields, TalkFields, fill_stop, fill_talk
from disputes.papers.hearing_record import fill
from disputes.papers.paper import Making, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFields(HearingFields):
    seats: Annotated[list[Seat], Label("听证组成人员")]
    conflict_check: Annotated[str, Label("利害关系核查")]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationFields(HearingFields):
    scheduled_on: Annotated[str, Label("听证日期")]
    place: Annotated[str, Label("听证地点")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RollFields(PanelFields):
    attendance: Annotated[list[Attending], Label("到场情况")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFields(RollFields):
    stages: Annotated[list[Held], Label("听证经过")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliberationFields(HearingFields):
    opinions: Annotated[list[Opinion], Label("听证员意见")]
    votes: Annotated[str, Label("表决情况")]
    collective: Annotated[str, Label("集体评议意见")]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFields(HearingFields):
    opinion: Annotated[str, Label("听证意见")]
    persuasion: Annotated[str, Label("法、理、情疏导")]


def _as(fields: type[HearingFields]) -> Callable[[Making], HearingFields]:
    """The same facts under a declaration that asks for more of them."""

    def filled(made: Making) -> HearingFields:
        plain = fill(made)
        return fields(**{name: getattr(plain, name) for name in HearingFields.__dataclass_fields__})

    return filled


def _after(stage: str) -> Callable[[CaseFile], list[Any]]:
    """Hearings that have come as far as this stage."""
    return lambda case: [h for h in case.rows(Hearing) if stage_of(case, h, stage)]


def _paper(
    code: str, name: str, rows: Callable[[CaseFile], list[Any]], fields: type[HearingFields],
    *page: Block,
) -> Paper:  # fmt: skip
    return Paper(code, name, "听", rows, fields, _as(fields), page)


def _private_talks(case: CaseFile) -> list[Any]:
    private = HearingProposal.Mode.BACK_TO_BACK
    return [p for p in case.rows(HearingProposal) if p.mode == private]


def _all(case: CaseFile) -> list[Any]:
    return case.rows(Hearing)


ABOUT = Form((
    ("纠纷编号", "{{ dispute_number }}", "当事人", "{{ names }}"),
    ("案由", "{{ summary }}"),
))  # fmt: skip
WHERE = Form((
    ("预定时间", "{{ scheduled_on }}", "听证地点", "{{ place }}"),
    ("起止时间", "{% if began %}{{ began }}{% else %}　　时　　分{% endif %}至"
                 "{% if ended %}{{ ended }}{% else %}　　时　　分{% endif %}"),
    ("是否公开", "{{ openness }}{% if circumstances %}（{{ circumstances }}）{% endif %}"),
))  # fmt: skip
CHANGES = Listing("x in changes", (
    ("回避、更换人员", "{{ x.name }}", 36), ("情况", "{{ x.what }}", 120),
))  # fmt: skip
ROLL = Listing("a in attendance", (
    ("身份", "{{ a.kind }}", 30), ("姓名", "{{ a.name }}", 32), ("应到", "{{ a.expected }}", 20),
    ("实到", "{{ a.attended }}", 20), ("未到场理由", "{{ a.absence }}", 54),
))  # fmt: skip
PANEL = Listing("s in seats", (
    ("席位", "{{ s.seat }}", 24), ("姓名", "{{ s.name }}", 26),
    ("单位", "{{ s.organisation }}", 46), ("身份", "{{ s.capacity }}", 32),
    ("无利害关系", "{{ s.unrelated }}", 28),
))  # fmt: skip
SEATS_SIGN = Each("s in seats", (sign("{{ s.seat }}{{ s.name }}（签名）："),))
PARTIES_SIGN = Each("p in parties", (sign("{{ p.role }}{{ p.name }}（签名、捺指印）："),))
PAPERS = (
    _paper(
        "hearing_approval", "听证式调解启动审批表", _all, HearingFields,
        ABOUT,
        Form((
            ("启动事由", "{{ reason }}"),
            ("提出人", "{{ proposed_by }}", "提出日期", "{{ proposed_on }}"),
            ("是否公开", "{{ openness }}{% if circumstances %}（{{ circumstances }}）{% endif %}"),
            ("启动依据", "{{ ground }}"),
            ("领导审批", "批准人：{{ approved_by }}　　{{ approved_on }}"),
        ), (("启动事由", 30), ("启动依据", 20), ("领导审批", 30))),
    ),
    _paper(
        "hearing_rights", "听证式调解告知书", _all, HearingFields,
        Each("p in parties", (Text("{{ p.name }}（{{ p.role }}）：", indent=False),)),
        Text("关于{{ summary }}一案，拟采用听证式调解，现将有关事项告知如下。"),
        Text("一、听证式调解是调解的一种方式，不是行政处罚听证。是否参加由当事人自愿决定，"
             "任何一方不同意的，不举行；举行中可以随时退出。不收取任何费用。"),
        Text("二、听证由主持人、三人以上单数的听证员和记录员组成，依次进行陈述、举证质证、提问、"
             "最后陈述、评议、宣读听证意见和调解。"),
        Text("三、听证意见仅供参考，不具有法律效力；是否达成协议由当事人自行决定。"),
        Text("四、当事人有权知悉听证组成人员并申请回避，有权要求不公开进行；"
             "涉及国家秘密、商业秘密、个人隐私和未成年人的，不公开进行。"),
        Text("五、听证人员将接触到本案的个人信息，须经当事人单独同意；听证人员负有保密义务。"),
        Text("是否公开：{{ openness }}"),
        *seal(),
        note("送达日期：{{ served_on }}"),
        PARTIES_SIGN,
    ),
    _paper(
        "hearing_consent", "听证式调解同意书", _all, HearingFields,
        Text("我已收到并了解《听证式调解告知书》，现就{{ summary }}一案作如下表示："),
        Text("一、关于是否同意采用听证式调解；"),
        Text("二、关于是否单独同意为听证之目的，向听证人员和旁听人员提供、公开本案中我的个人信息"
             "（可以同意听证而不同意公开，此时不公开进行）。"),
        Text("三、以上同意可以随时撤回；撤回的，听证即告终止，仍可以另行申请调解。"),
        Listing("c in consents", (
            ("当事人", "{{ c.name }}", 28), ("一、听证式调解", "{{ c.to_hearing }}", 40),
            ("二、公开个人信息", "{{ c.to_disclosure }}", 40),
            ("签署、撤回情况", "{{ c.remark }}", 48),
        )),
        PARTIES_SIGN,
        Text("　　年　　月　　日　　", align="right"),
    ),
    _paper("hearing_panel", "听证小组名单", _after(Stage.PANEL), PanelFields,
           ABOUT, PANEL, Form((("利害关系核查", "{{ conflict_check }}"),)), CHANGES,
           note("当事人对上述人员申请回避的，应当在听证开始前提出。"), PARTIES_SIGN),
    _paper(
        "hearing_invitation", "听证式调解通知", _after(Stage.NOTICE), InvitationFields,
        Each("p in parties", (Text("{{ p.name }}（{{ p.role }}）：", indent=False),)),
        Text("关于{{ summary }}一案，定于{{ scheduled_on }}在{{ place }}举行听证式调解"
             "（{{ openness }}），请准时参加，并携带身份证件和有关证据。"),
        Text("无法到场的，请提前告知经办民警{{ officer }}"
             "{% if organ_phone %}，电话{{ organ_phone }}{% endif %}。"),
        *seal(),
    ),
    _paper(
        "hearing_attendance", "听证式调解签到表", _after(Stage.NOTICE), RollFields,
        ABOUT, WHERE,
        Listing("a in attendance", (
            ("身份", "{{ a.kind }}", 28), ("姓名", "{{ a.name }}", 30),
            ("应到", "{{ a.expected }}", 18), ("实到", "{{ a.attended }}", 18),
            ("未到场理由", "{{ a.absence }}", 32), ("签名", "", 30),
        )),
        Form((("其他旁听人员签名", ""),), (("其他旁听人员签名", 30),)),
    ),
    _paper(
        "hearing_minutes", "听证式调解笔录", _after(Stage.OPENING), MinutesFields,
        ABOUT, WHERE, PANEL, CHANGES, ROLL,
        Listing("h in stages", (
            ("环节", "{{ h.stage }}", 32), ("日期", "{{ h.held_on }}", 38),
            ("记录", "{{ h.record }}", 86),
        )),
        Form((("录音录像", "{{ recording }}"),)),
        Text("以上笔录已交当事人阅读（向当事人宣读），可以更正、补充；拒绝签名的，由记录员注明。"),
        PARTIES_SIGN,
        SEATS_SIGN,
    ),
    _paper("hearing_evidence", "听证证据清单", _after(Stage.EVIDENCE), HearingFields,
           ABOUT,
           Listing("e in evidence", (
               ("证据名称", "{{ e.title }}", 36), ("提供人", "{{ e.provided_by }}", 24),
               ("证明内容", "{{ e.shows }}", 36), ("质证意见", "{{ e.views }}", 60),
           )),
           PARTIES_SIGN),
    _paper(
        "hearing_deliberation", "听证评议意见", _after(Stage.DELIBERATION), DeliberationFields,
        ABOUT,
        Listing("o in opinions", (
            ("听证员", "{{ o.name }}", 26), ("个人意见", "{{ o.text }}", 80),
            ("对主要诉求的态度", "{{ o.side }}", 50),
        )),
        Form((
            ("表决情况", "{{ votes }}"), ("集体评议意见", "{{ collective }}"),
        ), (("集体评议意见", 40),)),
        note("评议不公开进行；评议意见仅供参考，不具有法律效力。"),
        SEATS_SIGN,
    ),
    _paper(
        "hearing_opinion", "听证意见书", _after(Stage.OPINION), OpinionFields,
        Each("p in parties", (Text("{{ p.role }}：{{ p.line }}。"),)),
        Text("案由：{{ summary }}"),
        head("听证意见"),
        Text("{{ opinion }}"),
        head("法、理、情疏导"),
        Text("{{ persuasion }}"),
        Text("本意见已当场宣读，仅供当事人协商时参考，不具有法律效力。"),
        SEATS_SIGN,
        *seal(),
    ),
    Paper(
        "hearing_private_talk", "背对背调解记录", "听", _private_talks, TalkFields, fill_talk,
        (
            Form((
                ("纠纷编号", "{{ dispute_number }}", "日期", "{{ held_on }}"),
                ("谈话对象", "{{ party }}", "主持人", "{{ host }}"),
                ("方案和答复", "{{ talk }}"),
            ), (("方案和答复", 60),)),
            note("本记录只供谈话对象核对，不向其他当事人出示。"),
            sign("{{ party }}（签名、捺指印）："),
            sign("主持人（签名）："),
        ),
    ),
    Paper(
        "hearing_stop", "听证式调解中止（终止）告知书", "听",
        lambda case: case.rows(HearingStop), StopFields, fill_stop,
        (
            Each("p in parties", (Text("{{ p.name }}（{{ p.role }}）：", indent=False),)),
            Text("关于{{ summary }}一案的听证式调解，因{{ ground }}（{{ reason }}），"
                 "于{{ stopped_on }}{{ what }}"
                 "{% if resumed_on %}，已于{{ resumed_on }}恢复{% endif %}。"),
            Text("{{ remedies }}"),
            *seal(),
            note("听证式调解是调解的一种方式，不是行政处罚听证；终止听证不影响当事人的其他权利。"),
            PARTIES_SIGN,
        ),
    ),
)  # fmt: skip
