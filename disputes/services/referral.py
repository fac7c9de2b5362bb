"""Referral (移交): letter, receipt or return, reminders, withdrawal, answer.

With 移交协办 the dispute stays ours. With 移送主办 the receiver becomes responsible once it has
signed: the case ends here (移送办结), unresolved, and comes back when the letter is returned or
withdrawn.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from disputes import numbering
from disputes.casefile import CaseFile
from disputes.errors import Refusal
from disputes.guards.referral import handed_over
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
    kind: str = Referral.Kind.REFER,
) -> Referral:
    """Send a dispute to another body. Its state stays: until somebody signs, police act on."""
    facts = {"receiver": receiver, "kind": kind}
    take_step(case, "refer", actor=actor, on=on, facts=facts)
    number = numbering.paper_number(case.dispute.unit, "移", on.year)
    return case.add(Referral(
        number=number, kind=kind, receiver=receiver, receiver_name=receiver_name, channel=channel,
        reason=reason, sent_on=on,
    ))  # fmt: skip


def receive(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, received_by: str
) -> Referral:
    """The receiving body signs for it (签收); the receipt of a transfer ends the case here.

    What still stands against that, such as an agreement to be performed here, does not undo the
    receipt: the case is handed over by its own step later.
    """
    _enter(case, "receive", referral, actor, on)
    case.revise(referral, received_on=on, received_by=received_by)
    if referral.kind == Referral.Kind.TRANSFER:
        with suppress(Refusal):
            _enter(case, "hand_over", referral, actor, max(on, case.latest_change_on))
    return referral


def send_back(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, reason: str
) -> Referral:
    """The receiving body returns it with a reason (退回); what it had taken over comes back."""
    _enter(case, "return", referral, actor, on)
    case.revise(referral, returned_on=on, return_reason=reason)
    _bring_back(case, referral, actor, on)
    return referral


def withdraw(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, reason: str
) -> Referral:
    """We take a letter back (撤回) before it is answered."""
    _enter(case, "withdraw_referral", referral, actor, on, reason=reason)
    case.revise(referral, withdrawn_on=on, withdrawal_reason=reason)
    _bring_back(case, referral, actor, on)
    return referral


def remind(case: CaseFile, referral: Referral, *, actor: Officer, on: date) -> Referral:
    """Remind the receiving body (催办). How often and when last stands on the letter."""
    _enter(case, "remind", referral, actor, on)
    last = max(on, referral.reminded_on or on)
    return case.revise(referral, reminded_on=last, reminders=referral.reminders + 1)


def answer(
    case: CaseFile, referral: Referral, *, actor: Officer, on: date, text: str, resolved: bool
) -> Referral:
    """The receiving body answers (反馈); when it resolved the dispute, that counts.

    A dispute meanwhile resolved by an agreement keeps its own resolution and is not counted twice.
    """
    _enter(case, "answer", referral, actor, on)
    open_to_feedback = case.dispute.state in TRANSITIONS["feedback"].sources
    if resolved and open_to_feedback and case.dispute.resolved_on is None:
        _enter(case, "feedback", referral, actor, on)
    return case.revise(referral, answered_on=on, answer=text, resolved_on=on if resolved else None)


def _enter(
    case: CaseFile, action: str, referral: Referral, actor: Officer, on: date, **facts: str
) -> None:
    take_step(case, action, actor=actor, on=on, facts={"referral": referral.pk, **facts})


def _bring_back(case: CaseFile, referral: Referral, actor: Officer, on: date) -> None:
    if referral.kind == Referral.Kind.TRANSFER and handed_over(case):
        _enter(case, "take_back", referral, actor, on)
