"""Files too large for the database, sealed chunk by chunk in whatever storage is configured.

A stored file is: format (1 byte), length of the key id (1 byte), key id, salt (16 bytes), then
chunks of at most 64 KiB, each followed by its tag (16 bytes). Every file has its own SM4 key,
derived from master key and salt; the nonce of a chunk is its number and whether it is the last,
so that chunks cannot be swapped, repeated or cut off (the STREAM construction of Hoang and
others, 2015). Any part of a file is read without the rest.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from disputes import privacy
from disputes.privacy import Unsealable

FORMAT: Final = 1
CHUNK: Final = 64 * 1024
SALT: Final = 16
TAG: Final = 16
IN_MEMORY: Final = 4 * 1024 * 1024
ALIAS: Final = "attachments"


class DurableFiles(FileSystemStorage):
    """A folder whose files have reached the disk when `save` returns: the row comes after them."""

    def _save(self, name: str, content: Any) -> str:
        saved = super()._save(name, content)
        path = Path(self.path(saved))
        for part in (path, path.parent):
            handle = os.open(part, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        return saved


def storage() -> Storage:
    return storages[ALIAS]


def digest_of(chunks: Iterable[bytes]) -> tuple[str, int]:
    """SM3 digest and number of bytes."""
    digest, size = Hash(SM3()), 0
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
    return digest.finalize().hex(), size


def put(name: str, chunks: Iterable[bytes]) -> str:
    """Seal and store a file. Returns the name it got, which is `name` unless that was taken.

    Nothing lies in the clear on a disk on the way: what does not fit into memory is sealed first.
    """
    with SpooledTemporaryFile(max_size=IN_MEMORY) as sealed:
        for part in _sealed(chunks):
            sealed.write(part)
        sealed.seek(0)
        return str(storage().save(name, File(sealed, name=name)))


def read_whole(name: str) -> bytes:
    """A small file whose length is not known. Raises Unsealable, FileNotFoundError."""
    with storage().open(name, "rb") as file:
        header = _Header.read(file)
        sealed = file.read()
    parts = [sealed[n : n + CHUNK + TAG] for n in range(0, max(len(sealed), 1), CHUNK + TAG)]
    return b"".join(
        header.open(part, number, last=number == len(parts) - 1)
        for number, part in enumerate(parts)
    )


def read(name: str, size: int, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The bytes of a file of `size` bytes from `start` up to `stop`.

    Raises Unsealable when what is stored is not what was put there, FileNotFoundError.
    """
    stop = size if stop is None else min(stop, size)
    last = _last(size)
    with storage().open(name, "rb") as file:
        header = _Header.read(file)
        for number in range(start // CHUNK, last + 1):
            begins = number * CHUNK
            if begins >= stop and number:
                return
            file.seek(header.length + number * (CHUNK + TAG))
            plain = header.open(file.read(CHUNK + TAG), number, last=number == last)
            yield plain[max(start - begins, 0) : stop - begins]


def delete(name: str) -> None:
    with suppress(FileNotFoundError):
        storage().delete(name)


def stored_before(moment: datetime, folder: str = "") -> Iterator[str]:
    """Names of files stored before a moment."""
    place = storage()
    try:
        folders, files = place.listdir(folder)
    except FileNotFoundError:  # nothing was stored yet
        return
    for name in (f"{folder}/{file}".lstrip("/") for file in files):
        if place.get_modified_time(name) < moment:
            yield name
    for inner in folders:
        yield from stored_before(moment, f"{folder}/{inner}".lstrip("/"))


GRACE: Final = timedelta(days=1)  # longer than any upload takes from its file to its row


@dataclass(frozen=True, slots=True)
class _Header:
    raw: bytes
    key: bytes

    @property
    def length(self) -> int:
        return len(self.raw)

    @classmethod
    def new(cls) -> _Header:
        key_id, salt = privacy.current_key_id(), os.urandom(SALT)
        raw = bytes([FORMAT, len(key_id)]) + key_id.encode() + salt
        return cls(raw, privacy.file_key(key_id, salt))

    @classmethod
    def read(cls, file: IO[bytes] | File[Any]) -> _Header:
        start = file.read(2)
        if len(start) < 2 or start[0] != FORMAT:
            raise Unsealable("文件格式无法识别")
        rest = file.read(start[1] + SALT)
        key_id, salt = rest[: start[1]].decode("ascii", "replace"), rest[start[1] :]
        return cls(start + rest, privacy.file_key(key_id, salt))

    def seal(self, plain: bytes, number: int, *, last: bool) -> bytes:
        encryptor = Cipher(SM4(self.key), GCM(_nonce(number, last=last))).encryptor()
        encryptor.authenticate_additional_data(self.raw)
        return encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, sealed: bytes, number: int, *, last: bool) -> bytes:
        if len(sealed) < TAG:
            raise Unsealable("文件不完整")
        nonce = _nonce(number, last=last)
        decryptor = Cipher(SM4(self.key), GCM(nonce, sealed[-TAG:])).decryptor()
        decryptor.authenticate_additional_data(self.raw)
        try:
            return decryptor.update(sealed[:-TAG]) + decryptor.finalize()
        except InvalidTag:
            raise Unsealable("文件无法解密：内容被改动或者不完整") from None


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(privacy.NONCE - 1, "big") + bytes([last])


def _last(size: int) -> int:
    """The number of the last chunk; an empty file has one, too."""
    return max(size - 1, 0) // CHUNK


def _sealed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    header, number = _Header.new(), 0
    yield header.raw
    waiting = io.BytesIO()
    for chunk in chunks:
        waiting.seek(0, io.SEEK_END)
        waiting.write(chunk)
        while waiting.tell() > CHUNK:  # the last chunk is known only when nothing follows
            whole = waiting.getvalue()
            yield header.seal(whole[:CHUNK], number, last=False)
            number += 1
            waiting = io.BytesIO()
            waiting.write(whole[CHUNK:])
    yield header.seal(waiting.getvalue(), number, last=True)
