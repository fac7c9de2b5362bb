"""What must hold before the parties are mediated."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.errors import RuleViolation, WrongState
from disputes.guards.agreement import agreement_of
from disputes.mediations import mediations, police_sessions
from disputes.models import MediationSession, Party, Representative, SessionParticipant

Facts = dict[str, Any]
Mode = MediationSession.Mode

PartyRole = Party.PartyRole
# The two sides that a mediation of each track brings together.
SIDES = {
    Track.SECURITY_CASE: (PartyRole.VICTIM, PartyRole.SUSPECT),
    Track.CIVIL: (PartyRole.APPLICANT, PartyRole.RESPONDENT),
    Track.TRAFFIC: (PartyRole.APPLICANT, PartyRole.RESPONDENT),
}
MAX_SESSIONS = 2
WORKING_AGE = 16


def _session(case: CaseFile) -> MediationSession:
    return case.rows(MediationSession)[-1]


def _agreed_in(case: CaseFile) -> MediationSession:
    """The mediation that the agreement at hand came out of; it takes effect during one."""
    session = agreement_of(case).session
    assert session is not None
    return session


def _participants(case: CaseFile) -> list[SessionParticipant]:
    return case.rows_of(_session(case), SessionParticipant)


def both_sides(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: a mediation has two sides; two parties of one side have nothing to be mediated."""
    there = {party.role for party in case.rows(Party) if party.is_active}
    missing = [role.label for role in SIDES[Track(case.dispute.track)] if role not in there]
    if missing:
        raise RuleViolation(
            f"调解须有双方当事人，尚未登记{'、'.join(missing)}",
            code="PARTIES_MISSING",
            statutes=[statutes.TRACKS[Track(case.dispute.track)].on(on)],
        )


def everyone_consents(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: mediation is voluntary; every party on file takes part and has consented."""
    law = statutes.CONSENTS[Track(case.dispute.track)]
    answers = {p.party: p.consented for p in _participants(case)}
    absent = [str(p) for p in case.rows(Party) if p.is_active and p not in answers]
    if absent:
        raise RuleViolation(
            f"尚未记录下列当事人是否同意调解：{'、'.join(absent)}",
            code="CONSENT_MISSING",
            statutes=[law],
        )
    if not all(answers.values()):
        raise RuleViolation("当事人不同意调解，不得调解", code="PARTY_REFUSED", statutes=[law])


def nobody_refused_since(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: who refuses during the mediation ends it: no further session, no agreement."""
    if case.dispute.state != State.MEDIATING:
        return
    held = [s for s in case.rows(MediationSession) if s.ordinal != facts.get("ordinal")]
    refusing = [str(p.party) for p in case.rows_of(held[-1], SessionParticipant) if not p.consented]
    if refusing:
        raise RuleViolation(
            f"{'、'.join(refusing)}在调解过程中明确表示不愿意调解，应当终止调解",
            code="PARTY_REFUSED",
            statutes=[statutes.CONSENTS[Track(case.dispute.track)]],
        )


def refuser_took_part(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: a refusal is that of a party to the mediation which is under way."""
    if not any(p.party.pk == facts["party"] for p in _participants(case)):
        raise RuleViolation("该当事人没有参加最近一次调解", code="NOT_A_PARTICIPANT")


def everyone_attends(case: CaseFile, facts: Facts, on: date) -> None:
    """G10: a party comes, or a proxy with a written authorisation comes for it; never for a suspect.

    Proxies are those on file, whose authorisation `proxy_allowed` has seen.
    """
    for participant in _participants(case):
        party = participant.party
        sent = participant.by_proxy and _has_proxy(case, party)
        if not participant.attended and not sent:
            raise RuleViolation(
                f"{party}未到场，也没有由已登记的代理人到场",
                code="PARTY_ABSENT",
                statutes=[statutes.PROXIES[Track(case.dispute.track)]],
            )


def _has_proxy(case: CaseFile, party: Party) -> bool:
    proxies = (r for r in case.rows(Representative) if r.capacity == Representative.Capacity.PROXY)
    return party.role != PartyRole.SUSPECT and any(r.party == party for r in proxies)


def everyone_was_asked(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: whom an agreement binds was asked at the mediation it came out of, and came.

    A party that was put on file after the mediation joins it first.
    """
    there = case.rows_of(_agreed_in(case), SessionParticipant)
    asked = {p.party for p in there if p.consented}
    missing = [str(p) for p in case.rows(Party) if p.is_active and p not in asked]
    if missing:
        raise RuleViolation(
            f"{'、'.join(missing)}没有参加本次调解；请先补充登记其是否同意调解和到场情况",
            code="CONSENT_MISSING",
            statutes=[statutes.CONSENTS[Track(case.dispute.track)]],
        )


def joining_session(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: whoever joins a mediation that is under way consents to it; nobody joins twice."""
    there = _participants(case)
    if len({p.party_id for p in there}) < len(there):
        raise WrongState("当事人已经参加本次调解", code="ALREADY_PARTICIPANT")
    if not all(p.consented for p in there):
        raise RuleViolation(
            "当事人不同意调解，不得调解",
            code="PARTY_REFUSED",
            statutes=[statutes.CONSENTS[Track(case.dispute.track)]],
        )
    if on < _session(case).held_on:
        raise RuleViolation(
            f"参加日期不得早于调解日期{_session(case).held_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def guardians_present(case: CaseFile, facts: Facts, on: date) -> None:
    """G09: a party under 18 is accompanied by a guardian who was notified.

    Excepted is who is 16, lives on own labour and does not want the guardian notified.
    """
    guarded = {
        r.party
        for r in case.rows(Representative)
        if r.capacity == Representative.Capacity.GUARDIAN and r.notified_on and r.notified_on <= on
    }
    for participant in _participants(case):
        party = participant.party
        if not party.is_minor(on) or guardian_waived(participant, on):
            continue
        if party not in guarded or not participant.guardian_attended:
            raise RuleViolation(
                f"{party}未满十八周岁，应当通知其父母或者其他监护人到场",
                code="GUARDIAN_REQUIRED",
                statutes=[statutes.GUARDIANS[Track(case.dispute.track)]],
            )


def ages_known(case: CaseFile, facts: Facts, on: date) -> None:
    """G09: a person of unknown birth is not taken for an adult until somebody has made sure."""
    for party in (p.party for p in _participants(case)):
        if party.is_minor(on) is None and not party.adult_confirmed:
            raise RuleViolation(
                f"{party}的出生日期未知，请登记出生日期或者核实其已满十八周岁",
                code="AGE_UNKNOWN",
                statutes=[statutes.GUARDIANS[Track(case.dispute.track)]],
            )


def guardian_waived(participant: SessionParticipant, on: date) -> bool:
    """Whether a minor may do without the guardian: it asked so, and is 16 on that day."""
    born = participant.party.born_on
    if born is None or not participant.guardian_waived:
        return False
    return (born.year + WORKING_AGE, born.month, born.day) <= (on.year, on.month, on.day)


def sessions_at_most_two(case: CaseFile, facts: Facts, on: date) -> None:
    """G12, H08: a security case is mediated once, at most twice; a hearing counts.

    So does what was mediated before the case was split off, or in one that was merged into it.
    """
    on_this_track = case.dispute.track == Track.SECURITY_CASE
    if on_this_track and len(mediations(case)) > MAX_SESSIONS:
        raise RuleViolation(
            "治安调解一般为一次，必要时可以再调解一次，不能进行第三次调解",
            code="MEDIATION_COUNT_EXCEEDED",
            statutes=[statutes.SECOND_SESSION],
        )


def second_session_reason(case: CaseFile, facts: Facts, on: date) -> None:
    """G13: the second mediation of a security case needs a ground and a first without agreement."""
    if case.dispute.track != Track.SECURITY_CASE or len(mediations(case)) != MAX_SESSIONS:
        return
    second = police_sessions(case)[-1]
    first = next(m for m in mediations(case) if m.session is not second)
    if first.outcome != MediationSession.Outcome.NOT_AGREED or not second.second_reason:
        raise RuleViolation(
            "再次调解须在首次调解未达成协议之后，由公安机关认为必要或者当事人申请",
            code="SECOND_MEDIATION_REASON",
            statutes=[statutes.SECOND_SESSION],
        )


def not_ended_in_vain(case: CaseFile, facts: Facts, on: date) -> None:
    """G13: a mediation of an offence that ended without agreement brings none later on.

    Parties who come round are mediated a second time, within the days that G14 allows.
    """
    session = _agreed_in(case)
    in_vain = session.outcome == MediationSession.Outcome.NOT_AGREED
    if in_vain and session.track == Track.SECURITY_CASE:
        raise RuleViolation(
            "本次调解已记录未达成协议；当事人又愿意达成协议的，应当在期限内再次调解",
            code="MEDIATION_ENDED",
            statutes=[statutes.SECOND_SESSION],
        )


def session_ended(case: CaseFile, facts: Facts, on: date) -> None:
    """A result other than "not yet", on the day of the session or after it."""
    held_on = case.row(MediationSession, facts["session"]).held_on
    if facts["outcome"] == MediationSession.Outcome.PENDING:
        raise RuleViolation("请选择调解结果", code="SESSION_OUTCOME_MISSING")
    if on < held_on:
        raise RuleViolation(f"结果的日期不得早于调解日期{held_on:%Y-%m-%d}", code="OUT_OF_ORDER")


def on_the_spot_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """G16: on the spot (当场调解) only what is minor, clear, undisputed and performed at once."""
    if case.dispute.track != Track.SECURITY_CASE or _session(case).mode != Mode.ON_THE_SPOT:
        return
    needed = {
        "minor": "情节轻微",
        "facts_clear": "事实清楚、因果关系明确",
        "loss_undisputed": "不涉及医疗费用、物品损失或者双方对此无争议",
        "performed_now": "当场履行",
    }
    missing = [name for key, name in needed.items() if not facts.get(key)]
    if missing:
        raise RuleViolation(
            f"不符合当场调解条件：{'、'.join(missing)}",
            code="ON_SPOT_NOT_ALLOWED",
            statutes=[statutes.ON_THE_SPOT],
        )


def proxy_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """G10, G11: a suspect sends no proxy; a proxy shows a written authorisation with powers."""
    proxies = [r for r in case.rows(Representative) if r.capacity == Representative.Capacity.PROXY]
    if any(r.party.role == Party.PartyRole.SUSPECT for r in proxies):
        raise RuleViolation(
            "违法嫌疑人不得委托他人代理参加调解",
            code="SUSPECT_PROXY_FORBIDDEN",
            statutes=[statutes.MINORS_AND_PROXIES],
        )
    if not all(r.powers.strip() and r.authorisation.strip() for r in proxies):
        raise RuleViolation(
            "委托代理须有写明委托权限的委托书",
            code="PROXY_POWER_MISSING",
            statutes=[statutes.PROXIES[Track(case.dispute.track)]],
        )
