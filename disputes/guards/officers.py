"""Who may mediate and decide: number of officers, recusal (回避)."""

from __future__ import annotations

from collections.abc import Set
from datetime import date
from typing import Any

from django.conf import settings

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import Caution, RuleViolation
from disputes.models import Agreement, MediationSession, Officer, Party, Recusal

Facts = dict[str, Any]


def two_officers_or_recorded(case: CaseFile, facts: Facts, on: date) -> None:
    """G25: two officers mediate a security case.

    From 2026 one may, in a standardised case area and with a recording from end to end. Before,
    one may with such a recording where the bureau reads 程序规定 art. 52 so.
    """
    session = case.rows(MediationSession)[-1]
    if case.dispute.track != Track.SECURITY_CASE:
        return
    if session.second_officer is not None and session.second_officer != session.host:
        return
    alone, recorded = statutes.SINGLE_OFFICER.in_force(on), bool(session.recording.strip())
    if recorded and (session.in_case_area if alone else settings.LONE_OFFICER_BEFORE_2026):
        return
    if alone:
        raise RuleViolation(
            "治安调解应当由两名以上民警进行；"
            "一名民警调解的，须在规范设置的执法办案场所进行并登记全程录音录像编号",
            code="SINGLE_OFFICER_NO_RECORDING",
            statutes=[statutes.SINGLE_OFFICER.on(on)],
        )
    raise RuleViolation(
        "治安调解应当由两名以上民警进行",
        code="SINGLE_OFFICER_NO_RECORDING",
        statutes=[statutes.SINGLE_OFFICER.on(on)],
    )


def recusals_decided(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: while a request for recusal is open nobody mediates, agrees or closes."""
    if any(r.decided_on is None for r in case.rows(Recusal)):
        raise RuleViolation(
            "回避申请尚未作出决定，请先决定是否回避",
            code="RECUSAL_PENDING",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )


def recused_do_not_mediate(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: who was recused takes no part in a mediation."""
    session = case.rows(MediationSession)[-1]
    refuse_recused(case, {session.host, session.second_officer})


def recused_do_not_approve(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: who was recused neither makes an agreement nor approves how the case ends."""
    approver = str(facts.get("approved_by")).strip()
    makers = {a.host for a in case.rows(Agreement)[-1:] if a.effective_on is None}
    refuse_recused(case, makers | {o for o in _recused(case) if str(o) == approver})


def recused_stay_out(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: who was recused takes no step of the case any more, whatever it is."""
    actor = facts["actor"]
    deciding = facts.get("recusal")  # this very decision is judged by `decided_by_another`
    if any(r.granted and r.officer == actor and r.pk != deciding for r in case.rows(Recusal)):
        track = Track(case.dispute.track)
        penal = track == Track.SECURITY_CASE
        raise RuleViolation(
            f"{actor}已被决定回避，不得再参与本案的调查、调解和审核、审批，请由其他民警办理",
            code="RECUSED",
            statutes=[statutes.RECUSAL_EFFECT if penal else statutes.RECUSALS[track]],
        )


def _recused(case: CaseFile) -> set[Officer]:
    return {r.officer for r in case.rows(Recusal) if r.granted}


def refuse_recused(case: CaseFile, acting: Set[Officer | None]) -> None:
    """Raises RuleViolation (RECUSED) where one of those who act was recused from the case."""
    names = sorted(str(officer) for officer in _recused(case) & acting)
    if names:
        raise RuleViolation(
            f"{'、'.join(names)}已被决定回避，不得主持、参加调解或者批准",
            code="RECUSED",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )


def host_is_no_party(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: nobody mediates the own dispute. Names may coincide: then somebody says so."""
    session = case.rows(MediationSession)[-1]
    officers = {str(o) for o in (session.host, session.second_officer) if o is not None}
    parties = {p.name for p in case.rows(Party) if p.is_active}
    if officers & parties:
        raise Caution(
            "主持或者参加调解的民警与当事人同名；确系本人的应当回避，同名不同人的请说明",
            code="HOST_IS_PARTY",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )


def decided_by_another(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: nobody decides on the own recusal, and not before it was asked for."""
    recusal = case.row(Recusal, facts["recusal"])
    if recusal.decided_by == recusal.officer:
        raise RuleViolation(
            "被申请回避的民警不得自行决定，请由上级负责人决定",
            code="RECUSAL_SELF_DECISION",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )
    if on < recusal.requested_on:
        raise RuleViolation(
            f"决定日期不得早于申请日期{recusal.requested_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def recusal_not_asked_twice(case: CaseFile, facts: Facts, on: date) -> None:
    """G26: one open request for each officer."""
    newest = case.rows(Recusal)[-1]
    if any(r.decided_on is None and r.officer == newest.officer for r in case.rows(Recusal)[:-1]):
        raise RuleViolation(
            "该民警的回避申请正在审查，尚未作出决定",
            code="RECUSAL_PENDING",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )
