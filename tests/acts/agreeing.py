"""Agreements, their signatures, performance and confirmation."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import clock
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.models import (
    Confirmation,
    Obligation,
    Officer,
    Party,
    Representative,
)
from disputes.services import (
    agreement,
    confirmation,
    mediation,
    performance,
)
from tests.acts.act import Act
from tests.acts.keeping import represent


def agreement_fields(case: CaseFile, on: date, **fields: Any) -> dict[str, Any]:
    """A complete agreement of the track's own form, signed by everybody, to be performed today."""
    first, second = (p for p in case.rows(Party)[:2])
    names = [{"signer": "party", "party": p, "name": p.name} for p in case.rows(Party)]
    civil = case.dispute.track == Track.CIVIL
    by_track = {
        Track.CIVIL: {"form": "peoples", "mediator": "赵六"},
        Track.SECURITY_CASE: {"form": "security"},
        Track.TRAFFIC: {"form": "traffic"},
    }
    committee = [{"signer": "mediator"}, {"signer": "seal", "name": "幸福村人民调解委员会"}]
    return {
        "occurred": "2026年3月1日19时许",
        "place": "幸福小区3号楼",
        "cause": "排水",
        "facts": "2026年3月，双方因排水发生口角",
        "circumstances": "情节较轻",
        "consequence": "未造成人身伤害",
        "issues": "水管由谁修",
        "responsibility": "王强负全部责任",
        "content": "王强修好水管并赔偿一百元",
        "obligations": [money(second, first, on)],
        "signatures": [*names, *(committee if civil else [{"signer": "host"}])],
        **by_track[Track(case.dispute.track)],
        **fields,
    }


def money(debtor: Party, creditor: Party, due_on: date, amount: int = 100) -> dict[str, Any]:
    """An obligation to pay."""
    return {
        "type": "money", "debtor": debtor, "creditor": creditor, "content": "赔偿损失",
        "method": "现金", "amount": amount, "due_on": due_on,
    }  # fmt: skip


def _draft(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    agreement.draft(case, actor=officer, on=on, **agreement_fields(case, on))


def _agree(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    mediation.take_agreement_into_effect(case, actor=officer, on=on, facts=facts)


def _sign(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    first = case.rows(Party)[0]
    again = [{"signer": "guardian", "party": first, "name": "李父"}]
    if not any(r.party == first for r in case.rows(Representative)):
        represent(case, officer, clock.today(), {})
    assert case.agreement is not None
    agreement.sign(case, case.agreement, actor=officer, on=on, signatures=again)


def _perform(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    assert case.agreement is not None
    open_ones = [o for o in case.rows_of(case.agreement, Obligation) if o.fulfilled_on is None]
    performance.record_performance(
        case, open_ones[0].pk, actor=officer, performed_on=on, proof="收条"
    )


def _waive(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    last = case.rows(Obligation)[-1]
    performance.waive(case, last.pk, actor=officer, waived_on=on, **waiver_fields(last, **facts))


def waiver_fields(obligation: Obligation, **fields: Any) -> dict[str, Any]:
    """The creditor's own waiver, in writing."""
    assert obligation.creditor is not None
    return {
        "reason": "念及邻里情分", "consent": "声明1", "signer": "party",
        "name": obligation.creditor.name, **fields,
    }  # fmt: skip


def _change(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    former = case.agreement
    assert former is not None
    told = agreement_fields(case, on) | {"reason": "延期履行", **facts}
    agreement.change(case, former, actor=officer, on=on, **told)


def _apply(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"court": "区人民法院", "applied_by_all": True, "personal_status": False, **facts}
    assert case.agreement is not None
    confirmation.apply_for_confirmation(case, case.agreement, actor=officer, applied_on=on, **told)


def _confirm(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    result = facts.get("result", "confirmed")
    application = case.rows(Confirmation)[-1]
    confirmation.record_result(case, application, actor=officer, result=result, result_on=on)


ACTS: dict[str, Act] = {
    "draft_agreement": _draft,
    "sign_agreement": _sign,
    "agree": _agree,
    "perform": _perform,
    "waive": _waive,
    "change_agreement": _change,
    "apply_confirmation": _apply,
    "record_confirmation": _confirm,
}
