"""Merging (并案) and splitting (拆分): two cases that know each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.guards.closing import UNFINISHED
from disputes.models import Party

Facts = dict[str, Any]


def into_another(case: CaseFile, facts: Facts, on: date) -> None:
    """A case is merged into another one, not into itself."""
    if facts["into"] == case.dispute.pk:
        raise RuleViolation("不能将纠纷并入其自身", code="MERGE_INTO_ITSELF")


def burden_taken_over(case: CaseFile, facts: Facts, on: date) -> None:
    """G21: an offence mediated in vain is only merged into one that can still be punished."""
    open_offence = case.dispute.track == Track.SECURITY_CASE and case.dispute.state in UNFINISHED
    if facts.get("in_vain_since") and not open_offence:
        raise RuleViolation(
            f"被并入的治安案件调解不成或者未履行，{case.dispute.number}号纠纷不是在办的治安案件；"
            "应当依法处罚，请转处罚",
            code="PENALTY_PROCEDURE_FOLLOWS",
            statutes=[statutes.PERFORMANCE, statutes.POLICE_MEDIATION.on(on)],
        )


def within_unit(case: CaseFile, facts: Facts, on: date) -> None:
    """Cases of two units are not merged: each counts where it was registered."""
    if facts["unit"] != case.dispute.unit_id:
        raise RuleViolation("只能并入同一单位登记的纠纷", code="ANOTHER_UNIT")


def somebody_goes(case: CaseFile, facts: Facts, on: date) -> None:
    """A split takes parties along that take part in the case today."""
    active = {party.pk for party in case.rows(Party) if party.is_active}
    if not facts["parties"] or not set(facts["parties"]) <= active:
        raise RuleViolation("请选择随拆分纠纷转出的有效当事人", code="PARTIES_MISSING")


def somebody_stays(case: CaseFile, facts: Facts, on: date) -> None:
    """Whoever leaves goes with the split, and a case is left with somebody to mediate with."""
    active = {party.pk for party in case.rows(Party) if party.is_active}
    leaving = set(facts["leaving"])
    if not leaving <= set(facts["parties"]) or not active - leaving:
        raise RuleViolation(
            "退出原纠纷的须是转出的当事人，且原纠纷至少保留一名当事人", code="NOBODY_LEFT"
        )
