"""What must hold before the parties are mediated."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.models import MediationSession, Party, Representative, SessionParticipant

Facts = dict[str, Any]
Mode = MediationSession.Mode

# Art. 179 (1)–(3), (5)–(7); (4), a party that refuses, is `everyone_consents`.
EXCLUSIONS = {
    "hired_injury": "雇凶伤害他人",
    "gang_fight": "结伙斗殴或者其他寻衅滋事",
    "repeat_offence": "多次实施违反治安管理行为",
    "new_violation": "调解过程中又针对对方实施违反治安管理行为",
    "suspect_escaped": "调解过程中违法嫌疑人逃跑",
    "unsuitable": "其他不宜调解处理",
}
MAX_SESSIONS = 2
WORKING_AGE = 16


def _session(case: CaseFile) -> MediationSession:
    return case.rows(MediationSession)[-1]


def _participants(case: CaseFile) -> list[SessionParticipant]:
    return case.rows_of(_session(case), SessionParticipant)


def not_excluded(case: CaseFile, facts: Facts, on: date) -> None:
    """G05, G07: circumstances of article 179 exclude public-security mediation (治安调解)."""
    found = [EXCLUSIONS.get(key, key) for key in facts.get("exclusions") or ()]
    if case.dispute.track == Track.SECURITY_CASE and found:
        raise RuleViolation(
            f"存在不适用调解的情形：{'、'.join(found)}",
            code="EXCLUDED_CIRCUMSTANCE",
            statutes=[statutes.NOT_MEDIABLE],
        )


def everyone_consents(case: CaseFile, facts: Facts, on: date) -> None:
    """G06: mediation is voluntary; every party on file takes part and has consented."""
    law = statutes.NOT_MEDIABLE if case.dispute.track == Track.SECURITY_CASE else statutes.VOLUNTARY
    parties = [party for party in case.rows(Party) if party.is_active]
    if len(parties) < 2:
        raise RuleViolation("调解须有双方当事人，请先登记当事人", code="PARTIES_MISSING")
    answers = {p.party: p.consented for p in _participants(case)}
    absent = [str(party) for party in parties if party not in answers]
    if absent:
        raise RuleViolation(
            f"尚未记录下列当事人是否同意调解：{'、'.join(absent)}",
            code="CONSENT_MISSING",
            statutes=[law],
        )
    if not all(answers.values()):
        raise RuleViolation("当事人不同意调解，不得调解", code="PARTY_REFUSED", statutes=[law])


def facts_established(case: CaseFile, facts: Facts, on: date) -> None:
    """G08: facts are found before parties of a security case are mediated."""
    if case.dispute.track == Track.SECURITY_CASE and not _session(case).facts_found.strip():
        raise RuleViolation(
            "调解前应当查明事实，请填写查明的事实",
            code="FACTS_NOT_ESTABLISHED",
            statutes=[statutes.FACTS_FIRST],
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
                statutes=[statutes.MINORS_AND_PROXIES],
            )


def guardian_waived(participant: SessionParticipant, on: date) -> bool:
    """Whether a minor may do without the guardian: it asked so, and is 16 on that day."""
    born = participant.party.born_on
    if born is None or not participant.guardian_waived:
        return False
    return (born.year + WORKING_AGE, born.month, born.day) <= (on.year, on.month, on.day)


def sessions_at_most_two(case: CaseFile, facts: Facts, on: date) -> None:
    """G12, H08: a security case is mediated once, at most twice; a hearing counts."""
    if case.dispute.track == Track.SECURITY_CASE and _session(case).ordinal > MAX_SESSIONS:
        raise RuleViolation(
            "治安调解一般为一次，必要时可以再调解一次，不能进行第三次调解",
            code="MEDIATION_COUNT_EXCEEDED",
            statutes=[statutes.SECOND_SESSION],
        )


def second_session_reason(case: CaseFile, facts: Facts, on: date) -> None:
    """G13: the second mediation of a security case needs a ground and a first without agreement."""
    sessions = case.rows(MediationSession)
    if case.dispute.track != Track.SECURITY_CASE or len(sessions) != MAX_SESSIONS:
        return
    first, second = sessions
    if first.outcome != MediationSession.Outcome.NOT_AGREED or not second.second_reason:
        raise RuleViolation(
            "再次调解须在首次调解未达成协议之后，由公安机关认为必要或者当事人申请",
            code="SECOND_MEDIATION_REASON",
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
            statutes=[statutes.MINORS_AND_PROXIES],
        )
