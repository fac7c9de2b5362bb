"""The life of a dispute: steps are taken here and nowhere else, by the table of `transitions`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from disputes import guards as G
from disputes import statutes
from disputes.casefile import CaseFile, case_file
from disputes.choices import Resolution, Track
from disputes.errors import Caution, Refusal, RuleViolation, WrongState
from disputes.models import DisputeEvent, Officer
from disputes.transitions import RESOLVES, ROWS, TRANSITIONS, UNDOES, Facts, Guard, Transition


def available_actions(state: str, role: str, track: str) -> list[str]:
    """Feeds the API, the console's buttons and the mobile client: nobody repeats the table."""
    return [t.action for t in ROWS if state in t.sources and role in t.roles and track in t.tracks]


def take_step(
    case: CaseFile, action: str, *, actor: Officer, on: date, facts: Facts | None = None
) -> DisputeEvent:
    """Take one step on an open case file: table, role, guards, then state and event.

    `case.acknowledged` gives by its code the reason to go on in spite of a warning; what was needed
    stays on the event. Raises WrongState when the state does not allow it, RuleViolation when the
    role, the track or a rule forbids it, Caution for a warning without a reason. Nothing is
    written before the file is.
    """
    facts, step = facts or {}, TRANSITIONS[action]
    needed: dict[str, str] = {}
    refusal = next(_refusals(case, step, actor, on, facts, needed), None)
    if refusal is not None:
        raise refusal
    return _record(case, step, actor, on, facts | ({"acknowledged": needed} if needed else {}))


def refusals(
    case: CaseFile, action: str, *, actor: Officer, on: date, guards: Iterable[Guard]
) -> list[Refusal]:
    """Everything by which some of a step's guards would refuse it. Writes nothing."""
    step = replace(TRANSITIONS[action], guards=tuple(guards))
    return list(_refusals(case, step, actor, on, {}, {}))


def _refusals(
    case: CaseFile,
    step: Transition,
    actor: Officer,
    on: date,
    facts: Facts,
    needed: dict[str, str],
) -> Iterator[Refusal]:
    """What speaks against a step; `needed` takes up the warnings that a reason overcame."""
    outside = _outside_the_table(case, step, actor)
    if outside is not None:
        yield outside
        return
    told = facts | {"actor": actor}
    order = (G.recused_stay_out, G.in_order, *((G.after_last_change,) if step.target else ()))
    for guard in (*order, *step.guards):
        try:
            guard(case, told, on)
        except Caution as caution:
            reason = case.acknowledged.get(caution.code, "").strip()
            if not reason:
                yield caution
            else:
                needed[caution.code] = reason
        except Refusal as refusal:
            yield refusal


def _outside_the_table(case: CaseFile, step: Transition, actor: Officer) -> Refusal | None:
    dispute = case.dispute
    if dispute.state not in step.sources:
        return WrongState(f"“{dispute.get_state_display()}”状态不能{step.label}")
    if actor.role not in step.roles:
        return RuleViolation(f"{actor.title}无权{step.label}", code="ROLE_FORBIDDEN")
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
