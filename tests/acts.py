"""Every action of the table, taken as its service takes it, with all that the rules ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes import workflow
from disputes.casefile import CaseFile
from disputes.choices import Receiver, State, Track
from disputes.models import (
    Hearing,
    MediationSession,
    Obligation,
    Officer,
    Party,
    Referral,
    RiskLevel,
)
from disputes.services import agreement, followup, hearing, intake, mediation, parties, referral

FACTS = {
    "reason": "当事人已说明",
    "remedies_told": True,
    "convert_to": "penalty",
    "performed": True,
    "applied_by_all": True,
    "approved_by": "赵所长",
}
Act = Callable[[CaseFile, Officer, date, dict[str, Any]], Any]


def plain(action: str) -> Act:
    """A step that needs nothing but its facts."""

    def step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
        workflow.take_step(case, action, actor=officer, on=on, facts=FACTS | facts)

    return step


def session_fields(case: CaseFile, **fields: Any) -> dict[str, Any]:
    """What an ordinary session of everybody on file consists of."""
    everybody = [{"party": p, "consented": True} for p in case.rows(Party) if p.is_active]
    return {
        "mode": "ordinary",
        "place": "调解室",
        "facts_found": "排水管漏水属实",
        "participants": everybody,
        "second_reason": "police" if case.rows(MediationSession) else "",
        **fields,
    }


def agreement_fields(case: CaseFile, on: date, **fields: Any) -> dict[str, Any]:
    """A complete agreement of the track's own form, signed by everybody, to be performed today."""
    first, second = (p for p in case.rows(Party)[:2])
    names = [{"signer": "party", "party": p, "name": p.name} for p in case.rows(Party)]
    civil = case.dispute.track == Track.CIVIL
    by_track = {
        Track.CIVIL: {"form": "peoples", "mediator": "赵六", "committee_sealed": True},
        Track.SECURITY_CASE: {"form": "security"},
        Track.TRAFFIC: {"form": "traffic"},
    }
    return {
        "facts": "2026年3月，双方因排水发生口角",
        "content": "王强修好水管并赔偿一百元",
        "obligations": [money(second, first, on)],
        "signatures": names if civil else [*names, {"signer": "host", "name": "张所长"}],
        **by_track[Track(case.dispute.track)],
        **fields,
    }


def money(debtor: Party, creditor: Party, due_on: date, amount: int = 100) -> dict[str, Any]:
    """An obligation to pay."""
    return {
        "type": "money", "debtor": debtor, "creditor": creditor, "content": "赔偿损失",
        "method": "现金", "amount": amount, "due_on": due_on,
    }  # fmt: skip


def _hold_session(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sessions = case.rows(MediationSession)
    if sessions and sessions[-1].outcome == "pending" and case.dispute.state == State.MEDIATING:
        _end_session(case, officer, on, {})
    mediation.hold_session(case, actor=officer, held_on=on, **session_fields(case), facts=facts)


def _end_session(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    last = case.rows(MediationSession)[-1].pk
    outcome = facts.get("outcome", "not_agreed")
    mediation.end_session(case, last, actor=officer, outcome=outcome, record="", on=on)


def _draft(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    agreement.draft(case, actor=officer, on=on, **agreement_fields(case, on))


def _agree(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    mediation.take_agreement_into_effect(case, actor=officer, on=on, facts=facts)


def _sign(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    again = [{"signer": "guardian", "party": case.rows(Party)[0], "name": "李父"}]
    assert case.agreement is not None
    agreement.sign(case, case.agreement, actor=officer, on=on, signatures=again)


def _perform(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    assert case.agreement is not None
    open_ones = [o for o in case.rows_of(case.agreement, Obligation) if o.fulfilled_on is None]
    agreement.record_performance(
        case, open_ones[0].pk, actor=officer, fulfilled_on=on, proof="收条"
    )


def _amend(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    intake.amend(case, actor=officer, reason="笔误", place="幸福小区3号楼")


def _add_party(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.add_party(case, actor=officer, role="applicant", name="李芳")


def _change_party(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.change_party(case, case.rows(Party)[0].pk, actor=officer, employer="水利局")


def _represent(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.add_representative(
        case, actor=officer, party=case.rows(Party)[0], capacity="guardian", name="李父"
    )


def _assess(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    level = RiskLevel.objects.get(code="yellow")
    intake.assess_risk(case, actor=officer, level=level, basis="多次争吵", on=on)


def _propose(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    hearing.propose(case, actor=officer, on=on, reason="久调不决", openness="open")


def _hold_stage(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    record = {"approved_by": "赵所长", "ground": "久调不决"}
    latest = case.rows(Hearing)[-1].pk
    hearing.hold_stage(case, latest, actor=officer, stage="initiation", held_on=on, record=record)


def _refer(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.refer(
        case, actor=officer, on=on, receiver=Receiver.GOVERNANCE_CENTRE,
        receiver_name=f"第{len(case.rows(Referral)) + 1}综治中心", channel="letter", reason="需多部门处理",
    )  # fmt: skip


def _open_referral(case: CaseFile) -> Referral:
    return next(r for r in case.rows(Referral) if not (r.returned_on or r.answered_on))


def _receive(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.receive(case, _open_referral(case), actor=officer, on=on, received_by="钱主任")


def _return(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.send_back(case, _open_referral(case), actor=officer, on=on, reason="不属本单位")


def _answer(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    resolved = facts.get("resolved", False)
    referral.answer(
        case, _open_referral(case), actor=officer, on=on, text="已处理", resolved=resolved
    )


def _feedback(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    _answer(case, officer, on, {"resolved": True})


def _follow_up(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    followup.record_follow_up(case, actor=officer, held_on=on, method="phone", visited="李明")


ACTS: dict[str, Act] = {
    "hold_session": _hold_session,
    "end_session": _end_session,
    "draft_agreement": _draft,
    "sign_agreement": _sign,
    "agree": _agree,
    "perform": _perform,
    "amend": _amend,
    "add_party": _add_party,
    "change_party": _change_party,
    "represent": _represent,
    "assess_risk": _assess,
    "propose_hearing": _propose,
    "hold_stage": _hold_stage,
    "refer": _refer,
    "receive": _receive,
    "return": _return,
    "answer": _answer,
    "feedback": _feedback,
    "follow_up": _follow_up,
}


def take(case: CaseFile, action: str, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """Take one action on an open case file."""
    ACTS.get(action, plain(action))(case, officer, on, facts)
