"""What an agreement must contain, on which paper, and when it may take effect."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import Caution, RuleViolation
from disputes.models import Agreement, MediationSession, Obligation, Party, SessionGuest

Facts = dict[str, Any]
Form = Agreement.Form
FORMS = {
    Track.SECURITY_CASE: {Form.SECURITY, Form.ON_THE_SPOT},
    Track.CIVIL: {Form.PEOPLES, Form.ORAL},
    Track.TRAFFIC: {Form.TRAFFIC},
}
# What each paper states besides its parties and what they have to do.
ALWAYS = {"organ": "调解机关", "facts": "案件事实", "content": "协议内容"}
CASE = {
    "occurred": "案件时间",
    "place": "案件地点",
    "cause": "起因",
    "circumstances": "情节",
    "consequence": "结果",
}
STATED: dict[str, dict[str, str]] = {
    Form.SECURITY: ALWAYS | CASE,
    Form.ON_THE_SPOT: ALWAYS | CASE,
    Form.PEOPLES: ALWAYS,
    Form.ORAL: ALWAYS,
    Form.TRAFFIC: ALWAYS | {"responsibility": "各方的损害赔偿责任及比例"},
}
ADVISED = {"issues": "争议事项", "responsibility": "各方责任"}


def agreement_of(case: CaseFile) -> Agreement:
    """The agreement that a step is about: the newest one."""
    if case.agreement is None:
        raise RuleViolation("尚未拟定调解协议", code="AGREEMENT_MISSING")
    return case.agreement


def content_law(case: CaseFile) -> statutes.Statute:
    """What an agreement of this track has to state."""
    match case.dispute.track:
        case Track.CIVIL:
            return statutes.CIVIL_AGREEMENT_CONTENT
        case Track.TRAFFIC:
            return statutes.TRAFFIC_AGREEMENT
        case _:
            return statutes.AGREEMENT_CONTENT


def not_in_effect_yet(case: CaseFile, facts: Facts, on: date) -> None:
    """An agreement takes effect once: after a relapse (反复) the parties make a new one."""
    if agreement_of(case).effective_on is not None:
        raise RuleViolation("原协议已经生效，请拟定新的调解协议", code="AGREEMENT_MISSING")


def form_fits_track(case: CaseFile, facts: Facts, on: date) -> None:
    """G27: each track has its own paper; oral agreements belong to people's mediation.

    The short form (现场治安调解协议书) belongs to mediation on the spot.
    """
    agreement = agreement_of(case)
    form, session = agreement.form, agreement.session
    track = case.dispute.get_track_display()
    if form == Form.ORAL and case.dispute.track != Track.CIVIL:
        raise RuleViolation(
            f"{track}不能使用口头协议",
            code="ORAL_AGREEMENT_TRACK",
            statutes=[statutes.ORAL_AGREEMENT, content_law(case)],
        )
    if form not in FORMS[Track(case.dispute.track)]:
        raise RuleViolation(
            f"{track}不能使用{Form(form).label}",
            code="AGREEMENT_FORM_MISMATCH",
            statutes=[content_law(case)],
        )
    on_the_spot = session is not None and session.mode == MediationSession.Mode.ON_THE_SPOT
    if form == Form.ON_THE_SPOT and not on_the_spot:
        raise RuleViolation(
            f"{Form(form).label}只用于当场调解",
            code="AGREEMENT_FORM_MISMATCH",
            statutes=[statutes.ON_THE_SPOT],
        )


def oral_agreement_recorded(case: CaseFile, facts: Facts, on: date) -> None:
    """G27: an oral agreement is recorded by the people's mediator, who is named."""
    agreement = agreement_of(case)
    if agreement.form == Form.ORAL and not agreement.mediator.strip():
        raise RuleViolation(
            "口头协议应当由人民调解员记录协议内容，请填写记录的调解员",
            code="ORAL_RECORD_MISSING",
            statutes=[statutes.ORAL_AGREEMENT],
        )


def agreement_complete(case: CaseFile, facts: Facts, on: date) -> None:
    """G18: the paper states all that its track asks for, each obligation its method and deadline.

    Of a security case: organ, host, parties and others present, time, place, cause, course,
    circumstances and result of the case, content, deadline and method. What the recording of an
    on-the-spot mediation shows instead need not be written down as well.
    """
    agreement = agreement_of(case)
    stated = ALWAYS if is_recorded(agreement) else STATED[agreement.form]
    missing = [name for field, name in stated.items() if not getattr(agreement, field).strip()]
    missing += _missing_people(case, agreement)
    if not all(o.method.strip() for o in case.rows_of(agreement, Obligation)):
        missing.append("履行方式")
    if missing:
        raise RuleViolation(
            f"调解协议缺少：{'、'.join(missing)}",
            code="AGREEMENT_INCOMPLETE",
            statutes=[content_law(case)],
        )


def _missing_people(case: CaseFile, agreement: Agreement) -> list[str]:
    guests = agreement.session and case.rows_of(agreement.session, SessionGuest)
    missing = [] if sum(p.is_active for p in case.rows(Party)) > 1 else ["双方当事人"]
    return missing + (["其他在场人员"] if guests and not agreement.others_present.strip() else [])


def is_recorded(agreement: Agreement) -> bool:
    """Whether a recording stands for the paper: mediated on the spot, and all of it is in there."""
    shown = agreement.shows_parties and agreement.shows_facts and agreement.shows_content
    return agreement.form == Form.ON_THE_SPOT and bool(agreement.recording.strip()) and shown


def issues_stated(case: CaseFile, facts: Facts, on: date) -> None:
    """G18: a people's mediation agreement may state issues and responsibilities: a warning only."""
    agreement = agreement_of(case)
    missing = [name for field, name in ADVISED.items() if not getattr(agreement, field).strip()]
    if agreement.form == Form.PEOPLES and missing:
        raise Caution(
            f"人民调解协议书一般载明{'、'.join(missing)}；不载明的，请说明理由",
            code="AGREEMENT_BRIEF",
            statutes=[statutes.CIVIL_AGREEMENT_CONTENT],
        )


def performance_after_signing(case: CaseFile, facts: Facts, on: date) -> None:
    """G20: no deadline before the agreement is signed; what is already done has none."""
    obligations = case.rows_of(agreement_of(case), Obligation)
    if any(o.due_on < on for o in obligations if o.discharged_on is None):
        raise RuleViolation("履行期限不得早于签订日期", code="DEADLINE_BEFORE_SIGNING")
