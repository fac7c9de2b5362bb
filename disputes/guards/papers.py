"""Papers (文书): what a case gives one for, that it is whole, issued once, and signed rightly."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import papers
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.models import Paper, PaperSignature, Party

Facts = dict[str, Any]
Signer = PaperSignature.Signer
RECORDS = frozenset({"mediation_record", "hearing_minutes"})  # 笔录
SAYING = frozenset({Signer.PARTY, Signer.REPRESENTATIVE, Signer.OTHER})


def paper_applies(case: CaseFile, facts: Facts, on: date) -> None:
    """A paper is issued about something that stands on file: nothing is printed in advance."""
    if papers.wanted(case, facts["code"], facts["subject"]) is None:
        name = papers.BY_CODE[facts["code"]].name
        raise RuleViolation(
            f"本纠纷目前没有可以出具“{name}”的办理记录", code="PAPER_NOT_APPLICABLE"
        )


def paper_not_standing(case: CaseFile, facts: Facts, on: date) -> None:
    """One valid paper about one thing: the former one is voided first, with a reason."""
    found = papers.wanted(case, facts["code"], facts["subject"])
    if found is not None and papers.standing(case, *found) is not None:
        raise WrongState("该文书已经出具，需要重新出具的，请先作废并说明理由")


def paper_whole(case: CaseFile, facts: Facts, on: date) -> None:
    """No field of a paper is empty, unless a rule of its own says when it may be."""
    found = papers.wanted(case, facts["code"], facts["subject"])
    assert found is not None  # else `paper_applies` has refused
    if missing := papers.lacking_of(case, *found, on):
        raise RuleViolation(f"出具文书尚缺：{'、'.join(missing)}", code="PAPER_INCOMPLETE")


def paper_not_voided(case: CaseFile, facts: Facts, on: date) -> None:
    """What has been voided is not voided again."""
    if case.row(Paper, facts["paper"]).voided_on is not None:
        raise WrongState("该文书已经作废")


def paper_stands(case: CaseFile, facts: Facts, on: date) -> None:
    """A voided paper is neither signed nor sealed: the one issued in its place is."""
    if case.row(Paper, facts["paper"]).voided_on is not None:
        raise WrongState("该文书已经作废，不能签名、用印")


def signer_fits_place(case: CaseFile, facts: Facts, on: date) -> None:
    """In the place that bears a party's name that party signs, or who acts for it."""
    meant = [p for p in case.rows(Party) if p.is_active and p.name in facts["label"]]
    if not facts["name"].strip():
        raise RuleViolation("请写明签名人", code="SIGNER_UNKNOWN")
    if meant and facts["party"] not in [party.pk for party in meant]:
        raise RuleViolation(
            f"此处由{meant[0].name}或者其监护人、代理人签名", code="SIGNER_MISMATCH"
        )


def read_over_stated(case: CaseFile, facts: Facts, on: date) -> None:
    """Whoever signs a record (笔录) says whether he read it or had it read to him."""
    record = case.row(Paper, facts["paper"]).code in RECORDS
    if record and facts["signer"] in SAYING and not facts["read_over"]:
        raise RuleViolation("笔录须由签名人核对：请选择看过或者宣读过", code="READ_OVER_MISSING")


def seal_is_of_the_organ(case: CaseFile, facts: Facts, on: date) -> None:
    """The seal of the unit is set where the unit's name stands, not for another body."""
    if case.dispute.unit.name not in facts["label"]:
        raise RuleViolation(
            f"此处不是{case.dispute.unit.name}用印的位置", code="SEAL_OF_ANOTHER_BODY"
        )
