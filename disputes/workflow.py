"""The life of a dispute: what may be done, from where, to where, by whom, under which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from disputes import guards as G
from disputes import statutes
from disputes.casefile import CaseFile, case_file
from disputes.choices import Resolution, Role, State, Track
from disputes.errors import Caution, Refusal, RuleViolation, WrongState
from disputes.models import DisputeEvent, MediationSession, Officer

Facts = dict[str, Any]
Guard = Callable[[CaseFile, Facts, date], None]
Effect = Callable[[CaseFile, Facts, date], None]
TRACKS = frozenset(Track)
STAFF = frozenset({Role.OFFICER, Role.CHIEF})
CHIEF = frozenset({Role.CHIEF})
FILING = frozenset({Role.CHIEF, Role.LEGAL})


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
    """The agreement is dated, and the session it comes from has ended with it."""
    agreement = case.agreement
    assert agreement is not None
    case.revise(agreement, signed_on=on, effective_on=on)
    session = agreement.session
    if session is not None and session.outcome != MediationSession.Outcome.AGREED:
        case.revise(session, outcome=MediationSession.Outcome.AGREED)


def _fulfilled(case: CaseFile, facts: Facts, on: date) -> None:
    assert case.agreement is not None
    case.revise(case.agreement, fulfilled_on=on)


def _breached(case: CaseFile, facts: Facts, on: date) -> None:
    assert case.agreement is not None
    case.revise(case.agreement, breached_on=on)


def _relapsed(case: CaseFile, facts: Facts, on: date) -> None:
    case.change(case.dispute, relapse_count=case.dispute.relapse_count + 1)


PENAL, CIVIL = frozenset({Track.SECURITY_CASE}), frozenset({Track.CIVIL})
RESOLVES, UNDOES = Resolution.TAKES_EFFECT, Resolution.TAKEN_BACK
OPEN = "registered accepted mediating agreed breached failed"
LIVE = f"{OPEN} fulfilled closed"
TAKEN_UP = (
    G.not_excluded, G.everyone_consents, G.facts_established, G.guardians_present,
    G.sessions_at_most_two, G.second_session_reason, G.on_the_spot_allowed, G.hearing_opened,
)  # fmt: skip
SOUND = (
    G.not_excluded, G.not_in_effect_yet, G.form_fits_track, G.agreement_complete,
    G.performance_after_signing, G.agreement_signed,
)  # fmt: skip
HEARD = (
    G.stage_in_order, G.open_hearing_allowed, G.everyone_consented_to_hearing, G.panel_valid,
    G.stage_recorded, G.conclusion_matches,
)  # fmt: skip
ROWS = (
    _row("accept", "受理", "registered", State.ACCEPTED),
    _row("decline", "不予调解", "registered accepted", State.DECLINED, G.reason_given, roles=CHIEF),
    _row("hold_session", "调解", "accepted mediating", State.MEDIATING, *TAKEN_UP,
         resource="sessions"),
    _row("agree", "协议生效", "mediating", State.AGREED, *SOUND, change=RESOLVES,
         effect=_into_effect),
    # Late performance resolves again; performance of a standing agreement changes nothing.
    _row("fulfil", "履行完毕", "agreed breached", State.FULFILLED, G.all_performed,
         change=RESOLVES, effect=_fulfilled, resource="performances"),
    _row("breach", "认定未履行", "agreed", State.BREACHED, G.reason_given, G.performance_overdue,
         change=UNDOES, effect=_breached),
    _row("reconcile", "登记和好", "accepted mediating", State.CLOSED, G.reason_given,
         change=RESOLVES, tracks=CIVIL),
    _row("settle", "认可和解", "accepted mediating", State.CLOSED, G.settlement_allowed,
         change=RESOLVES, tracks=PENAL),
    # A referral is no state: the receiving body may resolve the dispute from any open one.
    _row("feedback", "反馈化解", "registered accepted mediating breached failed", State.CLOSED,
         change=RESOLVES, resource="referrals"),
    _row("fail", "调解不成", "mediating", State.FAILED, G.reason_given, G.remedies_told),
    _row("withdraw", "撤回", "registered accepted mediating", State.WITHDRAWN, G.reason_given),
    _row("convert", "转处罚或转刑事", "accepted mediating breached failed", State.CONVERTED,
         G.reason_given, G.conversion_named),
    _row("close", "结案", "fulfilled failed", State.CLOSED),
    _row("relapse", "反复", "fulfilled closed", State.ACCEPTED, G.reason_given, roles=CHIEF,
         change=UNDOES, effect=_relapsed),
    _row("archive", "归档", "closed declined withdrawn converted", State.ARCHIVED, roles=FILING),
    _row("void", "作废", f"{LIVE} declined withdrawn converted", State.VOIDED, G.reason_given,
         roles=CHIEF, change=UNDOES),
    _row("amend", "更正登记信息", OPEN, None, G.reason_given, resource="amendments"),
    _row("add_party", "登记当事人", OPEN, None, resource="parties"),
    _row("change_party", "更正当事人", OPEN, None, G.proxy_allowed, resource="parties"),
    _row("represent", "登记监护人或代理人", OPEN, None, G.proxy_allowed,
         resource="representatives"),
    _row("assess_risk", "评估风险", LIVE, None, resource="risk-assessments"),
    _row("end_session", "记录调解结果", "mediating", None, G.session_ended, resource="sessions"),
    _row("propose_hearing", "提出听证式调解", "accepted mediating", None, G.open_hearing_allowed,
         resource="hearings"),
    _row("hold_stage", "记录听证环节", "accepted mediating agreed fulfilled failed closed", None,
         *HEARD, resource="hearings"),
    _row("draft_agreement", "拟定协议", "mediating", None, resource="agreements"),
    _row("sign_agreement", "签名", "mediating", None, resource="agreements"),
    _row("perform", "登记履行", "agreed breached", None, G.performed_after_signing,
         resource="performances"),
    _row("refer", "移交", OPEN, None, resource="referrals"),
    _row("receive", "签收移交", LIVE, None, resource="referrals"),
    _row("return", "退回移交", LIVE, None, resource="referrals"),
    _row("answer", "反馈移交", LIVE, None, resource="referrals"),
    _row("follow_up", "回访", "agreed fulfilled breached failed closed", None,
         resource="follow-ups"),
)  # fmt: skip
TRANSITIONS = {row.action: row for row in ROWS}
STEPS = tuple(row.action for row in ROWS if row.resource == "steps")


def available_actions(state: str, role: str, track: str) -> list[str]:
    """Feeds the API, the console's buttons and the mobile client: nobody repeats the table."""
    return [t.action for t in ROWS if state in t.sources and role in t.roles and track in t.tracks]


def take_step(
    case: CaseFile, action: str, *, actor: Officer, on: date, facts: Facts | None = None
) -> DisputeEvent:
    """Take one step on an open case file: table, role, guards, then state and event.

    `facts["acknowledged"]` gives by its code the reason to go on in spite of a warning. Raises
    WrongState when the state does not allow it, RuleViolation when the role, the track or a rule
    forbids it, Caution for a warning without a reason. Nothing is written before the file is.
    """
    facts, step = facts or {}, TRANSITIONS[action]
    refusal = next(_refusals(case, step, actor, on, facts), None)
    if refusal is not None:
        raise refusal
    return _record(case, step, actor, on, facts)


def refusals(
    case: CaseFile, action: str, *, actor: Officer, on: date, facts: Facts | None = None
) -> list[Refusal]:
    """Everything that speaks against a step, not only the first thing. Writes nothing."""
    return list(_refusals(case, TRANSITIONS[action], actor, on, facts or {}))


def _refusals(
    case: CaseFile, step: Transition, actor: Officer, on: date, facts: Facts
) -> Iterator[Refusal]:
    outside = _outside_the_table(case, step, actor)
    if outside is not None:
        yield outside
        return
    acknowledged = facts.get("acknowledged") or {}
    order = (G.in_order, G.after_last_change) if step.target else (G.in_order,)
    for guard in (*order, *step.guards):
        try:
            guard(case, facts, on)
        except Caution as caution:
            if not str(acknowledged.get(caution.code, "")).strip():
                yield caution
        except Refusal as refusal:
            yield refusal


def _outside_the_table(case: CaseFile, step: Transition, actor: Officer) -> Refusal | None:
    dispute = case.dispute
    if dispute.state not in step.sources:
        return WrongState(f"“{dispute.get_state_display()}”状态不能{step.label}")
    if actor.role not in step.roles:
        return RuleViolation(f"{actor.get_role_display()}无权{step.label}", code="ROLE_FORBIDDEN")
    if dispute.track not in step.tracks:
        return RuleViolation(
            f"{dispute.get_track_display()}不能{step.label}",
            code="TRACK_FORBIDDEN",
            statutes=[statutes.TRACKS[Track(dispute.track)]],
        )
    return None


def _record(
    case: CaseFile, step: Transition, actor: Officer, on: date, facts: Facts
) -> DisputeEvent:
    dispute, target = case.dispute, step.target or case.dispute.state
    change = _change(case, step)
    event = case.add(DisputeEvent(
        seq=dispute.version + 1, action=step.action, from_state=dispute.state, to_state=target,
        change=change, days=_days(case, change, on), actor=actor, occurred_on=on, facts=facts,
    ), checked=True)  # fmt: skip
    new: dict[str, Any] = {"version": dispute.version + 1}
    if step.target is not None:
        new["state"] = target
    if change:
        new["resolved_on"] = on if change == RESOLVES else None
    case.change(dispute, **new)
    if step.effect is not None:
        step.effect(case, facts, on)
    return event


def _change(case: CaseFile, step: Transition) -> Resolution:
    """A resolution is given once and taken back once, however many steps would do it."""
    resolved = case.dispute.resolved_on is not None
    if resolved == (step.change == RESOLVES):
        return Resolution.UNTOUCHED
    return step.change


def _days(case: CaseFile, change: Resolution, on: date) -> int | None:
    """Calendar days from registration to resolution; taken back with the resolution itself."""
    if change == Resolution.UNTOUCHED:
        return None
    given = case.dispute.resolved_on if change == UNDOES else on
    assert given is not None
    return (given - case.dispute.registered_on).days


def perform(
    dispute_id: int,
    action: str,
    *,
    actor: Officer,
    on: date,
    facts: Facts | None = None,
    expected: int | None = None,
) -> DisputeEvent:
    """Take one step: lock, version, table, role, guards, write, event; all of it or nothing."""
    with case_file(dispute_id, expected=expected) as case:
        return take_step(case, action, actor=actor, on=on, facts=facts)
