"""Opinions of a deliberation (评议意见): taken in sealed, shown together once."""

from __future__ import annotations

from datetime import date

from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.models import Hearing, HearingOpinion, HearingSeat, Officer, OpinionReveal
from disputes.services.hearing import latest
from disputes.workflow import take_step


def give(
    case: CaseFile,
    hearing_id: int,
    *,
    actor: Officer,
    seat: int,
    text: str,
    given_on: date,
    supports_applicant: bool | None = None,
) -> HearingOpinion:
    """Seal one member's opinion. Raises what the guards of `give_opinion` raise.

    Neither the event nor the row says what the opinion is.
    """
    hearing = latest(case, hearing_id)
    sits = next((s for s in case.rows_of(hearing, HearingSeat) if s.pk == seat), None)
    if sits is None:
        raise RuleViolation("评议意见须由本次听证的听证员逐人提出", code="OPINION_NOT_A_MEMBER")
    opinion = HearingOpinion(hearing=hearing, seat=sits, given_on=given_on, recorded_by=actor)
    opinion.seal(text, supports_applicant)
    case.add(opinion)
    take_step(case, "give_opinion", actor=actor, on=given_on,
              facts={"hearing": hearing.pk, "seat": seat})  # fmt: skip
    case.revise(hearing)
    return opinion


def reveal(case: CaseFile, hearing_id: int, *, actor: Officer, revealed_on: date) -> Hearing:
    """Show all opinions of a hearing together. Raises what the guards of `reveal_opinions` raise."""
    hearing = latest(case, hearing_id)
    case.add(OpinionReveal(hearing=hearing, revealed_on=revealed_on, revealed_by=actor))
    take_step(case, "reveal_opinions", actor=actor, on=revealed_on,
              facts={"hearing": hearing.pk, "reveal": True})  # fmt: skip
    return case.revise(hearing)
