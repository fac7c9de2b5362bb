"""Issuing papers (出具文书), voiding them, reading their files, and keeping their templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from disputes import clock, numbering, papers, privacy
from disputes.casefile import CaseFile
from disputes.models import Officer, Paper, PaperFile, PaperTemplate
from disputes.papers.paper import Making
from disputes.papers.rendering import render
from disputes.papers.templates import builtin, check
from disputes.services import audit
from disputes.workflow import take_step


@dataclass(frozen=True, slots=True)
class Open:
    """A paper that the case gives and that has not been issued, with what it still lacks."""

    code: str
    name: str
    subject: int
    about: str
    lacking: list[str]


def not_issued(case: CaseFile) -> list[Open]:
    """What may be issued now."""
    return [
        Open(paper.code, paper.name, papers.key(row), _about(row),
             papers.lacking_of(case, paper, row, clock.today()))
        for paper, row in papers.applicable(case)
        if papers.standing(case, paper, row) is None
    ]  # fmt: skip


def _about(row: Any) -> str:
    return str(getattr(row, "number", "") or row)


def issue(
    case: CaseFile,
    *,
    actor: Officer,
    on: date,
    code: str,
    subject: int = 0,
    request_id: str = "",
) -> Paper:
    """Issue a paper: number, file and digest are settled, and the reading of it is accounted for.

    Raises what the guards of `issue_paper` raise.
    """
    take_step(case, "issue_paper", actor=actor, on=on, facts={"code": code, "subject": subject})
    found = papers.wanted(case, code, subject)
    assert found is not None  # or the step was refused
    paper, row = found
    number = _number(case, paper, row, on)
    version, template = current_template(paper)
    file = PaperFile.of(render(template, paper.fill(Making(case, row, number, actor, on))))
    PaperFile.objects.bulk_create([file], ignore_conflicts=True)
    issued = case.add(Paper(
        code=code, name=paper.name, subject=subject, number=number, template_version=version, digest=file.digest,
        issued_by=actor, issued_on=on, replaces=_former(case, code, subject),
    ))  # fmt: skip
    _account(actor, "issue_paper", [issued], request_id)
    return issued


def _number(case: CaseFile, paper: papers.Paper, row: Any, on: date) -> str:
    if paper.number is not None:
        return paper.number(row)
    return numbering.paper_number(case.dispute.unit, paper.word, on.year)


def _former(case: CaseFile, code: str, subject: int) -> Paper | None:
    """The voided paper that this one stands for."""
    return next(
        (p for p in reversed(case.rows(Paper)) if (p.code, p.subject) == (code, subject)), None
    )


def void(case: CaseFile, paper: Paper, *, actor: Officer, on: date, reason: str) -> Paper:
    """Void a paper. Number and file stay on record. Raises WrongState when that has been done."""
    take_step(case, "void_paper", actor=actor, on=on,
              facts={"paper": paper.pk, "number": paper.number, "reason": reason})  # fmt: skip
    return case.revise(paper, voided_on=on, voided_by=actor, void_reason=reason)


def read(issued: Iterable[Paper], *, actor: Officer, request_id: str = "") -> dict[Paper, bytes]:
    """The files of some papers; whoever reads them reads identity numbers in full."""
    wanted = list(issued)
    stored = PaperFile.objects.in_bulk([p.digest for p in wanted], field_name="digest")
    if wanted:
        _account(actor, "read_paper", wanted, request_id)
    return {paper: stored[paper.digest].content for paper in wanted}


def _account(actor: Officer, action: str, rows: list[Paper], request_id: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=f"dispute:{rows[0].dispute_id}",
        details={"papers": [{"code": p.code, "number": p.number} for p in rows]},
        request_id=request_id,
    )


# --- templates


def current_template(paper: papers.Paper) -> tuple[int, bytes]:
    """Version and file of the template in force; version 0 came with the system."""
    newest = PaperTemplate.objects.filter(code=paper.code).first()
    return (newest.number, bytes(newest.content)) if newest else (0, builtin(paper))


def template_versions() -> dict[str, int]:
    """The version in force of every paper whose template has been replaced."""
    newest = PaperTemplate.objects.order_by().values("code").annotate(newest=Max("number"))
    return {row["code"]: row["newest"] for row in newest}


@transaction.atomic
def upload_template(
    paper: papers.Paper, content: bytes, *, actor: Officer, reason: str, request_id: str = ""
) -> PaperTemplate:
    """Put the next version of a template in force. Raises ValidationError for a wrong file."""
    check(paper, content)
    newest = PaperTemplate.objects.select_for_update().filter(code=paper.code).first()
    made = PaperTemplate.objects.create(
        code=paper.code, number=newest.number + 1 if newest else 1, content=content,
        digest=privacy.sm3(content), reason=reason, uploaded_by=actor, uploaded_at=clock.now(),
    )  # fmt: skip
    audit.record(actor=actor, action="upload_paper_template", target=f"{paper.code}:{made.number}",
                 details={"digest": made.digest}, request_id=request_id)  # fmt: skip
    return made
