"""Drawn signatures and seals on issued papers (手写签名、用印): each belongs to one signing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from disputes import clock, ink, privacy
from disputes.casefile import CaseFile
from disputes.errors import RuleViolation, WrongState
from disputes.models import Officer, Paper, PaperFile, PaperSignature, Party, SealImage, Unit
from disputes.models.signing import seal_image
from disputes.papers.signing import Mark, Slot, signed, slots
from disputes.services import audit
from disputes.workflow import take_step

Signer = PaperSignature.Signer


def places(case: CaseFile, paper: Paper) -> list[tuple[Slot, PaperSignature | None]]:
    """Where a paper is signed, and by whom it has been."""
    done = {s.slot: s for s in case.rows(PaperSignature) if s.paper == paper}
    return [(slot, done.get(slot.number)) for slot in _slots(case, paper)]


def sign(
    case: CaseFile,
    paper: Paper,
    *,
    actor: Officer,
    slot: int,
    signer: str,
    image: bytes,
    request_id: str = "",
    **who: Any,
) -> PaperSignature:
    """Put a drawn signature in its place on a paper; `actor` is the officer who saw it drawn.

    `who` names the party, representative or person, and what was read over. Raises what the
    guards of `sign_paper` raise, WrongState, RuleViolation (SIGNING_PLACE, SIGNATURE_REUSED).
    """
    place = _free(case, paper, slot, seal=False)
    row = PaperSignature(paper=paper, slot=slot, label=place.label, signer=signer,
                         signed_at=clock.now(), witnessed_by=actor, **who)  # fmt: skip
    row.name = _name(row, actor)
    row.mark = privacy.blind_index(privacy.sm3(image), domain="signature")
    if PaperSignature.objects.filter(mark=row.mark).exists():
        raise RuleViolation(
            "该签名图样已经用过：一次签名只用于一份文书，请当场重新签名", code="SIGNATURE_REUSED"
        )
    row.sealed = seal_image(image, row.place_of(paper.digest, slot, row.name))
    return _record(case, row, "sign_paper", actor, request_id)


def apply_seal(
    case: CaseFile, paper: Paper, *, actor: Officer, slot: int, request_id: str = ""
) -> PaperSignature:
    """Set the unit's seal on a paper. Raises what the guards of `seal_paper` raise.

    RuleViolation (NO_SEAL) where the unit keeps none.
    """
    place = _free(case, paper, slot, seal=True)
    unit = case.dispute.unit
    kept = SealImage.objects.filter(unit=unit, until=None).first()
    if kept is None:
        raise RuleViolation(f"{unit.name}尚未启用印章图样", code="NO_SEAL")
    row = PaperSignature(paper=paper, slot=slot, label=place.label, signer=Signer.SEAL, seal=kept,
                         name=unit.name, signed_at=clock.now(), witnessed_by=actor)  # fmt: skip
    return _record(case, row, "seal_paper", actor, request_id)


def _record(
    case: CaseFile, row: PaperSignature, action: str, actor: Officer, request_id: str
) -> PaperSignature:
    facts = {
        "paper": row.paper_id, "number": row.paper.number, "slot": row.slot, "label": row.label,
        "signer": row.signer, "name": row.name, "read_over": row.read_over,
        "party": row.party_id or getattr(row.representative, "party_id", None),
    }  # fmt: skip
    take_step(case, action, actor=actor, on=clock.today(), facts=facts)
    added = case.add(row)
    audit.record(actor=actor, action=action, target=f"dispute:{case.dispute.pk}",
                 details={"paper": row.paper_id, "slot": row.slot, "digest": row.paper.digest},
                 request_id=request_id)  # fmt: skip
    return added


def _free(case: CaseFile, paper: Paper, number: int, *, seal: bool) -> Slot:
    """The place, if the paper has it and nobody has signed there."""
    found = next((p for p in places(case, paper) if p[0].number == number), None)
    if found is None or found[0].seal != seal:
        what = "用印处" if seal else "签名处"
        raise RuleViolation(f"该文书没有这一{what}", code="SIGNING_PLACE")
    if found[1] is not None:
        raise WrongState("此处已经签名、用印")
    return found[0]


def _name(row: PaperSignature, actor: Officer) -> str:
    """Whose signature it is, as the file knows him."""
    match row.signer:
        case Signer.PARTY if row.party is not None:
            return row.party.name
        case Signer.REPRESENTATIVE if row.representative is not None:
            return row.representative.name
        case Signer.OFFICER:
            return actor.name
    return row.name


def _slots(case: CaseFile, paper: Paper) -> list[Slot]:
    return slots(PaperFile.objects.get(digest=paper.digest).content, _parties(case.rows(Party)))


def _parties(rows: Iterable[Party]) -> int:
    return sum(1 for party in rows if party.is_active)


def with_signatures(contents: dict[Paper, bytes]) -> dict[Paper, bytes]:
    """Papers as they were signed: the issued file with the pictures in their places.

    Raises Unsealable for a picture that was drawn for another paper.
    """
    drawn: dict[int, list[PaperSignature]] = {}
    of_these = PaperSignature.objects.filter(paper__in=list(contents))
    for row in of_these.select_related("paper", "seal"):
        drawn.setdefault(row.paper_id, []).append(row)
    return {paper: _signed(paper, content, drawn.get(paper.pk, []))
            for paper, content in contents.items()}  # fmt: skip


def _signed(paper: Paper, content: bytes, rows: list[PaperSignature]) -> bytes:
    marks = [Mark(row.slot, row.image, row.get_read_over_display()) for row in rows]
    return signed(content, marks, _parties(Party.objects.filter(dispute=paper.dispute_id)))


# --- seals of units


@transaction.atomic
def keep_seal(
    unit: Unit, image: bytes, *, actor: Officer, reason: str, request_id: str = ""
) -> SealImage:
    """Put a seal in use for a unit; the former one ends today and stays on the papers it is on."""
    today, made = clock.today(), ink.seal(image)
    Unit.objects.select_for_update().get(pk=unit.pk)
    SealImage.objects.filter(unit=unit, until=None).update(until=today)
    digest = privacy.sm3(made)
    kept = SealImage.objects.create(
        unit=unit, digest=digest, sealed=seal_image(made, f"sealimage.sealed:{digest}"),
        reason=reason, kept_by=actor, since=today,
    )  # fmt: skip
    audit.record(actor=actor, action="keep_seal", target=f"unit:{unit.pk}",
                 details={"digest": digest, "reason": reason}, request_id=request_id)  # fmt: skip
    return kept
