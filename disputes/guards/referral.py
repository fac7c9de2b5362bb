"""Referral and joint handling: which letter is open, who is responsible meanwhile, who took part."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Receiver, Track
from disputes.errors import RuleViolation, WrongState
from disputes.models import DisputeEvent, MediationSession, Referral, SessionGuest

Facts = dict[str, Any]
POLICE = frozenset({Receiver.OTHER_POLICE, Receiver.TRAFFIC_POLICE})


def letter_open(case: CaseFile, facts: Facts, on: date) -> None:
    """What was answered, returned or withdrawn is over: of two who end it at once one is late."""
    letter = case.row(Referral, facts["referral"])
    if not letter.is_open:
        raise WrongState(
            f"该移交{letter.standing.label}（{ended_on(letter):%Y-%m-%d}），不能再办理",
            code="REFERRAL_OVER",
        )


def ended_on(letter: Referral) -> date:
    """The day on which a referral was answered, returned or withdrawn."""
    day = letter.answered_on or letter.returned_on or letter.withdrawn_on
    assert day is not None
    return day


def letter_unsigned(case: CaseFile, facts: Facts, on: date) -> None:
    """The receiving body signs for a letter once."""
    if case.row(Referral, facts["referral"]).received_on is not None:
        raise WrongState("该移交已经签收", code="REFERRAL_SIGNED")


def after_receipt(case: CaseFile, facts: Facts, on: date) -> None:
    """Nobody returns or answers a letter before the day on which it was signed for."""
    received_on = case.row(Referral, facts["referral"]).received_on
    if received_on is not None and on < received_on:
        raise RuleViolation(
            f"退回、反馈日期不得早于签收日期{received_on:%Y-%m-%d}", code="BEFORE_RECEIPT"
        )


def one_transfer_at_a_time(case: CaseFile, facts: Facts, on: date) -> None:
    """Two bodies cannot both be responsible: while one transfer is open there is no other."""
    letter = open_transfer(case)
    if facts["kind"] == Referral.Kind.TRANSFER and letter is not None:
        raise RuleViolation(
            f"该纠纷已移送{letter.receiver_name}主办，反馈、退回或者撤回前不能再移送",
            code="TRANSFER_OPEN",
        )


def offence_stays_with_police(case: CaseFile, facts: Facts, on: date) -> None:
    """An offence is dealt with by police: another body may help, but not become responsible."""
    transfer = facts["kind"] == Referral.Kind.TRANSFER
    penal = case.dispute.track == Track.SECURITY_CASE
    if transfer and penal and facts["receiver"] not in POLICE:
        raise RuleViolation(
            "治安案件由公安机关处理，只能移送其他公安机关或者交警部门主办；其他单位可以移交协办",
            code="OFFENCE_STAYS_WITH_POLICE",
            statutes=[statutes.POLICE_MEDIATION.on(on)],
        )


def open_transfer(case: CaseFile) -> Referral | None:
    """The transfer (移送主办) that was neither answered nor returned nor withdrawn."""
    transfers = (r for r in case.rows(Referral) if r.kind == Referral.Kind.TRANSFER and r.is_open)
    return next(transfers, None)


def transfer_received(case: CaseFile, facts: Facts, on: date) -> None:
    """A transfer ends the case here only once the receiver has signed for it."""
    letter = open_transfer(case)
    if letter is None or letter.received_on is None or letter.received_on > on:
        raise RuleViolation(
            "移送主办并由接收单位签收后，方可移送办结", code="TRANSFER_NOT_RECEIVED"
        )


def transfer_over(case: CaseFile, facts: Facts, on: date) -> None:
    """Only a case that a transfer ended comes back, and only once that transfer is over."""
    if not handed_over(case) or open_transfer(case) is not None:
        raise WrongState("该纠纷不是移送办结，或者移送尚未退回、撤回", code="NOT_HANDED_OVER")


def handed_over(case: CaseFile) -> bool:
    """Whether the case ended here because another body is responsible for it now (移送办结)."""
    moves = [e.action for e in case.rows(DisputeEvent) if e.from_state != e.to_state]
    return case.dispute.resolved_on is None and moves[-1:] == ["hand_over"]


def not_resolved_yet(case: CaseFile, facts: Facts, on: date) -> None:
    """A dispute that stands resolved is not resolved once more by a body that reports late."""
    if case.dispute.resolved_on is not None:
        raise WrongState("该纠纷已经化解", code="ALREADY_RESOLVED")


def no_letter_open(case: CaseFile, facts: Facts, on: date) -> None:
    """A case is neither merged nor archived while another body still owes it an answer.

    It would arrive nowhere.
    """
    letter = next((r for r in case.rows(Referral) if r.is_open), None)
    if letter is not None:
        raise RuleViolation(
            f"{letter.number}尚未反馈，请先登记反馈、退回或者撤回", code="REFERRAL_OPEN"
        )


def partners_named(case: CaseFile, facts: Facts, on: date) -> None:
    """A joint mediation (联合调解) names the bodies that took part, not only people."""
    session = case.rows(MediationSession)[-1]
    guests = case.rows_of(session, SessionGuest)
    if session.mode == MediationSession.Mode.JOINT and not any(g.organisation for g in guests):
        raise RuleViolation("联合调解须登记参加的其他单位及其人员", code="JOINT_WITHOUT_PARTNER")
