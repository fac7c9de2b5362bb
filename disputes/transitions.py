"""The table of transitions: what may be done, from where, to where, by whom, under which rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from disputes import guards as G
from disputes.casefile import CaseFile
from disputes.choices import Resolution, Role, State, Track
from disputes.models import Agreement, MediationSession, Obligation

Facts = dict[str, Any]
Guard = Callable[[CaseFile, Facts, date], None]
Effect = Callable[[CaseFile, Facts, date], None]
TRACKS = frozenset(Track)
STAFF = frozenset({Role.OFFICER, Role.CHIEF})
CHIEF = frozenset({Role.CHIEF})
FILING = REVIEWERS = frozenset({Role.CHIEF, Role.LEGAL})


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table. `target` None keeps the state: the step is a record on the case.

    `effect` writes what follows from the step, whichever way it is taken. `resource` is the part
    of the API that takes it; its service adds the rows that the guards look at. "steps" needs no
    rows besides its facts. Outside its `tracks` a step does not exist.
    """

    action: str
    label: str
    sources: frozenset[State]
    target: State | None
    guards: tuple[Guard, ...] = ()
    tracks: frozenset[Track] = TRACKS
    roles: frozenset[Role] = STAFF
    change: Resolution = Resolution.UNTOUCHED
    effect: Effect | None = None
    resource: str = "steps"


def _row(
    action: str, label: str, sources: str, target: State | None, *checks: Guard, **more: Any
) -> Transition:
    return Transition(action, label, frozenset(map(State, sources.split())), target, checks, **more)


def _into_effect(case: CaseFile, facts: Facts, on: date) -> None:
    """The agreement is dated, takes the place of a former one, and its session has ended."""
    agreement = case.agreement
    assert agreement is not None
    for former in case.rows(Agreement):
        if former.effective_on and not (former.fulfilled_on or former.replaced_on):
            case.revise(former, replaced_on=on)
    case.revise(agreement, signed_on=on, effective_on=on)
    session = agreement.session
    if session is not None and session.outcome != MediationSession.Outcome.AGREED:
        case.revise(session, outcome=MediationSession.Outcome.AGREED)


def _fulfilled(case: CaseFile, facts: Facts, on: date) -> None:
    assert case.agreement is not None
    waived = any(o.waived_on for o in case.rows_of(case.agreement, Obligation))
    case.revise(case.agreement, fulfilled_on=on, has_waiver=waived)


def _breached(case: CaseFile, facts: Facts, on: date) -> None:
    assert case.agreement is not None
    case.revise(case.agreement, breached_on=on)


def _relapsed(case: CaseFile, facts: Facts, on: date) -> None:
    case.change(case.dispute, relapse_count=case.dispute.relapse_count + 1)


def _cleared(case: CaseFile, facts: Facts, on: date) -> None:
    if facts["granted"]:
        case.change(case.dispute, domestic_violence=False)


def _mediation_failed(case: CaseFile, facts: Facts, on: date) -> None:
    """A mediation that was under way has ended without an agreement, so it was in vain."""
    for session in case.rows(MediationSession)[-1:]:
        if session.outcome == MediationSession.Outcome.PENDING:
            case.revise(session, outcome=MediationSession.Outcome.NOT_AGREED)


def _track_changed(case: CaseFile, facts: Facts, on: date) -> None:
    """The case starts afresh on another track."""
    _mediation_failed(case, facts, on)
    case.change(case.dispute, track=facts["track"])


PENAL, CIVIL = frozenset({Track.SECURITY_CASE}), frozenset({Track.CIVIL})
RESOLVES, UNDOES = Resolution.TAKES_EFFECT, Resolution.TAKEN_BACK
OPEN = "registered accepted mediating agreed breached failed"
LIVE = f"{OPEN} fulfilled closed"
# A letter is answered whatever has become of the case meanwhile; until then it is not archived.
SENT = f"{LIVE} declined withdrawn converted"
BEFORE_THE_END = "accepted mediating agreed breached fulfilled failed"
FIT = (
    G.circumstances_minor, G.ground_found, G.nobody_refused_since, G.not_excluded,
    G.no_criminal_element, G.recusals_decided,
)  # fmt: skip
TAKEN_UP = (
    G.offence_found, G.new_offence_after_relapse, *FIT, G.both_sides, G.everyone_consents, G.everyone_attends,
    G.facts_established, G.ages_known, G.guardians_present, G.two_officers_or_recorded,
    G.recused_do_not_mediate, G.host_is_no_party, G.sessions_at_most_two,
    G.second_session_reason, G.second_session_in_time, G.first_session_in_time,
    G.on_the_spot_allowed, G.hearing_opened, G.partners_named, G.session_hours_in_order,
)  # fmt: skip
SIGNED = (G.signs_once, G.signers_known)
SOUND = (
    *FIT, G.recused_do_not_approve, G.not_in_effect_yet, G.form_fits_track,
    G.oral_agreement_recorded, G.agreement_complete, G.issues_stated,
    G.performance_after_signing, G.paper_or_recording, G.agreement_signed,
)  # fmt: skip
EFFECTIVE = "agreed fulfilled breached closed"
CONFIRMABLE = (
    G.not_applied_before, G.confirmable, G.confirmation_joint, G.no_personal_status,
    G.within_confirmation_window,
)  # fmt: skip
HEARD = (
    G.stage_left, G.hearing_may_go_on, G.stage_in_order, G.open_hearing_allowed,
    G.everyone_consented_to_hearing, G.guardians_consented, G.panel_valid, G.nobody_in_conflict,
    G.objections_decided, G.announced_in_time, G.closed_to_the_public, G.stage_recorded,
    G.attendance_recorded, G.quorum_present, G.evidence_viewed, G.asked_by_the_panel,
    G.opinions_revealed, G.conclusion_matches,
)  # fmt: skip
SEATED = (G.panel_valid, G.nobody_in_conflict, G.newcomers_hear_everything)
STOPPED = (G.stop_after_last_stage, G.reason_given)
LETTER = (G.letter_open,)
RESTING = (G.no_criminal_element, G.recusals_decided)
VIOLENCE = (G.warning_decided, G.violence_remembered)
GRADED = (G.risk_decided_by_a_person, G.risk_not_below_suggestion, G.leader_named)
ARRANGED = (
    G.appointment_ahead, G.appointment_of_one_day, G.attended_by_both, G.venue_usable,
    G.recused_are_not_booked, G.hearing_to_hold, G.appointment_within_period, G.notice_in_time,
    G.room_large_enough,
)  # fmt: skip
EVER = f"{LIVE} declined withdrawn converted voided"
EXAMINED = (G.review_after_submission, G.reviewer_fits, G.return_has_reasons)
ROWS = (
    _row("accept", "受理", "registered", State.ACCEPTED, G.traffic_applied),
    _row("decline", "不予调解", "registered accepted", State.DECLINED, G.reason_given,
         G.civil_remedies_told, G.penalty_follows, roles=CHIEF),
    _row("hold_session", "调解", "accepted mediating", State.MEDIATING, *TAKEN_UP,
         resource="sessions"),
    _row("agree", "协议生效", "mediating", State.AGREED, G.second_session_in_time,
         G.first_session_in_time, *SOUND, G.everyone_was_asked, G.not_ended_in_vain,
         change=RESOLVES, effect=_into_effect),
    _row("change_agreement", "变更协议", "agreed breached", State.AGREED, G.reason_given, *SIGNED,
         *SOUND, change=RESOLVES, effect=_into_effect, resource="agreements"),
    # Late performance resolves again; performance of a standing agreement changes nothing.
    _row("fulfil", "履行完毕", "agreed breached", State.FULFILLED, G.all_performed,
         change=RESOLVES, effect=_fulfilled, resource="performances"),
    _row("breach", "认定未履行", "agreed", State.BREACHED, G.reason_given, G.performance_overdue,
         change=UNDOES, effect=_breached),
    _row("reconcile", "登记和好", "accepted mediating", State.CLOSED, G.reason_given,
         *RESTING, *VIOLENCE, G.reviewed, change=RESOLVES, tracks=CIVIL),
    _row("settle", "认可和解", "accepted mediating breached failed", State.CLOSED,
         G.settlement_allowed, G.milder_law_named, *RESTING, G.recused_do_not_approve, *VIOLENCE,
         G.reviewed, change=RESOLVES, tracks=PENAL),
    # A referral is no state: the receiving body may resolve the dispute from any open one.
    _row("feedback", "反馈化解", "registered accepted mediating breached failed closed",
         State.CLOSED, *LETTER, G.not_resolved_yet, *RESTING, G.penalty_follows,
         *VIOLENCE, change=RESOLVES, resource="referrals"),
    # A transfer ends the case here without a resolution; returned or withdrawn, it comes back.
    _row("hand_over", "移送办结", "registered accepted mediating breached failed", State.CLOSED,
         G.transfer_received, G.civil_remedies_told, G.warning_decided),
    _row("take_back", "恢复办理", "closed", State.ACCEPTED, G.transfer_over,
         resource="referrals"),
    _row("fail", "调解不成", "mediating", State.FAILED, G.reason_given, G.remedies_told,
         effect=_mediation_failed),
    _row("withdraw", "撤回", "registered accepted mediating", State.WITHDRAWN, G.reason_given,
         G.penalty_follows),
    _row("convert", "转处罚或转刑事", "accepted mediating breached failed", State.CONVERTED,
         G.reason_given, G.conversion_named, G.offence_converted, G.criminal_element_found,
         G.conversion_grounded),
    _row("change_track", "变更办理途径", "registered accepted mediating failed", State.ACCEPTED,
         G.reason_given, G.another_track, G.roles_fit_track, G.traffic_applied,
         effect=_track_changed),
    _row("close", "结案", "fulfilled breached failed", State.CLOSED, G.penalty_follows,
         G.civil_remedies_told, G.suit_notice_recorded, G.recusals_decided, *VIOLENCE,
         G.reviewed),
    _row("relapse", "反复", "fulfilled closed", State.ACCEPTED, G.reason_given, G.relapse_is_new,
         roles=CHIEF, change=UNDOES, effect=_relapsed),
    _row("archive", "归档", "closed declined withdrawn converted", State.ARCHIVED,
         G.warning_decided, G.no_letter_open, roles=FILING),
    _row("void", "作废", f"{LIVE} declined withdrawn converted", State.VOIDED, G.reason_given,
         roles=CHIEF, change=UNDOES),
    _row("merge", "并案", LIVE, State.VOIDED, G.reason_given, G.into_another, G.no_letter_open,
         roles=CHIEF, change=UNDOES, resource="links"),
    _row("absorb", "并入其他纠纷", LIVE, None, G.within_unit, G.burden_taken_over, roles=CHIEF, resource="links"),
    _row("split", "拆分", OPEN, None, G.reason_given, G.within_unit, G.somebody_goes,
         G.somebody_stays, roles=CHIEF, resource="links"),
    _row("decide_recurrence", "认定再发", LIVE, None, G.reason_given, resource="recurrences"),
    _row("link_criminal", "登记民转刑", f"{LIVE} declined withdrawn converted archived", None,
         resource="criminal-cases"),
    _row("amend", "更正登记信息", OPEN, None, G.reason_given, G.violence_not_amended_away,
         resource="amendments"),
    _row("ask_clearance", "申请解除涉家暴标记", f"{OPEN} fulfilled", None, G.reason_given,
         G.violence_marked),
    _row("decide_clearance", "决定解除涉家暴标记", f"{OPEN} fulfilled", None, G.reason_given,
         G.clearance_decided, roles=CHIEF, effect=_cleared),
    _row("add_party", "登记当事人", OPEN, None, resource="parties"),
    _row("change_party", "更正当事人", OPEN, None, G.proxy_allowed, resource="parties"),
    _row("represent", "登记监护人或代理人", OPEN, None, G.proxy_allowed,
         resource="representatives"),
    _row("assess_risk", "评估风险", LIVE, None, *GRADED, resource="risk-assessments"),
    _row("mark_party", "标识人员", LIVE, None, resource="parties"),
    _row("unmark_party", "解除人员标识", LIVE, None, G.reason_given, resource="parties"),
    _row("submit_review", "送审", BEFORE_THE_END, None, G.review_not_waiting,
         resource="reviews"),
    _row("review", "审核", BEFORE_THE_END, None, *EXAMINED, roles=REVIEWERS, resource="reviews"),
    _row("extend", "延长办案期限", "accepted mediating breached failed", None, G.extension_allowed, roles=CHIEF,
         tracks=PENAL, resource="extensions"),
    _row("find", "案情认定", "accepted mediating", None, G.exclusions_known, tracks=PENAL,
         resource="findings"),
    _row("add_evidence", "登记证据", OPEN, None, resource="evidence"),
    _row("request_appraisal", "委托鉴定", OPEN, None, resource="appraisals"),
    _row("record_appraisal", "登记鉴定结论", OPEN, None, G.appraisal_result_fits,
         resource="appraisals"),
    _row("notify", "告知", f"{LIVE} declined withdrawn converted", None, resource="notices"),
    _row("request_recusal", "申请回避", OPEN, None, G.recusal_not_asked_twice,
         resource="recusals"),
    _row("decide_recusal", "决定回避", LIVE, None, G.reason_given, G.decided_by_another,
         roles=CHIEF, resource="recusals"),
    _row("decide_warning", "告诫书决定", f"{LIVE} declined withdrawn converted", None,
         G.warning_letter_whole, resource="warning-decisions"),
    _row("join_session", "补充到场当事人", "mediating", None, G.joining_session,
         G.everyone_attends, G.ages_known, G.guardians_present, resource="sessions"),
    _row("refuse", "登记拒绝调解", "mediating", None, G.reason_given, G.refuser_took_part,
         resource="sessions"),
    _row("end_session", "记录调解结果", "mediating", None, G.session_ended,
         G.session_hours_in_order, G.first_session_in_time, resource="sessions"),
    _row("propose_hearing", "提出听证式调解", "accepted mediating", None, *FIT,
         G.circumstances_known, G.fit_for_hearing, G.open_hearing_allowed, resource="hearings"),
    _row("hold_stage", "记录听证环节", "accepted mediating agreed fulfilled failed closed", None,
         *HEARD, resource="hearings"),
    _row("change_panel", "更换听证人员", "accepted mediating", None, G.hearing_under_way,
         G.panel_formed, *SEATED, roles=STAFF | REVIEWERS, resource="hearings"),
    _row("object_to_panel", "申请听证人员回避", "accepted mediating", None, G.hearing_under_way,
         G.panel_formed, G.reason_given, G.objected_once, resource="hearings"),
    _row("decide_panel_objection", "决定听证人员回避", "accepted mediating", None,
         G.hearing_not_over, G.reason_given, G.objection_decided_by_another, roles=REVIEWERS,
         resource="hearings"),
    _row("give_opinion", "提出评议意见", "mediating", None, G.hearing_under_way,
         G.time_to_deliberate, G.opinions_not_shown, G.opinion_of_a_member,
         G.opinion_not_by_host, resource="hearings"),
    _row("reveal_opinions", "开示评议意见", "mediating", None, G.hearing_under_way,
         G.time_to_deliberate, G.opinions_not_shown, G.all_opinions_in, resource="hearings"),
    _row("suspend_hearing", "中止听证", "accepted mediating", None, G.hearing_under_way, *STOPPED,
         resource="hearings"),
    _row("resume_hearing", "恢复听证", "accepted mediating", None, G.hearing_suspended,
         G.resumed_after_stop, resource="hearings"),
    _row("terminate_hearing", "终止听证", "accepted mediating failed", None, G.hearing_not_over,
         *STOPPED, G.remedies_told_at_the_end, resource="hearings"),
    _row("withdraw_hearing_consent", "撤回听证同意", "accepted mediating", None,
         G.hearing_not_over, G.consent_standing, *STOPPED, G.remedies_told_at_the_end,
         resource="hearings"),
    _row("draft_agreement", "拟定协议", "mediating", None, resource="agreements"),
    _row("sign_agreement", "签名", "mediating", None, *SIGNED, resource="agreements"),
    _row("perform", "登记履行", "agreed breached", None, G.performed_after_signing,
         G.whole_unless_money, G.not_overpaid, resource="performances"),
    _row("waive", "免除义务", "agreed breached", None, G.reason_given, G.performed_after_signing,
         G.waived_by_creditor, resource="waivers"),
    _row("apply_confirmation", "申请司法确认", EFFECTIVE, None, *CONFIRMABLE,
         resource="confirmations"),
    _row("record_confirmation", "登记司法确认结果", EFFECTIVE, None, G.result_after_application,
         resource="confirmations"),
    _row("refer", "移交", OPEN, None, G.civil_remedies_told, G.one_transfer_at_a_time,
         G.offence_stays_with_police, resource="referrals"),
    _row("receive", "签收移交", SENT, None, *LETTER, G.letter_unsigned, resource="referrals"),
    _row("return", "退回移交", SENT, None, *LETTER, G.after_receipt, resource="referrals"),
    _row("remind", "催办", SENT, None, *LETTER, resource="referrals"),
    _row("withdraw_referral", "撤回移交", SENT, None, *LETTER, G.reason_given,
         resource="referrals"),
    _row("answer", "反馈移交", SENT, None, *LETTER, G.after_receipt, resource="referrals"),
    _row("follow_up", "回访", "agreed fulfilled breached failed closed", None,
         G.not_by_mediator, G.method_meets_level, resource="follow-ups"),
    _row("assign_follow_up", "指派抽查回访", "agreed fulfilled breached failed closed", None,
         G.not_by_mediator, roles=REVIEWERS, resource="samples"),
    _row("record_persuasion", "记录法理情疏导", "mediating agreed fulfilled breached failed closed",
         None, G.persuasion_said, resource="sessions"),
    _row("issue_paper", "出具文书", f"{LIVE} declined withdrawn converted", None,
         G.paper_applies, G.paper_not_standing, G.paper_whole, resource="papers"),
    _row("void_paper", "作废文书", f"{LIVE} declined withdrawn converted", None, G.reason_given,
         G.paper_not_voided, resource="papers"),
    _row("sign_paper", "文书签名", f"{LIVE} declined withdrawn converted", None, G.paper_stands,
         G.signer_fits_place, G.read_over_stated, resource="papers"),
    _row("seal_paper", "文书用印", f"{LIVE} declined withdrawn converted", None, G.paper_stands,
         G.seal_is_of_the_organ, roles=CHIEF, resource="papers"),
    _row("attach", "登记附件", f"{LIVE} declined withdrawn converted", None,
         G.attachment_kind_fits, resource="attachments"),
    _row("void_attachment", "作废附件", f"{LIVE} declined withdrawn converted", None,
         G.reason_given, G.attachment_not_voided, resource="attachments"),
    _row("make_annex", "制作附页", "archived", None, G.reason_given, resource="annexes"),
    _row("decide_annex", "审批附页", "archived", None, G.annex_not_decided,
         G.annex_decided_by_another, roles=FILING, resource="annexes"),
    _row("arrange", "排期", "accepted mediating", None, *ARRANGED, G.hold_until_before_start,
         resource="appointments"),
    _row("confirm_appointment", "确定排期", "accepted mediating", None, *ARRANGED,
         resource="appointments"),
    _row("reschedule", "改期", "accepted mediating", None, G.reason_given, *ARRANGED,
         resource="appointments"),
    _row("cancel_appointment", "取消排期", EVER, None, G.reason_given, resource="appointments"),
    _row("tell_appointment", "登记排期通知", "accepted mediating", None, G.notified_of_what_stands,
         resource="appointments"),
    _row("keep_appointment", "登记排期已举行", f"{LIVE} converted", None,
         G.session_fits_appointment, resource="appointments"),
    _row("miss_appointment", "登记排期未举行", EVER, None, G.reason_given, G.appointment_begun,
         resource="appointments"),
    _row("take_method_step", "完成工作法步骤", LIVE, None, G.step_of_the_unit, G.steps_in_order,
         resource="method-steps"),
)  # fmt: skip
TRANSITIONS = {row.action: row for row in ROWS}
STEPS = tuple(row.action for row in ROWS if row.resource == "steps")
