"""Referrals, and what joins a case with others."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Receiver, State, Track
from disputes.models import (
    CriminalCase,
    MediationSession,
    Officer,
    Party,
    Recurrence,
    Referral,
)
from disputes.services import (
    criminal,
    linking,
    mediation,
    recurrence,
    referral,
)
from tests.acts.act import Act, plain


def _refer(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {
        "receiver": Receiver.GOVERNANCE_CENTRE, "channel": "letter", "reason": "需多部门处理",
        "receiver_name": f"第{len(case.rows(Referral)) + 1}综治中心", **facts,
    }  # fmt: skip
    referral.refer(case, actor=officer, on=on, **told)


def _hand_over(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """The receipt of a transfer ends the case here by itself."""
    _refer(case, officer, on, {"kind": "transfer", "receiver": Receiver.OTHER_POLICE})
    _receive(case, officer, on, {})


def _take_back(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    _return(case, officer, on, {})


def _open_referral(case: CaseFile) -> Referral:
    return next(r for r in reversed(case.rows(Referral)) if r.is_open)


def _receive(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.receive(case, _open_referral(case), actor=officer, on=on, received_by="钱主任")


def _return(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.send_back(case, _open_referral(case), actor=officer, on=on, reason="不属本单位")


def _remind(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.remind(case, _open_referral(case), actor=officer, on=on)


def _withdraw_referral(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.withdraw(case, _open_referral(case), actor=officer, on=on, reason="双方已另行协商")


def _answer(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    resolved = facts.get("resolved", False)
    referral.answer(
        case, _open_referral(case), actor=officer, on=on, text="已处理", resolved=resolved
    )


def _feedback(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    _answer(case, officer, on, {"resolved": True})


def _split(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"parties": case.rows(Party)[:1], "kind": case.dispute.kind, "summary": "另一起口角"}
    linking.split(case, actor=officer, reason="并非同一事由", **told | facts)


def _decide_recurrence(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"is_recurrence": True, "reason": "同一事由再次争吵", **facts}
    recurrence.decide(case, case.rows(Recurrence)[-1], actor=officer, on=on, **told)


def _link_criminal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {
        "kind": "civil_to_criminal", "number": f"A{case.dispute.number}", "charge": "故意伤害罪",
        **facts,
    }  # fmt: skip
    criminal.link(case, actor=officer, filed_on=on, **told)


def _convert(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """On the ground that the file has; what is no offence becomes a crime."""
    if "ground" not in facts:
        facts = _fitting(case, officer, on) | facts
    plain("convert")(case, officer, on, facts)


def _fitting(case: CaseFile, officer: Officer, on: date) -> dict[str, Any]:
    if case.dispute.track != Track.SECURITY_CASE:
        if not case.rows(CriminalCase):
            _link_criminal(case, officer, on, {})
        return {"convert_to": "criminal", "ground": "criminal_case"}
    if case.dispute.state == State.BREACHED:
        return {"ground": "not_performed"}
    held = case.rows(MediationSession)
    if held and held[-1].outcome == "pending" and case.dispute.state == State.MEDIATING:
        mediation.end_session(
            case, held[-1].pk, actor=officer, outcome="not_agreed", record="", on=on
        )
    return {"ground": "not_agreed" if held else "refused"}


ACTS: dict[str, Act] = {
    "convert": _convert,
    "hand_over": _hand_over,
    "take_back": _take_back,
    "split": _split,
    "decide_recurrence": _decide_recurrence,
    "link_criminal": _link_criminal,
    "refer": _refer,
    "remind": _remind,
    "withdraw_referral": _withdraw_referral,
    "receive": _receive,
    "return": _return,
    "answer": _answer,
    "feedback": _feedback,
}
