"""Cases of tests that need a legal review (法制审核), and those who send and review them."""

from __future__ import annotations

from typing import Any

from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.models import Dispute, Officer, Review
from disputes.services import review
from disputes.workflow import perform
from tests.factories import days, make_case, make_officer


def legal(dispute: Dispute) -> Officer:
    """The legal officer of the county bureau above the station."""
    return make_officer(dispute.unit.parent, Role.LEGAL)


def submit(dispute: Dispute, level: str = "", on: int = 3, by: Officer | None = None) -> Review:
    with case_file(dispute.pk) as case:
        actor = by or dispute.registered_by
        return review.submit_review(case, actor=actor, on=days(on), level=level)


def decide(dispute: Dispute, sent: Review, by: Officer, on: int = 3, **fields: Any) -> Review:
    with case_file(dispute.pk) as case:
        given = {"passed": True, **fields}
        return review.review(case, case.row(Review, sent.pk), actor=by, on=days(on), **given)


def pass_all(dispute: Dispute, on: int = 3, levels: tuple[str, ...] = ("legal",)) -> None:
    for level in levels:
        decide(dispute, submit(dispute, level, on), legal(dispute), on)


def close(dispute: Dispute, on: int = 9) -> None:
    perform(dispute.pk, "close", actor=dispute.registered_by, on=days(on))


def penal(state: str = State.FULFILLED, **fields: Any) -> Dispute:
    """A security case: the legal officer has to pass it."""
    return make_case(state, track=Track.SECURITY_CASE, **fields)


def costly(state: str = State.FAILED) -> Dispute:
    """A civil case of much money: the bureau's legal department has to pass it."""
    return make_case(state, amount=200_000)
