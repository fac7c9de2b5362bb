"""Performance (履行), waiver (免除) and breach: when an agreement counts as what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import RuleViolation
from disputes.guards.agreement import agreement_of
from disputes.guards.signing import Signer, needs_guardian, speaks_for
from disputes.models import Obligation, Performance

Facts = dict[str, Any]


def binding_law(case: CaseFile) -> statutes.Statute:
    """By which article an agreement of this track has to be performed."""
    match case.dispute.track:
        case Track.CIVIL:
            return statutes.AGREEMENT_BINDS
        case Track.TRAFFIC:
            return statutes.CONTRACT_BINDS
        case _:
            return statutes.PERFORMANCE


def performed_after_signing(case: CaseFile, facts: Facts, on: date) -> None:
    """What was done before the agreement took effect does not perform it."""
    effective_on = agreement_of(case).effective_on
    if effective_on is None or on < effective_on:
        raise RuleViolation("履行日期不得早于协议生效日期", code="PERFORMED_BEFORE_SIGNING")


def whole_unless_money(case: CaseFile, facts: Facts, on: date) -> None:
    """Money may be paid in parts; a thing, an apology or an act is performed as a whole."""
    obligation = case.row(Obligation, facts["obligation"])
    money = obligation.type == Obligation.Type.MONEY
    if not money and any(p.amount is not None for p in case.rows_of(obligation, Performance)):
        raise RuleViolation(
            f"{obligation.get_type_display()}的义务应当全部履行，不登记金额",
            code="NOT_DIVISIBLE",
        )


def not_overpaid(case: CaseFile, facts: Facts, on: date) -> None:
    """Payments add up to what was agreed and never to more."""
    obligation = case.row(Obligation, facts["obligation"])
    if obligation.amount is None:
        return
    *earlier, last = case.rows_of(obligation, Performance)
    left = obligation.amount - _sum(earlier)
    if _sum([last]) > left:
        raise RuleViolation(f"超过尚未履行的金额{left:.2f}元", code="OVERPAID")


def paid(case: CaseFile, obligation: Obligation) -> Decimal:
    """What has been paid on an obligation so far, in yuan (元)."""
    return _sum(case.rows_of(obligation, Performance))


def _sum(rows: list[Performance]) -> Decimal:
    return Decimal(sum(row.amount for row in rows if row.amount))


def waived_by_creditor(case: CaseFile, facts: Facts, on: date) -> None:
    """Only the creditor waives, in a signed statement; for a minor the guardian, for any a proxy."""
    obligation = case.row(Obligation, facts["obligation"])
    creditor, signer = obligation.creditor, facts["signer"]
    if creditor is None or not speaks_for(case, creditor, signer, facts["name"]):
        raise RuleViolation(
            "免除义务须由权利人本人、其监护人或者有代理权限的人书面表示",
            code="WAIVER_NOT_BY_CREDITOR",
            statutes=[statutes.WAIVER],
        )
    guarded = needs_guardian(case, obligation.agreement, creditor, on)
    if guarded and signer != Signer.GUARDIAN:
        raise RuleViolation(
            f"{creditor}未满十八周岁，免除义务须由其监护人表示",
            code="GUARDIAN_REQUIRED",
            statutes=[statutes.CIVIL_MINORS],
        )
    if not obligation.waiver_consent.strip():
        raise RuleViolation(
            "免除义务须有权利人签名的书面声明",
            code="WAIVER_CONSENT_MISSING",
            statutes=[statutes.WAIVER],
        )


def all_performed(case: CaseFile, facts: Facts, on: date) -> None:
    """G21: an agreement is performed when every obligation is, with proof, or else was waived."""
    if any(o.discharged_on is None for o in case.rows_of(agreement_of(case), Obligation)):
        raise RuleViolation(
            "协议义务尚未全部履行", code="NOT_PERFORMED", statutes=[binding_law(case)]
        )


def performance_overdue(case: CaseFile, facts: Facts, on: date) -> None:
    """Only an obligation whose deadline has passed, not performed whole, is breached."""
    obligations = case.rows_of(agreement_of(case), Obligation)
    if not any(o.discharged_on is None and o.due_on < on for o in obligations):
        raise RuleViolation(
            "履行期限尚未届满，不能认定未履行", code="NOT_DUE_YET", statutes=[binding_law(case)]
        )
