"""Binding a case file (装订成卷): asked for by an officer, made in the background, kept as it is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from disputes import clock, vault
from disputes.casefile import CaseFile
from disputes.errors import Caution, WrongState
from disputes.filetypes import Examined
from disputes.models import Annex, Officer, StoredFile, Volume
from disputes.papers.pdf import PdfUnavailable
from disputes.services import attachments, audit
from disputes.services.assembling import Assembly
from disputes.volumes import needs
from disputes.workflow import take_step

logger = logging.getLogger(__name__)
GIVEN_UP = timedelta(minutes=15)  # a binding that was told nothing of for so long is begun again
LONGEST_FAILURE = 200
INCOMPLETE = "CASE_FILE_INCOMPLETE"
Progress = Volume.Progress
# Not the unit, which may move with its dispute while the volume is being bound.
WRITTEN = ["progress", "told_at", "steps_done", "version", "failure", "finished_at", "entries",
           "pages", "pdf", "archive"]  # fmt: skip


def request(case: CaseFile, *, actor: Officer) -> Volume:
    """Ask for a binding. Raises WrongState while one is under way.

    Caution (CASE_FILE_INCOMPLETE) where papers are missing, unless a reason is given.
    """
    if any(_under_way(volume) for volume in case.rows(Volume)):
        raise WrongState("本卷正在装订，请稍候")
    lacking = needs.standing(case).missing
    reason = case.acknowledged.get(INCOMPLETE, "").strip()
    if lacking and not reason:
        names = "、".join(dict.fromkeys(m.name for m in lacking))
        raise Caution(f"卷内尚缺：{names}", code=INCOMPLETE)
    return case.add(Volume(
        ordinal=len(case.rows(Volume)) + 1, requested_by=actor, requested_at=clock.now(),
        missing=[asdict(m) for m in lacking], reason=reason if lacking else "",
    ))  # fmt: skip


def _under_way(volume: Volume) -> bool:
    return volume.progress in (Progress.WAITING, Progress.RUNNING)


def waiting() -> list[int]:
    """Keys of bindings that nobody works at: never begun, or broken off."""
    silent = Q(progress=Progress.WAITING) | Q(
        progress=Progress.RUNNING, told_at__lt=clock.now() - GIVEN_UP
    )
    return list(Volume.objects.filter(silent).order_by("pk").values_list("pk", flat=True))


def bind(volume_id: int) -> Volume | None:
    """Make a volume. Returns None when it is made already, or somebody else is at it.

    Safe to repeat: nothing stands before the end, where file and row are written together.
    """
    volume = _begin(volume_id)
    if volume is None:
        return None
    try:
        made = Assembly(volume).make()
    except PdfUnavailable:
        return _failed(volume, "本机未安装 LibreOffice 或者转换失败，暂不能装订")
    except Exception:
        logger.exception("volume %s could not be bound", volume_id)
        return _failed(volume, "装订时出现错误，请联系管理员")
    with transaction.atomic():
        for name, content, media_type in made.files:
            setattr(volume, name, attachments.store(content, Examined(media_type)))
        volume.entries, volume.pages = made.entries, made.pages
        volume.progress, volume.finished_at = Progress.DONE, clock.now()
        volume.steps_done = volume.steps_total
        volume.save(update_fields=WRITTEN)
    return volume


def _begin(volume_id: int) -> Volume | None:
    with transaction.atomic():
        volume = Volume.objects.select_for_update().get(pk=volume_id)
        if volume.pk not in waiting():
            return None
        volume.progress, volume.told_at, volume.steps_done = Progress.RUNNING, clock.now(), 0
        volume.version += 1
        volume.save(update_fields=WRITTEN)
    return volume


def _failed(volume: Volume, said: str) -> Volume:
    volume.progress, volume.failure = Progress.FAILED, said[:LONGEST_FAILURE]
    volume.finished_at = clock.now()
    volume.version += 1
    volume.save(update_fields=WRITTEN)
    return volume


# --- reading


def read(volume: Volume, kind: str, *, actor: Officer, request_id: str = "") -> Iterator[bytes]:
    """The bytes of a volume's "pdf" or "archive"; accounted for. Raises WrongState before."""
    file: StoredFile | None = getattr(volume, kind)
    if file is None:
        raise WrongState("本卷尚未装订完成")
    audit.record(actor=actor, action="read_volume", target=f"dispute:{volume.dispute_id}",
                 details={"volume": volume.pk, "file": kind, "digest": file.digest},
                 request_id=request_id)  # fmt: skip
    return vault.read(file.name, file.size)


# --- annexes


def make_annex(case: CaseFile, *, actor: Officer, title: str, text: str, reason: str) -> Annex:
    """Write an annex to an archived file; it counts once another has approved it."""
    on = clock.today()
    annex = case.add(Annex(title=title, text=text, reason=reason, made_by=actor, made_on=on))
    take_step(case, "make_annex", actor=actor, on=on, facts={"annex": annex.pk, "reason": reason})
    return annex


def decide_annex(
    case: CaseFile, annex: Annex, *, actor: Officer, approved: bool, opinion: str = ""
) -> Annex:
    """Approve an annex, or not. Raises what the guards of `decide_annex` raise."""
    on = clock.today()
    take_step(case, "decide_annex", actor=actor, on=on,
              facts={"annex": annex.pk, "decided_by": actor.pk, "approved": approved})  # fmt: skip
    return case.revise(annex, approved=approved, approved_by=actor, approved_on=on, opinion=opinion)
