"""Annexes to an archived case file (附页): approved by another, decided once."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.models import Annex

Facts = dict[str, Any]


def annex_not_decided(case: CaseFile, facts: Facts, on: date) -> None:
    """An annex is approved or refused once."""
    if case.row(Annex, facts["annex"]).approved is not None:
        raise WrongState("该附页已经审批")


def annex_decided_by_another(case: CaseFile, facts: Facts, on: date) -> None:
    """G30: what is corrected after archiving is approved by somebody who did not make it."""
    if case.row(Annex, facts["annex"]).made_by_id == facts["decided_by"]:
        raise RuleViolation("附页由制作人以外的人批准", code="ANNEX_SELF_APPROVED")
