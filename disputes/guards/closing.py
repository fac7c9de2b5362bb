"""Order of days, reasons, and the ways a dispute ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import clock, statutes
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation

Facts = dict[str, Any]


def in_order(case: CaseFile, facts: Facts, on: date) -> None:
    """A step happens on or after the registration and no later than today."""
    if on > clock.today():
        raise RuleViolation(f"{on:%Y-%m-%d}尚未到来，不能登记未来的办理日期", code="FUTURE_DATE")
    if on < case.dispute.registered_on:
        raise RuleViolation(
            f"办理日期不得早于登记日期{case.dispute.registered_on:%Y-%m-%d}",
            code="BEFORE_REGISTRATION",
        )


def after_last_change(case: CaseFile, facts: Facts, on: date) -> None:
    """States follow each other in real life as well: no change before the one it builds on."""
    if on < case.latest_change_on:
        raise RuleViolation(
            f"办理日期不得早于上一环节的日期{case.latest_change_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def reason_given(case: CaseFile, facts: Facts, on: date) -> None:
    """Whoever ends, undoes or voids something says why."""
    if not _given(facts, "reason"):
        raise RuleViolation("请写明事由", code="REASON_MISSING")


def _given(facts: Facts, key: str) -> bool:
    """Blank text says nothing."""
    value = facts.get(key)
    return bool(value.strip() if isinstance(value, str) else value)


def remedies_told(case: CaseFile, facts: Facts, on: date) -> None:
    """G22: a failed mediation ends with the notice that the parties may sue."""
    if not facts.get("remedies_told"):
        raise RuleViolation(
            "调解不成的，应当告知当事人可以就民事争议依法提起民事诉讼",
            code="SUE_NOTICE_MISSING",
            statutes=[statutes.PERFORMANCE],
        )


def conversion_named(case: CaseFile, facts: Facts, on: date) -> None:
    """A conversion says whether it goes to penalty (转处罚) or to criminal procedure (转刑事)."""
    if facts.get("convert_to") not in ("penalty", "criminal"):
        raise RuleViolation("请选择转处罚或者转刑事", code="CONVERSION_TARGET_MISSING")


def settlement_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """G23: settlement (自行和解) ends a security case only under the law of 2026.

    It must have been performed, both parties must have applied in writing, and a named leader
    must have approved.
    """
    if not statutes.SETTLEMENT.in_force(on):
        raise RuleViolation(
            f"自行和解认可制度自{statutes.SETTLEMENT.since:%Y年%-m月%-d日}起施行",
            code="SETTLEMENT_NOT_APPROVED",
            statutes=[statutes.SETTLEMENT],
        )
    needed = {"performed": "已履行", "applied_by_all": "各方书面申请", "approved_by": "负责人批准"}
    missing = [name for key, name in needed.items() if not _given(facts, key)]
    if missing:
        raise RuleViolation(
            f"认可和解缺少：{'、'.join(missing)}",
            code="SETTLEMENT_NOT_APPROVED",
            statutes=[statutes.SETTLEMENT, statutes.SETTLEMENT_APPROVAL],
        )
