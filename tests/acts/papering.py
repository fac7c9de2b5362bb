"""What is put on paper and bound: signatures, seals, attachments, annexes."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import ink
from disputes.casefile import CaseFile
from disputes.models import Annex, Attachment, Officer, Paper, Party, SealImage
from disputes.papers import PAPERS, key
from disputes.services import attachments, binding, papers, signing
from tests.acts.act import Act
from tests.acts.keeping import _legal_officer as legal_officer_of
from tests.disputes.volumes import making


def _sign_paper(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    paper = _a_paper(case, officer, on, "mediation_notice")
    places = signing.places(case, paper)
    free = next(slot for slot, row in places if row is None and not slot.seal)
    party = next((p for p in case.rows(Party) if p.name in free.label), None)
    who = {"signer": "officer"} if party is None else {"signer": "party", "party": party}
    image = ink.from_png(making.signature(paper.pk * 7 + free.number))
    signing.sign(case, paper, actor=officer, slot=free.number, image=image, **who)


def _seal_paper(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    unit = case.dispute.unit
    if not SealImage.objects.filter(unit=unit, until=None).exists():
        signing.keep_seal(unit, making.seal_picture(), actor=officer, reason="启用")
    paper = _a_paper(case, officer, on, "mediation_notice")
    slot = next(s for s, row in signing.places(case, paper) if s.seal and row is None)
    signing.apply_seal(case, paper, actor=officer, slot=slot.number)


def _a_paper(case: CaseFile, officer: Officer, on: date, code: str) -> Paper:
    """A paper of this kind that stands; issued where there is none."""
    known = next((p for p in case.rows(Paper) if p.code == code and p.voided_on is None), None)
    if known is not None:
        return known
    found = next(paper.rows(case) for paper in PAPERS if paper.code == code)
    return papers.issue(case, actor=officer, on=on, code=code, subject=key(found[0]))


def _attach(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    content = attachments.Content.of(making.picture())
    attachments.attach(case, content, actor=officer, name="现场.jpg", kind="photo")


def _void_attachment(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    attachments.void(case, case.rows(Attachment)[-1], actor=officer, reason="传错")


def _make_annex(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    binding.make_annex(case, actor=officer, title="更正姓名", text="王強应为王强", reason="笔误")


def _decide_annex(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    binding.decide_annex(case, case.rows(Annex)[-1], actor=legal_officer_of(case), approved=True)


ACTS: dict[str, Act] = {
    "sign_paper": _sign_paper,
    "seal_paper": _seal_paper,
    "attach": _attach,
    "void_attachment": _void_attachment,
    "make_annex": _make_annex,
    "decide_annex": _decide_annex,
}
