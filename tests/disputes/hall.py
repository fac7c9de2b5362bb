"""A hearing with all that its fourteen stages need, for tests that change one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes.casefile import CaseFile, case_file
from disputes.choices import State, Track
from disputes.guards.panel import members, sitting
from disputes.models import (
    Hearing,
    HearingSeat,
    HearingStage,
    Officer,
    OpinionReveal,
    Party,
    Representative,
)
from disputes.models.hearing import Stage
from disputes.services import hearing, hearing_stops, opinions
from tests.factories import DAY, make_case, make_officer

PANEL = [
    {"seat": "host", "name": "赵所长", "capacity": "police", "unrelated": True},
    {
        "seat": "member",
        "name": "钱所长",
        "capacity": "judicial_office_head",
        "organisation": "幸福司法所",
        "unrelated": True,
    },
    {
        "seat": "member",
        "name": "孙代表",
        "capacity": "peoples_deputy",
        "organisation": "镇人大代表工作站",
        "unrelated": True,
    },
    {
        "seat": "member",
        "name": "李律师",
        "capacity": "lawyer",
        "organisation": "正平律师事务所",
        "unrelated": True,
    },
    {"seat": "recorder", "name": "周民警", "capacity": "police", "unrelated": True},
]
RECORDS: dict[str, dict[str, Any]] = {
    Stage.INITIATION: {"approved_by": "赵所长", "ground": "久调不决"},
    Stage.CONSENT: {"served_on": "2026-03-02"},
    Stage.PANEL: {"conflict_check": "无利害关系"},
    Stage.NOTICE: {"scheduled_on": "2026-03-05", "scheduled_time": "09:30", "place": "村委会议事厅"},
    Stage.OPENING: {"identity_checked": True, "rights_told": True, "discipline_read": True,
                    "recusal": "不申请回避", "facts_found": "排水管漏水属实",
                    "recording": "录-1", "in_case_area": True},
    Stage.STATEMENTS: {"applicant": "要求赔偿", "respondent": "同意修缮"},
    Stage.EVIDENCE: {},
    Stage.QUESTIONS: {},
    Stage.FINAL_STATEMENTS: {"text": "双方坚持各自意见"},
    Stage.DELIBERATION: {"opinions": "一致认为应当修缮"},
    Stage.OPINION: {"text": "建议修缮并赔偿", "read_out": True},
    Stage.MEDIATION: {},
    Stage.CONCLUSION: {"outcome": "not_agreed", "remedies_told": True},
    Stage.FOLLOW_UP: {"result": "已履行，双方和好"},
}  # fmt: skip
Rows = list[dict[str, Any]]


def consents(case: CaseFile, **change: Any) -> Rows:
    """Everybody agrees to both; for a minor the guardian signs."""
    guardians = {r.party: r for r in case.rows(Representative) if r.capacity == "guardian"}
    return [
        {"party": p, "to_hearing": True, "to_disclosure": True, "signed_by": guardians.get(p)}
        | change
        for p in case.rows(Party) if p.is_active
    ]  # fmt: skip


def attendance(case: CaseFile, absent: dict[str, str] | None = None) -> Rows:
    """Everybody is there but those named, with a reason each."""
    away = absent or {}
    expected = [
        *(("party", p) for p in case.rows(Party) if p.is_active),
        *(("representative", r) for r in case.rows(Representative)),
        *(("seat", s) for s in sitting(case, case.rows(Hearing)[-1])),
    ]
    return [
        {key: who, "attended": who.name not in away, "absence": away.get(who.name, "")}
        for key, who in expected
    ]


def evidence(case: CaseFile) -> Rows:
    views = [
        {"party": p, "accepted": n == 0, "text": "" if n == 0 else "拍摄时间不明"}
        for n, p in enumerate(p for p in case.rows(Party) if p.is_active)
    ]
    return [{"title": "漏水照片三张", "shows": "漏水位置", "views": views}]


def questions(case: CaseFile) -> Rows:
    asking = members(case, case.rows(Hearing)[-1])[:1]
    party = case.rows(Party)[0]
    return [
        {"seat": seat, "party": party, "question": "何时开始漏水？", "answer": "二月。"}
        for seat in asking
    ]


def proposals(case: CaseFile) -> Rows:
    first = case.rows(Party)[0]
    return [
        {"mode": "face_to_face", "content": "修缮并赔偿一百元", "answer": "considered"},
        {"mode": "back_to_back", "party": first, "content": "底线为赔偿八十元",
         "answer": "accepted"},
    ]  # fmt: skip


def persuasions(case: CaseFile) -> Rows:
    return [
        {"dimension": "law", "content": "相邻权利人应当避免造成损害"},
        {"dimension": "reason", "content": "楼上楼下互有用水之便"},
        {"dimension": "feeling", "content": "远亲不如近邻"},
    ]


LISTS: dict[str, tuple[str, Callable[[CaseFile], Rows]]] = {
    Stage.CONSENT: ("consents", consents),
    Stage.PANEL: ("seats", lambda case: PANEL),
    Stage.OPENING: ("attendance", attendance),
    Stage.EVIDENCE: ("evidence", evidence),
    Stage.QUESTIONS: ("questions", questions),
    Stage.OPINION: ("persuasions", persuasions),
    Stage.MEDIATION: ("proposals", proposals),
}
VISIT = {"method": "visit", "visited": "李明", "satisfaction": "very"}


def everything_for(case: CaseFile, stage: str, change: dict[str, Any]) -> dict[str, Any]:
    """Record and lists of a stage, with what a test wants otherwise."""
    told: dict[str, Any] = {"record": RECORDS[stage] | change.pop("record", {})}
    if stage in LISTS and "skipped" not in told["record"]:
        name, make = LISTS[Stage(stage)]
        told[name] = make(case)
    if stage == Stage.FOLLOW_UP:
        told["follow_up"] = VISIT
    return told | change


def deliberate(case: CaseFile, officer: Officer, on: date) -> None:
    """Every member gives an opinion, all are revealed."""
    hearing = case.rows(Hearing)[-1]
    for seat in members(case, hearing):
        opinions.give(case, hearing.pk, actor=officer, seat=seat.pk, text="应当修缮",
                      supports_applicant=True, given_on=on)  # fmt: skip
    opinions.reveal(case, hearing.pk, actor=officer, revealed_on=on)


class Hall:
    """One hearing and what its stages need. Keywords of `hold` replace parts of a stage."""

    def __init__(self, track: str = Track.CIVIL, openness: str = "open", **fields: Any) -> None:
        self.dispute = make_case(State.ACCEPTED, track=track, **fields)
        self.chief = self.dispute.registered_by
        self.clerk = make_officer(self.dispute.unit)
        self.hearing = self.propose(openness)

    @classmethod
    def before(cls, state: str, **fields: Any) -> Hall:
        """A case in which nobody has proposed a hearing yet."""
        hall = cls.__new__(cls)
        hall.dispute = make_case(state, **fields)
        hall.chief, hall.clerk = hall.dispute.registered_by, make_officer(hall.dispute.unit)
        return hall

    def file(self, do: Callable[[CaseFile], Any]) -> Any:
        with case_file(self.dispute.pk) as case:
            return do(case)

    def propose(self, openness: str = "open", on: date = DAY, **fields: Any) -> Hearing:
        return self.file(lambda case: hearing.propose(
            case, actor=self.chief, on=on, reason="久调不决", openness=openness, **fields))  # fmt: skip

    def hold(self, stage: str, on: date = DAY, **change: Any) -> HearingStage:
        """One stage with all it needs. `actor` may be somebody else than the chief."""
        actor = change.pop("actor", self.chief)
        return self.file(lambda case: hearing.hold_stage(
            case, self.hearing.pk, stage=stage, held_on=on, actor=actor,
            **everything_for(case, stage, dict(change))))  # fmt: skip

    def deliberate(self, on: date = DAY) -> Hall:
        self.file(lambda case: deliberate(case, self.clerk, on))
        return self

    def withdraw(self, name: str, on: date = DAY, **change: Any) -> Hearing:
        """A party takes its consent to the hearing back."""
        told = {"reason": "不愿外人知晓", "remedies_told": True, "actor": self.chief} | change
        return self.file(lambda case: hearing_stops.withdraw_consent(
            case, self.hearing.pk, withdrawn_on=on, **told,
            party=next(p for p in case.rows(Party) if p.name == name)))  # fmt: skip

    def until(self, stage: str, on: date = DAY) -> Hall:
        """Hold every stage before this one; opinions are in and revealed before their stage."""
        for earlier in list(Stage)[
            len(self.hearing.stages.all()) : list(Stage).index(Stage(stage))
        ]:
            if earlier == Stage.DELIBERATION and not self.revealed:
                self.deliberate(on)
            self.hold(earlier, on)
        return self

    @property
    def revealed(self) -> bool:
        return OpinionReveal.objects.filter(hearing=self.hearing).exists()

    def seat(self, name: str) -> HearingSeat:
        return HearingSeat.objects.get(hearing=self.hearing, name=name)
