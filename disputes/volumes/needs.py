"""Which papers belong into a case file, in which order, and which of them are missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from disputes import clock, papers
from disputes.casefile import CaseFile
from disputes.choices import Outcome, State
from disputes.models import Agreement, CaseFileRule, DisputeEvent, Hearing, Paper, Party, Referral
from disputes.papers.paper import CONFIDENTIAL

Need, Condition = CaseFileRule.Need, CaseFileRule.Condition
NOT_BOUND = CONFIDENTIAL | {"file_index"}  # the volume has an index of its own, with its pages
ADULT = 18  # years
NOTHING_DONE = "尚无可以出具该文书的办理记录"
# How a case was closed, by the step that closed it; "close" itself keeps what was before.
BY_STEP = {
    "settle": Outcome.SETTLED, "reconcile": Outcome.RECONCILED, "feedback": Outcome.FEEDBACK,
    "hand_over": Outcome.HANDED_OVER,
}  # fmt: skip
BY_STATE = {
    State.AGREED: Outcome.AGREED, State.FULFILLED: Outcome.FULFILLED,
    State.FAILED: Outcome.FAILED, State.BREACHED: Outcome.BREACHED,
    State.DECLINED: Outcome.DECLINED, State.WITHDRAWN: Outcome.WITHDRAWN,
    State.CONVERTED: Outcome.CONVERTED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper that the rules ask for and that does not stand, with what it still lacks."""

    code: str
    name: str
    subject: int
    about: str
    source: str
    lacking: list[str]


def outcome(case: CaseFile) -> Outcome:
    """How the case ended; OPEN while it has not. An archived one ended before it was archived."""
    moves = [e for e in case.rows(DisputeEvent) if e.from_state != e.to_state]
    state = State(case.dispute.state)
    for move in reversed(moves):
        if state not in (State.ARCHIVED, State.CLOSED):
            break
        if move.to_state == state:
            if state == State.CLOSED and move.action in BY_STEP:
                return BY_STEP[move.action]
            state = State(move.from_state)
    return BY_STATE.get(state, Outcome.OPEN)


def ended_on(case: CaseFile) -> date:
    """The day by whose rules the file is judged: a later rule makes no old file incomplete."""
    return clock.today() if outcome(case) == Outcome.OPEN else case.latest_change_on


def rules_of(case: CaseFile, on: date) -> list[CaseFileRule]:
    """The rules in force on a day for the case's track and outcome, in the order of the file."""
    in_force = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on))
    found = CaseFileRule.objects.filter(
        in_force, track__in=("", case.dispute.track), outcome__in=("", outcome(case))
    )
    return [rule for rule in found if _holds(rule, case)]


def _holds(rule: CaseFileRule, case: CaseFile) -> bool:
    match rule.condition:
        case Condition.HEARING:
            return bool(case.rows(Hearing))
        case Condition.VIOLENCE:
            return case.dispute.domestic_violence
        case Condition.MINOR:
            return case.dispute.involves_minor or any(map(_minor, _active(case)))
        case Condition.REFERRED:
            return bool(case.rows(Referral))
    return True


def _active(case: CaseFile) -> list[Party]:
    return [party for party in case.rows(Party) if party.is_active]


def _minor(party: Party) -> bool:
    born, on = party.born_on, party.dispute.registered_on
    return born is not None and (born.year + ADULT, born.month, born.day) > (
        on.year, on.month, on.day
    )  # fmt: skip


def missing(case: CaseFile, rules: list[CaseFileRule]) -> list[Missing]:
    """Every paper that a rule asks for and the file has not; each once."""
    found = {(m.code, m.subject): m for rule in rules for m in _missing(case, rule)}
    return list(found.values())


def _missing(case: CaseFile, rule: CaseFileRule) -> Iterator[Missing]:
    paper = papers.BY_CODE.get(rule.paper)
    if paper is None or rule.need == Need.OPTIONAL:
        return
    rows, today = paper.rows(case), clock.today()
    lacking = {
        papers.key(row): papers.lacking_of(case, paper, row, today)
        for row in rows
        if papers.standing(case, paper, row) is None
    }
    if rule.need == Need.ONE:
        if any(p.code == rule.paper and p.voided_on is None for p in case.rows(Paper)):
            return
        rows = rows[:1]
        if not rows:
            yield Missing(paper.code, paper.name, 0, "", rule.source, [NOTHING_DONE])
    for row in rows:
        subject = papers.key(row)
        if subject in lacking:
            yield Missing(
                paper.code, paper.name, subject, _about(row), rule.source, lacking[subject]
            )


def _about(row: Any) -> str:
    return str(getattr(row, "number", "") or row)


def bound(case: CaseFile, rules: list[CaseFileRule]) -> list[Paper]:
    """The papers that stand, in the order of the rules; those without one follow as issued."""
    places = {rule.paper: n for n, rule in reversed(list(enumerate(rules)))}
    registry = {code: len(rules) + n for n, code in enumerate(papers.BY_CODE)}
    standing = [p for p in case.rows(Paper) if p.voided_on is None and p.code not in NOT_BOUND]
    return sorted(standing, key=lambda p: (places.get(p.code, registry.get(p.code, 999)), p.pk))


def binding_agreement(case: CaseFile) -> Agreement | None:
    agreement = case.agreement
    return agreement if agreement is not None and agreement.effective_on else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How complete a case file is, by which rules."""

    outcome: Outcome
    rules: list[CaseFileRule]
    missing: list[Missing]
    bound: list[Paper]


def standing(case: CaseFile) -> Standing:
    rules = rules_of(case, ended_on(case))
    return Standing(outcome(case), rules, missing(case, rules), bound(case, rules))
