"""Attachments (附件): put on file, read under account, voided; and files that nobody needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from disputes import clock, filetypes, vault
from disputes.casefile import CaseFile
from disputes.models import Attachment, Officer, StoredFile
from disputes.services import audit
from disputes.workflow import take_step


@dataclass(frozen=True, slots=True)
class Content:
    """What somebody sent: its beginning, its length, and as often as asked all of it."""

    head: bytes
    size: int
    chunks: Callable[[], Iterable[bytes]]

    @classmethod
    def of(cls, whole: bytes) -> Content:
        return cls(whole[: filetypes.HEAD], len(whole), lambda: [whole])

    def whole(self) -> bytes:
        return b"".join(self.chunks())


def attach(
    case: CaseFile,
    content: Content,
    *,
    actor: Officer,
    name: str,
    kind: str,
    note: str = "",
    **about: Any,
) -> Attachment:
    """Put a file on record, about the case or the row that `about` names (Attachment.ABOUT).

    Raises what `filetypes.examine` and the guards of `attach` raise, RuleViolation
    (ANOTHER_DISPUTE) for a row of another case.
    """
    on, shown = clock.today(), filetypes.clean_name(name)
    found = filetypes.examine(shown, content.head, content.size, content.whole)
    take_step(case, "attach", actor=actor, on=on,
              facts={"kind": kind, "media_type": found.media_type, "name": shown})  # fmt: skip
    row = Attachment(kind=kind, name=shown, note=note, uploaded_by=actor, uploaded_on=on, **about)
    row.file = store(content, found)
    return case.add(row)


def store(content: Content, found: filetypes.Examined) -> StoredFile:
    """The stored file of this content: the one there is, or a new one.

    File first, row after it: whatever is cut off in between leaves a file without a row, which
    `sweep` removes. Of two who store the same at once one row stays.
    """
    digest, size = vault.digest_of(content.chunks())
    known = StoredFile.objects.filter(digest=digest).first()
    if known is not None:
        return known
    name = vault.put(f"{digest[:2]}/{digest}", content.chunks())
    small = vault.put(f"{name}.thumbnail", [found.thumbnail]) if found.thumbnail else ""
    row = StoredFile(digest=digest, name=name, thumbnail=small, media_type=found.media_type,
                     size=size, stored_at=clock.now())  # fmt: skip
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    kept = StoredFile.objects.get(digest=digest)
    if kept.name != name:  # somebody stored the same meanwhile
        for mine in filter(None, (name, small)):
            vault.delete(mine)
    return kept


def void(case: CaseFile, row: Attachment, *, actor: Officer, reason: str) -> Attachment:
    """Void an attachment; its file stays. Raises WrongState when that has been done."""
    on = clock.today()
    take_step(case, "void_attachment", actor=actor, on=on,
              facts={"attachment": row.pk, "name": row.name, "reason": reason})  # fmt: skip
    return case.revise(row, voided_on=on, voided_by=actor, void_reason=reason)


def read(
    row: Attachment,
    *,
    actor: Officer,
    request_id: str = "",
    start: int = 0,
    stop: int | None = None,
) -> Iterator[bytes]:
    """The bytes of an attachment from `start` up to `stop`; every reading is accounted for.

    Raises Unsealable, FileNotFoundError, before anything is handed out.
    """
    part = {} if (start, stop) == (0, None) else {"from": start, "to": stop}
    _account(row, "read_attachment", actor, request_id, part)
    return _begun(vault.read(row.file.name, row.file.size, start, stop))


def thumbnail(row: Attachment, *, actor: Officer, request_id: str = "") -> bytes | None:
    """The small picture of an image; None for what has none."""
    if not row.file.thumbnail:
        return None
    _account(row, "read_thumbnail", actor, request_id, {})
    return vault.read_whole(row.file.thumbnail)


def _begun(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same, after its first part has been read: what is broken is said before it is sent."""
    first = next(parts, b"")

    def rest() -> Iterator[bytes]:
        yield first
        yield from parts

    return rest()


def _account(
    row: Attachment, action: str, actor: Officer, request_id: str, more: dict[str, Any]
) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=f"dispute:{row.dispute_id}",
        details={"attachment": row.pk, "digest": row.file.digest, **more},
        request_id=request_id,
    )


# --- files that nobody needs

AT_ONCE = 500


def sweep() -> int:
    """Delete stored files without a row, a day after they were stored. Returns how many."""
    before, deleted = clock.now() - vault.GRACE, 0
    waiting: list[str] = []
    for name in vault.stored_before(before):
        waiting.append(name)
        if len(waiting) == AT_ONCE:
            deleted += _delete_orphans(waiting)
            waiting = []
    return deleted + _delete_orphans(waiting)


def _delete_orphans(names: list[str]) -> int:
    files = StoredFile.objects.filter(name__in=names).values_list("name", flat=True)
    small = StoredFile.objects.filter(thumbnail__in=names).values_list("thumbnail", flat=True)
    orphans = set(names) - {*files, *small}
    for name in orphans:
        vault.delete(name)
    return len(orphans)
