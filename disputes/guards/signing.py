"""Who signs an agreement, and that whoever signs is who he says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation, WrongState
from disputes.guards.agreement import Form, agreement_of, is_recorded
from disputes.guards.mediation import guardian_waived
from disputes.models import Agreement, Party, Representative, SessionParticipant, Signature

Facts = dict[str, Any]
Signer, Capacity = Signature.Signer, Representative.Capacity
OF_PARTIES = frozenset({Signer.PARTY, Signer.GUARDIAN, Signer.PROXY})
OF_COMMITTEE = frozenset({Signer.MEDIATOR, Signer.SEAL})
RECORDING = {
    "shows_parties": "当事人基本情况",
    "shows_facts": "主要违法事实",
    "shows_content": "协议内容",
}


def signing_law(case: CaseFile) -> statutes.Statute:
    """By which article an agreement of this track is signed."""
    match case.dispute.track:
        case Track.CIVIL:
            return statutes.CIVIL_SIGNATURES
        case Track.TRAFFIC:
            return statutes.TRAFFIC_AGREEMENT
        case _:
            return statutes.AGREEMENT_CONTENT


def signs_once(case: CaseFile, facts: Facts, on: date) -> None:
    """Every line is signed once; of two who sign it at once the second one is told."""
    rows = case.rows_of(agreement_of(case), Signature)
    lines = Counter((row.signer, row.party_id) for row in rows)
    twice = next((row for row in rows if lines[row.signer, row.party_id] > 1), None)
    if twice is not None:
        raise WrongState(f"{_line(twice)}已经签名，不能重复签名", code="ALREADY_SIGNED")


def signers_known(case: CaseFile, facts: Facts, on: date) -> None:
    """Who signs is the party, its guardian or proxy on file, or the host or mediator named."""
    agreement = agreement_of(case)
    for row in case.rows_of(agreement, Signature):
        if not _is_known(case, agreement, row):
            raise RuleViolation(
                f"{_line(row)}的签名与登记的人员不符，请先核对或者登记",
                code="SIGNER_UNKNOWN",
                statutes=[signing_law(case)],
            )


def _line(row: Signature) -> str:
    label = Signer(row.signer).label
    return label if row.party is None else f"{row.party}（{label}）"


def _is_known(case: CaseFile, agreement: Agreement, row: Signature) -> bool:
    if row.signer in OF_PARTIES:
        return row.party is not None and speaks_for(case, row.party, row.signer, row.name)
    if row.signer == Signer.HOST:
        return row.name == agreement.host.name
    named = row.signer == Signer.SEAL or row.name == agreement.mediator
    return named and case.dispute.track == Track.CIVIL


def speaks_for(case: CaseFile, party: Party, signer: str, name: str) -> bool:
    """Whether somebody of that name may sign for a party in that capacity.

    For an organisation whoever it sends. A proxy needs an authorisation that states its powers.
    """
    if signer == Signer.PARTY:
        return party.is_active and (party.is_organisation or name == party.name)
    on_file = [r for r in case.rows(Representative) if r.party == party and r.name == name]
    if signer == Signer.GUARDIAN:
        return any(r.capacity == Capacity.GUARDIAN for r in on_file)
    return any(
        r.capacity == Capacity.PROXY and r.powers.strip() and r.authorisation.strip()
        for r in on_file
    )


def paper_or_recording(case: CaseFile, facts: Facts, on: date) -> None:
    """G17: on the spot there is a signed paper, or a recording that clearly shows all of it.

    Parties, main facts and content of the agreement.
    """
    agreement = agreement_of(case)
    if agreement.form != Form.ON_THE_SPOT or is_recorded(agreement):
        return
    if unsigned := _missing_signatures(case, agreement, on):
        unseen = [name for field, name in RECORDING.items() if not getattr(agreement, field)]
        unseen = unseen if agreement.recording.strip() else ["录音录像编号", *unseen]
        raise RuleViolation(
            f"当场调解须制作协议书并签名（缺少：{'、'.join(unsigned)}），"
            f"或者有明确记录的录音录像（缺少：{'、'.join(unseen)}）",
            code="ON_SPOT_NEEDS_PAPER_OR_AV",
            statutes=[statutes.ON_THE_SPOT],
        )


def agreement_signed(case: CaseFile, facts: Facts, on: date) -> None:
    """G19: both parties and the host sign, for a minor the guardian too.

    A people's mediation agreement is signed by the mediator instead of the host and bears the
    committee's seal. An oral one has no paper; of one made on the spot see G17.
    """
    agreement = agreement_of(case)
    if agreement.form in (Form.ORAL, Form.ON_THE_SPOT):
        return
    if missing := _missing_signatures(case, agreement, on):
        raise RuleViolation(
            f"调解协议缺少签名或者盖章：{'、'.join(missing)}",
            code="SIGNATURES_MISSING",
            statutes=[signing_law(case)],
        )


def _missing_signatures(case: CaseFile, agreement: Agreement, on: date) -> list[str]:
    rows = [s for s in case.rows_of(agreement, Signature) if s.signed_on <= on]
    signed = {(s.signer, s.party_id) for s in rows}
    missing = []
    for party in (p for p in case.rows(Party) if p.is_active):
        if not {(Signer.PARTY, party.pk), (Signer.PROXY, party.pk)} & signed:
            missing.append(str(party))
        guarded = (Signer.GUARDIAN, party.pk) in signed
        if not guarded and needs_guardian(case, agreement, party, on):
            missing.append(f"{party}的监护人")
    organ = OF_COMMITTEE if case.dispute.track == Track.CIVIL else {Signer.HOST}
    there = {signer for signer, _ in signed}
    return missing + [signer.label for signer in Signer if signer in organ - there]


def needs_guardian(case: CaseFile, agreement: Agreement, party: Party, on: date) -> bool:
    """A minor, unless it was allowed to do without the guardian at the mediation itself."""
    if not party.is_minor(on):
        return False
    at_session = case.rows_of(agreement.session, SessionParticipant)
    return not any(p.party == party and guardian_waived(p, on) for p in at_session)
