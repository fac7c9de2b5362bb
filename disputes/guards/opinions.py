"""Opinions of the deliberation (评议): sealed one by one, shown together once. H04."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.guards.hearing import stages_before
from disputes.guards.panel import is_host, members, newest_hearing
from disputes.models import HearingOpinion, HearingSeat, OpinionReveal
from disputes.models.hearing import Stage

Facts = dict[str, Any]


def time_to_deliberate(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: opinions are given and shown when statements, evidence and questions are over."""
    for stage in stages_before(case, Stage.DELIBERATION):
        raise RuleViolation(f"应当先完成“{stage.label}”环节", code="HEARING_STAGE_ORDER")


def opinions_not_shown(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: after the reveal there is no further opinion, and no second reveal."""
    given = case.rows_of(newest_hearing(case), OpinionReveal)
    if len(given) > ("reveal" in facts):
        raise RuleViolation("评议意见已经开示，不得再提出或者更改", code="OPINIONS_REVEALED")


def opinion_of_a_member(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: a member who sits gives one opinion; nobody else gives any."""
    hearing = newest_hearing(case)
    if facts["seat"] not in {seat.pk for seat in members(case, hearing)}:
        raise RuleViolation("评议意见须由本次听证的听证员逐人提出", code="OPINION_NOT_A_MEMBER")
    given = [o for o in case.rows_of(hearing, HearingOpinion) if o.seat.pk == facts["seat"]]
    if len(given) > 1:
        raise RuleViolation("该听证员已提出评议意见，意见密封后不得更改", code="OPINION_GIVEN")


def opinion_not_by_host(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: whoever chairs the hearing does not take down what is sealed from the chair."""
    opinion = case.rows(HearingOpinion)[-1]
    if opinion.recorded_by is not None and is_host(case, opinion.recorded_by):
        raise RuleViolation(
            "主持人不得代为录入听证员的评议意见，请由记录员录入", code="OPINION_BY_HOST"
        )


def all_opinions_in(case: CaseFile, facts: Facts, on: date) -> None:
    """H04: nothing is shown before every member has given an opinion."""
    hearing = newest_hearing(case)
    given = {o.seat for o in case.rows_of(hearing, HearingOpinion)}
    silent: list[HearingSeat] = [s for s in members(case, hearing) if s not in given]
    if silent:
        raise RuleViolation(
            f"尚未提出评议意见：{'、'.join(seat.name for seat in silent)}", code="OPINIONS_MISSING"
        )
