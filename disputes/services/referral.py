"""Referral (移交): letter, receipt or return, answer. The dispute stays ours."""

from __future__ import annotations

from datetime import date

from disputes import numbering
from disputes.casefile import CaseFile
from disputes.errors import WrongState
from disputes.models import Officer, Referral
from disputes.workflow import TRANSITIONS, take_step


def refer(
    case: CaseFile,
    *,
    actor: Officer,
    receiver: str,
    receiver_name: str,
    channel: str,
    reason: str,
    on: date,
) -> Referral:
    """Send a dispute to another body. Its state stays: police remain responsible."""
    take_step(case, "refer", actor=actor, on=on, facts={"receiver": receiver})
    number = numbering.paper_number(case.dispute.unit, "移", on.year)
    return case.add(Referral(
        number=number, receiver=receiver, receiver_name=receiver_name, channel=channel,
        reason=reason, sent_on=on,
    ))  # fmt: skip


def receive(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, received_by: str
) -> Referral:
    """The receiving body signs for it (签收)."""
    _refuse_ended(referral)
    if referral.received_on is not None:
        raise WrongState("该移交已经签收")
    take_step(case, "receive", actor=actor, on=on, facts={"referral": referral.pk})
    return case.revise(referral, received_on=on, received_by=received_by)


def send_back(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, reason: str
) -> Referral:
    """The receiving body returns it with a reason (退回)."""
    _refuse_ended(referral)
    take_step(case, "return", actor=actor, on=on, facts={"referral": referral.pk})
    return case.revise(referral, returned_on=on, return_reason=reason)


def answer(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, text: str, resolved: bool
) -> Referral:
    """The receiving body answers (反馈); when it resolved the dispute, that counts.

    Ends the dispute where its state still allows that; a dispute meanwhile resolved by an
    agreement keeps its own resolution and is not counted twice.
    """
    _refuse_ended(referral)
    take_step(case, "answer", actor=actor, on=on, facts={"referral": referral.pk})
    if resolved and case.dispute.state in TRANSITIONS["feedback"].sources:
        take_step(case, "feedback", actor=actor, on=on, facts={"referral": referral.pk})
    return case.revise(referral, answered_on=on, answer=text, resolved_on=on if resolved else None)


def _refuse_ended(referral: Referral) -> None:
    if referral.returned_on or referral.answered_on:
        raise WrongState("该移交已经退回或者反馈")
