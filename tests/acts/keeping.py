"""What is kept of a case: people, risk, reviews, follow-ups, papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Role
from disputes.guards.review import outstanding
from disputes.models import (
    MarkKind,
    Officer,
    Paper,
    Party,
    Review,
    RiskLevel,
    SampledCase,
)
from disputes.services import (
    followup,
    intake,
    marks,
    papers,
    parties,
    review,
    risk,
)
from tests.acts.act import Act, plain


def _amend(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    intake.amend(case, actor=officer, reason="笔误", place="幸福小区3号楼")


def _decide_clearance(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    plain("decide_clearance")(case, officer, on, {"granted": True} | facts)


def _add_party(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.add_party(case, actor=officer, role="applicant", name="李芳", adult_confirmed=True)


def _change_party(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.change_party(case, case.rows(Party)[0].pk, actor=officer, employer="水利局")


def represent(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.add_representative(
        case, actor=officer, party=case.rows(Party)[0], capacity="guardian", name="李父"
    )


def _assess(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    level = RiskLevel.objects.get(code="yellow")
    risk.assess_risk(case, actor=officer, level=level, basis="多次争吵", on=on)


def _mark(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    marks.mark_party(case, case.rows(Party)[0], actor=officer, kind=_a_mark(), basis="社区反映")


def _unmark(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    marks.unmark_party(case, case.rows(Party)[0], actor=officer, kind=_a_mark(), reason="已就业")


def _a_mark() -> MarkKind:
    return MarkKind.objects.get(code="lost_life")


def _submit_review(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    review.submit_review(case, actor=officer, on=on, level=facts.get("level", "legal"))


def _review(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sent = case.rows(Review)[-1]
    review.review(
        case, sent, actor=officer, on=on, passed=facts.get("passed", True), opinion="属实"
    )


def _after_review(action: str) -> Act:
    """A step that ends the case, after whatever review the bureau's rules ask for."""

    def step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
        for level in outstanding(case, on):
            _submit_review(case, officer, on, {"level": level})
            _review(case, _legal_officer(case), on, {})
        plain(action)(case, officer, on, facts)

    return step


def _legal_officer(case: CaseFile) -> Officer:
    """The legal officer of the bureau above: both levels are open to it."""
    bureau = case.dispute.unit.parent
    known = Officer.objects.filter(unit=bureau, role=Role.LEGAL).select_related("unit").first()
    return known or Officer.objects.create_user(
        f"legal{bureau.pk}", name="法制员", unit=bureau, role=Role.LEGAL
    )


def _assign(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sample = case.rows(SampledCase)[-1]
    followup.assign(case, sample, actor=officer, officer=facts["officer"])


def _follow_up(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    followup.record_follow_up(case, actor=officer, held_on=on, method="phone", visited="李明")


def _issue_paper(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"code": "registration_form", **facts}
    papers.issue(case, actor=officer, on=on, **told)


def _void_paper(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    standing = [p for p in case.rows(Paper) if p.voided_on is None]
    papers.void(case, standing[-1], actor=officer, on=on, reason="姓名有误")


ACTS: dict[str, Act] = {
    "amend": _amend,
    "decide_clearance": _decide_clearance,
    "add_party": _add_party,
    "change_party": _change_party,
    "represent": represent,
    "assess_risk": _assess,
    "mark_party": _mark,
    "unmark_party": _unmark,
    "submit_review": _submit_review,
    "review": _review,
    "close": _after_review("close"),
    "reconcile": _after_review("reconcile"),
    "settle": _after_review("settle"),
    "assign_follow_up": _assign,
    "follow_up": _follow_up,
    "issue_paper": _issue_paper,
    "void_paper": _void_paper,
}
