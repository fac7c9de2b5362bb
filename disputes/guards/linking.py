"""Merging (并案) and splitting (拆分): two cases that know each other."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import RuleViolation
from disputes.models import Party

Facts = dict[str, Any]


def into_another(case: CaseFile, facts: Facts, on: date) -> None:
    """A case is merged into another one, not into itself."""
    if facts["into"] == case.dispute.pk:
        raise RuleViolation("不能将纠纷并入其自身", code="MERGE_INTO_ITSELF")


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
