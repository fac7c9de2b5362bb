"""Hearing-style mediation (听证式调解) from the proposal to the follow-up, all fourteen stages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from disputes.choices import State
from disputes.demo import acts, people
from disputes.demo.pace import Steps
from disputes.demo.story import Story
from disputes.models import Hearing, HearingAttendance, HearingSeat, Party, Representative
from disputes.models.hearing import Stage
from disputes.services import hearing, opinions

Capacity = HearingSeat.Capacity
PANEL = {
    Capacity.PEOPLES_DEPUTY: "{town}人大代表工作站",
    Capacity.CPPCC_MEMBER: "{county}政协",
    Capacity.LAWYER: "{county}法律援助中心",
    Capacity.VILLAGE_CADRE: "{town}村民委员会",
    Capacity.MEDIATOR: "{town}人民调解委员会",
    Capacity.ELDER: "{town}五老调解队",
}
REASONS = (
    "多次调解未果，双方均要求公开评理",
    "涉及多户村民利益，社会关注度较高",
    "积怨较深，存在信访苗头",
)
# Stages whose record is the same words in every hearing.
RECORDS: dict[str, dict[str, Any]] = {
    Stage.PANEL: {"conflict_check": "逐一核查，与双方均无利害关系；双方对组成人员无异议"},
    Stage.STATEMENTS: {
        "applicant": "陈述纠纷经过，要求对方承担责任",
        "respondent": "认可部分事实，对责任和数额有异议",
    },
    Stage.EVIDENCE: {},
    Stage.QUESTIONS: {},
    Stage.FINAL_STATEMENTS: {"text": "双方作最后陈述，表示愿意听取听证员意见"},
    Stage.DELIBERATION: {"opinions": "听证员逐名发表意见，多数意见主张各让一步"},
    Stage.OPINION: {"text": "从法、理、情三方面疏导，建议双方各让一步", "read_out": True},
    Stage.MEDIATION: {},
}
EXHIBITS = ("现场照片", "证人证言", "村委会证明")
PERSUASIONS = (
    ("law", "讲明相关法律规定和各自责任"),
    ("reason", "算清争执的得失，各让一步"),
    ("feeling", "念及邻里情分，重归于好"),
)
OPINIONS = (
    "申请方诉求基本合理，建议被申请方适当承担",
    "双方均有不当之处，建议互谅互让",
    "建议按实际损失协商，不宜扩大",
)


def heard(s: Story) -> Steps:
    yield from _up_to_the_hearing(s)
    yield from _agreed_there(s)


def heard_twice(s: Story) -> Steps:
    """The first hearing ends without an agreement, the second one brings it."""
    yield from _up_to_the_hearing(s)
    yield s.wait(0, 0)
    _stage(s, Stage.CONCLUSION, {"outcome": "not_agreed", "remedies_told": True})
    yield s.wait(2, 9)
    yield from _hearing(s, second_reason="party")
    yield from _agreed_there(s)


def heard_in_vain(s: Story) -> Steps:
    yield from _up_to_the_hearing(s)
    yield s.wait(0, 0)
    _stage(s, Stage.CONCLUSION, {"outcome": "not_agreed", "remedies_told": True})
    yield s.wait(0, 3)
    s.inform()
    s.step("fail", reason="听证后双方仍未达成协议", remedies_told=True)
    s.free()
    yield from _visited(s, "双方情绪平稳，已告知依法起诉")
    yield from acts.answered(s, resolved=False)
    yield from s.file_away(close=True)


def _up_to_the_hearing(s: Story) -> Steps:
    yield from s.begin()
    yield from acts.letters(s)
    yield s.wait(1, 12)
    yield from _hearing(s)


def _agreed_there(s: Story) -> Steps:
    yield from acts.agree(s)
    yield s.wait(0, 0)
    _stage(s, Stage.CONCLUSION, {"outcome": "agreed"})
    s.free()
    yield from acts.performed(s)
    yield from _visited(s, "协议已履行，双方关系缓和")
    yield from acts.answered(s, resolved=True)
    yield from s.file_away(close=s.case.dispute.state == State.FULFILLED)


def _hearing(s: Story, second_reason: str = "") -> Steps:
    """A hearing from its proposal to the mediation: twelve stages on two days or more."""
    private = s.case.dispute.involves_minor or s.case.dispute.domestic_violence
    openness = Hearing.Openness.CLOSED if private or s.chance(0.15) else Hearing.Openness.OPEN
    hearing.propose(s.case, actor=s.officer, on=s.today, reason=s.rng.choice(REASONS),
                    openness=openness)  # fmt: skip
    yield s.wait(0, 2)
    ground = "符合听证式调解启动条件，双方自愿"
    _stage(s, Stage.INITIATION, {"approved_by": s.station.chief.name, "ground": ground})
    yield s.wait(0, 2)
    _stage(s, Stage.CONSENT, {"served_on": s.today.isoformat()}, consents=_consents(s))
    yield s.wait(0, 1)
    _stage(s, Stage.PANEL, RECORDS[Stage.PANEL], seats=_seats(s))
    yield s.wait(0, 1)
    day = s.today + timedelta(s.rng.randint(1, 3))
    place = f"{s.station.unit.name}听证调解室"
    _stage(s, Stage.NOTICE, {"scheduled_on": day.isoformat(), "place": place})
    left = (day - s.today).days
    yield s.wait(left, left)
    _stage(s, Stage.OPENING, _opening(s, second_reason), attendance=_attendance(s))
    for stage, lists in _course(s):
        yield s.wait(0, 0)
        if stage == Stage.DELIBERATION:
            _deliberate(s)
        _stage(s, stage, RECORDS[stage], **lists)


def _stage(s: Story, stage: str, record: dict[str, Any], **more: Any) -> None:
    """Record a stage. The chief sits in the chair from the first one to the last."""
    hearing.hold_stage(s.case, s.case.rows(Hearing)[-1].pk, actor=s.station.chief, stage=stage,
                       held_on=s.today, record=dict(record), **more)  # fmt: skip


def _consents(s: Story) -> list[dict[str, Any]]:
    """Everybody consents; for a minor the guardian signs."""
    guardians = {r.party: r for r in s.case.rows(Representative) if r.capacity == "guardian"}
    return [
        {"party": p, "to_hearing": True, "to_disclosure": True, "signed_by": guardians.get(p)}
        for p in s.case.rows(Party) if p.is_active
    ]  # fmt: skip


def _attendance(s: Story) -> list[dict[str, Any]]:
    """Everybody who was expected has come."""
    rows = s.case.rows_of(s.case.rows(Hearing)[-1], HearingAttendance)
    return [
        {key: getattr(row, key), "attended": True}
        for row in rows
        for key in ("party", "representative", "seat")
        if getattr(row, key) is not None
    ]


def _course(s: Story) -> list[tuple[Stage, dict[str, Any]]]:
    """The stages from the statements to the mediation, each with its lists."""
    told = s.rng.sample(PERSUASIONS, s.rng.choice((2, 3)))
    said = [{"dimension": dimension, "content": content} for dimension, content in told]
    return [
        (Stage.STATEMENTS, {}), (Stage.EVIDENCE, {"evidence": _evidence(s)}),
        (Stage.QUESTIONS, {"questions": _questions(s)}), (Stage.FINAL_STATEMENTS, {}),
        (Stage.DELIBERATION, {}), (Stage.OPINION, {"persuasions": said}),
        (Stage.MEDIATION, {"proposals": _proposals(s)}),
    ]  # fmt: skip


def _parties(s: Story) -> list[Party]:
    return [p for p in s.case.rows(Party) if p.is_active]


def _evidence(s: Story) -> list[dict[str, Any]]:
    views = [
        {"party": p, "accepted": n == 0, "text": "" if n == 0 else "对证明目的有异议"}
        for n, p in enumerate(_parties(s))
    ]
    return [{"title": title, "views": views} for title in s.rng.sample(EXHIBITS, 2)]


def _members(s: Story) -> list[HearingSeat]:
    seats = s.case.rows_of(s.case.rows(Hearing)[-1], HearingSeat)
    return [seat for seat in seats if seat.seat == HearingSeat.Seat.MEMBER]


def _questions(s: Story) -> list[dict[str, Any]]:
    told = {"question": "纠纷的起因和真实诉求是什么？", "answer": "已当场说明。"}
    return [told | {"seat": seat, "party": _parties(s)[0]} for seat in _members(s)[:2]]


def _proposals(s: Story) -> list[dict[str, Any]]:
    talk = {"mode": "back_to_back", "answer": "considered"}
    return [
        {"mode": "face_to_face", "content": "以听证意见为基础各让一步", "answer": "considered"},
        *(talk | {"party": p, "content": "可以适当让步"} for p in _parties(s)[:2]),
    ]


def _deliberate(s: Story) -> None:
    """An officer, never the chair, takes down what each member thinks; then all is revealed."""
    hearing_id = s.case.rows(Hearing)[-1].pk
    chair = s.station.chief
    writer = s.colleague(chair) if s.officer == chair else s.officer
    for seat in _members(s):
        opinions.give(
            s.case, hearing_id, actor=writer, seat=seat.pk, text=s.rng.choice(OPINIONS),
            supports_applicant=s.rng.choice((True, True, False, None)), given_on=s.today,
        )  # fmt: skip
    opinions.reveal(s.case, hearing_id, actor=writer, revealed_on=s.today)


def _opening(s: Story, second_reason: str) -> dict[str, Any]:
    return {
        "identity_checked": True, "rights_told": True, "discipline_read": True, "recusal": "双方均不申请回避",
        "facts_found": s.case.dispute.summary, "second_reason": second_reason,
        "recording": f"听证室{s.now:%Y%m%d%H%M}", "second_officer": s.colleague(s.station.chief).pk,
    }  # fmt: skip


def _seats(s: Story) -> list[dict[str, Any]]:
    """Chief in the chair, the head of the judicial office among the members, an officer writes."""
    names = {"town": s.station.township, "county": s.station.county.name}
    others = s.rng.sample(list(PANEL), s.rng.choice((2, 2, 4)))
    seats = [
        ("host", Capacity.POLICE, s.station.unit.name, s.station.chief.name),
        ("recorder", Capacity.POLICE, s.station.unit.name, s.rng.choice(s.station.officers).name),
        ("member", Capacity.JUDICIAL_OFFICE_HEAD, f"{s.station.township}司法所", ""),
        *(("member", capacity, PANEL[capacity].format(**names), "") for capacity in others),
    ]
    taken = {name for *_, name in seats}
    return [
        {"seat": seat, "capacity": capacity, "organisation": body, "unrelated": True,
         "name": name or _somebody_else(s, taken)}
        for seat, capacity, body, name in seats
    ]  # fmt: skip


def _somebody_else(s: Story, taken: set[str]) -> str:
    """A name that nobody at the table has."""
    while (name := people.name(s.rng, s.chance(0.3))) in taken:
        pass
    taken.add(name)
    return name


def _visited(s: Story, result: str) -> Steps:
    """The last stage is the follow-up."""
    yield s.wait(7, 30)
    _stage(s, Stage.FOLLOW_UP, {"result": result}, follow_up=s.impressions())
