"""Rules of hearing-style mediation (听证式调解), H01–H08.

No statute orders them except consent and privacy: the local plan (实施方案) decides, so a change
of plan is a change of the tables here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.models import (
    Hearing,
    HearingOpinion,
    HearingSeat,
    HearingStage,
    MediationSession,
    Party,
)
from disputes.models.hearing import Stage

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SeatRule:
    code: str
    name: str
    least: int
    most: int
    odd: bool = False

    def fits(self, n: int) -> bool:
        return self.least <= n <= self.most and (n % 2 == 1 or not self.odd)


# H02. The number of members and that it is odd are local practice.
SEATS = (
    SeatRule("host", "主持人1名", 1, 1),
    SeatRule("member", "听证员3至7名且为单数", 3, 7, odd=True),
    SeatRule("recorder", "记录员1名", 1, 1),
)

# What the record of each stage must contain: key and its Chinese name.
RECORDS: dict[str, dict[str, str]] = {
    Stage.INITIATION: {"approved_by": "批准人", "ground": "启动依据"},
    Stage.CONSENT: {"served_on": "告知书送达日期", "consents": "各方同意情况"},
    Stage.PANEL: {"conflict_check": "利害关系核查情况"},
    Stage.NOTICE: {"scheduled_on": "预定日期", "place": "地点"},
    Stage.OPENING: {
        "identity_checked": "核对身份",
        "rights_told": "告知权利",
        "recusal": "回避询问",
    },
    Stage.STATEMENTS: {"applicant": "申请方陈述", "respondent": "被申请方陈述"},
    Stage.EVIDENCE: {"items": "证据及各方意见"},
    Stage.QUESTIONS: {"questions": "提问与回答"},
    Stage.FINAL_STATEMENTS: {"text": "最后陈述"},
    Stage.DELIBERATION: {"opinions": "每名听证员的评议意见"},
    Stage.OPINION: {"text": "听证意见", "read_out": "当场宣读"},
    Stage.MEDIATION: {"proposals": "调解方案"},
    Stage.CONCLUSION: {"outcome": "结果"},
    Stage.FOLLOW_UP: {"result": "回访情况"},
}
SKIPPABLE = frozenset({Stage.QUESTIONS, Stage.FINAL_STATEMENTS})


def _hearing(case: CaseFile) -> Hearing:
    return case.rows(Hearing)[-1]


def _stages(case: CaseFile) -> list[HearingStage]:
    """Stages of the hearing so far; the last one is what somebody wants to record now."""
    return case.rows_of(_hearing(case), HearingStage)


def _record(case: CaseFile) -> dict[str, Any]:
    record: dict[str, Any] = _stages(case)[-1].record
    return record


def hearing_opened(case: CaseFile, facts: Facts, on: date) -> None:
    """A session in this mode begins with the opening of a hearing, and in no other way."""
    if case.rows(MediationSession)[-1].mode != MediationSession.Mode.HEARING:
        return
    hearing = next(reversed(case.rows(Hearing)), None)
    stages = case.rows_of(hearing, HearingStage) if hearing and not hearing.session else []
    if not stages or stages[-1].stage != Stage.OPENING:
        raise RuleViolation("听证式调解须按听证环节召开", code="HEARING_NOT_OPENED")


def open_hearing_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """H03: privacy, minors and domestic violence are heard behind closed doors only.

    Judged when the hearing is proposed and again when it opens: parties may have come meanwhile.
    """
    if facts.get("stage") not in (None, Stage.OPENING):
        return
    dispute, hearing = case.dispute, _hearing(case)
    private = dispute.involves_minor or dispute.domestic_violence
    private = private or any(p.is_minor(on) for p in case.rows(Party))
    if hearing.openness == Hearing.Openness.OPEN and private:
        raise RuleViolation(
            "涉及未成年人、家庭暴力或者个人隐私的纠纷，听证式调解不得公开进行",
            code="OPEN_HEARING_FORBIDDEN",
            statutes=[statutes.MEDIATION_IN_PUBLIC],
        )


def everyone_consented_to_hearing(case: CaseFile, facts: Facts, on: date) -> None:
    """H01: every party agrees to the hearing and, apart from that, to outsiders learning its data."""
    if facts["stage"] != Stage.CONSENT:
        return
    consents = _record(case).get("consents")
    given = [c for c in consents if isinstance(c, dict)] if isinstance(consents, list) else []
    parties = [p for p in case.rows(Party) if p.is_active]
    for party in parties:
        said = [c for c in given if c.get("party") == party.pk]
        if not said or not all(c.get("to_hearing") and c.get("to_disclosure") for c in said):
            raise RuleViolation(
                f"{party}尚未同意听证式调解并单独同意向听证人员提供个人信息",
                code="HEARING_CONSENT_MISSING",
                statutes=[statutes.VOLUNTARY, statutes.PRIVACY_OF_PARTIES],
            )
    if consents is None or len(consents) != len(parties):
        raise RuleViolation("同意情况应按现有当事人逐名记录一次", code="HEARING_CONSENT_INVALID")


def panel_valid(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: every seat filled, members odd, nobody on two seats, nobody related to a party."""
    if facts["stage"] != Stage.PANEL:
        return
    seats = case.rows_of(_hearing(case), HearingSeat)
    taken = [seat.seat for seat in seats]
    wrong = [rule.name for rule in SEATS if not rule.fits(taken.count(rule.code))]
    if len({seat.name for seat in seats}) < len(seats):
        wrong.append("一人不得多席")
    if not all(seat.unrelated for seat in seats):
        wrong.append("听证组成人员不得与当事人有利害关系")
    if wrong:
        raise RuleViolation(f"听证组成不符合要求：{'、'.join(wrong)}", code="PANEL_INVALID")


def stage_in_order(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: the fourteen stages follow each other; only some may be skipped, with a reason."""
    *done, now = _stages(case)
    if len(done) == len(Stage):
        raise RuleViolation("听证各环节均已记录", code="HEARING_STAGE_ORDER")
    expected = list(Stage)[len(done)]
    if now.stage != expected:
        raise RuleViolation(f"应当先完成“{expected.label}”环节", code="HEARING_STAGE_ORDER")
    if now.record.get("skipped") and expected not in SKIPPABLE:
        raise RuleViolation(f"“{expected.label}”环节不得省略", code="HEARING_STAGE_REQUIRED")
    earlier = done[-1].held_on if done else _hearing(case).proposed_on
    if on < earlier:
        raise RuleViolation(
            f"听证环节的日期不得早于上一环节的日期{earlier:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def stage_recorded(case: CaseFile, facts: Facts, on: date) -> None:
    """H04, H05: each stage has its required record, the deliberation every member's opinion."""
    stage, record = Stage(facts["stage"]), _record(case)
    if record.get("skipped"):
        return
    missing = [name for key, name in RECORDS[stage].items() if not record.get(key)]
    if stage == Stage.DELIBERATION:
        hearing = _hearing(case)
        members = [s for s in case.rows_of(hearing, HearingSeat) if s.seat == "member"]
        if len(case.rows_of(hearing, HearingOpinion)) != len(members):
            missing = ["每名听证员的评议意见"]
    if missing:
        raise RuleViolation(
            f"“{stage.label}”环节缺少记录：{'、'.join(missing)}",
            code="HEARING_RECORD_MISSING",
        )


def conclusion_matches(case: CaseFile, facts: Facts, on: date) -> None:
    """H07: the opinion decides nothing. "Agreed" needs an agreement of the parties in effect,
    "not agreed" the notice of the remedies that remain."""
    if facts["stage"] != Stage.CONCLUSION:
        return
    outcome = _record(case).get("outcome")
    if outcome not in ("agreed", "not_agreed"):
        raise RuleViolation("结果应为达成协议或者未达成协议", code="HEARING_OUTCOME_INVALID")
    if outcome == "not_agreed" and _agreed_here(case):
        raise RuleViolation("本次听证已达成并生效调解协议", code="HEARING_OUTCOME_INVALID")
    if outcome == "agreed" and not _agreed_here(case):
        raise RuleViolation(
            "听证意见仅供参考，协议须由当事人签订并生效后方可记录达成协议",
            code="HEARING_WITHOUT_AGREEMENT",
        )
    if outcome == "not_agreed" and not _record(case).get("remedies_told"):
        raise RuleViolation(
            "调解不成的，应当告知当事人其他救济途径",
            code="SUE_NOTICE_MISSING",
            statutes=[statutes.PERFORMANCE],
        )


def _agreed_here(case: CaseFile) -> bool:
    """Whether an agreement that came out of this hearing is in effect."""
    agreement, session = case.agreement, _hearing(case).session
    return (
        agreement is not None
        and agreement.effective_on is not None
        and agreement.session == session
    )
