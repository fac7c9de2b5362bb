"""What may be done with a case now, what is missing for it, and by which article (办理指引).

The guards that would refuse a step are asked beforehand, so no client repeats a rule. A guard
that judges what somebody is about to enter cannot be asked yet: it is left out, and what it will
ask for is named among the needs of the step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from disputes import guards as G
from disputes import workflow
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.clocks.procedure import case_limit_start
from disputes.errors import Caution, Refusal
from disputes.guards.closing import suit_told
from disputes.guards.violence import pending_clearance
from disputes.models import (
    Agreement,
    Appointment,
    Appraisal,
    Confirmation,
    Hearing,
    MediationSession,
    Obligation,
    Officer,
    OpinionReveal,
    PanelObjection,
    Paper,
    Party,
    Recurrence,
    Recusal,
    Referral,
    Representative,
    Review,
    SampledCase,
    SessionParticipant,
)
from disputes.models.hearing import HearingStage, Stage
from disputes.transitions import FIT, SOUND, TRANSITIONS, Guard, Transition

# Guards that judge the entry: its text, the row it names, the day of something else.
JUDGE_THE_ENTRY = frozenset({
    G.after_receipt, G.announced_in_time, G.another_track, G.appointment_ahead, G.appointment_begun,
    G.appointment_of_one_day, G.appointment_within_period, G.appraisal_result_fits,
    G.asked_by_the_panel, G.attendance_recorded, G.attended_by_both, G.burden_taken_over,
    G.circumstances_known, G.clearance_decided, G.closed_to_the_public, G.conclusion_matches,
    G.confirmable, G.confirmation_joint, G.consent_standing, G.conversion_grounded,
    G.conversion_named, G.criminal_element_found, G.decided_by_another,
    G.everyone_consented_to_hearing, G.evidence_viewed, G.exclusions_known, G.extension_allowed,
    G.fit_for_hearing, G.guardians_consented, G.hearing_may_go_on, G.hearing_to_hold,
    G.hold_until_before_start, G.into_another, G.issues_stated, G.joining_session, G.leader_named,
    G.letter_open, G.letter_unsigned, G.method_meets_level, G.newcomers_hear_everything,
    G.no_personal_status, G.nobody_in_conflict, G.not_applied_before, G.not_by_mediator,
    G.not_overpaid, G.notice_in_time, G.notified_of_what_stands, G.objected_once,
    G.objection_decided_by_another, G.offence_stays_with_police, G.on_the_spot_allowed,
    G.one_transfer_at_a_time, G.open_hearing_allowed, G.opinion_not_by_host, G.opinion_of_a_member,
    G.opinions_not_shown, G.opinions_revealed, G.panel_valid, G.paper_applies, G.paper_not_standing,
    G.paper_not_voided, G.paper_whole, G.partners_named, G.persuasion_said, G.proxy_allowed,
    G.quorum_present, G.reason_given, G.recusal_not_asked_twice, G.recused_are_not_booked,
    G.refuser_took_part, G.remedies_told, G.remedies_told_at_the_end, G.result_after_application,
    G.resumed_after_stop, G.return_has_reasons, G.review_after_submission, G.review_not_waiting,
    G.reviewer_fits, G.risk_decided_by_a_person, G.risk_not_below_suggestion, G.roles_fit_track,
    G.room_large_enough, G.session_ended, G.session_fits_appointment,
    G.session_hours_in_order, G.settlement_allowed, G.signers_known, G.signs_once, G.somebody_goes,
    G.somebody_stays, G.stage_in_order, G.stage_recorded, G.step_of_the_unit, G.steps_in_order,
    G.stop_after_last_stage, G.traffic_applied, G.venue_usable, G.waived_by_creditor,
    G.warning_letter_whole, G.whole_unless_money, G.within_confirmation_window, G.within_unit,
    G.annex_decided_by_another, G.annex_not_decided, G.attachment_kind_fits,
    G.attachment_not_voided, G.paper_stands, G.read_over_stated, G.seal_is_of_the_organ,
    G.signer_fits_place,
})  # fmt: skip
# A change brings its agreement along; the one on file is not judged for it.
NEW_AGREEMENT = frozenset(SOUND) - frozenset(FIT)
# What guards ask of whoever takes a step through `steps/`: key and Chinese name.
NEEDS: dict[Guard, dict[str, str]] = {
    G.reason_given: {"reason": "事由"},
    G.remedies_told: {"remedies_told": "已告知其他救济途径"},
    G.conversion_named: {"convert_to": "转处罚或者转刑事", "ground": "转处罚或者转刑事的理由"},
    G.settlement_allowed: {
        "settled_by": "和解方式",
        "performed": "和解已经履行",
        "applied_by_all": "各方已书面申请",
        "approved_by": "批准的负责人",
    },
    G.another_track: {"track": "新的办理途径"},
    G.clearance_decided: {"granted": "是否同意解除"},
    G.traffic_applied: {
        "determined_on": "收到道路交通事故认定书的日期",
        "applied_on": "书面申请日期",
        "applied_by_all": "各方已书面申请",
    },
}
# They ask on these tracks only.
ASK_ON: dict[Guard, frozenset[Track]] = {G.traffic_applied: frozenset({Track.TRAFFIC})}
# They ask for nothing that the file says already.
ON_FILE: dict[Guard, Callable[[CaseFile, date], bool]] = {G.remedies_told: suit_told}


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that has to be entered, and the tracks it is asked for on."""

    code: str
    name: str
    tracks: frozenset[Track]


def needs_of(step: Transition) -> list[Need]:
    """All that a step may ask for; a change of track asks for what the new track needs."""
    return [
        Need(code, name, ASK_ON.get(guard, step.tracks))
        for guard in step.guards
        for code, name in NEEDS.get(guard, {}).items()
    ]


@dataclass(frozen=True, slots=True)
class Advice:
    """One step that the table allows. `refusals` stand in its way, a Caution only asks for a reason."""

    step: Transition
    refusals: tuple[Refusal, ...]
    needs: tuple[Need, ...]

    @property
    def allowed(self) -> bool:
        return all(isinstance(refusal, Caution) for refusal in self.refusals)


def guidance(case: CaseFile, actor: Officer, on: date) -> list[Advice]:
    """Every step that `actor` may think of on a day, in the order of the table. Writes nothing.

    Reads every table of the file at most once, whatever the case is like.
    """
    dispute = case.dispute
    actions = workflow.available_actions(dispute.state, actor.role, dispute.track)
    steps = (TRANSITIONS[action] for action in actions)
    return [
        Advice(step, tuple(_refusals(case, step, actor, on)), tuple(_needs(case, step, on)))
        for step in steps
        if _has_subject(case, step.action)
    ]


def _needs(case: CaseFile, step: Transition, on: date) -> list[Need]:
    """What this case asks for. Where the track is about to change, what any track would."""
    changes = G.another_track in step.guards
    known = {
        code for g in step.guards if g in ON_FILE and ON_FILE[g](case, on) for code in NEEDS[g]
    }
    needs = [
        need
        for need in needs_of(step)
        if need.code not in known and (changes or case.dispute.track in need.tracks)
    ]
    if step.action == "hold_stage":
        asked = G.needs_of_next_stage(case).items()
        needs += [Need(code, name, step.tracks) for code, name in asked]
    return needs


def _refusals(case: CaseFile, step: Transition, actor: Officer, on: date) -> list[Refusal]:
    later = JUDGE_THE_ENTRY | (NEW_AGREEMENT if step.action == "change_agreement" else frozenset())
    guards = tuple(guard for guard in step.guards if guard not in later)
    with case.imagining():
        if step.action == "hold_session":
            _imagine_session(case, actor, on)
        return workflow.refusals(case, step.action, actor=actor, on=on, guards=guards)


def _imagine_session(case: CaseFile, actor: Officer, on: date) -> None:
    """The best mediation there can be: everybody on file comes and consents, two officers."""
    sessions = case.rows(MediationSession)
    session = case.add(MediationSession(
        ordinal=len(sessions) + 1, mode=MediationSession.Mode.ORDINARY, held_on=on, host=actor,
        second_officer=Officer(pk=0), track=case.dispute.track, facts_found="—",
        place="—", second_reason=MediationSession.SecondReason.POLICE,
    ), checked=True)  # fmt: skip
    guarded = {r.party for r in case.rows(Representative) if r.capacity == "guardian"}
    for party in (p for p in case.rows(Party) if p.is_active):
        case.add(SessionParticipant(
            session=session, party=party, consented=True, guardian_attended=party in guarded,
        ), checked=True)  # fmt: skip


def _has_subject(case: CaseFile, action: str) -> bool:
    """Whether there is anything to take the step with: a letter to sign for, a duty to perform."""
    return action not in SUBJECTS or SUBJECTS[action](case)


def _letter(case: CaseFile) -> bool:
    return any(letter.is_open for letter in case.rows(Referral))


def _duty(case: CaseFile) -> bool:
    duties = case.rows_of(case.agreement, Obligation)
    return any(not (duty.fulfilled_on or duty.waived_on) for duty in duties)


def _appointment(case: CaseFile) -> bool:
    return any(a.is_open for a in case.rows(Appointment))


def _draft(case: CaseFile) -> bool:
    return any(a.effective_on is None for a in case.rows(Agreement)[-1:])


def _pending(case: CaseFile) -> bool:
    return any(s.outcome == "pending" for s in case.rows(MediationSession)[-1:])


def _newcomer(case: CaseFile) -> bool:
    """Somebody was put on file after the mediation that is under way."""
    if not _pending(case):
        return False
    there = case.rows_of(case.rows(MediationSession)[-1], SessionParticipant)
    return len({p.party for p in there}) < sum(p.is_active for p in case.rows(Party))


def _stage_left(case: CaseFile) -> bool:
    """A hearing that has a stage left: after its end only the follow-up."""
    return any(
        hearing.standing != Hearing.Standing.TERMINATED
        and all(s.stage != Stage.FOLLOW_UP for s in case.rows_of(hearing, HearingStage))
        for hearing in case.rows(Hearing)[-1:]
    )


def _hearing(case: CaseFile) -> bool:
    """A hearing that is not over."""
    over = (Hearing.Standing.TERMINATED, Hearing.Standing.CONCLUDED)
    return any(hearing.standing not in over for hearing in case.rows(Hearing)[-1:])


def _suspended(case: CaseFile) -> bool:
    return any(h.standing == Hearing.Standing.SUSPENDED for h in case.rows(Hearing)[-1:])


def _sealed(case: CaseFile) -> bool:
    """A hearing whose opinions are asked for, or in and not shown yet."""
    return _hearing(case) and not case.rows_of(case.rows(Hearing)[-1], OpinionReveal)


def _panel(case: CaseFile) -> bool:
    """A hearing with a panel that nobody has deliberated on yet."""
    done = {s.stage for h in case.rows(Hearing)[-1:] for s in case.rows_of(h, HearingStage)}
    return _hearing(case) and Stage.PANEL in done and Stage.DELIBERATION not in done


# Not "unmark_party": whoever reads the guidance would learn from it that somebody bears a mark.
SUBJECTS: dict[str, Callable[[CaseFile], bool]] = {
    **dict.fromkeys(("receive", "return", "remind", "withdraw_referral", "answer"), _letter),
    **dict.fromkeys(("perform", "waive", "fulfil"), _duty),
    **dict.fromkeys(("sign_agreement", "agree"), _draft),
    **dict.fromkeys(("end_session", "refuse"), _pending),
    "join_session": _newcomer,
    "ask_clearance": lambda case: (
        case.dispute.domestic_violence and pending_clearance(case) is None
    ),
    "decide_clearance": lambda case: pending_clearance(case) is not None,
    "extend": lambda case: case_limit_start(case) is not None,
    **dict.fromkeys(
        (
            "confirm_appointment",
            "reschedule",
            "cancel_appointment",
            "tell_appointment",
            "keep_appointment",
            "miss_appointment",
        ),
        _appointment,
    ),
    "feedback": _letter,
    "hold_stage": _stage_left,
    **dict.fromkeys(("suspend_hearing", "terminate_hearing", "withdraw_hearing_consent"), _hearing),
    "resume_hearing": _suspended,
    **dict.fromkeys(("change_panel", "object_to_panel"), _panel),
    **dict.fromkeys(("give_opinion", "reveal_opinions"), _sealed),
    "decide_panel_objection": lambda case: any(
        o.decided_on is None for o in case.rows(PanelObjection)
    ),
    "change_party": lambda case: bool(case.rows(Party)),
    "represent": lambda case: bool(case.rows(Party)),
    "record_persuasion": lambda case: bool(case.rows(MediationSession)),
    "record_appraisal": lambda case: any(not a.result for a in case.rows(Appraisal)),
    "decide_recusal": lambda case: any(r.decided_on is None for r in case.rows(Recusal)),
    "review": lambda case: any(r.passed is None for r in case.rows(Review)),
    "record_confirmation": lambda case: any(not c.result for c in case.rows(Confirmation)),
    "decide_recurrence": lambda case: any(r.is_recurrence is None for r in case.rows(Recurrence)),
    "void_paper": lambda case: any(p.voided_on is None for p in case.rows(Paper)),
    "assign_follow_up": lambda case: any(s.follow_up is None for s in case.rows(SampledCase)),
    "absorb": lambda case: False,  # taken by the case that is merged into this one
    "hand_over": lambda case: any(r.kind == "transfer" and r.is_open for r in case.rows(Referral)),
}
