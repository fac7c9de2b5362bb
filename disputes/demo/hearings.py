"""Hearing-style mediation (听证式调解) from the proposal to the follow-up, all fourteen stages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from disputes.choices import State
from disputes.demo import acts, people
from disputes.demo.pace import Steps
from disputes.demo.story import Story
from disputes.models import Hearing, HearingSeat, MediationSession
from disputes.models.hearing import Stage
from disputes.services import hearing

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
    Stage.EVIDENCE: {
        "items": ["现场照片", "证人证言", "村委会证明"],
        "views": "双方质证，无原则分歧",
    },
    Stage.QUESTIONS: {"questions": "听证员就起因、经过和双方真实诉求逐项提问，双方作答"},
    Stage.FINAL_STATEMENTS: {"text": "双方作最后陈述，表示愿意听取听证员意见"},
    Stage.DELIBERATION: {"opinions": "听证员逐名发表意见，见评议意见"},
    Stage.OPINION: {"text": "从法、理、情三方面疏导，建议双方各让一步", "read_out": True},
    Stage.MEDIATION: {"proposals": "以听证意见为基础，提出调解方案"},
}
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
    _stage(s, Stage.CONSENT, {"served_on": s.today.isoformat(), "consents": _consents(s)})
    yield s.wait(0, 1)
    _stage(s, Stage.PANEL, RECORDS[Stage.PANEL], seats=_seats(s))
    yield s.wait(0, 1)
    day = s.today + timedelta(s.rng.randint(1, 3))
    place = f"{s.station.unit.name}听证调解室"
    _stage(s, Stage.NOTICE, {"scheduled_on": day.isoformat(), "place": place})
    left = (day - s.today).days
    yield s.wait(left, left)
    _stage(s, Stage.OPENING, _opening(s, second_reason))
    for stage in (Stage.STATEMENTS, Stage.EVIDENCE, Stage.QUESTIONS, Stage.FINAL_STATEMENTS):
        yield s.wait(0, 0)
        _stage(s, stage, RECORDS[stage])
    yield s.wait(0, 0)
    _stage(s, Stage.DELIBERATION, RECORDS[Stage.DELIBERATION], opinions=_opinions(s))
    for stage in (Stage.OPINION, Stage.MEDIATION):
        yield s.wait(0, 0)
        _stage(s, stage, RECORDS[stage])
    acts.persuaded(s, s.case.rows(MediationSession)[-1])


def _stage(s: Story, stage: str, record: dict[str, Any], **more: Any) -> None:
    """Record a stage. The chief sits in the chair from the first one to the last."""
    hearing.hold_stage(s.case, s.case.rows(Hearing)[-1].pk, actor=s.station.chief, stage=stage,
                       held_on=s.today, record=dict(record), **more)  # fmt: skip


def _consents(s: Story) -> list[dict[str, Any]]:
    return [
        {
            "party": row["party"].pk,
            "to_hearing": True,
            "to_disclosure": True,
            "guardian_attended": row["guardian_attended"],
        }
        for row in acts.participants(s)
    ]


def _opening(s: Story, second_reason: str) -> dict[str, Any]:
    return {
        "identity_checked": True, "rights_told": True, "recusal": "双方均不申请回避",
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


def _opinions(s: Story) -> list[dict[str, Any]]:
    seats = s.case.rows_of(s.case.rows(Hearing)[-1], HearingSeat)
    return [
        {
            "seat": seat.pk,
            "text": s.rng.choice(OPINIONS),
            "supports_applicant": s.rng.choice((True, True, False, None)),
        }
        for seat in seats
        if seat.seat == HearingSeat.Seat.MEMBER
    ]


def _visited(s: Story, result: str) -> Steps:
    """The last stage is the follow-up."""
    yield s.wait(7, 30)
    _stage(s, Stage.FOLLOW_UP, {"result": result}, follow_up=s.impressions())
