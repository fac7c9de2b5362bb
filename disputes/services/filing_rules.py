"""Rules of case files (归卷规则), kept as data by legal officers: begun and ended, never edited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from disputes import clock
from disputes.errors import RuleViolation, WrongState
from disputes.models import CaseFileRule, Officer
from disputes.services import audit


@transaction.atomic
def begin(*, actor: Officer, request_id: str = "", **fields: Any) -> CaseFileRule:
    """Put a rule in force from a day on, which is not past.

    Raises RuleViolation (RULE_BACKDATED), ValidationError.
    """
    _not_past(fields["since"])
    rule = CaseFileRule(made_by=actor, **fields)
    rule.full_clean()
    rule.save()
    _account("begin_case_file_rule", rule, actor, request_id)
    return rule


@transaction.atomic
def end(rule_id: int, *, actor: Officer, until: date, request_id: str = "") -> CaseFileRule:
    """Let a rule end: `until` is the first day on which it does not hold any more.

    Raises RuleViolation (RULE_BACKDATED), WrongState for one that has ended.
    """
    rule = CaseFileRule.objects.select_for_update().get(pk=rule_id)
    if rule.until is not None:
        raise WrongState("该归卷规则已经停止")
    _not_past(until)
    rule.until = max(until, rule.since)
    rule.save(update_fields=["until"])
    _account("end_case_file_rule", rule, actor, request_id)
    return rule


def _not_past(day: date) -> None:
    if day < clock.today():
        raise RuleViolation("归卷规则不能追溯施行或者停止", code="RULE_BACKDATED")


def _account(action: str, rule: CaseFileRule, actor: Officer, request_id: str) -> None:
    audit.record(
        actor=actor, action=action, target=f"case_file_rule:{rule.pk}",
        details={"paper": rule.paper, "track": rule.track, "outcome": rule.outcome,
                 "need": rule.need, "since": str(rule.since), "until": str(rule.until or "")},
        request_id=request_id,
    )  # fmt: skip
