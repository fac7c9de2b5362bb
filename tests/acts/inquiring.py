"""What is found out and decided about a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.models import (
    Appraisal,
    Officer,
    Party,
    Recusal,
)
from disputes.services import (
    extension,
    inquiry,
    parties,
    procedure,
)
from tests.acts.act import Act, plain


def _accept(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """A security case gets its finding with the acceptance, a traffic case shows its papers."""
    papers = {"determined_on": on, "applied_on": on} | facts
    plain("accept")(case, officer, on, papers if case.dispute.track == Track.TRAFFIC else facts)
    if case.dispute.track == Track.SECURITY_CASE:
        _find(case, officer, on, {})


def finding_fields(**fields: Any) -> dict[str, Any]:
    """A finding that speaks for mediation."""
    return {
        "offence": "beating", "minor_circumstances": True, "ground": "acquaintance",
        "exclusions": [], "basis": "双方陈述一致", **fields,
    }  # fmt: skip


def _find(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    inquiry.find(case, actor=officer, found_on=on, **finding_fields(**facts))


def _add_evidence(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    inquiry.add_evidence(case, actor=officer, obtained_on=on, kind="statement", title="询问笔录")


def _request_appraisal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"subject": "injury", "organisation": "物证鉴定所", **facts}
    inquiry.request_appraisal(case, actor=officer, requested_on=on, **told)


def _record_appraisal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"result": "slight", **facts}
    newest = case.rows(Appraisal)[-1]
    inquiry.record_appraisal(case, newest, actor=officer, result_on=on, **told)


def _notify(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"about": "civil_remedies", "method": "in_person", **facts}
    procedure.notify(case, actor=officer, told_on=on, **told)


def _request_recusal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"officer": officer, "ground": "interest", "statement": "系一方亲属", **facts}
    procedure.request_recusal(case, actor=officer, requested_on=on, **told)


def _decide_recusal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"granted": False, "reason": "经核查不属实", **facts}
    newest = case.rows(Recusal)[-1]
    procedure.decide_recusal(case, newest, actor=officer, decided_on=on, **told)


def _decide_warning(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"issued": False, "reason": "情节轻微，已批评教育", **facts}
    procedure.decide_warning(case, actor=officer, decided_on=on, **told)


def _change_track(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """To the other of the two tracks of police stations, the parties' roles first."""
    civil = case.dispute.track == Track.CIVIL
    sides = ("victim", "suspect") if civil else ("applicant", "respondent")
    for party, role in zip(case.rows(Party), sides, strict=False):
        parties.change_party(case, party.pk, actor=officer, role=role)
    track = Track.SECURITY_CASE if civil else Track.CIVIL
    plain("change_track")(case, officer, on, {"track": track, **facts})


def _extend(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    extension.extend(
        case, actor=officer, days=facts.get("days", 30), reason="案情复杂",
        approved_by="县公安局王局长", approved_on=on,
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "accept": _accept,
    "change_track": _change_track,
    "extend": _extend,
    "find": _find,
    "add_evidence": _add_evidence,
    "request_appraisal": _request_appraisal,
    "record_appraisal": _record_appraisal,
    "notify": _notify,
    "request_recusal": _request_recusal,
    "decide_recusal": _decide_recusal,
    "decide_warning": _decide_warning,
}
