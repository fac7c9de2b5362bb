"""A hearing with all that its fourteen stages need, for tests that change one thing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes.casefile import CaseFile, case_file
from disputes.choices import State, Track
from disputes.models import Hearing, HearingSeat, HearingStage, Party
from disputes.models.hearing import Stage
from disputes.services import hearing
from tests.factories import DAY, make_case

PANEL = [
    {"seat": "host", "name": "赵所长", "capacity": "police", "unrelated": True},
    {"seat": "member", "name": "钱所长", "capacity": "judicial_office_head", "unrelated": True},
    {"seat": "member", "name": "孙代表", "capacity": "peoples_deputy", "unrelated": True},
    {"seat": "member", "name": "李律师", "capacity": "lawyer", "unrelated": True},
    {"seat": "recorder", "name": "周民警", "capacity": "police", "unrelated": True},
]
RECORDS: dict[str, dict[str, Any]] = {
    Stage.INITIATION: {"approved_by": "赵所长", "ground": "久调不决"},
    Stage.CONSENT: {"served_on": "2026-03-02"},
    Stage.PANEL: {"conflict_check": "无利害关系"},
    Stage.NOTICE: {"scheduled_on": "2026-03-05", "place": "村委会议事厅"},
    Stage.OPENING: {"identity_checked": True, "rights_told": True, "recusal": "不申请回避",
                    "facts_found": "排水管漏水属实", "recording": "录-1",
                    "in_case_area": True},
    Stage.STATEMENTS: {"applicant": "要求赔偿", "respondent": "同意修缮"},
    Stage.EVIDENCE: {"items": "照片三张，双方无异议"},
    Stage.QUESTIONS: {"questions": "问：何时开始漏水？答：二月。"},
    Stage.FINAL_STATEMENTS: {"text": "双方坚持各自意见"},
    Stage.DELIBERATION: {"opinions": "一致认为应当修缮"},
    Stage.OPINION: {"text": "建议修缮并赔偿", "read_out": True},
    Stage.MEDIATION: {"proposals": "修缮并赔偿一百元"},
    Stage.CONCLUSION: {"outcome": "not_agreed", "remedies_told": True},
    Stage.FOLLOW_UP: {"result": "已履行，双方和好"},
}  # fmt: skip


class Hall:
    """One hearing and what its stages need. Keywords of `hold` replace parts of a stage."""

    def __init__(self, track: str = Track.CIVIL, openness: str = "open") -> None:
        self.dispute = make_case(State.ACCEPTED, track=track)
        self.chief = self.dispute.registered_by
        self.hearing = self.propose(openness)

    def file(self, do: Callable[[CaseFile], Any]) -> Any:
        with case_file(self.dispute.pk) as case:
            return do(case)

    def propose(self, openness: str = "open", on: date = DAY) -> Hearing:
        return self.file(lambda case: hearing.propose(
            case, actor=self.chief, on=on, reason="久调不决", openness=openness))  # fmt: skip

    def consents(self, **change: Any) -> list[dict[str, Any]]:
        everybody = Party.objects.filter(dispute=self.dispute, is_active=True).order_by("pk")
        return [
            {"party": p.pk, "to_hearing": True, "to_disclosure": True} | change for p in everybody
        ]

    def opinions(self) -> list[dict[str, Any]]:
        members = HearingSeat.objects.filter(hearing=self.hearing, seat="member")
        return [{"seat": s.pk, "text": "应当修缮", "supports_applicant": True} for s in members]

    def hold(self, stage: str, on: date = DAY, **change: Any) -> HearingStage:
        told: dict[str, Any] = {"record": dict(RECORDS[stage]), "actor": self.chief}
        if stage == Stage.CONSENT:
            told["record"]["consents"] = self.consents()
        if stage == Stage.PANEL:
            told["seats"] = PANEL
        if stage == Stage.DELIBERATION:
            told["opinions"] = self.opinions()
        if stage == Stage.FOLLOW_UP:
            told["follow_up"] = {"method": "visit", "visited": "李明", "satisfaction": "very"}
        told["record"] |= change.pop("record", {})
        told |= change
        return self.file(lambda case: hearing.hold_stage(
            case, self.hearing.pk, stage=stage, held_on=on, **told))  # fmt: skip

    def until(self, stage: str, on: date = DAY) -> Hall:
        """Hold every stage before this one."""
        for earlier in list(Stage)[
            len(self.hearing.stages.all()) : list(Stage).index(Stage(stage))
        ]:
            self.hold(earlier, on)
        return self
