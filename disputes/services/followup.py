"""Follow-up (回访), and the draw of cases that somebody else follows up (抽查回访)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from disputes import clock
from disputes.casefile import CaseFile
from disputes.choices import Role, State
from disputes.errors import RuleViolation, WrongState
from disputes.models import (
    Dispute,
    DisputeEvent,
    FollowUp,
    Officer,
    SampledCase,
    SampleDraw,
    Unit,
)
from disputes.querysets import subtree
from disputes.ratios import Ratio
from disputes.services import alerts
from disputes.services.risk import chiefs
from disputes.workflow import take_step

DRAWING = frozenset({Role.CHIEF, Role.LEGAL})
ENDED = (State.FULFILLED, State.CLOSED)
ANSWERS = frozenset(FollowUp.Satisfaction) - {FollowUp.Satisfaction.NO_ANSWER}


def record_follow_up(
    case: CaseFile,
    *,
    actor: Officer,
    held_on: date,
    sample: SampledCase | None = None,
    **fields: Any,
) -> FollowUp:
    """Record a visit or call; `sample` when the case was drawn for it.

    A relapse (反复) found by it is told to the chiefs, who report it by their own step.
    Raises what the guards of `follow_up` raise, WrongState.
    """
    made = case.add(FollowUp(held_on=held_on, visited_by=actor, **fields))
    facts: dict[str, Any] = {"satisfaction": made.satisfaction}
    if sample is not None:
        _fill(case, sample, made)
        facts["sample"] = sample.pk
    take_step(case, "follow_up", actor=actor, on=held_on, facts=facts)
    if made.relapsed:
        title = f"{case.dispute.number}号纠纷回访发现反复，请登记反复"
        alerts.raise_now(case, code="relapse_found", title=title, officers=chiefs(case))
    return made


def _fill(case: CaseFile, sample: SampledCase, made: FollowUp) -> None:
    if sample.follow_up is not None:
        raise WrongState("抽中的纠纷已经回访")
    case.revise(sample, follow_up=made)


def assign(case: CaseFile, sample: SampledCase, *, actor: Officer, officer: Officer) -> SampledCase:
    """Give a drawn case to somebody who did not mediate it.

    Raises what the guards raise, WrongState once it has been followed up.
    """
    if sample.follow_up is not None:
        raise WrongState("抽中的纠纷已经回访")
    case.revise(sample, assigned_to=officer)
    take_step(case, "assign_follow_up", actor=actor, on=clock.today(),
              facts={"sample": sample.pk, "officer": officer.pk})  # fmt: skip
    title = f"{case.dispute.number}号纠纷抽中回访，请办理"
    alerts.raise_now(
        case, code="sample_assigned", title=title, officers=[officer], subject=sample.pk
    )
    return sample


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What the people of drawn cases say. Who was not reached or gave no answer has not answered."""

    answered: Ratio
    satisfied: Ratio
    not_followed_up: int

    @classmethod
    def of(cls, cases: Iterable[SampledCase]) -> Satisfaction:
        made = [case.follow_up for case in cases]
        answers = [m.satisfaction for m in made if m is not None and m.satisfaction in ANSWERS]
        content = [answer for answer in answers if answer != FollowUp.Satisfaction.UNSATISFIED]
        return cls(
            Ratio(len(answers), len(made)), Ratio(len(content), len(answers)), made.count(None)
        )


@transaction.atomic
def draw(
    *,
    actor: Officer,
    unit: Unit,
    start: date,
    end: date,
    size: int | None = None,
    share: int | None = None,
) -> SampleDraw:
    """Draw ended cases of a unit with all below it: `size` of them, or `share` percent, rounded up.

    The seed is the server's, so nobody draws until the result suits him without leaving a trace.
    Raises RuleViolation (ROLE_FORBIDDEN, SAMPLE_EMPTY).
    """
    if actor.role not in DRAWING:
        raise RuleViolation(f"{actor.title}无权抽取回访样本", code="ROLE_FORBIDDEN")
    population = _population(unit, start, end)
    if not population:
        raise RuleViolation("该期间没有已办结的纠纷可供抽取", code="SAMPLE_EMPTY")
    wanted = size if size is not None else -(-len(population) * (share or 0) // 100)
    seed = secrets.token_hex(16)
    drawn = chosen(seed, population, wanted)
    made = SampleDraw.objects.create(
        unit=unit, start=start, end=end, seed=seed, population=population, size=len(drawn),
        drawn_at=clock.now(), drawn_by=actor,
    )  # fmt: skip
    SampledCase.objects.bulk_create(SampledCase(draw=made, dispute_id=pk) for pk in drawn)
    return made


def chosen(seed: str, population: Sequence[int], size: int) -> list[int]:
    """The draw itself: the keys with the smallest SHA-256 of "seed:key". Anybody can repeat it.

    >>> chosen("a", [1, 2, 3, 4], 2)
    [1, 3]
    """
    by_luck = sorted(population, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())
    return sorted(by_luck[:size])


def _population(unit: Unit, start: date, end: date) -> list[int]:
    """Cases that ended in the period and have not been taken up again or archived since."""
    endings = DisputeEvent.objects.filter(to_state__in=ENDED, occurred_on__range=(start, end))
    ended = endings.exclude(from_state=F("to_state")).values("dispute")
    cases = Dispute.objects.filter(subtree(unit), state__in=ENDED, pk__in=ended)
    return list(cases.order_by("pk").values_list("pk", flat=True))
