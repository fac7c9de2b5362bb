"""The life of an edition (办理流程): draft → confirmed below → 法制审核 → 保密审查 → signed.

One table says who may take which step from where; every step appends a line to the history.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from disputes.errors import Refusal, WrongState
from disputes.models import Officer
from reporting.editions import rules
from reporting.editions.drafting import locked
from reporting.editions.history import record
from reporting.editions.parts import unconfirmed
from reporting.editions.sealing import sign
from reporting.models import Edition
from reporting.models.edition import EditionAction, Status

Rule = Callable[[Officer, Edition], None]
UNDER_REVIEW = (Status.CONFIRMING, Status.LEGAL, Status.SECRECY, Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Step:
    """From which states to which, by whom (`who`), and what must hold (`checks`)."""

    action: EditionAction
    sources: tuple[Status, ...]
    target: Status
    who: tuple[Rule, ...]
    checks: tuple[Callable[[Edition], None], ...] = ()
    needs_reason: bool = False


def _prepares(officer: Officer, edition: Edition) -> None:
    rules.may_prepare(officer)
    rules.of_its_own_unit(officer, edition)


def _answers_below(officer: Officer, edition: Edition) -> None:
    rules.may_prepare(officer)
    rules.of_a_lower_unit(officer, edition)


def _reviews_law(officer: Officer, edition: Edition) -> None:
    rules.may_review_law(officer)
    rules.of_its_own_unit(officer, edition)
    rules.other_than_before(officer, edition)


def _reviews_secrecy(officer: Officer, edition: Edition) -> None:
    _prepares(officer, edition)
    rules.other_than_before(officer, edition, EditionAction.PASS_LEGAL)


def _signs(officer: Officer, edition: Edition) -> None:
    rules.may_sign(officer)
    rules.of_its_own_unit(officer, edition)
    rules.other_than_before(officer, edition, EditionAction.PASS_LEGAL, EditionAction.PASS_SECRECY)


STEPS = {
    step.action: step
    for step in (
        Step(EditionAction.SUBMIT, (Status.DRAFT,), Status.CONFIRMING, (_prepares,),
             (rules.term_is_over, rules.is_whole, rules.text_is_right)),
        Step(EditionAction.CONFIRM, (Status.CONFIRMING,), Status.CONFIRMING, (_answers_below,)),
        Step(EditionAction.OBJECT, (Status.CONFIRMING,), Status.DRAFT, (_answers_below,), needs_reason=True),
        Step(EditionAction.PASS_LEGAL, (Status.LEGAL,), Status.SECRECY, (_reviews_law,), (rules.text_is_right,)),
        Step(EditionAction.PASS_SECRECY, (Status.SECRECY,), Status.APPROVED, (_reviews_secrecy,)),
        Step(EditionAction.SIGN, (Status.APPROVED,), Status.SIGNED, (_signs,)),
        Step(EditionAction.RETURN, UNDER_REVIEW, Status.DRAFT, (_prepares,), needs_reason=True),
    )
}  # fmt: skip


def available(edition: Edition, officer: Officer) -> list[EditionAction]:
    """The steps that an officer may take now, as far as who and from where decide it."""
    return [action for action, step in STEPS.items()
            if edition.status in step.sources and _allowed(step, officer, edition)]  # fmt: skip


def _allowed(step: Step, officer: Officer, edition: Edition) -> bool:
    try:
        for rule in step.who:
            rule(officer, edition)
    except Refusal:
        return False
    return True


def take(
    pk: int, action: EditionAction, *, actor: Officer, expected: int, reason: str = ""
) -> Edition:
    """Take a step. Raises WrongState, RuleViolation, Outdated, Edition.DoesNotExist."""
    step = STEPS[action]
    if action == EditionAction.SIGN:
        return sign(
            pk,
            actor=actor,
            expected=expected,
            permits=lambda edition: _permits(step, actor, edition),
        )
    with transaction.atomic():
        edition = locked(pk, expected)
        _permits(step, actor, edition)
        if step.needs_reason:
            rules.reason_given(reason)
        for check in step.checks:
            check(edition)
        _write(edition, step, actor, reason)
    return edition


def _permits(step: Step, actor: Officer, edition: Edition) -> None:
    if edition.status not in step.sources:
        raise WrongState(f"报告{edition.get_status_display()}，不能{step.action.label}")
    for rule in step.who:
        rule(actor, edition)


def _write(edition: Edition, step: Step, actor: Officer, reason: str) -> None:
    below = step.action in (EditionAction.CONFIRM, EditionAction.OBJECT)
    unit_digest = edition.parts[actor.unit.code]["digest"] if below and actor.unit else ""
    edition.status, edition.version = step.target, edition.version + 1
    record(edition, step.action, actor, to=step.target, reason=reason, unit_digest=unit_digest)
    if edition.status == Status.CONFIRMING and not _awaited(edition):
        edition.status = Status.LEGAL
        record(edition, EditionAction.GO_ON, None, to=Status.LEGAL)
    edition.save(update_fields=["status", "version"])


def _awaited(edition: Edition) -> bool:
    return bool(settings.EDITION_CONFIRMATION and unconfirmed(edition))
