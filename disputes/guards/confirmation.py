"""Judicial confirmation (司法确认): which agreements a court confirms, who asks, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.clocks.agreement import NOT_DECIDED, confirmable_forms
from disputes.deadlines import CONFIRMATION, count_days, in_chinese
from disputes.errors import RuleViolation, WrongState
from disputes.models import Agreement, Confirmation

Facts = dict[str, Any]
Form = Agreement.Form


def _application(case: CaseFile) -> Confirmation:
    return case.rows(Confirmation)[-1]


def confirmable(case: CaseFile, facts: Facts, on: date) -> None:
    """G28: courts confirm a written agreement of people's mediation that is in effect.

    Whether one of public-security mediation may be confirmed is disputed: the bureau's setting.
    """
    agreement = _application(case).agreement
    if agreement.effective_on is None or agreement.replaced_on is not None:
        raise WrongState("只能对生效的调解协议申请司法确认")
    if agreement.form not in confirmable_forms():
        raise RuleViolation(
            f"{Form(agreement.form).label}不能申请司法确认",
            code="CONFIRMATION_FORM",
            statutes=[statutes.CONFIRMATION, statutes.COURT_CONFIRMATION],
        )


def confirmation_joint(case: CaseFile, facts: Facts, on: date) -> None:
    """G28: all parties apply together."""
    if not _application(case).applied_by_all:
        raise RuleViolation(
            "司法确认须由双方当事人共同申请",
            code="CONFIRMATION_NOT_JOINT",
            statutes=[statutes.CONFIRMATION],
        )


def no_personal_status(case: CaseFile, facts: Facts, on: date) -> None:
    """G28: no court confirms who is kin, adopted or married to whom."""
    if _application(case).personal_status:
        raise RuleViolation(
            "确认身份关系、收养关系、婚姻关系的协议，人民法院不予受理",
            code="CONFIRMATION_PERSONAL_STATUS",
            statutes=[statutes.CONFIRMATION_REFUSED],
        )


def within_confirmation_window(case: CaseFile, facts: Facts, on: date) -> None:
    """G28: within 30 days from effect; a last day that is a holiday moves to the next working day.

    While that year's holidays are not known nothing moves.
    """
    since = _application(case).agreement.effective_on
    assert since is not None
    counted = count_days(CONFIRMATION, since, case.calendar).due_on
    last = counted or since + timedelta(days=CONFIRMATION.days)
    if on < since or on > last:
        raise RuleViolation(
            f"司法确认须自协议生效之日起{CONFIRMATION.days}日内申请，期限为{in_chinese(last)}",
            code="JUDICIAL_CONFIRMATION_WINDOW",
            statutes=[statutes.CONFIRMATION, statutes.COURT_CONFIRMATION, statutes.COURT_LAST_DAY],
        )


def not_applied_before(case: CaseFile, facts: Facts, on: date) -> None:
    """One application at a time, and none after the court has decided."""
    *before, new = case.rows(Confirmation)
    if any(c.agreement == new.agreement and c.result not in NOT_DECIDED for c in before):
        raise WrongState("该协议已经申请司法确认")


def result_after_application(case: CaseFile, facts: Facts, on: date) -> None:
    """A court decides on or after the day of the application."""
    if any(c.result_on and c.result_on < c.applied_on for c in case.rows(Confirmation)):
        raise RuleViolation("司法确认结果的日期不得早于申请日期", code="OUT_OF_ORDER")
