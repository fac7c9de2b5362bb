"""What an agreement must contain, who signs it, and when it counts as performed."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.guards.mediation import guardian_waived
from disputes.models import (
    Agreement,
    MediationSession,
    Obligation,
    Party,
    Representative,
    SessionParticipant,
    Signature,
)

Facts = dict[str, Any]
Form, Signer = Agreement.Form, Signature.Signer
FORMS = {
    Track.SECURITY_CASE: {Form.SECURITY, Form.ON_THE_SPOT},
    Track.CIVIL: {Form.PEOPLES, Form.ORAL},
    Track.TRAFFIC: {Form.TRAFFIC},
}


def _agreement(case: CaseFile) -> Agreement:
    if case.agreement is None:
        raise RuleViolation("尚未拟定调解协议", code="AGREEMENT_MISSING")
    return case.agreement


def _content_law(case: CaseFile) -> statutes.Statute:
    civil = case.dispute.track == Track.CIVIL
    return statutes.CIVIL_AGREEMENT_CONTENT if civil else statutes.AGREEMENT_CONTENT


def not_in_effect_yet(case: CaseFile, facts: Facts, on: date) -> None:
    """An agreement takes effect once: after a relapse (反复) the parties make a new one."""
    if _agreement(case).effective_on is not None:
        raise RuleViolation("原协议已经生效，请拟定新的调解协议", code="AGREEMENT_MISSING")


def form_fits_track(case: CaseFile, facts: Facts, on: date) -> None:
    """G27: each track has its own paper; oral agreements belong to people's mediation.

    The short form without signatures (现场治安调解协议书) belongs to mediation on the spot.
    """
    agreement = _agreement(case)
    form, session = agreement.form, agreement.session
    on_the_spot = session is not None and session.mode == MediationSession.Mode.ON_THE_SPOT
    if form not in FORMS[Track(case.dispute.track)]:
        raise RuleViolation(
            f"{case.dispute.get_track_display()}不能使用{Form(form).label}",
            code="ORAL_AGREEMENT_TRACK" if form == Form.ORAL else "AGREEMENT_FORM_MISMATCH",
            statutes=[_content_law(case)],
        )
    if form == Form.ON_THE_SPOT and not on_the_spot:
        raise RuleViolation(
            f"{Form(form).label}只用于当场调解",
            code="AGREEMENT_FORM_MISMATCH",
            statutes=[statutes.ON_THE_SPOT],
        )


def agreement_complete(case: CaseFile, facts: Facts, on: date) -> None:
    """G18: facts, content, and for every obligation a method and a deadline."""
    agreement = _agreement(case)
    obligations = case.rows_of(agreement, Obligation)
    filled = {
        "案件事实": agreement.facts.strip(),
        "协议内容": agreement.content.strip(),
        "调解机关": agreement.organ.strip(),
        "履行义务": obligations,
        "履行方式": all(o.method.strip() for o in obligations),
    }
    missing = [name for name, value in filled.items() if not value]
    if missing:
        raise RuleViolation(
            f"调解协议缺少：{'、'.join(missing)}",
            code="AGREEMENT_INCOMPLETE",
            statutes=[_content_law(case)],
        )


def agreement_signed(case: CaseFile, facts: Facts, on: date) -> None:
    """G17, G19: both parties and the host sign, for a minor the guardian too.

    Instead of signatures an on-the-spot agreement may name its recording; an oral one is
    recorded by the mediator; a people's mediation agreement bears the committee's seal.
    """
    agreement = _agreement(case)
    if agreement.form == Form.ON_THE_SPOT and agreement.recording:
        return
    missing = list(_missing_signatures(case, agreement, on))
    if missing:
        raise RuleViolation(
            f"调解协议缺少签名或者盖章：{'、'.join(missing)}",
            code="SIGNATURES_MISSING",
            statutes=[_content_law(case)],
        )


def _missing_signatures(case: CaseFile, agreement: Agreement, on: date) -> list[str]:
    if agreement.form == Form.ORAL:
        return [] if agreement.mediator else ["调解员（口头协议记录人）"]
    rows = [s for s in case.rows_of(agreement, Signature) if s.signed_on <= on]
    signed = {(s.signer, s.party) for s in rows}
    missing = []
    for party in (p for p in case.rows(Party) if p.is_active):
        by_proxy = (Signer.PROXY, party) in signed and _has_proxy(case, party)
        if (Signer.PARTY, party) not in signed and not by_proxy:
            missing.append(str(party))
        if _needs_guardian(case, agreement, party, on) and (Signer.GUARDIAN, party) not in signed:
            missing.append(f"{party}的监护人")
    if case.dispute.track == Track.CIVIL:
        missing += [] if agreement.mediator else ["调解员"]
        missing += [] if agreement.committee_sealed else ["调解委员会印章"]
    elif not any(signer == Signer.HOST for signer, _ in signed):
        missing.append("主持人")
    return missing


def _has_proxy(case: CaseFile, party: Party) -> bool:
    return any(r.capacity == "proxy" and r.party == party for r in case.rows(Representative))


def _needs_guardian(case: CaseFile, agreement: Agreement, party: Party, on: date) -> bool:
    """A minor, unless it was allowed to do without the guardian at the mediation itself."""
    if not party.is_minor(on) or agreement.session is None:
        return bool(party.is_minor(on))
    at_session = case.rows_of(agreement.session, SessionParticipant)
    return not any(p.party == party and guardian_waived(p, on) for p in at_session)


def performance_after_signing(case: CaseFile, facts: Facts, on: date) -> None:
    """G20: no deadline before the agreement is signed."""
    if any(o.due_on < on for o in case.rows_of(_agreement(case), Obligation)):
        raise RuleViolation("履行期限不得早于签订日期", code="DEADLINE_BEFORE_SIGNING")


def performed_after_signing(case: CaseFile, facts: Facts, on: date) -> None:
    """What was done before the agreement took effect does not perform it."""
    effective_on = _agreement(case).effective_on
    if effective_on is None or on < effective_on:
        raise RuleViolation("履行日期不得早于协议生效日期", code="PERFORMED_BEFORE_SIGNING")


def all_performed(case: CaseFile, facts: Facts, on: date) -> None:
    """G21: an agreement counts as performed when every obligation is, with proof."""
    if any(o.fulfilled_on is None for o in case.rows_of(_agreement(case), Obligation)):
        raise RuleViolation(
            "协议义务尚未全部履行", code="NOT_PERFORMED", statutes=[statutes.PERFORMANCE]
        )


def performance_overdue(case: CaseFile, facts: Facts, on: date) -> None:
    """Only an obligation whose deadline has passed can be called breached."""
    obligations = case.rows_of(_agreement(case), Obligation)
    if not any(o.fulfilled_on is None and o.due_on < on for o in obligations):
        raise RuleViolation(
            "履行期限尚未届满，不能认定未履行", code="NOT_DUE_YET", statutes=[statutes.PERFORMANCE]
        )
