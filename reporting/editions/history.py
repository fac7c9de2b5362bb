"""The history of an edition (办理记录): one line for each step, appended and never changed."""

from __future__ import annotations

from disputes import clock
from disputes.models import Officer
from reporting.models import Edition, EditionStep
from reporting.models.edition import EditionAction, Status

WRITING = (EditionAction.COMPOSE, EditionAction.WRITE, EditionAction.SUBMIT)


def record(
    edition: Edition,
    action: EditionAction,
    actor: Officer | None,
    *,
    to: Status,
    reason: str = "",
    unit_digest: str = "",
) -> EditionStep:
    """Append a step; the caller holds the edition's row."""
    last = edition.steps.order_by("seq").last()
    return EditionStep.objects.create(
        edition=edition,
        seq=last.seq + 1 if last else 1,
        action=action,
        from_status=last.to_status if last else Status.DRAFT,
        to_status=to,
        actor=actor,
        unit=actor.unit if actor and actor.unit else edition.unit,
        at=clock.now(),
        digest=edition.digest,
        unit_digest=unit_digest,
        reason=reason,
    )


def authors(edition: Edition) -> set[int]:
    """Ids of all who composed, wrote or submitted it, ever."""
    found = edition.steps.filter(action__in=WRITING, actor__isnull=False)
    return set(found.values_list("actor", flat=True))


def last(edition: Edition, action: EditionAction) -> EditionStep | None:
    """The latest step of a kind since the draft was last submitted."""
    submitted = edition.steps.filter(action=EditionAction.SUBMIT).order_by("seq").last()
    after = edition.steps.filter(action=action, seq__gt=submitted.seq if submitted else 0)
    return after.order_by("seq").last()
